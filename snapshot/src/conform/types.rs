//! Whether the Rust types can hold what the columns hold.
//!
//! A macro sees tokens, so this is mostly asked and not answered here; what is
//! made here is the finding to show when the compiler says no. Only what the
//! reader was told (`holds`, `rust_types` of `schema.toml`) is compared at once.

use std::fmt::Write;

use super::ModelCheck;
use super::cast;
use super::insert::refused;
use super::report::{Report, alternatives};
use super::rust_type::{self, Fit};
use super::sql_name;
use crate::claim::{Claim, Declared, Field, NewtypeClaim, Place, Placed};
use crate::config::Config;
use crate::finding::{Finding, Question};
use crate::model::{Column, Nullability, TypeKind, UserType};
use crate::name::{QualifiedName, quote};
use crate::rust_names::{base, is_usual, marker};
use crate::sql_type::SqlType;

/// What a field is held against: a column, a composite's attribute, or what a type is over.
pub(super) struct Slot<'a> {
    /// The item's name.
    pub(super) item: &'a str,
    /// "column", "attribute", or the kind of the type.
    pub(super) noun: &'static str,
    /// The relation or type; `None`: the item stands for a type of PostgreSQL's own.
    pub(super) owner: Option<&'a QualifiedName>,
    /// The column's or attribute's own name; none of the type itself.
    pub(super) name: Option<&'a str>,
    /// Its type.
    pub(super) sql: &'a SqlType,
    /// Whether the field has to take NULL.
    pub(super) nullability: Nullability,
    /// Whether `ALTER TABLE` changes it.
    pub(super) alterable: bool,
    /// Whether NOT NULL can be dropped: not of a primary key or a domain.
    pub(super) may_drop_not_null: bool,
}

/// Every field that has a column.
pub(super) fn held(cx: &ModelCheck<'_>, report: &mut Report) {
    for (field, column) in cx.pairs() {
        // What was said of writing the column at all is enough.
        if refused(cx, column) {
            continue;
        }
        let key = cx.relation.primary_key.as_ref();
        let slot = Slot {
            item: &cx.claim.item.text,
            noun: "column",
            owner: Some(&cx.relation.name),
            name: Some(&column.name),
            sql: &column.sql_type,
            nullability: needed(cx, field, column),
            alterable: cx.relation.kind.is_table(),
            may_drop_not_null: !matches!(column.sql_type, SqlType::Domain { .. })
                && !key.is_some_and(|key| key.columns.contains(&column.name)),
        };
        hold(&slot, field, cx.config, report);
    }
}

/// What is in a newtype.
///
/// Whether a domain takes NULL is the column's matter.
pub(super) fn inside(
    claim: &Claim,
    newtype: &NewtypeClaim,
    ty: &UserType,
    config: &Config,
    report: &mut Report,
) {
    let field = &newtype.inner;
    let slot = Slot {
        item: &claim.item.text,
        noun: ty.kind.noun(),
        owner: Some(&ty.name),
        name: None,
        sql: &ty.sql_type(),
        nullability: Nullability::Unknown,
        alterable: false,
        may_drop_not_null: false,
    };
    let declared = field.holds.is_some() || rust_type::declared(&field.ty.text, config).is_some();
    if declared || matches!(ty.kind, TypeKind::Domain | TypeKind::Range) {
        hold(&slot, field, config, report);
        return;
    }
    // A label can be read as text and a composite as a tuple. There is no SQL type to ask the
    // compiler about that would say so; what is the usual type of another is wrong all the same.
    let (inner, _) = rust_type::peel(&field.ty.text);
    let label = ty.kind == TypeKind::Enum && rust_type::sql_name(inner).as_deref() == Some("text");
    if !label && rust_type::fit(inner, slot.sql) == Fit::No {
        report.say(mismatch(&slot, field));
    }
}

/// What is in a newtype of a type of PostgreSQL's own.
///
/// A conversion by hand is what such a newtype is for: one that needs none is `transparent`. So
/// nothing is asked; but the usual type of another SQL type is what a column that was widened leaves
/// behind, unless the SQL type takes values of any shape.
pub(super) fn inside_builtin(
    claim: &Claim,
    newtype: &NewtypeClaim,
    sql: &SqlType,
    config: &Config,
    report: &mut Report,
) {
    let field = &newtype.inner;
    let slot = Slot {
        item: &claim.item.text,
        noun: "type",
        owner: None,
        name: None,
        sql,
        nullability: Nullability::Unknown,
        alterable: false,
        may_drop_not_null: false,
    };
    let declared = field.holds.is_some() || rust_type::declared(&field.ty.text, config).is_some();
    if declared {
        hold(&slot, field, config, report);
        return;
    }
    let SqlType::Builtin(name) = sql.element() else {
        // An extension's, which the drivers convert nothing into.
        return;
    };
    let shapeless = ["json", "jsonb", "text", "varchar", "bpchar", "bytea", "xml"];
    let shapeless = marker(name).is_some_and(|name| shapeless.contains(&name));
    let (inner, _) = rust_type::peel(&field.ty.text);
    // What no SQL type is usual of, `i128`, is converted by hand for sure.
    let of_another =
        || rust_type::fit(inner, sql) == Fit::No && rust_type::sql_name(inner).is_some();
    if !shapeless && of_another() {
        report.say(mismatch(&slot, field));
    }
}

