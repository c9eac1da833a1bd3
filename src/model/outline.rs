//! The tree as people walk it: stages in learning order, tracks below their stage, courses below
//! their track, registries and frameworks in groups of their own.
