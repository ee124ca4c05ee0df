//! The expansion as text, and a walk over it for names that could be the user's.
//!
//! `BLESS=1 cargo test -p schema-macros` writes what is expected anew, for review.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use schema_snapshot::claim::{Model, Subject};

use crate::check::Environment;

/// A file of its own for each shape that an expansion has: the name, what is expanded.
const SHAPES: &[(&str, &str)] = &[
    (
        // The first of the crate names the files that every model depends on.
        "full",
        "struct User {
    id: Uuid,
    email: String,
    nickname: Option<String>,
    logins: i64,
    settings: Value,
    tags: Vec<String>,
    avatar: Option<Vec<u8>>,
    r#type: String,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    ),
    (
        "partial",
        r#"#[conformant(table = "users", partial)]
struct Login {
    #[conformant(column = "email")]
    address: String,
    nickname: Option<String>,
}"#,
    ),
    (
        "cached",
        r#"#[conformant(table = "users", partial, cache = "login")]
struct Login<'a> {
    email: Cow<'a, str>,
    #[serde(default)]
    nickname: Option<String>,
}"#,
    ),
    (
        "insert",
        r#"#[conformant(table = "orders", insert)]
struct NewOrder {
    user_id: Uuid,
    status: OrderStatus,
    total: Decimal,
    past: Option<Vec<OrderStatus>>,
}"#,
    ),
    (
        "view",
        "struct ActiveUser {
    id: Uuid,
    email: Option<String>,
    nickname: Option<String>,
}",
    ),
    (
        "constraints",
        r#"#[conformant(table = "orders", partial, constraints)]
pub(crate) struct Order<T> {
    id: T,
    #[conformant(column = "user_id")]
    user: Uuid,
}"#,
    ),
    (
        "constraints_of_domain",
        r#"#[conformant(table = "users", partial, constraints)]
struct Login {
    #[conformant(column = "email")]
    address: String,
}"#,
    ),
    (
        "unusual_types",
        r#"#[conformant(table = "users", partial)]
struct User {
    id: UserId,
    email: crate::Email,
    nickname: Option<Name>,
}"#,
    ),
    (
        "generic",
        r#"#[conformant(table = "users", partial)]
struct User<'a, Id: Clone, S = Value, const N: usize = 4>
where
    S: Send,
{
    id: Id,
    nickname: Option<&'a str>,
    email: Cow<'a, str>,
    settings: S,
    #[conformant(skip)]
    cached: [u8; N],
}"#,
    ),
    (
        "flattened",
        r#"#[conformant(table = "active_users")]
struct User {
    id: Uuid,
    #[conformant(flatten)]
    names: Names,
}"#,
    ),
    (
        "enumeration",
        r#"#[conformant(type = "order_status", rename_all = "snake_case")]
enum Status {
    Placed,
    Paid,
    InTransit,
}"#,
    ),
    (
        "domain",
        r#"#[conformant(type = "email")]
struct Email(String);"#,
    ),
    (
        "composite",
        r#"#[conformant(type = "address")]
struct Address<'a> {
    street: Option<Cow<'a, str>>,
    house_number: i32,
}"#,
    ),
    (
        "transparent",
        "#[conformant(transparent)]
struct Id<T>(T);",
    ),
    (
        "renamed_runtime",
        r#"#[conformant(table = "users", partial, crate = "::renamed")]
struct User {
    id: Uuid,
}"#,
    ),
    (
        // A mistake in one field leaves the comparison of the others.
        "mistake_in_a_field",
        r#"#[conformant(table = "users", partial)]
struct User {
    id: Uuid,
    emial: String,
}"#,
    ),
    (
        "warning",
        r#"#[conformant(allow(primary_key_uuid = "as the ledger counts"))]
struct Invoice {
    id: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}"#,
    ),
    (
        "access",
        r"#[conformant(access)]
struct Order {
    id: Uuid,
    number: Option<i64>,
    #[conformant(references = User)]
    user_id: Uuid,
    status: OrderStatus,
    past: Vec<OrderStatus>,
    ship_to: Option<Address>,
    total: Decimal,
    tax: Option<Decimal>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}",
    ),
    (
        "access_insert",
        r#"#[conformant(table = "users", insert, access, returns = User, upsert = "users_pkey")]
struct NewUser<'a> {
    id: Uuid,
    email: &'a str,
    #[conformant(json)]
    settings: Settings,
    #[conformant(skip)]
    note: String,
}"#,
    ),
    (
        "access_update",
        r#"#[conformant(table = "users", update, access)]
struct UserChange {
    id: Uuid,
    email: Option<String>,
    nickname: Option<Option<String>>,
    r#type: String,
}"#,
    ),
    (
        // What a view can't do is said where it is asked for.
        "access_view",
        r"#[conformant(access)]
struct ActiveUser {
    #[conformant(key)]
    id: Uuid,
    email: Option<String>,
    nickname: Option<String>,
}",
    ),
    (
        "access_generic",
        r#"#[conformant(table = "users", partial, access)]
struct User<Q, S>
where
    S: Clone,
{
    id: Q,
    #[conformant(as = String)]
    email: Email,
    #[conformant(json)]
    settings: S,
}"#,
    ),
    (
        "access_parts",
        r#"#[conformant(table = "orders", access)]
struct Order {
    id: Uuid,
    #[conformant(flatten)]
    times: Times,
    #[conformant(references = User)]
    user_id: Uuid,
    #[conformant(flatten, as = Raw)]
    r#box: Size,
}"#,
    ),
    (
        "access_insert_parts",
        r#"#[conformant(table = "users", insert, access)]
struct NewUser<'a>(#[conformant(column = "email")] &'a str, #[conformant(flatten)] Names<'a>);"#,
    ),
    (
        // Who calls a statement is not told again that there is no such table.
        "access_unknown_table",
        r#"#[conformant(table = "uesrs", access)]
struct User<Id> {
    id: Id,
    r#type: Option<String>,
    #[conformant(references = Self)]
    parent_id: Option<Id>,
}"#,
    ),
    (
        "mistake_in_the_item",
        r#"#[conformant(tabel = "users")]
struct User<'a, T: Clone = ()>
where
    T: Send,
{
    id: &'a T,
}"#,
    ),
    (
        "unknown_table",
        r#"#[conformant(table = "uesrs")]
struct User {
    id: Uuid,
}"#,
    ),
    (
        "unknown_type",
        r#"#[conformant(type = "oder_status")]
enum Status {
    Placed,
}"#,
    ),
    (
        "recorded",
        r#"#[conformant(table = "orders", insert)]
struct NewOrder {
    user_id: Uuid,
    status: OrderStatus,
    total: Decimal,
    past: Option<Vec<OrderStatus>>,
}"#,
    ),
    (
        "recorded_type",
        r#"#[conformant(type = "order_status", rename_all = "snake_case")]
enum Status {
    Placed,
    Paid,
    InTransit,
}"#,
    ),
    (
        "recorded_parts",
        r#"#[conformant(table = "active_users")]
struct User<Id> {
    id: Id,
    #[conformant(flatten)]
    names: Names,
}"#,
    ),
    (
        "recorded_mistake",
        r#"#[conformant(table = "uesrs")]
struct User {
    id: Uuid,
}"#,
    ),
    (
        "two_mistakes",
        "#[conformant(tabel = \"users\")]
union Bits {
    whole: i32,
}",
    ),
];

