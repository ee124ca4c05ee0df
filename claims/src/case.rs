//! `rename_all`: four crates, two ways to do it.
//!
//! serde, diesel and this project only rewrite what the Rust convention says: a
//! field is in snake case already, a variant begins a word at each capital.
//! sqlx, postgres-types and sea-orm split words with heck, to which `HTTPError`
//! is two words and `field_1` one and a bit. A name that differs in this is a
//! column that does not exist, so each is done by its own rules.

use heck::{
    ToKebabCase as _, ToLowerCamelCase as _, ToShoutyKebabCase as _, ToShoutySnakeCase as _,
    ToSnakeCase as _, ToTitleCase as _, ToTrainCase as _, ToUpperCamelCase as _,
};

/// A way to write names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
    Train,
    Title,
}

/// serde's words, and our own.
pub(crate) const WORDS: [&str; 8] = [
    "lowercase",
    "UPPERCASE",
    "PascalCase",
    "camelCase",
    "snake_case",
    "SCREAMING_SNAKE_CASE",
    "kebab-case",
    "SCREAMING-KEBAB-CASE",
];

impl Case {
    /// The case of one of [`WORDS`].
    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "lowercase" => Self::Lower,
            "UPPERCASE" => Self::Upper,
            "PascalCase" => Self::Pascal,
            "camelCase" => Self::Camel,
            "snake_case" => Self::Snake,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            "kebab-case" => Self::Kebab,
            "SCREAMING-KEBAB-CASE" => Self::ScreamingKebab,
            _ => return None,
        })
    }

    /// postgres-types knows one more.
    pub(crate) fn of_postgres(word: &str) -> Option<Self> {
        match word {
            "Train-Case" => Some(Self::Train),
            _ => Self::of(word),
        }
    }

    /// sea-orm knows other spellings, where `camel_case` is Pascal case.
    pub(crate) fn of_sea_orm(word: &str) -> Option<Self> {
        match word {
            "camel_case" => Some(Self::Pascal),
            "mixed_case" => Some(Self::Camel),
            "snek_case" => Some(Self::Snake),
            "kebab_case" => Some(Self::Kebab),
            "shouty_snake_case" | "shouty_snek_case" => Some(Self::ScreamingSnake),
            "title_case" => Some(Self::Title),
            _ => Self::of(word),
        }
    }

    /// A field's name as serde renames it.
    pub(crate) fn of_field(self, name: &str) -> String {
        match self {
            Self::Lower | Self::Snake | Self::Train | Self::Title => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_ascii_uppercase(),
            Self::Pascal => pascal(name),
            Self::Camel => uncapitalized(&pascal(name)),
            Self::Kebab => name.replace('_', "-"),
            Self::ScreamingKebab => name.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// A variant's name as serde and diesel rename it.
    pub(crate) fn of_variant(self, name: &str) -> String {
        match self {
            Self::Pascal | Self::Train | Self::Title => name.to_owned(),
            Self::Lower => name.to_ascii_lowercase(),
            Self::Upper => name.to_ascii_uppercase(),
            Self::Camel => uncapitalized(name),
            Self::Snake => split_at_capitals(name),
            Self::ScreamingSnake => split_at_capitals(name).to_ascii_uppercase(),
            Self::Kebab => split_at_capitals(name).replace('_', "-"),
            Self::ScreamingKebab => split_at_capitals(name)
                .to_ascii_uppercase()
                .replace('_', "-"),
        }
    }

    /// Any name as heck writes it, and so sqlx, postgres-types and sea-orm.
    pub(crate) fn of_words(self, name: &str) -> String {
        match self {
            Self::Lower => name.to_lowercase(),
            Self::Upper => name.to_uppercase(),
            Self::Pascal => name.to_upper_camel_case(),
            Self::Camel => name.to_lower_camel_case(),
            Self::Snake => name.to_snake_case(),
            Self::ScreamingSnake => name.to_shouty_snake_case(),
            Self::Kebab => name.to_kebab_case(),
            Self::ScreamingKebab => name.to_shouty_kebab_case(),
            Self::Train => name.to_train_case(),
            Self::Title => name.to_title_case(),
        }
    }
}

fn pascal(field: &str) -> String {
    let mut out = String::with_capacity(field.len());
    let mut capital = true;
    for c in field.chars() {
        if c == '_' {
            capital = true;
        } else if capital {
            out.push(c.to_ascii_uppercase());
            capital = false;
        } else {
            out.push(c);
        }
    }
    out
}

fn uncapitalized(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| {
        let mut out = String::with_capacity(name.len());
        out.push(first.to_ascii_lowercase());
        out.push_str(chars.as_str());
        out
    })
}

