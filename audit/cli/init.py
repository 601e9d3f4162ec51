"""`postaudit init`: write a commented postaudit.toml."""

from __future__ import annotations

from audit.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from argparse import _SubParsersAction

_FILE, _SCHEMA = "postaudit.toml", "postaudit.schema.json"

TEMPLATE = f"""\
#:schema ./{_SCHEMA}

# Settings of postaudit. Everything is optional; what stands behind a `#` is the default or an example.
# `postaudit rules` lists the rules, `postaudit rules NAME` explains one with its settings.

# Rules: codes, code prefixes or names.
# select = ["IMG", "MET"]               # only these
# extend-select = ["title-too-long"]    # these too
# ignore = ["TXT"]                      # not these
# preview = false                       # rules that are not stable yet, too

# Gate: when a run fails (exit code 1).
# fail-on = "error"                     # or "warning", "notice", "never"
# max-warnings = 50
# min-score = 70
# baseline = "postaudit-baseline.json"  # findings accepted earlier: only others count
# changed-since = "old.json"            # earlier report or dump: probe only links that are new or in changed posts

# Posts.
# include = ["https://example.org/blog/*"]
# exclude = ["*/drafts/*"]
# type = ["post", "page"]
# status = ["publish"]
# since = 2026-01-01
# limit = 1000
# pages = true                          # fetch each post's public page, too, and compare it

# offline = false                       # true: links are not probed

# jobs = 2                              # processes; by default one for each processor

# How links are asked.
# [network]
# timeout = 10                          # seconds for one request
# max-concurrency = 384                 # most requests at the same time
# host-concurrency = 384                # most of them to one host
# max-age = "7d"                        # how long a link that worked is believed
# no-cache = false
# cache-dir = ".postaudit"              # where that is kept
# accept = [999]                        # further HTTP statuses that are fine
# allow-private-hosts = false
# header = ["X-Preview: 1"]             # sent to the audited sites only
# ca-file = "company-ca.pem"
# fail-after = 3                        # runs after which a passing failure is an error

# What only you know about the site.
# [site]
# hosts = ["www.example.org"]           # further hosts of the site itself
# cdn-hosts = ["cdn.example.net"]       # hosts that serve its own pictures and files
# house-domains = ["shop.example"]      # of the same house: links there are never a sponsor's
# sponsor-domains = ["partner.example"] # known sponsors: only the link's rel is checked
# domain-list = []                      # files with domains that planted links lead to, one a line
# money-terms = []                       # further words that planted links use
# sponsor-phrases = []                   # further wording of sponsors

# Tables (CSV, Parquet): which field of a post a column is, beyond what its name says.
# [csv]
# columns = {{ "Body" = "content", "URL" = "link" }}

# Another severity for a rule.
# [severity]
# img-alt-missing = "warning"

# A rule's own settings.
# [rules.title-too-long]
# pixels = 600

# Accepted findings, each with a reason. An expired or unused entry is reported.
# [[ignores]]
# rule = "img-hotlinked"                # code, prefix or name
# posts = "https://example.org/2019/*"  # optional: glob over ref or address of the post
# url = "https://partner.example/*"     # optional: glob over the offending address
# reason = "licensed pictures, hosted by the agency"
# until = 2027-01-31                    # optional
"""


def add(commands: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "init",
        help="write a commented postaudit.toml",
        usage="postaudit init [--schema]",
        description=f"Write a commented {_FILE} into the current folder, and beside it {_SCHEMA}, by which editors "
        f"complete and check it. Never overwrites a {_FILE}.",
        allow_abbrev=False,
    )
    parser.add_argument("--schema", action="store_true", help=f"only {_SCHEMA}, anew (after an update of postaudit)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the files, unless there are settings already."""
    if not arguments.schema:
        try:
            _write(_FILE, TEMPLATE, "x")
        except FileExistsError:
            raise UsageError(f"{_FILE}: is there already, and stays as it is.") from None
        print(f"{_FILE}: written. Take away the # from what you want to set.")
    _write(_SCHEMA, _schema(), "w")
    print(f"{_SCHEMA}: written. Editors complete and check the settings by it.")
    return 0


def _write(path: str, text: str, mode: str) -> None:
    try:
        with open(path, mode, encoding="utf-8", newline="\n") as file:  # noqa: PTH123 - pathlib is not for --help
            file.write(text)
    except FileExistsError:
        raise
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror or error}.") from None


def _schema() -> str:
    """The schema of the settings, with those of every rule that is installed."""
    import json  # noqa: PLC0415 - not for --help

    from audit.rules import all_rules  # noqa: PLC0415 - not for --help
    from audit.settings import settings_schema  # noqa: PLC0415 - not for --help

    return json.dumps(settings_schema(all_rules()), ensure_ascii=False, indent=2) + "\n"
