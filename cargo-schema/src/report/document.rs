//! What a report says, whatever it is about: by object, each thing with where it stands and what
//! to do about it. Every format but JSON, which is a contract of its own, is made of this.

use super::{Source, Unread};

/// A report.
#[derive(Clone, Debug, Default)]
pub(super) struct Document<'a> {
    /// The verb, `lint`.
    pub(super) verb: &'static str,
    /// What was looked at, where that has to be said first.
    pub(super) intro: Vec<String>,
    /// What was looked at, with what was found of each.
    pub(super) groups: Vec<Group>,
    /// What could not be looked at.
    pub(super) unread: &'a [Unread],
    /// All of it in one line.
    pub(super) summary: String,
    /// Where to read on, when something was found.
    pub(super) closing: &'static str,
    /// The kinds of things that can be found, for formats that describe them.
    pub(super) kinds: Vec<Kind>,
}

/// An object, and what was found of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// `table`; empty when the name says it all.
    pub(super) noun: String,
    /// `public.users`
    pub(super) name: String,
    /// The file that has it.
    pub(super) file: Option<String>,
    /// What was asked of it, for formats that count what passed.
    pub(super) asked: &'static str,
    /// What was found.
    pub(super) entries: Vec<Entry>,
}

/// How loud a thing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tone {
    #[default]
    Error,
    Warning,
    Note,
}

/// One thing that was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) tone: Tone,
    /// What it is called: the tone, or how grave it is.
    pub(super) word: &'static str,
    /// Whether the command fails by it.
    pub(super) fails: bool,
    /// What kind of thing it is: a rule's id, or the word for a change.
    pub(super) kind: String,
    /// Where the kind is documented.
    pub(super) url: String,
    /// What tells it from others of its kind in its group: a column, a constraint.
    pub(super) about: Vec<String>,
    /// The object's name with the column's, `public.users.email`.
    pub(super) name: Option<String>,
    /// What stays the same when lines move.
    pub(super) identity: String,
    /// What is the matter, by itself.
    pub(super) message: String,
    /// The same under its group's heading, when that is shorter.
    pub(super) inside: Option<String>,
    /// Where it stands, when that is not the group's file.
    pub(super) at: Option<Source>,
    /// The SQL that mends it.
    pub(super) sql: Option<String>,
    /// What else is to be said, under a word: `help`.
    pub(super) notes: Vec<(&'static str, String)>,
    /// The line to look at.
    pub(super) source: Option<Source>,
}

/// A kind of thing that can be found.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub(super) id: String,
    pub(super) summary: String,
    pub(super) why: String,
    pub(super) fix: String,
    pub(super) url: String,
}

impl Document<'_> {
    /// Every entry, in order.
    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.groups.iter().flat_map(|group| &group.entries)
    }

    /// The groups of which something was found.
    pub(super) fn found(&self) -> impl Iterator<Item = &Group> {
        let groups = self.groups.iter();
        groups.filter(|group| !group.entries.is_empty())
    }
}

impl Group {
    /// `` table `public.users` ``, the name as a format writes it; the name alone, which is none of
    /// the schema's then, when it says it all.
    pub(super) fn heading(&self, name: &str) -> String {
        if self.noun.is_empty() {
            self.name.clone()
        } else {
            format!("{} {name}", self.noun)
        }
    }
}

impl Entry {
    /// What is said under a heading.
    pub(super) fn inside(&self) -> &str {
        self.inside.as_deref().unwrap_or(&self.message)
    }

    /// The notes by themselves, each on its own: what is a way out needs no word before it.
    pub(super) fn remarks(&self) -> impl Iterator<Item = String> {
        self.notes.iter().map(|(word, text)| match *word {
            "help" => text.clone(),
            word => format!("{word}: {text}"),
        })
    }

    /// The SQL, and the notes.
    pub(super) fn details(&self) -> impl Iterator<Item = String> {
        self.sql.clone().into_iter().chain(self.remarks())
    }
}

impl Tone {
    /// The word for it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}
