//! What the operating system says of a connection.

extern crate std;

use std::io;
use std::string::ToString;

use super::ErrorKind;

/// Of an error while a connection was used or, for not every driver tells, being made. The kinds
/// that only the making of a connection has are told apart; of any other the statement
/// may have been done.
pub(super) fn kind(error: &io::Error) -> ErrorKind {
    match error.kind() {
        io::ErrorKind::ConnectionRefused
        | io::ErrorKind::NotFound
        | io::ErrorKind::AddrNotAvailable
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable => ErrorKind::ConnectionRefused,
        io::ErrorKind::PermissionDenied | io::ErrorKind::InvalidInput => ErrorKind::ConnectionSetup,
        _ if is_of_lookup(error) => ErrorKind::ConnectionRefused,
        _ => ErrorKind::ConnectionLost,
    }
}

/// Whether no address was found for the name of a host, for which there is no kind: of what the system's
/// resolver says Rust makes a text, on Windows a code of Winsock's.
fn is_of_lookup(error: &io::Error) -> bool {
    error.to_string().starts_with("failed to lookup address")
        || cfg!(windows) && matches!(error.raw_os_error(), Some(11_001..=11_004))
}
