//! The little English that a table's name needs: is it certainly singular, and what is its plural?
//!
//! No list holds all nouns, so the question is put the other way round: which names could be
//! plural, or be words without a plural? Those pass, and so does everything that is not a plain
//! English word. A wrong "yes" stops somebody's build; a wrong "no" costs nothing.

/// The plural of a name that is certainly singular: `journal_entry` gives `journal_entries`.
/// `None` for a plural, for what may be one, and for what can't be judged.
pub(crate) fn plural_of_singular(name: &str) -> Option<String> {
    let name = name.trim_end_matches('_');
    let (before, last) = name.rsplit_once('_').unwrap_or(("", name));
    // `users_archive`, `orders_by_day`: the plural is there, and a qualifier follows.
    if before.split('_').any(is_plural) || !is_singular(last) {
        return None;
    }
    let head = name.strip_suffix(last)?;
    Some(head.to_owned() + &plural(last)?)
}

fn is_singular(word: &str) -> bool {
    let known = |list: &[&str]| list.contains(&word);
    word.bytes().all(|b| b.is_ascii_lowercase())
        && !word.ends_with('s')
        && word.bytes().any(|b| b"aeiouy".contains(&b))
        && (word.len() > 3 || known(SHORT))
        && !known(UNCOUNTABLE)
        && !["ware", "content", "history"]
            .iter()
            .any(|end| word.ends_with(end))
        && (!word.ends_with("ed") || word.ends_with("eed"))
        && (!word.ends_with("ing") || known(COUNTABLE_ING))
        && !is_irregular_plural(word)
}

/// Whether a word inside a name is the plural that the name needs.
fn is_plural(word: &str) -> bool {
    is_known_plural(word)
        || (word.len() > 3
            && word.ends_with('s')
            && !["ss", "us", "is"].iter().any(|end| word.ends_with(end))
            && !SINGULAR_S.contains(&word))
}

/// A plural that does not end in `-s`, known or possible.
fn is_irregular_plural(word: &str) -> bool {
    is_known_plural(word)
        // Latin: alumni, formulae.
        || (word.len() > 3 && word.ends_with('i') && !SINGULAR_I.contains(&word))
        || word.ends_with("ae")
}

fn is_known_plural(word: &str) -> bool {
    // `specimen` ends as `men` does, and passes with it.
    [IRREGULAR, LATIN_A]
        .iter()
        .any(|list| list.iter().any(|plural| word.ends_with(plural)))
}

/// The likeliest of the plurals by which a model would find the table.
fn plural(word: &str) -> Option<String> {
    if TAKES_ES.contains(&word) {
        return Some(format!("{word}es"));
    }
    if TAKES_S.contains(&word) {
        return Some(format!("{word}s"));
    }
    crate::inference::plurals(word).into_iter().next()
}

/// Ends of irregular plurals, in longer words too: `salespeople`, `grandchildren`.
#[rustfmt::skip]
const IRREGULAR: &[&str] = &[
    "people", "children", "men", "feet", "teeth", "geese", "mice", "lice", "dice", "pence",
    "indices", "vertices", "matrices", "appendices",
];

/// Words that look as if they had another plural.
#[rustfmt::skip]
const TAKES_S: &[&str] = &[
    "human", "german", "roman", "shaman", "talisman", "mongoose", "cafe", "safe", "hoodie",
    "blouse",
];

/// Words in `-o` with `-oes`; most have `-os`.
const TAKES_ES: &[&str] = &["hero", "potato", "tomato", "echo", "veto", "embargo"];

/// Plurals in `-a` that are in use; other words in `-a` (quota, agenda, schema) are singular.
#[rustfmt::skip]
const LATIN_A: &[&str] = &[
    "data", "media", "criteria", "phenomena", "schemata", "errata", "addenda", "memoranda",
    "strata", "bacteria", "genera", "stadia", "curricula", "spectra", "trivia", "memorabilia",
    "paraphernalia", "automata", "symposia", "corpora", "regalia",
];

