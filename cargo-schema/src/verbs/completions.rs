//! `cargo schema completions`: what a shell needs to complete verbs and options.

use clap::Args;
use clap_complete::{Shell, generate};

use super::Context;
use crate::cli;
use crate::error::Result;
use crate::exit::Exit;

const EXAMPLES: &str = "\
Examples:
  echo 'source <(cargo schema completions bash)' >> ~/.bashrc
      bash; after the line that loads cargo's own completions, if there is one
  cargo schema completions zsh > ~/.zfunc/_cargo-schema
      zsh, with `fpath=(~/.zfunc $fpath)` before `compinit` in `~/.zshrc`
  cargo schema completions fish > ~/.config/fish/conf.d/cargo-schema.fish
      fish

In these `cargo schema <TAB>` completes as well as `cargo-schema <TAB>`; in elvish and PowerShell the second alone.

Exit status: 0 fine, 2 wrong use, 3 standard output could not be written";

/// Writes the completions of a shell to standard output
#[derive(Args, Clone, Debug)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// The program's name, which is what shells complete by.
pub(super) const PROGRAM: &str = "cargo-schema";

/// Bash completes by the first word, and that is `cargo`, for which somebody else may complete
/// already: what follows `schema` is ours, and the rest stays theirs. Cargo's completions can hand
/// it over themselves, from bash-completion 2.12 on; macOS and Debian 12 have older ones.
const BASH: &str = r#"
_cargo_schema_of_cargo() {
    local at=1
    [[ ${COMP_WORDS[1]} == +* ]] && at=2
    if [[ ${COMP_WORDS[at]} == schema && $COMP_CWORD -gt $at ]]; then
        local -a words=("${COMP_WORDS[@]}")
        COMP_WORDS=(cargo-schema "${words[@]:at+1}")
        COMP_CWORD=$((COMP_CWORD - at))
        _cargo_schema cargo-schema "$2" "${COMP_WORDS[COMP_CWORD-1]}"
    elif [[ -n $_cargo_schema_else ]]; then
        "$_cargo_schema_else" "$@"
    fi
}
# Once there is one for `cargo`, bash-completion looks for no other.
if ! complete -p cargo &>/dev/null; then
    _comp_load cargo &>/dev/null || _completion_loader cargo &>/dev/null || :
fi
if [[ $(complete -p cargo 2>/dev/null) =~ \ -F\ ([^ ]+) && ${BASH_REMATCH[1]} != _cargo_schema_of_cargo ]]; then
    _cargo_schema_else=${BASH_REMATCH[1]}
fi
complete -o bashdefault -o default -F _cargo_schema_of_cargo cargo
"#;

/// Fish has several completions for a command side by side. `+nightly` may stand before the verb.
const FISH: &str = r#"
complete -c cargo -n "__fish_seen_subcommand_from schema" -f -a "(complete -C (commandline -cp | string replace -r '^\s*cargo\s+(\+\S+\s+)?schema\b' 'cargo-schema'))"
"#;

/// Runs the verb.
///
/// # Errors
///
/// When standard output can't be written.
pub fn run(arguments: &Arguments, context: &Context) -> Result<Exit> {
    context.terminal.write(&script(arguments.shell))?;
    Ok(Exit::Fine)
}

fn script(shell: Shell) -> String {
    let named = |name: &'static str| {
        let mut script = Vec::new();
        generate(shell, &mut cli::command().name(name), name, &mut script);
        String::from_utf8_lossy(&script).into_owned()
    };
    match shell {
        // Of a program with a hyphen in its name nothing after the verb completes (clap#6421).
        Shell::Bash => named("cargo_schema").replace(" cargo_schema\n", " cargo-schema\n") + BASH,
        Shell::Fish => named(PROGRAM) + FISH,
        // Cargo's own completions for zsh call `_cargo-schema`.
        _ => named(PROGRAM),
    }
}
