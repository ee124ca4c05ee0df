//! What is said, and where: results on standard output; progress, warnings and
//! errors on standard error. Colour where somebody looks and `NO_COLOR` and
//! `CLICOLOR` allow it.

use std::borrow::Cow;
use std::io::IsTerminal;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cleanup;
use crate::error::{Error, Result};

pub(crate) const ERROR: Style = AnsiColor::Red.on_default().bold();
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const HELP: Style = AnsiColor::Cyan.on_default().bold();
pub(crate) const STRONG: Style = Style::new().bold();

/// How much is said.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// Only errors and warnings.
    pub quiet: bool,
}

impl Terminal {
    /// A line of the result.
    pub fn say(self, line: impl AsRef<str>) {
        if !self.quiet {
            out(line.as_ref());
        }
    }

    /// A line of the result that is meant to be read first.
    pub fn head(self, line: impl AsRef<str>) {
        let line = line.as_ref();
        self.say(format!("{STRONG}{line}{STRONG:#}"));
    }

    /// A result as a whole, also when little is to be said.
    ///
    /// # Errors
    ///
    /// When it could not be written, to a full disk for example: half a verdict is none. A reader
    /// that goes away (`| head`) is no failure.
    pub fn write(self, text: &str) -> Result<()> {
        use std::io::{ErrorKind, Write};

        let mut out = anstream::stdout().lock();
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Error::failed(format!(
                "cannot write to standard output: {error}"
            ))),
            _ => Ok(()),
        }
    }

    /// Something to know although the work goes on.
    pub fn warn(self, message: impl AsRef<str>) {
        let message = message.as_ref();
        anstream::eprintln!("{WARNING}warning{WARNING:#}: {message}");
    }

    /// Why the work does not go on. Nothing when a signal is ending the process.
    pub fn fail(self, error: &Error) {
        cleanup::wait_if_interrupted();
        anstream::eprintln!("{ERROR}error{ERROR:#}: {STRONG}{}{STRONG:#}", error.message);
        for help in &error.help {
            anstream::eprintln!("  = {HELP}help{HELP:#}: {help}");
        }
    }

    /// A bar of so many steps; nothing is drawn where nobody looks.
    pub fn progress(self, steps: usize) -> Progress {
        let seen = !self.quiet && std::io::stderr().is_terminal();
        let target = if seen {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        let bar = ProgressBar::with_draw_target(Some(steps), target);
        if let Ok(style) = ProgressStyle::with_template("  {bar:24} {pos}/{len} {wide_msg}") {
            bar.set_style(style.progress_chars("=> "));
        }
        if seen {
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Progress(bar)
    }
}

/// A reader that goes away (`| head`) is no failure.
fn out(line: &str) {
    use std::io::Write;

    let _ = writeln!(anstream::stdout(), "{line}");
}

/// A progress bar, erased when dropped.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// So many steps are done, and this is what comes now.
    pub fn at(&self, done: usize, message: impl Into<Cow<'static, str>>) {
        self.0.set_position(u64::try_from(done).unwrap_or(u64::MAX));
        self.0.set_message(message);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
