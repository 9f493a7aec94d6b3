//! The program `tongket`; everything is in the library of the same name.

/// Half a thousand requests at once make and drop many small things on few threads: this allocator
/// takes a quarter of the work off them, and gives memory back when they are gone.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    tongket::main()
}
