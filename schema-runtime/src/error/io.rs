//! What the operating system says of a connection.

extern crate std;

use std::io;

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
        _ => ErrorKind::ConnectionLost,
    }
}
