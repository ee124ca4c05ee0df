//! Every driver that `schema-runtime` knows, behind one face: what is done with one of them is done
//! with each.

mod sessions;

use std::sync::OnceLock;

use schema_runtime::DatabaseError;
use schema_runtime::verify::{Models, Report, VerifyError};
use tokio::runtime::{Builder, Runtime};

/// A connection of some driver.
pub trait Session: Send {
    /// Runs statements by the simple protocol, and gives what the driver's error converts into.
    fn run(&mut self, sql: &str) -> Result<(), DatabaseError>;

    /// Asks the start-up guard about the database.
    fn verify(&mut self, models: Models) -> Result<Report, VerifyError>;
}

/// A driver.
#[derive(Clone, Copy)]
pub struct Driver {
    /// The name of its feature.
    pub name: &'static str,
    /// Makes a connection to a URL.
    pub connect: fn(&str) -> Result<Box<dyn Session>, DatabaseError>,
}

impl Driver {
    /// Whether it passes on which SQLSTATE a server reports.
    pub fn tells_the_sqlstate(self) -> bool {
        self.name != "diesel"
    }

    /// A connection.
    ///
    /// # Panics
    ///
    /// When it can't be made.
    pub fn session(self, url: &str) -> Box<dyn Session> {
        (self.connect)(url).unwrap_or_else(|e| panic!("{}: {}", self.name, e.sensitive()))
    }
}

/// All of them.
pub const DRIVERS: &[Driver] = &[
    Driver {
        name: "postgres",
        connect: sessions::postgres,
    },
    Driver {
        name: "tokio-postgres",
        connect: sessions::tokio_postgres,
    },
    Driver {
        name: "sqlx",
        connect: sessions::sqlx_09,
    },
    Driver {
        name: "sqlx-0_8",
        connect: sessions::sqlx_08,
    },
    Driver {
        name: "diesel",
        connect: sessions::diesel,
    },
    Driver {
        name: "sea-orm",
        connect: sessions::sea_orm_2,
    },
    Driver {
        name: "sea-orm-1",
        connect: sessions::sea_orm_1,
    },
];

/// What the asynchronous drivers run on.
///
/// # Panics
///
/// When the system gives no threads.
pub fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap_or_else(|e| panic!("{e}"))
    })
}

/// All that a log could show of an error.
pub fn shown(error: DatabaseError) -> String {
    let mut text = vec![
        error.to_string(),
        format!("{error:?}"),
        format!("{error:#?}"),
    ];
    let error = anyhow::Error::new(error).context("while the order was saved");
    text.extend([format!("{error:#}"), format!("{error:?}")]);
    text.extend(error.chain().map(ToString::to_string));
    text.join("\n")
}
