//! How the snapshot, the database and the migrations stand to each other: which of two is out of
//! date, as far as the third tells.

use schema_snapshot::diff::{ChangeKind, Graded, Object};

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The snapshot that is committed.
    Snapshot,
    /// A live database.
    Database,
    /// What the migrations make of an empty database.
    Migrations,
}

impl Of {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Snapshot => "snapshot",
            Self::Database => "database",
            Self::Migrations => "migrations",
        }
    }
}

/// What one side has beside another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    /// The same.
    Same,
    /// That, and more.
    More,
    /// Less, and nothing else.
    Less,
    /// Something else.
    Other,
}

impl Has {
    /// What the second of two has, by the changes that lead there. The server's major version is no
    /// difference to migrations, which run on any.
    pub fn of(changes: &[Graded], sides: [Of; 2]) -> Self {
        let migrations = sides.contains(&Of::Migrations);
        let mut kinds = changes
            .iter()
            .filter(|graded| !migrations || graded.change.object != Object::Server)
            .map(|graded| graded.change.kind);
        match kinds.next() {
            None => Self::Same,
            Some(ChangeKind::Added) if kinds.all(|k| k == ChangeKind::Added) => Self::More,
            Some(ChangeKind::Removed) if kinds.all(|k| k == ChangeKind::Removed) => Self::Less,
            Some(_) => Self::Other,
        }
    }
}

/// A verdict: the word for programs, and the sentence.
pub type Verdict = (&'static str, &'static str);

const SAME: Verdict = ("same", "no differences");
const STALE: Verdict = (
    "snapshot_stale",
    "the snapshot is stale: `cargo schema refresh` brings it up to date",
);
const BEHIND: Verdict = (
    "database_behind",
    "the database is behind: apply the migrations",
);
const AHEAD: Verdict = (
    "database_ahead",
    "the database is ahead: a migration is missing, or the snapshot is stale",
);
const BY_HAND: Verdict = (
    "database_ahead",
    "the database is ahead: it has what no migration makes; write the migration, or take it back",
);
const MISSING: Verdict = (
    "migration_missing",
    "a migration is missing: none makes all that is there",
);
const DIFFERS: Verdict = (
    "differs",
    "they differ, and not in one direction: look at each difference",
);

/// What is known of the three sides: what the database and the migrations have beside the snapshot,
/// and the database beside the migrations.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    /// The database beside the snapshot.
    pub database: Option<Has>,
    /// The migrations beside the snapshot.
    pub migrations: Option<Has>,
    /// The database beside the migrations.
    pub live: Option<Has>,
}

impl Known {
    /// How snapshot and database stand. The migrations say who is right; without them more than the
    /// other is ahead.
    pub fn snapshot_and_database(self) -> Option<Verdict> {
        let same = Some(Has::Same);
        Some(match (self.database?, self.live) {
            (Has::Same, _) => SAME,
            (_, live) if live == same => STALE,
            (_, Some(Has::Less)) if self.migrations == same => BEHIND,
            (_, Some(Has::More)) if self.migrations == same => BY_HAND,
            (Has::Less, None) => BEHIND,
            (Has::More, None) => AHEAD,
            _ => DIFFERS,
        })
    }

    /// How snapshot and migrations stand.
    pub fn snapshot_and_migrations(self) -> Option<Verdict> {
        Some(match self.migrations? {
            Has::Same => SAME,
            // It has what they do not make, and the database does not say otherwise.
            Has::Less if self.live != Some(Has::Same) => MISSING,
            _ => STALE,
        })
    }

    /// How database and migrations stand.
    pub fn database_and_migrations(self) -> Option<Verdict> {
        Some(match self.live? {
            Has::Same => SAME,
            Has::Less => BEHIND,
            Has::More if self.database == Some(Has::Same) => MISSING,
            Has::More => BY_HAND,
            Has::Other => DIFFERS,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Has, Known};

    /// The three verdicts, for what database and migrations have beside the snapshot, and the
    /// database beside the migrations.
    fn verdicts(
        database: Option<Has>,
        migrations: Option<Has>,
        live: Option<Has>,
    ) -> [&'static str; 3] {
        let known = Known {
            database,
            migrations,
            live,
        };
        [
            known.snapshot_and_database(),
            known.snapshot_and_migrations(),
            known.database_and_migrations(),
        ]
        .map(|verdict| verdict.map_or("", |(word, _)| word))
    }

    #[test]
    fn the_third_says_which_of_two_is_out_of_date() {
        use Has::{Less, More, Other, Same};

        for (database, migrations, live, said) in [
            (Same, Same, Same, ["same", "same", "same"]),
            // The snapshot is the one that differs.
            (
                More,
                More,
                Same,
                ["snapshot_stale", "snapshot_stale", "same"],
            ),
            (
                Other,
                Other,
                Same,
                ["snapshot_stale", "snapshot_stale", "same"],
            ),
            (
                Less,
                Less,
                Same,
                ["snapshot_stale", "snapshot_stale", "same"],
            ),
            // The database is.
            (
                Less,
                Same,
                Less,
                ["database_behind", "same", "database_behind"],
            ),
            (
                More,
                Same,
                More,
                ["database_ahead", "same", "database_ahead"],
            ),
            (Other, Same, Other, ["differs", "same", "differs"]),
            // The migrations are.
            (
                Same,
                Less,
                More,
                ["same", "migration_missing", "migration_missing"],
            ),
            (
                Same,
                More,
                Less,
                ["same", "snapshot_stale", "database_behind"],
            ),
            // Each has something of its own.
            (
                More,
                More,
                Less,
                ["differs", "snapshot_stale", "database_behind"],
            ),
        ] {
            assert_eq!(verdicts(Some(database), Some(migrations), Some(live)), said);
        }
    }

    #[test]
    fn two_sides_alone() {
        assert_eq!(
            verdicts(Some(Has::Less), None, None),
            ["database_behind", "", ""]
        );
        assert_eq!(
            verdicts(Some(Has::More), None, None),
            ["database_ahead", "", ""]
        );
        assert_eq!(verdicts(Some(Has::Other), None, None), ["differs", "", ""]);
        assert_eq!(
            verdicts(None, Some(Has::More), None),
            ["", "snapshot_stale", ""]
        );
        assert_eq!(
            verdicts(None, None, Some(Has::More)),
            ["", "", "database_ahead"]
        );
        assert_eq!(verdicts(None, None, None), ["", "", ""]);
    }
}
