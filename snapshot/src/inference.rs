//! Which tables a name can mean.
//!
//! `JournalEntry` can mean `journal_entries`, `journal_entry`, `journalentries`
//! ...: more names than English would allow, because nothing is decided here.
//! Whoever asks looks which of them the snapshot has; none or several is an
//! error that names them.
//!
//! Deliberately absent: stripping of suffixes (`UserRow`, `NewUser`, `UserDto`
//! mean what their author says in `#[conformant(table = "...")]`), synonyms,
//! prefixes of applications, tables in mixed case (`"User"`), and turning a
//! plural item into a singular table.

/// Endings of a singular and of its plural: a word with the first can be written with the second.
/// The likelier come first. Both directions are read from this one table, so they can't disagree.
const ENDINGS: &[(&str, &str)] = &[
    // Irregular words, alone or at the end of a longer one: `salesperson`, `grandchild`.
    ("person", "people"),
    ("child", "children"),
    ("man", "men"),
    ("foot", "feet"),
    ("tooth", "teeth"),
    ("goose", "geese"),
    ("mouse", "mice"),
    ("louse", "lice"),
    ("die", "dice"),
    ("penny", "pence"),
    ("datum", "data"),
    ("medium", "media"),
    ("criterion", "criteria"),
    ("phenomenon", "phenomena"),
    ("automaton", "automata"),
    ("polyhedron", "polyhedra"),
    ("quiz", "quizzes"),
    ("lf", "lves"),
    ("leaf", "leaves"),
    ("loaf", "loaves"),
    ("thief", "thieves"),
    ("fe", "ves"),
    // Regular ones.
    ("sis", "ses"),
    ("y", "ies"),
    ("s", "ses"),
    ("x", "xes"),
    ("z", "zes"),
    ("ch", "ches"),
    ("sh", "shes"),
    ("", "s"),
    // Those that a dictionary allows beside, or that only some words have.
    ("o", "oes"),
    ("f", "ves"),
    ("s", "sses"),
    ("z", "zzes"),
    ("xis", "xes"),
    ("ix", "ices"),
    ("ex", "ices"),
    ("um", "a"),
    ("us", "i"),
    ("a", "ae"),
    ("eau", "eaux"),
    ("genus", "genera"),
    ("corpus", "corpora"),
    ("opus", "opera"),
    ("schema", "schemata"),
    ("stigma", "stigmata"),
];

/// The names of tables that a Rust item of this name may stand for, the likeliest first, none
/// twice, all in lower case.
///
/// The words of the item are joined by underscores; two neighbours may also be written together
/// (`OAuthToken`: `oauth_tokens`, `GitHubUser`: `github_users`), and a number with the word before
/// it, alone, or with the word after it (`Address2`, `User2FA`). Each form is taken with every
/// plural of its last word, and as it is.
pub fn candidates(item: &str) -> Vec<String> {
    let mut out = Vec::new();
    for form in forms(item.strip_prefix("r#").unwrap_or(item)) {
        add_plurals(&form, &mut out);
    }
    out
}

/// The names of tables that a word in snake case, the `user` of `user_id`, may stand for, the
/// likeliest first: its plurals and the word itself.
pub fn plurals(word: &str) -> Vec<String> {
    let mut out = Vec::new();
    add_plurals(word, &mut out);
    out
}

/// Whether some Rust item can mean both tables: one of [`candidates`]' results for an item and any
/// other of them always have the same model. Not transitive: `new` and `news`, `news` and `newses`.
pub fn same_model(a: &str, b: &str) -> bool {
    let meanings = singulars(a);
    singulars(b)
        .iter()
        .any(|meaning| meanings.contains(meaning))
}

/// The names of types that a Rust item of this name may stand for, the likeliest first. A type is
/// named in the singular, as the item is.
pub fn type_candidates(item: &str) -> Vec<String> {
    let mut out = forms(item);
    // What postgres-types takes for the type's name when nothing says it.
    if !out.iter().any(|form| form == item) {
        out.push(item.to_owned());
    }
    out
}

