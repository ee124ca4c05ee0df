//! The aspects of parts. Each struct is taken apart by naming all its fields, or is compared as a
//! whole, so that a new field can't be forgotten here: it does not compile.

use super::compare::{At, Item, joined};
use super::{Aspect, ChangeKind, words};
use crate::model::{Check, Column, Exclusion, ForeignKey, Function, Index, Key, Policy, Trigger};

/// A part whose comment is one change and everything else another.
macro_rules! commented {
    ($($name:ident: $words:path,)*) => {
        $(impl Item for $name {
            fn name(&self) -> &str {
                &self.name
            }

            fn words(&self) -> String {
                $words(self)
            }

            fn compare(&self, after: &Self, at: &mut At<'_>) {
                let (mut was, mut is) = (self.clone(), after.clone());
                at.text(Aspect::Comment, &was.comment.take(), &is.comment.take());
                at.aspect(Aspect::Definition, &was, &is, |item| Some($words(item)));
            }
        })*
    };
}

commented! {
    Key: words::key,
    Check: words::check,
    Exclusion: words::exclusion,
    Index: words::index,
    Trigger: words::trigger,
    Policy: words::policy,
}

impl Item for ForeignKey {
    fn name(&self) -> &str {
        &self.name
    }

    fn words(&self) -> String {
        words::foreign_key(self)
    }

    fn compare(&self, after: &Self, at: &mut At<'_>) {
        let (mut was, mut is) = (self.clone(), after.clone());
        let types = (
            std::mem::take(&mut was.referenced_types),
            std::mem::take(&mut is.referenced_types),
        );
        at.text(Aspect::Comment, &was.comment.take(), &is.comment.take());
        at.aspect(Aspect::Definition, &was, &is, |key| {
            Some(words::foreign_key(key))
        });
        at.aspect(Aspect::ReferencedTypes, &types.0, &types.1, |types| {
            let types: Vec<_> = types.iter().map(ToString::to_string).collect();
            Some(types.join(", "))
        });
    }
}

impl Item for String {
    const ORDERED: bool = true;

    fn name(&self) -> &str {
        self
    }

    fn words(&self) -> String {
        words::labels(std::slice::from_ref(self))
    }

    fn words_among(&self, all: &[Self]) -> String {
        let before = all
            .iter()
            .zip(all.iter().skip(1))
            .find(|(_, label)| *label == self);
        match before {
            Some((before, _)) => format!("{} after {}", self.words(), before.words()),
            None => format!("{} as the first", self.words()),
        }
    }

    /// A label is its name.
    fn compare(&self, _: &Self, _: &mut At<'_>) {}
}

impl Item for Column {
    const ORDERED: bool = true;

    fn name(&self) -> &str {
        &self.name
    }

    fn words(&self) -> String {
        words::column(self)
    }

    fn compare(&self, after: &Self, at: &mut At<'_>) {
        let Self {
            name: _,
            sql_type,
            not_null,
            not_null_not_valid,
            default,
            sequence_type,
            identity,
            generated,
            collation,
            comment,
        } = self;
        at.aspect(Aspect::Type, sql_type, &after.sql_type, |ty| {
            Some(ty.to_string())
        });
        if (*not_null, *not_null_not_valid) != (after.not_null, after.not_null_not_valid) {
            // Both flags have one word, but for a pair that PostgreSQL does not make.
            let word = |column: &Self| match (column.not_null, column.not_null_not_valid) {
                (true, true) => Some("NOT NULL, NOT NULL NOT VALID".to_owned()),
                _ => Some(words::nullability(column).to_owned()),
            };
            at.push(
                Aspect::Nullability,
                ChangeKind::Changed,
                word(self),
                word(after),
            );
        }
        if (default, sequence_type) != (&after.default, &after.sequence_type) {
            let (was, is) = (words::default(self), words::default(after));
            at.push(Aspect::Default, ChangeKind::Changed, was, is);
        }
        at.aspect(Aspect::Identity, identity, &after.identity, |identity| {
            Some(words::identity(*identity).to_owned()).filter(|words| !words.is_empty())
        });
        at.aspect(
            Aspect::Generated,
            generated,
            &after.generated,
            |generated| Some(generated.word().to_owned()),
        );
        at.shown(Aspect::Collation, collation, &after.collation);
        at.text(Aspect::Comment, comment, &after.comment);
    }
}

impl Item for Function {
    fn name(&self) -> &str {
        &self.arguments
    }

    fn words(&self) -> String {
        match &self.returns {
            Some(returns) => format!("({}) RETURNS {returns}", self.arguments),
            None => format!("({})", self.arguments),
        }
    }

    fn compare(&self, after: &Self, at: &mut At<'_>) {
        let Self {
            arguments: _,
            defaults,
            returns,
            kind,
            language,
            volatility,
            strict,
            security_definer,
            leakproof,
            parallel,
            settings,
            body_hash,
            public_execute,
            comment,
        } = self;
        at.word(Aspect::Kind, kind, &after.kind);
        at.text(Aspect::Arguments, defaults, &after.defaults);
        at.text(Aspect::Result, returns, &after.returns);
        at.word(Aspect::Language, language, &after.language);
        at.word(Aspect::Behaviour, volatility, &after.volatility);
        let (null, no_null) = ("RETURNS NULL ON NULL INPUT", "CALLED ON NULL INPUT");
        at.flag(Aspect::Behaviour, *strict, after.strict, null, no_null);
        at.flag(
            Aspect::Behaviour,
            *leakproof,
            after.leakproof,
            "LEAKPROOF",
            "NOT LEAKPROOF",
        );
        let parallel_words =
            |word: &String| Some(format!("PARALLEL {}", word.to_ascii_uppercase()));
        at.aspect(Aspect::Behaviour, parallel, &after.parallel, parallel_words);
        let (definer, invoker) = ("SECURITY DEFINER", "SECURITY INVOKER");
        at.flag(
            Aspect::Security,
            *security_definer,
            after.security_definer,
            definer,
            invoker,
        );
        at.aspect(Aspect::Settings, settings, &after.settings, |settings| {
            joined(settings)
        });
        at.text(Aspect::Body, body_hash, &after.body_hash);
        let (all, granted) = ("PUBLIC", "granted roles only");
        at.flag(
            Aspect::Execute,
            *public_execute,
            after.public_execute,
            all,
            granted,
        );
        at.text(Aspect::Comment, comment, &after.comment);
    }
}
