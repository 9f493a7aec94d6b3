//! The program `tongket`; everything is in the library of the same name.

fn main() -> std::process::ExitCode {
    tongket::main()
}
