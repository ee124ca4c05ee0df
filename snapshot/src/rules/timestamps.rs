//! Which columns hold the time of creation and of the last change, by whatever name.

use super::Context;
use crate::model::{Column, Relation};
use crate::sql_type::SqlType;

/// The two times that a row carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Created,
    Updated,
}

impl Kind {
    pub(super) const BOTH: [Self; 2] = [Self::Created, Self::Updated];

    /// The standard name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Created => "created_at",
            Self::Updated => "updated_at",
        }
    }

    fn folded(self) -> &'static str {
        match self {
            Self::Created => "createdat",
            Self::Updated => "updatedat",
        }
    }

    fn other_names(self) -> &'static [&'static str] {
        match self {
            Self::Created => CREATED,
            Self::Updated => UPDATED,
        }
    }

    /// What a misnamed column would be called, `created_at` for `dateCreated`.
    pub(super) fn meant_by(name: &str) -> Option<Self> {
        if let Some(kind) = Self::BOTH.into_iter().find(|kind| kind.name() == name) {
            return Some(kind);
        }
        let folded = fold(name);
        Self::BOTH
            .into_iter()
            .find(|kind| kind.folded() == folded || kind.other_names().contains(&folded.as_str()))
    }

    /// Whether a column has the standard name, or the meaning under another name and a timestamp's
    /// type.
    pub(super) fn is(self, column: &Column) -> bool {
        column.name == self.name()
            || (is_timestamp(&column.sql_type) && Self::meant_by(&column.name) == Some(self))
    }

    /// The column with the standard name, or else the one column that has the meaning under
    /// another name and a timestamp's type.
    pub(super) fn column(self, relation: &Relation) -> Option<&Column> {
        relation.column(self.name()).or_else(|| {
            let mut others = relation.columns.iter().filter(|column| self.is(column));
            // Of two nobody knows which one is meant.
            others.next().filter(|_| others.next().is_none())
        })
    }
}

/// Both columns, as far as the relation has them.
pub(super) fn columns<'a>(cx: &Context<'a>) -> impl Iterator<Item = &'a Column> {
    let relation = cx.relation;
    Kind::BOTH
        .into_iter()
        .filter_map(|kind| kind.column(relation))
}

/// `timestamp` with or without time zone, below domains.
pub(super) fn is_timestamp(ty: &SqlType) -> bool {
    ty.is("timestamp with time zone") || ty.is("timestamp without time zone")
}

/// Lower case without underscores: `date_created`, `dateCreated` and `DateCreated` are one name.
fn fold(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
    letters.flat_map(char::to_lowercase).collect()
}

/// Other names of `created_at`, folded.
const CREATED: &[&str] = &[
    "created",
    "createdon",
    "createddate",
    "createdtime",
    "createddatetime",
    "createdts",
    "createdtimestamp",
    "createat",
    "createdate",
    "createtime",
    "createdatetime",
    "createtimestamp",
    "creationdate",
    "creationtime",
    "creationdatetime",
    "creationts",
    "creationtimestamp",
    "datecreated",
    "timecreated",
    "datetimecreated",
    "tscreated",
    "whencreated",
    "inserted",
    "insertedat",
    "insertedon",
    "insertdate",
    "inserttime",
    "dateinserted",
];

/// Other names of `updated_at`, folded.
const UPDATED: &[&str] = &[
    "updated",
    "updatedon",
    "updateddate",
    "updatedtime",
    "updateddatetime",
    "updatedts",
    "updatedtimestamp",
    "updateat",
    "updatedate",
    "updatetime",
    "updatedatetime",
    "updatetimestamp",
    "dateupdated",
    "timeupdated",
    "tsupdated",
    "whenupdated",
    "lastupdate",
    "lastupdated",
    "lastupdatedat",
    "lastupdatedon",
    "lastupdatetime",
    "modified",
    "modifiedat",
    "modifiedon",
    "modifieddate",
    "modifiedtime",
    "datemodified",
    "timemodified",
    "whenmodified",
    "modificationdate",
    "modificationtime",
    "lastmodified",
    "lastmodifiedat",
    "lastmodifiedon",
    "lastmodifieddate",
    "lastmodifiedtime",
    "changed",
    "changedat",
    "changedon",
    "datechanged",
    "lastchanged",
    "lastchangedat",
];

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn meaning() {
        for name in [
            "created_at",
            "createdAt",
            "date_created",
            "creation_time",
            "CREATED",
            "inserted_at",
        ] {
            assert_eq!(Kind::meant_by(name), Some(Kind::Created), "{name}");
        }
        for name in ["updated_at", "lastModified", "date_updated", "modified_on"] {
            assert_eq!(Kind::meant_by(name), Some(Kind::Updated), "{name}");
        }
        for name in [
            "deleted_at",
            "created_by",
            "expires_at",
            "last_activity",
            "timestamp",
            "",
            "?",
        ] {
            assert_eq!(Kind::meant_by(name), None, "{name}");
        }
    }
}