fn split_at_capitals(variant: &str) -> String {
    let mut out = String::with_capacity(variant.len() + 4);
    for (at, c) in variant.char_indices() {
        if at > 0 && c.is_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Case, WORDS};

    /// The words in the order of [`WORDS`].
    #[track_caller]
    fn all(name: &str, how: fn(Case, &str) -> String, expected: [&str; 8]) {
        for (word, expected) in WORDS.iter().zip(expected) {
            assert_eq!(
                how(Case::of(word).unwrap(), name),
                expected,
                "{word} of {name}"
            );
        }
    }

    #[test]
    fn fields_as_serde_renames_them() {
        // What `#[serde(rename_all)]` gives, by serde_json of a struct with that field.
        all(
            "very_tasty",
            Case::of_field,
            [
                "very_tasty",
                "VERY_TASTY",
                "VeryTasty",
                "veryTasty",
                "very_tasty",
                "VERY_TASTY",
                "very-tasty",
                "VERY-TASTY",
            ],
        );
        all(
            "z42",
            Case::of_field,
            ["z42", "Z42", "Z42", "z42", "z42", "Z42", "z42", "Z42"],
        );
        assert_eq!(Case::Camel.of_field("_"), "");
        assert_eq!(Case::Camel.of_field("été_id"), "étéId");
    }

    #[test]
    fn variants_as_serde_and_diesel_rename_them() {
        all(
            "VeryTasty",
            Case::of_variant,
            [
                "verytasty",
                "VERYTASTY",
                "VeryTasty",
                "veryTasty",
                "very_tasty",
                "VERY_TASTY",
                "very-tasty",
                "VERY-TASTY",
            ],
        );
        all(
            "HTTPError",
            Case::of_variant,
            [
                "httperror",
                "HTTPERROR",
                "HTTPError",
                "hTTPError",
                "h_t_t_p_error",
                "H_T_T_P_ERROR",
                "h-t-t-p-error",
                "H-T-T-P-ERROR",
            ],
        );
    }

    #[test]
    fn words_as_sqlx_and_postgres_types_split_them() {
        all(
            "HTTPError",
            Case::of_words,
            [
                "httperror",
                "HTTPERROR",
                "HttpError",
                "httpError",
                "http_error",
                "HTTP_ERROR",
                "http-error",
                "HTTP-ERROR",
            ],
        );
        all(
            "address_line1",
            Case::of_words,
            [
                "address_line1",
                "ADDRESS_LINE1",
                "AddressLine1",
                "addressLine1",
                "address_line1",
                "ADDRESS_LINE1",
                "address-line1",
                "ADDRESS-LINE1",
            ],
        );
        assert_eq!(Case::Train.of_words("VeryTasty"), "Very-Tasty");
        assert_eq!(Case::Snake.of_words("_id"), "id");
        assert_eq!(Case::Snake.of_words("address_1"), "address_1");
        assert_eq!(Case::Title.of_words("very_tasty"), "Very Tasty");
    }

    #[test]
    fn each_crate_knows_its_own_words() {
        assert_eq!(Case::of("Train-Case"), None);
        assert_eq!(Case::of_postgres("Train-Case"), Some(Case::Train));
        assert_eq!(Case::of_sea_orm("camel_case"), Some(Case::Pascal));
        assert_eq!(Case::of_sea_orm("camelCase"), Some(Case::Camel));
        assert_eq!(Case::of("snakecase"), None);
    }
}
