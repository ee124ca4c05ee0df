//! `rename_all` that is wrong, or forgotten: one mistake, however many names it makes wrong.

use crate::claim::{Claim, Field, Place, Placed};
use crate::finding::Finding;

/// What most names agree with.
pub(super) struct Guess {
    /// The case; none when the names are right as they are.
    case: Option<&'static str>,
    /// The names under that case; none of one that has an attribute of its own.
    names: Vec<Option<String>>,
    /// Whether every name is right then.
    all: bool,
}

/// Another case that is right for most names, when several are wrong now: each name with what it
/// was renamed to.
///
/// `cases` is [`OF_FIELDS`] or [`OF_VARIANTS`]. It is a guess. What is still wrong under it is said as well, and if it is wrong itself, that
/// something is wrong is not.
pub(super) fn guess<'a>(
    names: impl Iterator<Item = (&'a Placed, &'a Placed)> + Clone,
    cases: &[Case],
    rename_all: Option<&Placed>,
    known: &dyn Fn(&str) -> bool,
) -> Option<Guess> {
    // A name of its own stands at an attribute of its own.
    let renamed = names.map(|(name, to)| (name.place == to.place).then_some((name, to)));
    let of_case = renamed.clone().flatten();
    let now = of_case.clone().filter(|(_, to)| known(&to.text)).count();
    let all = of_case.clone().count();
    if now == all {
        return None;
    }
    let mut best: Option<(usize, Option<&'static str>, Rename)> = None;
    for &(case, rename) in cases {
        let right = of_case
            .clone()
            .filter(|(name, _)| known(&rename(&name.text)))
            .count();
        if right > best.map_or(now, |(most, ..)| most) {
            best = Some((right, case, rename));
        }
    }
    let (right, case, rename) = best?;
    // Nothing was renamed by case, and yet the names are not those of the fields.
    if case.is_none() && rename_all.is_none() {
        return None;
    }
    if 2 * right <= all || right - now < 2 && !(rename_all.is_some() && right == all) {
        return None;
    }
    Some(Guess {
        case,
        names: renamed
            .map(|renamed| renamed.map(|(name, _)| rename(&name.text)))
            .collect(),
        all: right == all,
    })
}

/// The same for fields.
pub(super) fn of_fields(
    fields: &[Field],
    rename_all: Option<&Placed>,
    known: &dyn Fn(&str) -> bool,
) -> Option<Guess> {
    let names = fields.iter().map(|field| (&field.name, &field.column));
    guess(names, OF_FIELDS, rename_all, known)
}

impl Guess {
    /// The names as they would be: each with what to change.
    pub(super) fn apply<'a>(&self, names: impl Iterator<Item = &'a mut Placed>) {
        for (placed, name) in names.zip(&self.names) {
            if let Some(name) = name {
                placed.text.clone_from(name);
            }
        }
    }

    /// What to say of the "variants" that are "labels of `order_status`".
    pub(super) fn finding(
        &self,
        rule: &'static str,
        claim: &Claim,
        rename_all: Option<&Placed>,
        (ours, theirs): (&str, &str),
    ) -> Finding {
        let most = if self.all { "the" } else { "most" };
        let named = match self.case {
            Some(case) => format!("in {case}"),
            None => "as they are".to_owned(),
        };
        let mut message = format!(
            "{most} {ours} of `{}` are {theirs} {named}",
            claim.item.text
        );
        let place;
        let help;
        if let Some(written) = rename_all {
            place = written.place;
            let mut parts = written.text.split('"');
            let (before, case, after) = (parts.next(), parts.next(), parts.next());
            message.push_str(", not in ");
            message.push_str(case.unwrap_or_default());
            help = match self.case {
                Some(right) => format!(
                    "write `{}{right:?}{}`",
                    before.unwrap_or_default(),
                    after.unwrap_or_default()
                ),
                None => format!("remove `rename_all = {:?}`", case.unwrap_or_default()),
            };
        } else {
            place = Place(0);
            let case = self.case.unwrap_or_default();
            help = format!("write `#[conformant(rename_all = {case:?})]`");
        }
        Finding {
            rule,
            place,
            message,
            help: vec![help],
            ..Finding::default()
        }
    }
}

type Rename = fn(&str) -> String;
type Case = (Option<&'static str>, Rename);

/// As variants are named, then as labels are.
pub(super) const OF_VARIANTS: &[Case] = &[
    (None, |name| name.to_owned()),
    (Some("snake_case"), |name| words(name).join("_")),
    (Some("camelCase"), |name| capitals(name, 1)),
    (Some("PascalCase"), |name| capitals(name, 0)),
    (Some("kebab-case"), |name| words(name).join("-")),
    (Some("SCREAMING_SNAKE_CASE"), |name| {
        words(name).join("_").to_uppercase()
    }),
    (Some("SCREAMING-KEBAB-CASE"), |name| {
        words(name).join("-").to_uppercase()
    }),
    (Some("lowercase"), |name| words(name).concat()),
    (Some("UPPERCASE"), |name| {
        words(name).concat().to_uppercase()
    }),
];

/// Without the last two, which leave the underscores of fields as they are.
const OF_FIELDS: &[Case] = OF_VARIANTS.split_at(7).0;

/// The words without what is between them, capital from a word on.
fn capitals(name: &str, from: usize) -> String {
    let mut out = String::new();
    for (n, word) in words(name).iter().enumerate() {
        let mut letters = word.chars();
        if n >= from {
            out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        }
        out.push_str(letters.as_str());
    }
    out
}

/// The words of a field's or variant's name, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut inside = false;
    for c in name.chars() {
        if c == '_' {
            inside = false;
            continue;
        }
        match words.last_mut() {
            Some(word) if inside && !c.is_uppercase() => word.push(c),
            _ => words.push(c.to_lowercase().collect()),
        }
        inside = true;
    }
    words
}
