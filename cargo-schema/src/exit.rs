//! The exit statuses: part of the command's interface, for scripts and CI.

/// How the command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Exit {
    /// Everything was done, nothing was found.
    Fine = 0,
    /// The command did its work and the answer is bad: findings, or drift under `--check`.
    Found = 1,
    /// Wrong use or configuration: nothing was tried.
    Usage = 2,
    /// The database, the file system or a program of this machine failed.
    Failed = 3,
}

impl Exit {
    /// The number the shell sees.
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}
