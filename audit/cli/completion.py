"""`postaudit completion`: what a shell completes behind `postaudit`."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from argparse import _SubParsersAction
    from collections.abc import Iterable, Iterator

_SHELLS = ("bash", "zsh", "fish")
_FILES = ("SOURCE", "FILE", "OLD.json", "NEW.json", "RUN.json")
_FOLDERS = ("DIR",)
_RULES, _FORMAT = "RULES", "NAME"

_INSTALL = """\
where to put it, once:
  bash   mkdir -p ~/.local/share/bash-completion/completions
         postaudit completion bash > ~/.local/share/bash-completion/completions/postaudit
         (read by the package bash-completion; without it: source that file in ~/.bashrc)
  zsh    mkdir -p ~/.zfunc && postaudit completion zsh > ~/.zfunc/_postaudit
         with `fpath+=~/.zfunc` above `autoload -Uz compinit && compinit` in ~/.zshrc
  fish   postaudit completion fish > ~/.config/fish/completions/postaudit.fish
"""

# Of `a,b,c` the last item is completed, in each shell's own way; fish has a function for it.
_LISTS = {
    "bash": """\
_postaudit_rules() {{
  local known={line} begun="${{1%"${{1##*,}}"}}"
  compgen -P "$begun" -W "$known" -- "${{1##*,}}"
}}
""",
    "zsh": """\
_postaudit_rules() {{
  local -a known=({words})
  compset -P '*,'
  compadd -S '' -a known
}}
""",
    "fish": """\
function __postaudit_rules
  printf '%s\\n' {words}
end
""",
}
_ASKED = {
    "bash": "_postaudit_rules",
    "zsh": "_postaudit_rules",
    "fish": "(__fish_complete_list , __postaudit_rules)",
}


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    import argparse  # noqa: PLC0415 - as every command does, but for its type it is not needed

    parser = commands.add_parser(
        "completion",
        help="print what lets a shell complete commands, options and rules",
        usage=f"postaudit completion {{{','.join(_SHELLS)}}}",
        description="Print a script that lets your shell complete commands, options, their values, and the codes and "
        "names of rules.",
        epilog=_INSTALL,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("shell", choices=_SHELLS, help="the shell that will read it")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the script."""
    import shtab  # noqa: PLC0415 - not for --help

    from audit.cli import command_parser  # noqa: PLC0415 - it imports this module

    parser = command_parser()
    for action in _actions(parser):
        _teach(action)
    sys.stdout.write(shtab.complete(parser, arguments.shell).rstrip("\n") + "\n")
    return 0


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """The arguments of the command and of all its commands."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to list them, and shtab walks them, too
        yield action
        if isinstance(action.choices, dict):
            for command in action.choices.values():
                yield from _actions(command)


def _teach(action: argparse.Action) -> None:
    """Tell shtab what the value of an argument is, by its placeholder: a file, a folder, a format, rules."""
    import shtab  # noqa: PLC0415 - not for --help

    placeholder = action.metavar
    if placeholder in _FILES:
        _complete(action, shtab.FILE)
    elif placeholder in _FOLDERS:
        _complete(action, shtab.DIRECTORY)
    elif placeholder == _FORMAT:
        from audit.formats import FORMATS  # noqa: PLC0415 - not for --help

        action.choices = sorted(FORMATS)
    elif placeholder == _RULES:
        _complete(action, {**_ASKED, "preamble": _filled(_LISTS, [*_prefixes(), *_rule_names()])})


def _complete(action: argparse.Action, how: object) -> None:
    action.complete = how  # type: ignore[attr-defined]  # this attribute is what shtab looks for


def _filled(scripts: dict[str, str], words: Iterable[str]) -> dict[str, str]:
    from shlex import quote  # noqa: PLC0415 - not for --help

    known = list(words)
    line, each = quote(" ".join(known)), " ".join(map(quote, known))
    return {shell: script.format(line=line, words=each) for shell, script in scripts.items()}


def _prefixes() -> Iterable[str]:
    from audit.rule import FAMILIES  # noqa: PLC0415 - not for --help

    return FAMILIES


def _rule_names() -> Iterator[str]:
    """Names, then codes; a plug-in's are among them."""
    from audit.rules import all_rules  # noqa: PLC0415 - not for --help

    rules = all_rules()
    yield from (rule.name for rule in rules)
    yield from (rule.code for rule in rules)