/// Whether the field has to take NULL.
///
/// What only gives values is right over a column that would take NULL when it never gives it. Where
/// `None` gives no value an `Option` is right over a NOT NULL column, on insert over one that has a
/// default or that a trigger can fill, and `None` inside it is still a mistake.
fn needed(cx: &ModelCheck<'_>, field: &Field, column: &Column) -> Nullability {
    let no_value = || {
        field.none_is_no_value
            && (!cx.inserts()
                || column.has_insert_value()
                || cx.relation.may_assign("insert", &column.name))
    };
    match cx.relation.nullability(column) {
        Nullability::Nullable if cx.writes().is_some() => Nullability::Unknown,
        Nullability::NotNull if no_value() => {
            if rust_type::peel(&field.ty.text).1 {
                Nullability::Nullable
            } else {
                Nullability::Unknown
            }
        }
        known => known,
    }
}

/// One field beside what it is held against: said, or asked.
pub(super) fn hold(slot: &Slot<'_>, field: &Field, config: &Config, report: &mut Report) {
    if let Some(declared) = &field.holds {
        if let Some(finding) = declared_mismatch(slot, field, declared) {
            report.say(finding);
        }
        return;
    }
    if let Some(declared) = declared(&field.ty, config) {
        if let Some(mut finding) = declared_mismatch(slot, field, &declared) {
            if finding.rule == "type_mismatch" {
                finding.help = vec![format!(
                    "that is said in `[rust_types]` of `schema.toml`: name `{}` there, when it \
                     holds that",
                    slot.sql.without_modifiers(),
                )];
            }
            report.say(finding);
        }
        return;
    }
    let is_usual = is_usual(&field.ty.text, slot.sql, slot.nullability);
    report.ask(Question {
        place: field.ty.place,
        rust: field.ty.text.clone(),
        sql: slot.sql.clone(),
        nullability: slot.nullability,
        finding: (!is_usual).then(|| mismatch(slot, field)),
        is_no: !is_usual && is_no(slot, field),
    });
}

/// What `[rust_types]` of `schema.toml` declares a type to hold.
pub(crate) fn declared(ty: &Placed, config: &Config) -> Option<Declared> {
    Some(Declared {
        types: rust_type::declared(&ty.text, config)?,
        place: ty.place,
        nullable: rust_type::peel(&ty.text).1,
        json: false,
        null_by: None,
    })
}

/// A field that is declared to hold something else than the column's type, or NULL when it can't
/// be there, or no NULL when it can.
fn declared_mismatch(slot: &Slot<'_>, field: &Field, declared: &Declared) -> Option<Finding> {
    let fits = |name: &String| sql_name::names(name, slot.sql);
    if !declared.types.is_empty() && !declared.types.iter().any(fits) {
        let types = alternatives(declared.types.iter().map(String::as_str));
        return Some(Finding {
            help: vec![format!(
                "say what it holds, `#[conformant(holds = {:?})]`, when that is so",
                slot.sql.without_modifiers().to_string(),
            )],
            ..slot.finding(
                "type_mismatch",
                declared.place,
                format!(
                    "`{}.{}` is declared to hold {types}, but {}",
                    slot.item,
                    field.name.text,
                    slot.fact(),
                ),
            )
        });
    }
    match (slot.nullability, declared.nullable) {
        (Nullability::Nullable, false) | (Nullability::NotNull, true) => {
            Some(declared_nullability(slot, field, declared))
        }
        _ => None,
    }
}

/// As of a type, but where an attribute says whether NULL is taken, that is what to change.
fn declared_nullability(slot: &Slot<'_>, field: &Field, declared: &Declared) -> Finding {
    let mut finding = nullability(slot, field);
    let Some([null, no_null]) = &declared.null_by else {
        return finding;
    };
    let (inner, _) = rust_type::peel(&field.ty.text);
    let (written, is, change) = if slot.nullability == Nullability::NotNull {
        (null, "NOT NULL", format!("write `{no_null}` and `{inner}`"))
    } else {
        let change = format!("write `{null}` and `Option<{inner}>`");
        (no_null, "nullable", change)
    };
    finding.place = declared.place;
    finding.message = format!(
        "`{}.{}` is read by `{written}`, but {} is {is}",
        slot.item,
        field.name.text,
        slot.label(),
    );
    for help in &mut finding.help {
        let rest = help.find(", or ").map_or("", |at| &help[at..]);
        *help = format!("{change}{rest}");
    }
    finding
}

