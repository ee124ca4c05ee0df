//! `cargo schema baseline`: today's findings are known, and only new ones fail.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use schema_snapshot::baseline::{Baseline, Known};
use schema_snapshot::name::QualifiedName;
use schema_snapshot::{rules, store};

use super::Context;
use super::refresh::unwritten;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::judge::{Judgement, Options, judge, today};
use crate::models::ExceptedBy;
use crate::report::plural;
use crate::{cleanup, place};

const EXAMPLES: &str = "\
Examples:
  cargo schema baseline
      the first time: records what the rules find today, in `schema/*/baseline/`, to be committed;
      from then on: takes out what has been mended, and records nothing new
  cargo schema baseline --accept-new
      records what is new as well

Exit status: 0 fine, 1 there are findings that the baseline does not have, 2 wrong use or configuration, 3 the file system failed, or a file of the snapshot or of the source can't be used";

/// Records today's findings, so that only new ones fail
///
/// From the second time on what has been mended is taken out. The build honours the baseline as
/// `lint` does. It holds what rules find, and not where models and snapshot disagree. It only gets
/// smaller, unless `--accept-new` is given.
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// Records new findings although there is a baseline
    #[arg(long)]
    accept_new: bool,

    /// The snapshot's directory. Otherwise the variable `SCHEMA_SNAPSHOT`, or the nearest `schema/`
    /// with an `index.json`, from the working directory upwards
    #[arg(long, value_name = "DIR")]
    snapshot: Option<PathBuf>,
}

/// What is recorded, by relation.
type Recorded = BTreeMap<QualifiedName, BTreeSet<Known>>;

/// Runs the verb.
///
/// # Errors
///
/// When a file can't be used: what it has could not be told from what has been mended. Then nothing
/// is written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    let terminal = context.terminal;
    let snapshot = place::existing(&context.directory, arguments.snapshot.as_deref())?;
    let options = Options {
        snapshot: &snapshot,
        given: arguments.snapshot.is_some(),
        models: true,
        people: true,
        today: &today(),
    };
    let judgement = judge(options, context)?;
    judgement.warn(terminal);
    if let Some(unread) = judgement.report.unread.first() {
        let mut error = Error::failed(unread.message.clone());
        error.help.clone_from(&unread.help);
        return Err(error);
    }
    let before = recorded(&judgement.baseline);
    let found = found(&judgement);
    let is_first = before.is_empty();
    let mut kept = if is_first || arguments.accept_new {
        found.clone()
    } else {
        both(&before, &found)
    };
    // Nobody knows whether that has been mended.
    for (name, findings) in &before {
        let is_off = |known: &&Known| judgement.is_off(&known.rule, name);
        let off: Vec<_> = findings.iter().filter(is_off).cloned().collect();
        if !off.is_empty() {
            kept.entry(name.clone()).or_default().extend(off);
        }
    }
    let baseline = |(name, findings): (&QualifiedName, &BTreeSet<Known>)| Baseline {
        name: name.clone(),
        findings: findings.iter().cloned().collect(),
    };
    let written: Vec<_> = kept.iter().map(baseline).collect();
    let written = cleanup::uninterrupted(|| store::write_baseline(&snapshot, &written));
    written.map_err(|error| unwritten(&error))?;
    cleanup::wait_if_interrupted();

    let count = |recorded: &Recorded| recorded.values().map(BTreeSet::len).sum::<usize>();
    let kept_before = count(&both(&before, &kept));
    let new = count(&found) - count(&both(&found, &kept));
    let mut said = format!(
        "the baseline has {} of {}",
        plural(count(&kept), "finding"),
        plural(kept.len(), "relation")
    );
    let mended = count(&before) - kept_before;
    let added = count(&kept) - kept_before;
    if !is_first && mended > 0 {
        let _ = write!(said, ", {mended} mended and taken out");
    }
    if !is_first && added > 0 {
        let _ = write!(said, ", {added} new");
    }
    terminal.say(said);
    if new > 0 {
        terminal.say(format!(
            "{} not recorded: `cargo schema lint` shows them; mend them, or record them with `--accept-new`",
            if new == 1 { "1 new finding is".to_owned() } else { format!("{new} new findings are") }
        ));
        return Ok(Exit::Found);
    }
    Ok(Exit::Fine)
}

fn recorded(baseline: &[Baseline]) -> Recorded {
    let of_one = |b: &Baseline| (b.name.clone(), b.findings.iter().cloned().collect());
    baseline.iter().map(of_one).collect()
}

/// What rules find, with a baseline or without: what is wrong with models or exceptions is nothing to
/// get used to.
fn found(judgement: &Judgement) -> Recorded {
    let mut recorded = Recorded::new();
    let findings = judgement.report.checked.iter().flat_map(|c| &c.findings);
    let excepted = judgement.excepted.iter();
    let known = excepted.filter(|excepted| excepted.by == ExceptedBy::Baseline);
    let all = findings.map(|found| &found.finding);
    for finding in all.chain(known.map(|excepted| &excepted.finding)) {
        if let (Some(name), Some(_)) = (&finding.relation, rules::find(finding.rule)) {
            let of_it = recorded.entry(name.clone()).or_default();
            of_it.insert(Known::of(finding));
        }
    }
    recorded
}

fn both(a: &Recorded, b: &Recorded) -> Recorded {
    let mut both = Recorded::new();
    for (name, findings) in a {
        let there = b.get(name).into_iter().flatten();
        let there: BTreeSet<_> = there
            .filter(|known| findings.contains(known))
            .cloned()
            .collect();
        if !there.is_empty() {
            both.insert(name.clone(), there);
        }
    }
    both
}