/// The package whose models are expanded: its snapshot is that of the UI tests. The first expansion
/// for a package names the files that all depend on, so one test alone expands for this one.
fn package() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui")
}

/// The derive.
fn expand(item: &syn::DeriveInput, manifest_dir: Option<PathBuf>) -> TokenStream {
    answer(item, manifest_dir, false)
}

fn answer(item: &syn::DeriveInput, manifest_dir: Option<PathBuf>, records: bool) -> TokenStream {
    let environment = Environment {
        manifest_dir,
        explicit: None,
        records,
    };
    crate::answer(item, &environment)
}

#[test]
fn the_expansions_are_as_committed() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests");
    let bless = std::env::var_os("BLESS").is_some_and(|value| value != "0");
    let mut names = BTreeSet::new();
    let mut differences = String::new();
    for (name, source) in SHAPES {
        let item = syn::parse_str(source).unwrap();
        let records = name.starts_with("recorded");
        let expanded = syn::parse2(answer(&item, Some(package()), records)).unwrap();
        let found = format!(
            "{source}\n\n// ----------\n\n{}",
            prettyplease::unparse(&expanded)
        );
        let path = directory.join(name).with_extension("expanded.rs");
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if found != expected {
            if bless {
                fs::create_dir_all(&directory).unwrap();
                fs::write(&path, &found).unwrap();
            } else {
                let _ = writeln!(
                    differences,
                    "--- {name} was\n{expected}\n--- and is\n{found}"
                );
            }
        }
        names.insert(path.file_name().unwrap().to_owned());
    }
    for entry in fs::read_dir(&directory).unwrap() {
        let name = entry.unwrap().file_name();
        assert!(names.contains(&name), "{name:?} is of no shape");
    }
    assert!(differences.is_empty(), "{differences}");
}

