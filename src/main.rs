use std::process::ExitCode;

/// Reading a plan on several threads asks for memory in many small pieces, which the allocators of some systems hand
/// out one page and one lock at a time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    gradus::cli::main()
}