/// What to say when the field's type does not hold the column.
fn mismatch(slot: &Slot<'_>, field: &Field) -> Finding {
    let (inner, optional) = rust_type::peel(&field.ty.text);
    match (rust_type::fit(inner, slot.sql), slot.nullability, optional) {
        (Fit::Yes, Nullability::NotNull, true) | (Fit::Yes, Nullability::Nullable, false) => {
            nullability(slot, field)
        }
        (fit, _, _) => another_type(slot, field, inner, optional, fit),
    }
}

/// Whether the names alone say that the field's type does not hold the column.
fn is_no(slot: &Slot<'_>, field: &Field) -> bool {
    let (inner, optional) = rust_type::peel(&field.ty.text);
    match (rust_type::fit(inner, slot.sql), slot.nullability) {
        (Fit::Yes, Nullability::NotNull) => optional,
        (Fit::Yes, Nullability::Nullable) => !optional,
        (Fit::No, _) => rust_type::HOLDS_THE_USUAL_ALONE.contains(&inner),
        _ => false,
    }
}

fn nullability(slot: &Slot<'_>, field: &Field) -> Finding {
    let ty = &field.ty.text;
    let (inner, _) = rust_type::peel(ty);
    let (is, rust, sql) = if slot.nullability == Nullability::NotNull {
        let sql = slot
            .alter()
            .filter(|_| slot.may_drop_not_null)
            .map(|alter| format!("{alter} DROP NOT NULL"));
        (
            "NOT NULL",
            inner.to_owned(),
            sql.map(|sql| ("let the column be NULL", sql)),
        )
    } else {
        let sql = slot.alter().map(|alter| format!("{alter} SET NOT NULL"));
        (
            "nullable",
            format!("Option<{ty}>"),
            sql.map(|sql| ("make the column NOT NULL", sql)),
        )
    };
    let mut finding = slot.finding(
        "nullability_mismatch",
        field.ty.place,
        format!(
            "`{}.{}` is `{ty}`, but {} is {is}",
            slot.item,
            field.name.text,
            slot.label(),
        ),
    );
    let mut help = format!("write `{rust}`");
    if let Some((what, sql)) = sql {
        let _ = write!(help, ", or {what}: {sql}");
        finding.fix_sql = Some(sql + ";");
    }
    finding.help = vec![help];
    finding
}

fn another_type(slot: &Slot<'_>, field: &Field, inner: &str, optional: bool, fit: Fit) -> Finding {
    let ty = &field.ty.text;
    let null = match (slot.nullability, optional) {
        (Nullability::Nullable, false) => " and nullable",
        (Nullability::NotNull, true) => " and NOT NULL",
        _ => "",
    };
    let mut finding = slot.finding(
        "type_mismatch",
        field.ty.place,
        format!(
            "`{}.{}` is `{ty}`, but {}{null}",
            slot.item,
            field.name.text,
            slot.fact(),
        ),
    );
    if slot.name.is_none() {
        finding.help = vec![inside_help(slot, optional)];
        return finding;
    }
    let mut help = Vec::new();
    // An extension's type has usual Rust types, or is not known by name.
    let bindable = match slot.sql {
        SqlType::Base { name, .. } => fit == Fit::Unknown && base(&name.name).is_some(),
        _ => true,
    };
    if let Some(name) = slot.sql.user_name().filter(|_| bindable) {
        let bound = format!(
            "`#[derive(Conformant)] #[conformant(type = {:?})]`",
            name.name
        );
        if fit == Fit::Unknown {
            help.push(format!(
                "bind the Rust type to the SQL type: {bound} on `{inner}`"
            ));
        } else {
            // `i32` or `Vec<String>` can't be bound, a type of the reader's own can.
            if matches!(slot.sql, SqlType::Domain { .. }) {
                let base = slot.sql.below_domains();
                if let Some(rust) = rust_type::suggest(base, slot.nullability, optional) {
                    help.push(format!("write `{rust}`"));
                }
            }
            help.push(format!("write a type of your own with {bound}"));
        }
    } else if let Some(rust) = rust_type::suggest(slot.sql, slot.nullability, optional) {
        help.push(format!("write `{rust}`"));
    }
    if fit == Fit::Unknown {
        let is_json = slot.sql.is("jsonb") || slot.sql.is("json");
        if is_json && slot.noun == "column" {
            help.push("`#[conformant(json)]` here when serde converts it".to_owned());
        }
        help.extend(own_type(inner, slot.sql));
        help.push(format!(
            "`#[conformant(holds = {:?})]` here when it does hold it",
            slot.sql.without_modifiers().to_string(),
        ));
    } else if let (Some(alter), Some(change)) = (
        slot.alter(),
        rust_type::sql_name(inner).and_then(|to| cast::change(slot.name?, slot.sql, &to)),
    ) {
        let sql = format!("{alter} {change}");
        help.push(format!("change the column: {sql}"));
        finding.fix_sql = Some(sql + ";");
    }
    let verb = help.first().is_some_and(|first| first.starts_with('`'));
    if !help.is_empty() {
        finding.help = vec![format!(
            "{}{}",
            if verb { "write " } else { "" },
            help.join(", or ")
        )];
    }
    // What the type holds is not known, NULL is.
    let without_null = match (fit, slot.nullability, optional) {
        (Fit::Unknown, Nullability::Nullable, false) => Some(format!("Option<{ty}>")),
        (Fit::Unknown, Nullability::NotNull, true) => Some(inner.to_owned()),
        _ => None,
    };
    let said = |right: &String| {
        finding
            .help
            .iter()
            .any(|help| help.starts_with(&format!("write `{right}`")))
    };
    if let Some(right) = without_null.filter(|right| !said(right)) {
        let first = format!("when `{inner}` holds the type, write `{right}`: only NULL is wrong");
        finding.help.insert(0, first);
    }
    finding
}