/// rust-analyzer expands for all crates of a workspace in one process, which lives for days.
#[test]
fn one_process_serves_several_packages_and_sees_their_files_change() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let (journal, drivers) = (examples.join("journal"), examples.join("drivers"));
    let user = "struct User {
        id: Uuid,
        email: String,
        display_name: Option<String>,
        created_at: DateTime<Utc>,
        updated_at: DateTime<Utc>,
    }";
    let user = syn::parse_str(user).unwrap();
    let said = |package: &Path| {
        let expanded = expand(&user, Some(package.to_owned())).to_string();
        let at = expanded.find("compile_error !");
        at.map(|at| expanded[at..].chars().take(120).collect::<String>())
    };
    let renamed = "`User.email` has no column";
    for _ in 0..2 {
        assert_eq!(said(&journal), None);
        assert!(said(&drivers).unwrap().contains(renamed));
    }

    let package = std::env::temp_dir().join(format!("schema-macros-{}", std::process::id()));
    fs::create_dir_all(package.join("schema/public")).unwrap();
    let put = |file: &str, from: &Path| {
        fs::copy(from.join(file), package.join(file)).unwrap();
    };
    let put_all = || {
        for file in ["index.json", "schema.toml", "public/users.json"] {
            put(&format!("schema/{file}"), &journal);
        }
    };
    put_all();
    assert_eq!(said(&package), None);
    put("schema/public/users.json", &drivers);
    assert!(said(&package).unwrap().contains(renamed));
    put_all();
    assert_eq!(said(&package), None);
    fs::write(package.join("schema/schema.toml"), "preset = \"lax\"\n").unwrap();
    assert!(said(&package).unwrap().contains("preset"));
    put_all();
    assert_eq!(said(&package), None);
    fs::remove_dir_all(package.join("schema")).unwrap();
    assert!(said(&package).unwrap().contains("there is no snapshot"));
    // One further up counts, until there is a nearer one.
    let below = package.join("member");
    fs::create_dir_all(package.join("schema/public")).unwrap();
    put_all();
    assert_eq!(said(&below), None);
    fs::create_dir_all(below.join("schema/public")).unwrap();
    for file in ["index.json", "schema.toml", "public/users.json"] {
        let file = Path::new("schema").join(file);
        fs::copy(drivers.join(&file), below.join(&file)).unwrap();
    }
    assert!(said(&below).unwrap().contains(renamed));
    assert_eq!(said(&package), None);
    fs::remove_dir_all(&package).unwrap();
}

#[test]
fn without_a_package_it_says_so() {
    let item = syn::parse_str("struct User { id: Uuid }").unwrap();
    let expanded = expand(&item, None).to_string();
    assert!(
        expanded.contains("`CARGO_MANIFEST_DIR` is not set"),
        "{expanded}"
    );
    assert!(expanded.contains("impl < > :: schema_runtime :: Conformant for User"));
}

#[test]
fn statements_without_a_driver_are_an_error_that_names_the_features() {
    let item = syn::parse_str("#[conformant(access)] struct User { id: Uuid }").unwrap();
    let parsed = schema_claims::parse(&item);
    let Some(Subject::Model(Model { access, .. })) = parsed.claim.as_ref().map(|c| &c.subject)
    else {
        panic!("it is a model");
    };
    let said = crate::errors::no_driver(&parsed, access.as_ref().unwrap().place).to_string();
    assert!(said.starts_with(":: core :: compile_error !"), "{said}");
    for feature in ["postgres", "tokio-postgres", "sqlx", "sqlx-0_8", "access"] {
        assert!(said.contains(&format!("`{feature}`")), "{said}");
    }
}

