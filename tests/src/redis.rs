//! A real Redis for the tests of cached structures.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server of a test's own, on a Unix socket, which writes nothing to a disk.
#[derive(Debug)]
pub struct Redis {
    process: Child,
    directory: PathBuf,
}

impl Redis {
    /// Starts one: the program that `SCHEMA_TEST_REDIS` names (`cargo xtask test` sets it), else the
    /// one of `PATH`. `None`, said loudly, where there is none and nobody has promised one.
    ///
    /// # Panics
    ///
    /// When there is none and `SCHEMA_TEST_REDIS` or `CI` is set: a test that is left out must not
    /// look green there. When it does not start.
    pub fn start() -> Option<Self> {
        let named = std::env::var_os("SCHEMA_TEST_REDIS");
        let promised = named.is_some() || std::env::var_os("CI").is_some();
        let program = named.unwrap_or_else(|| "redis-server".into());
        let directory = std::env::temp_dir().join(format!("schema-redis-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap_or_else(|e| panic!("{e}"));
        let mut command = Command::new(&program);
        command
            .args([
                "--port",
                "0",
                "--save",
                "",
                "--appendonly",
                "no",
                "--unixsocket",
            ])
            .arg(directory.join("redis.sock"))
            .arg("--dir")
            .arg(&directory)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        ends_with_us(&mut command);
        let process = match command.spawn() {
            Ok(process) => process,
            Err(error) => {
                let program = Path::new(&program).display();
                let missing = format!(
                    "{program} can't be started: {error}; install it (Debian: `apt-get install \
                     redis-server`), or name it in SCHEMA_TEST_REDIS"
                );
                assert!(!promised, "{missing}");
                eprintln!("LEFT OUT, NOTHING WAS TESTED: {missing}");
                return None;
            }
        };
        let redis = Self { process, directory };
        let until = Instant::now() + Duration::from_secs(30);
        while !redis.socket().exists() {
            assert!(Instant::now() < until, "Redis does not listen");
            std::thread::sleep(Duration::from_millis(10));
        }
        Some(redis)
    }

    fn socket(&self) -> PathBuf {
        self.directory.join("redis.sock")
    }

    /// Where it listens: `unix:///...`.
    pub fn url(&self) -> String {
        format!("unix://{}", self.socket().display())
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.directory);
    }
}

/// A test that is killed drops nothing.
fn ends_with_us(command: &mut Command) {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::process::CommandExt as _;
        // SAFETY: `prctl` may be called between fork and exec.
        unsafe {
            command.pre_exec(|| {
                libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL);
                Ok(())
            });
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = command;
}
