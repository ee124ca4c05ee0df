//! Why the command can't go on: one message, its ways out, and an exit status.

use std::fmt;

use crate::exit::Exit;

/// The result of everything that can end the command.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One failure, told once, by `main`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The exit status.
    pub exit: Exit,
    /// What happened and where: lower case, no full stop, names in backticks. Further lines
    /// belong to it.
    pub message: String,
    /// The ways out.
    pub help: Vec<String>,
}

impl Error {
    /// Wrong use or configuration.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// The database or the file system failed.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::new(Exit::Failed, message)
    }

    fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
            help: Vec::new(),
        }
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        for help in &self.help {
            write!(f, "\n  = help: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl From<crate::server::ServerError> for Error {
    fn from(error: crate::server::ServerError) -> Self {
        Self::failed(error.to_string())
    }
}