#[test]
fn a_bug_is_an_error_that_says_whose() {
    for panic in [
        Box::new("at 3") as Box<dyn std::any::Any + Send>,
        Box::new("at 3".to_owned()),
    ] {
        let told = crate::errors::bug(&*panic).to_string();
        assert!(told.starts_with(":: core :: compile_error !"), "{told}");
        assert!(
            told.contains("`derive(Conformant)` stopped: at 3"),
            "{told}"
        );
        assert!(
            told.contains("this is a mistake of `schema-macros`"),
            "{told}"
        );
    }
}

/// The user's tokens are known by their line.
const ABOVE: usize = 10_000;

fn below(source: &str) -> String {
    "\n".repeat(ABOVE) + source
}

/// Every shape and every item of the UI tests, with its snapshot: all that the derive can say.
#[test]
fn an_expansion_names_nothing_that_can_mean_something_else() {
    let mut walked = 0;
    let mut found = String::new();
    let mut walk = |from: &str, item: &syn::DeriveInput, dir: PathBuf| {
        walked += 1;
        // The same directory by another name.
        let dir = dir.join("schema/..");
        for records in [false, true] {
            for name in relative(answer(item, Some(dir.clone()), records)) {
                let _ = writeln!(found, "`{name}` in `{}` of {from}", item.ident);
            }
        }
    };
    for (name, source) in SHAPES {
        walk(name, &syn::parse_str(&below(source)).unwrap(), package());
    }
    for file in rust_files(&package()) {
        let source = fs::read_to_string(&file).unwrap();
        let near = file
            .ancestors()
            .find(|dir| dir.join("schema/index.json").exists());
        for item in items(&syn::parse_file(&below(&source)).unwrap().items) {
            walk(&file.display().to_string(), &item, near.unwrap().to_owned());
        }
    }
    assert!(walked > 100, "{walked}");
    assert!(found.is_empty(), "{found}");
}

/// The items that derive, without those in bodies.
fn items(all: &[syn::Item]) -> Vec<syn::DeriveInput> {
    let mut items = Vec::new();
    for item in all {
        if let syn::Item::Mod(inner) = item {
            items.extend(self::items(
                inner.content.as_ref().map_or(&[], |(_, all)| all),
            ));
        }
        let tokens = quote::ToTokens::to_token_stream(item);
        let Ok(mut item) = syn::parse2::<syn::DeriveInput>(tokens) else {
            continue;
        };
        let before = item.attrs.len();
        item.attrs
            .retain(|attribute| !attribute.path().is_ident("derive"));
        if item.attrs.len() < before {
            items.push(item);
        }
    }
    items
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// What the derive itself declares where it is used.
///
/// `Self` is what it is in an `impl`, and rustc does not take it anywhere else.
const DECLARED: [&str; 11] = [
    "T",
    "OK",
    "ConformantSql",
    "ConformantDriver",
    "ConformantKey",
    "ConformantWhich",
    "Q0",
    "Q1",
    "QQ0",
    "Self",
    "CONFORMANT_RECORD",
];

/// The names that a path begins with and that are neither absolute, nor the user's, nor declared by
/// the expansion.
fn relative(tokens: TokenStream) -> Vec<String> {
    let mut declared: BTreeSet<String> = DECLARED.map(str::to_owned).into();
    declarations(tokens.clone(), &mut declared);
    let mut found = Vec::new();
    walk(tokens, &declared, &mut found);
    found
}

/// The names of what is in the parentheses of a function.
fn parameters(tokens: TokenStream, declared: &mut BTreeSet<String>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        if let TokenTree::Ident(ident) = tree {
            if is_label(trees.get(at + 1), trees.get(at + 2)) {
                declared.insert(ident.to_string());
            }
        }
    }
}

/// The names after `const`, `trait`, `type` and `fn`.
fn declarations(tokens: TokenStream, declared: &mut BTreeSet<String>) {
    let mut next = false;
    for tree in tokens {
        match tree {
            TokenTree::Ident(ident) if next => {
                declared.insert(ident.to_string());
                next = false;
            }
            TokenTree::Ident(ident) => {
                next = ["const", "trait", "type", "fn"]
                    .iter()
                    .any(|word| ident == word);
            }
            TokenTree::Group(group) => {
                if group.delimiter() == Delimiter::Parenthesis {
                    parameters(group.stream(), declared);
                }
                declarations(group.stream(), declared);
            }
            _ => next = false,
        }
    }
}