/// Singular words in `-i`; the others may be plurals, as alumni are.
const SINGULAR_I: &[&str] = &["taxi", "wiki", "emoji", "safari", "kiwi", "alibi"];

/// Nouns of at most three letters; others of that length are mostly abbreviations.
#[rustfmt::skip]
const SHORT: &[&str] = &[
    "act", "ad", "age", "app", "bag", "ban", "bar", "bed", "bet", "bid", "bin", "bot", "box",
    "bug", "cap", "car", "cat", "cow", "cup", "day", "doc", "dog", "egg", "fan", "fee", "gap",
    "gig", "gym", "hit", "hub", "job", "key", "kid", "lab", "lap", "law", "leg", "log", "lot",
    "man", "map", "org", "pad", "pen", "pet", "pie", "pin", "pot", "pub", "row", "set", "sku",
    "tab", "tag", "tax", "tie", "tip", "toy", "url", "van", "way",
];

/// Words in `-s` that are no plural where they stand inside a name: `sales_order`.
#[rustfmt::skip]
const SINGULAR_S: &[&str] = &[
    "news", "sales", "goods", "https", "kubernetes", "postgres", "series", "species", "analytics",
    "statistics", "logistics", "graphics", "politics", "economics", "electronics", "comms",
    "canvas", "atlas", "alias", "bias", "lens", "customs", "headquarters", "windows", "redis",
];

/// Gerunds that are counted; the others name an activity (billing, onboarding, shipping).
#[rustfmt::skip]
const COUNTABLE_ING: &[&str] = &[
    "booking", "building", "briefing", "drawing", "earning", "filing", "finding", "greeting",
    "heading", "hearing", "holding", "landing", "listing", "mapping", "meeting", "offering",
    "opening", "painting", "posting", "rating", "reading", "recording", "ring", "screening",
    "setting", "sibling", "string", "thing", "warning", "wedding",
];

/// Words without a plural, words that are their own plural, words that name the table as a whole
/// (a queue, a ledger), and what qualifies a name from behind (old, backup, by).
#[rustfmt::skip]
const UNCOUNTABLE: &[&str] = &[
    // Without a plural.
    "accommodation", "accounting", "advice", "auth", "authentication", "authorization",
    "availability", "baggage", "cash", "clothing", "commerce", "compliance", "consent",
    "correspondence", "coverage", "crypto", "ecommerce", "education", "electricity",
    "eligibility", "employment", "energy", "engagement", "equipment", "evidence", "experience",
    "feedback", "finance", "food", "freight", "furniture", "governance", "guidance", "health",
    "help", "homework", "info", "information", "infra", "infrastructure", "intelligence",
    "inventory", "jewellery", "jewelry", "knowledge", "lineage", "liquidity", "literature",
    "logic", "luggage", "machinery", "mail", "maintenance", "management", "meta", "mileage",
    "money", "music", "nutrition", "overhead", "ownership", "parking", "payroll", "performance",
    "presence", "privacy", "produce", "progress", "publicity", "quality", "recovery", "research",
    "retention", "safety", "security", "setup", "spam", "stock", "storage", "stuff", "support",
    "telemetry", "time", "traffic", "transit", "transparency", "transport", "transportation",
    "uptime", "usage", "utilization", "visibility", "waste", "water", "wealth", "weather",
    "workload",
    // Their own plural, or a group.
    "aircraft", "cattle", "deer", "fish", "offspring", "personnel", "police", "salmon", "sheep",
    "shrimp", "spacecraft", "staff", "trout",
    // The table as a whole.
    "allowlist", "archive", "audit", "blacklist", "blocklist", "cache", "catalog", "catalogue",
    "config", "configuration", "denylist", "inbox", "journal", "ledger", "lookup",
    "modlog", "outbox", "queue", "registry", "timeline", "warehouse", "whitelist",
    // Whose it is: `oauth_github`.
    "apple", "discord", "facebook", "github", "gitlab", "google", "linkedin", "microsoft",
    "paypal", "slack", "stripe", "telegram", "twitter",
    // Qualifiers.
    "active", "backup", "copy", "count", "current", "daily", "default", "external", "global",
    "hourly", "internal", "latest", "legacy", "local", "main", "master", "misc", "monthly", "new",
    "pending", "private", "public", "raw", "staging", "temp", "temporary", "total", "weekly",
    "yearly", "by", "for", "from", "into", "per", "via", "with",
];