/// What to write on a type that in all likelihood is the reader's own: the one in a `Vec` over an
/// array. What to write where the SQL type itself is the schema's own has been said.
fn own_type(inner: &str, sql: &SqlType) -> Option<String> {
    let mut own = inner;
    if let SqlType::Array(_) = sql {
        own = rust_type::peel(own.strip_prefix("Vec<")?.strip_suffix('>')?).0;
    }
    if sql.user_name().is_some() || own.contains(['<', '[', '(', '&']) {
        return None;
    }
    let element = sql.element();
    let (attribute, instead) = match element.user_name() {
        Some(name) => (format!("type = {:?}", name.name), String::new()),
        None => (
            "transparent".to_owned(),
            format!(
                " (`type = {:?}` instead when its conversion is written by hand)",
                element.without_modifiers().to_string(),
            ),
        ),
    };
    Some(format!(
        "`#[derive(Conformant)] #[conformant({attribute})]` on `{own}`{instead}"
    ))
}

/// The way out for what is in a newtype.
fn inside_help(slot: &Slot<'_>, optional: bool) -> String {
    let holds = match slot.sql {
        SqlType::Domain { base, .. } => base,
        other => other,
    };
    let by_hand = format!(
        "`#[conformant(holds = {:?})]` on it when the conversion is written by hand",
        holds.without_modifiers().to_string(),
    );
    let rust = rust_type::suggest(slot.sql, slot.nullability, optional);
    match rust.filter(|_| slot.owner.is_none() || slot.over() != slot.sql) {
        Some(rust) => format!("write `{rust}`, or {by_hand}"),
        None => format!("write {by_hand}"),
    }
}

impl Slot<'_> {
    /// The statement that changes it, as far as the words that say how.
    fn alter(&self) -> Option<String> {
        let owner = self.owner.filter(|_| self.alterable)?;
        let column = quote(self.name.unwrap_or_default());
        Some(format!("ALTER TABLE {owner} ALTER COLUMN {column}"))
    }

    /// "column `public.users.email`".
    fn label(&self) -> String {
        match (self.owner, self.name) {
            (Some(owner), Some(name)) => format!("{} `{owner}.{}`", self.noun, quote(name)),
            (Some(owner), None) => format!("`{owner}`"),
            (None, _) => format!("`{}`", self.item),
        }
    }

    /// "column `public.users.email` is `text`", "`public.email` is a domain over `text`", "`UserId`
    /// stands for `bigint`".
    fn fact(&self) -> String {
        let label = self.label();
        if self.owner.is_none() {
            return format!("{label} stands for `{}`", self.sql);
        }
        match (self.name, self.over()) {
            (Some(_), _) => format!("{label} is `{}`", self.sql),
            (None, over) if over == self.sql => format!("{label} is {}", self.noun),
            (None, over) => format!("{label} is {} over `{over}`", self.noun),
        }
    }

    /// What a domain or range is over, else the type itself.
    fn over(&self) -> &SqlType {
        match self.sql {
            SqlType::Domain { base, .. } => base,
            SqlType::Range { subtype, .. } => subtype,
            other => other,
        }
    }

    fn finding(&self, rule: &'static str, place: Place, message: String) -> Finding {
        Finding {
            rule,
            place,
            relation: self.name.and(self.owner).cloned(),
            column: self.name.map(str::to_owned),
            object: match (self.owner, self.name) {
                (Some(owner), None) => Some(owner.to_string()),
                (None, _) => Some(self.sql.to_string()),
                (Some(_), Some(_)) => None,
            },
            message,
            ..Finding::default()
        }
    }
}