fn walk(tokens: TokenStream, declared: &BTreeSet<String>, found: &mut Vec<String>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        let before = |n: usize| at.checked_sub(n).map(|at| &trees[at]);
        match tree {
            // Attributes of the compiler's own can't be given another meaning.
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Bracket && is(before(1), '#') => {}
            // `__constraints! { ... }` declares an enum: its names are its own, and the user's are in
            // brackets.
            TokenTree::Group(group) if is(before(1), '!') && named(before(2), "__constraints") => {
                for inner in group.stream() {
                    if let TokenTree::Group(inner) = inner {
                        walk(inner.stream(), declared, found);
                    }
                }
            }
            TokenTree::Group(group) => walk(group.stream(), declared, found),
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                let fine = if is(before(1), ':') && is(before(2), ':') {
                    // A further segment, or the first of an absolute path.
                    is_segment(before(3))
                        || is_users(ident)
                        || ["core", "schema_runtime", "renamed"].contains(&name.as_str())
                } else {
                    is_keyword(&name)
                        || is(before(1), '\'')
                        || is(before(1), '.')
                        || is_users(ident)
                        || declared.contains(&name)
                        || is_label(trees.get(at + 1), trees.get(at + 2))
                        // How a macro of the runtime is called: `__holds! { own [...] ... }`.
                        || at == 0 && ["own", "text", "transparent"].contains(&name.as_str())
                };
                if !fine {
                    found.push(name);
                }
            }
            _ => {}
        }
    }
}

fn named(tree: Option<&TokenTree>, name: &str) -> bool {
    matches!(tree, Some(TokenTree::Ident(ident)) if ident == name)
}

fn is(tree: Option<&TokenTree>, punct: char) -> bool {
    matches!(tree, Some(TokenTree::Punct(found)) if found.as_char() == punct)
}

/// Whether `::` after it goes on with a path.
fn is_segment(tree: Option<&TokenTree>) -> bool {
    match tree {
        Some(TokenTree::Ident(ident)) => {
            let name = ident.to_string();
            !is_keyword(&name) || ["crate", "self", "super"].contains(&name.as_str())
        }
        tree => is(tree, '>'),
    }
}

/// `name:`, of a field or a parameter.
fn is_label(next: Option<&TokenTree>, after: Option<&TokenTree>) -> bool {
    matches!(next, Some(TokenTree::Punct(colon))
        if colon.as_char() == ':' && (colon.spacing() == Spacing::Alone || !is(after, ':')))
}

/// `_` counts.
fn is_keyword(name: &str) -> bool {
    name != "Self" && syn::parse_str::<syn::Ident>(name).is_err()
}

/// Whether it stands so in the user's source. A name of ours with a place of the user's does not.
fn is_users(ident: &proc_macro2::Ident) -> bool {
    let span = ident.span();
    span.start().line > ABOVE && span.source_text().is_some_and(|text| *ident == text)
}

#[test]
fn the_walk_finds_what_is_relative() {
    let item: syn::DeriveInput = syn::parse_str(&below("struct Theirs { field: Their }")).unwrap();
    let ident = &item.ident;
    let at_theirs = proc_macro2::Ident::new("panic", ident.span());
    let found = |tokens| relative(tokens).join(" ");
    let fine = quote::quote! {
        const _: () = {
            #[automatically_derived]
            impl<T: ?::core::marker::Sized> ::schema_runtime::Holds<T> for #ident {
                const ONE: &'static [T] = &[<#ident as ::renamed::Has>::ONE, ONE];
            }
        };
    };
    assert_eq!(found(fine), "");
    let wrong = quote::quote! {
        impl<T: ?Sized> Holds<T> for #ident {}
        impl ::std::fmt::Debug for Theirs {}
        const TWO: Option<u8> = core::option::Option::None;
        const THREE: () = #at_theirs!("{}", Some(format!("")));
    };
    assert_eq!(
        found(wrong),
        "Sized Holds std Theirs Option u8 core panic Some format"
    );
}