#[cfg(test)]
mod tests {
    use super::plural_of_singular;

    #[test]
    fn singular_names_with_their_plural() {
        for (name, expected) in [
            ("user", "users"),
            ("journal_entry", "journal_entries"),
            ("invoice", "invoices"),
            ("person", "people"),
            ("salesperson", "salespeople"),
            ("child", "children"),
            ("human", "humans"),
            ("chairman", "chairmen"),
            ("category", "categories"),
            ("day", "days"),
            ("box", "boxes"),
            ("batch", "batches"),
            ("quiz", "quizzes"),
            ("hero", "heroes"),
            ("photo", "photos"),
            ("quota", "quotas"),
            ("workspace", "workspaces"),
            ("call_log", "call_logs"),
            ("audit_log", "audit_logs"),
            ("entry_tag", "entry_tags"),
            ("sales_order", "sales_orders"),
            ("sms_message", "sms_messages"),
            ("access_token", "access_tokens"),
            ("status_change", "status_changes"),
            ("business_unit", "business_units"),
            ("user_setting", "user_settings"),
            ("multi_community", "multi_communities"),
            ("network", "networks"),
            ("technology", "technologies"),
            ("shelf", "shelves"),
            ("matrix", "matrixes"),
            ("user_", "users_"),
        ] {
            let expected = expected.trim_end_matches('_');
            assert_eq!(
                plural_of_singular(name).as_deref(),
                Some(expected),
                "{name}"
            );
        }
    }

    #[test]
    fn plurals_and_what_may_be_one_pass() {
        for name in [
            // plurals
            "users",
            "journal_entries",
            "people",
            "children",
            "data",
            "media",
            "criteria",
            "schemata",
            "alumni",
            "user_metadata",
            "mice",
            "quizzes",
            "matrices",
            "formulae",
            "addresses",
            "statuses",
            "indices",
            // words in -s that are none (markmhendrickson/neotoma#2206: `meeting_analysi`)
            "news",
            "status",
            "user_onboarding_status",
            "series",
            "species",
            "address",
            "process",
            "access",
            "analysis",
            "meeting_analysis",
            "diagnosis",
            "virus",
            "bonus",
            "class",
            "spatial_ref_sys",
            "kudos",
            // no plural
            "information",
            "equipment",
            "staff",
            "feedback",
            "software",
            "hardware",
            "firmware",
            "content",
            "inventory",
            "sheep",
            "fish",
            "aircraft",
            "user_mfa_pending_setup",
            // rust-lang/docs.rs, LemmyNet/lemmy, svix/svix-webhooks
            "config",
            "federation_blocklist",
            "modlog",
            "messagecontent",
            "security_email_change_history",
            "history",
            "billing",
            "user_onboarding",
            "shipping",
            // a qualifier behind the plural, or behind anything
            "users_archive",
            "orders_by_day",
            "events_default",
            "users_old",
            "users_view",
            "people_import",
            "orders_2024",
            "invoice_backup",
            "outbox",
            "job_queue",
            // not English, or not a word (agronholm/sqlacodegen#98: `Speciman`)
            "user_mfa",
            "oauth_github",
            "kyc",
            "größe",
            "t1",
            "x",
            "",
            "_",
            "__",
            "2fa",
            "Users",
            "CamelCase",
            "specimen",
            "api",
            "user_acl",
            "pghttp",
            "_sqlx_migrations",
            "seaql_migrations",
        ] {
            assert_eq!(plural_of_singular(name), None, "{name}");
        }
    }
}
