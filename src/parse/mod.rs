//! Text to nodes, with every problem found on the way. Never fails.