/// What a table's name may be a plural of, itself included, without underscores: the words of an
/// item are then all that is left of it, however they were joined.
pub(crate) fn singulars(table: &str) -> Vec<String> {
    let name = table.replace('_', "");
    let mut out = Vec::new();
    let (stem, number) = split_number(&name);
    for &(one, many) in ENDINGS {
        if let Some(base) = stem.strip_suffix(many) {
            out.push(format!("{base}{one}{number}"));
        }
    }
    out.push(name);
    out.sort_unstable();
    out.dedup();
    out
}

fn add_plurals(word: &str, out: &mut Vec<String>) {
    let mut push = |name: String| {
        if !out.contains(&name) {
            out.push(name);
        }
    };
    let (stem, number) = split_number(word);
    let mut before_last = stem.chars().rev().skip(1);
    let after_vowel = before_last.next().is_some_and(|c| "aeiou".contains(c));
    for &(one, many) in ENDINGS {
        // `keies`; `addresss`, `boxs`.
        let odd = match one {
            "y" => after_vowel,
            "" => stem.is_empty() || stem.ends_with(['s', 'x', 'z']),
            _ => false,
        };
        if let (false, Some(base)) = (odd, stem.strip_suffix(one)) {
            push(format!("{base}{many}{number}"));
        }
    }
    if !number.is_empty() {
        push(format!("{word}s"));
    }
    push(word.to_owned());
}

/// Cuts a number off the end: `address_2` is `address` and `_2`.
fn split_number(word: &str) -> (&str, &str) {
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    if stem.len() == word.len() {
        return (word, "");
    }
    word.split_at(stem.trim_end_matches('_').len())
}

/// The ways to write an item's name in snake case, the usual one first.
pub fn forms(item: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let has_number = item.bytes().any(|b| b.is_ascii_digit());
    let styles = if has_number {
        Number::ALL
    } else {
        &Number::ALL[..1]
    };
    for &style in styles {
        let words = words(item, style);
        let joined = (0..words.len()).map(|together| {
            let mut form = String::new();
            for (n, word) in words.iter().enumerate() {
                if n > 0 && n != together {
                    form.push('_');
                }
                form.push_str(word);
            }
            form
        });
        // The first has no pair written together.
        for form in joined {
            if !out.contains(&form) {
                out.push(form);
            }
        }
    }
    out
}

/// Which word a number belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Number {
    /// The one before it.
    Before,
    /// None: it is a word.
    Alone,
    /// The one after it.
    After,
}

impl Number {
    const ALL: &'static [Self] = &[Self::Before, Self::Alone, Self::After];
}

/// Cuts a name into words in lower case: at underscores, where a lower-case letter or a digit is
/// followed by an upper-case letter, before the last of several upper-case letters when a
/// lower-case one follows (`HTTPRequest`: `http`, `request`), and around numbers.
fn words(item: &str, number: Number) -> Vec<String> {
    let chars: Vec<char> = item.chars().collect();
    let mut words = vec![String::new()];
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let after = chars.get(at + 1);
        let cut = before.is_some_and(|&before| {
            if before.is_ascii_digit() != c.is_ascii_digit() {
                // After a number only a capital, or a number alone, begins a word: `v2beta`.
                return if c.is_ascii_digit() {
                    number != Number::Before
                } else {
                    number == Number::Alone || (number == Number::Before && c.is_uppercase())
                };
            }
            c.is_uppercase()
                && (!before.is_uppercase() || after.is_some_and(|after| after.is_lowercase()))
        });
        if cut || c == '_' {
            words.push(String::new());
        }
        if let (Some(word), true) = (words.last_mut(), c != '_') {
            word.extend(c.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{candidates, forms, plurals, same_model};

    #[test]
    fn words_of_an_item() {
        let first = |item| forms(item).remove(0);
        for (item, expected) in [
            ("User", "user"),
            ("JournalEntry", "journal_entry"),
            ("HTTPRequest", "http_request"),
            ("OAuthToken", "o_auth_token"),
            ("APIKey", "api_key"),
            ("Ünïcode", "ünïcode"),
            ("user_row", "user_row"),
            ("_Private", "private"),
            ("Address2", "address2"),
            ("OAuth2Token", "o_auth2_token"),
            ("Sha256Hash", "sha256_hash"),
            ("V2beta", "v2beta"),
        ] {
            assert_eq!(first(item), expected);
        }
    }

    #[test]
    fn a_table_is_among_what_its_item_can_mean() {
        for (item, tables) in [
            ("User", "user users"),
            ("Users", "users"),
            ("r#Type", "type types"),
            (
                "JournalEntry",
                "journal_entry journal_entries journal_entrys",
            ),
            ("HTTPRequest", "http_request http_requests"),
            (
                "OAuthToken",
                "oauth_token oauth_tokens o_auth_token o_auth_tokens",
            ),
            ("GitHubUser", "github_users git_hub_users"),
            ("IPv4Address", "ipv4_addresses"),
            (
                "Address2",
                "address2 address_2 addresses2 addresses_2 address2s",
            ),
            ("User2FA", "user_2fa user2_fa user_2_fa"),
            ("OAuth2Token", "oauth2_tokens oauth_2_tokens o_auth2_tokens"),
            ("Person", "person people persons"),
            ("SalesPerson", "sales_people sales_persons"),
            ("Salesperson", "salespeople"),
            ("Child", "children"),
            ("Woman", "women"),
            ("Foot", "feet"),
            ("Tooth", "teeth"),
            ("Goose", "geese"),
            ("Mouse", "mice"),
            ("Index", "indexes indices"),
            ("Matrix", "matrices matrixes"),
            ("Vertex", "vertices"),
            ("Datum", "data"),
            ("Data", "data"),
            ("Status", "status statuses"),
            ("Criterion", "criteria"),
            ("Analysis", "analyses"),
            ("Axis", "axes"),
            ("Medium", "media mediums"),
            ("Media", "media"),
            ("Quiz", "quizzes"),
            ("Leaf", "leaves"),
            ("Knife", "knives"),
            ("Shelf", "shelves"),
            ("Roof", "roofs"),
            ("Category", "categories"),
            ("Key", "keys"),
            ("Address", "addresses"),
            ("Box", "boxes"),
            ("Branch", "branches"),
            ("Epoch", "epochs"),
            ("Wish", "wishes"),
            ("Hero", "heroes"),
            ("Photo", "photos"),
            ("Bus", "buses busses"),
            ("Gas", "gases"),
            ("News", "news"),
            ("Series", "series"),
            ("Equipment", "equipment"),
            ("Information", "information"),
            ("Formula", "formulae formulas"),
            ("Schema", "schemas schemata"),
            ("Corpus", "corpora"),
            ("Fungus", "fungi"),
        ] {
            let found = candidates(item);
            for table in tables.split(' ') {
                assert!(
                    found.iter().any(|name| name == table),
                    "{item}: {table} in {found:?}"
                );
            }
        }
    }

    #[test]
    fn the_likeliest_comes_first() {
        for (item, table) in [
            ("User", "users"),
            ("Person", "people"),
            ("JournalEntry", "journal_entries"),
            ("Status", "statuses"),
            ("Analysis", "analyses"),
            ("Key", "keys"),
            ("Address2", "addresses2"),
        ] {
            assert_eq!(candidates(item)[0], table);
        }
        assert_eq!(plurals("user"), ["users", "user"]);
        assert_eq!(plurals("key"), ["keys", "key"]);
    }

    #[test]
    fn other_tables_are_not_meant() {
        for (item, table) in [
            ("UserRow", "users"),
            ("User", "Users"),
            ("User", "user_groups"),
            ("Users", "user"),
            ("Address", "addres"),
        ] {
            assert!(
                !candidates(item).iter().any(|name| name == table),
                "{item}: {table}"
            );
        }
        assert!(!same_model("users", "user_groups"));
        assert!(!same_model("orders", "borders"));
        assert!(!same_model("Users", "users"));
        assert!(same_model("users", "user"));
        assert!(same_model("oauth_tokens", "o_auth_token"));
        assert!(same_model("people", "persons"));
    }

    #[test]
    fn names_without_words_have_no_candidates_but_plurals() {
        assert!(candidates("__").is_empty());
        assert_eq!(candidates("r#_1"), ["1s", "1"]);
    }

    #[test]
    fn a_long_name_has_few_candidates() {
        // Each is looked up by its file.
        let found = candidates("CustomerOrderLineItemHistoryEntry");
        assert!(found.len() <= 20, "{}: {found:?}", found.len());
    }
}
