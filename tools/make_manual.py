# ruff: noqa: INP001
"""The manual page, made of the command's own arguments: `python tools/make_manual.py > postaudit.1`.

The build of a wheel runs it (hatch_build.py), so the page is installed with the command and never lags behind it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from argparse_manpage.manpage import Manpage

sys.path.insert(0, str(Path(__file__).parents[1]))

from audit._version import __version__
from audit.cli import command_parser

# What arguments do not tell, in the language of man(7).
SECTIONS = {
    "EXIT STATUS": r"""
.TP
.B 0
The gate passed.
.TP
.B 1
The gate failed: a finding as severe as \fB\-\-fail\-on\fR, too many warnings, or too low a score.
.TP
.B 2
The run was not possible or not whole: wrong usage or settings, something unreadable, a rule that crashed, no network.
It outranks 1.
""",
    "ENVIRONMENT": r"""
.TP
.BR POSTAUDIT_WP_USER ", " POSTAUDIT_WP_PASSWORD
Name and application password of a WordPress user, for drafts and private posts of a live site.
.TP
.BR http_proxy ", " https_proxy ", " all_proxy ", " no_proxy
Proxies.
.TP
.B SSL_CERT_FILE
Certificate authorities to believe, unless \fB\-\-ca\-file\fR names others.
.TP
.B NO_COLOR
No colours.
""",
    "FILES": r"""
.TP
.IR postaudit.toml ", or [tool.postaudit] in " pyproject.toml
Settings: looked for in the current folder, then upwards to the root of the repository.
.TP
.I .postaudit/
What a run remembers of links for later ones.
""",
    "EXAMPLES": r"""
.TP
Audit a live site, and read the result in a browser:
postaudit check https://www.example.org \-o report.html
.TP
Gate a folder of posts, without asking the network:
postaudit check posts/ \-\-offline \-\-max\-warnings 20
.TP
Accept what is there today; from then on, only new findings fail:
postaudit check posts/ \-\-baseline postaudit\-baseline.json \-\-write\-baseline
.TP
Explain a rule:
postaudit rules img\-hotlinked
""",
}


def manual() -> str:
    """The page as roff."""
    before = os.environ.get("COLUMNS")
    # A help text that is wrapped may get a line that begins with a dot, and roff would take it for a command.
    os.environ["COLUMNS"] = "10000"
    try:
        page = Manpage(
            command_parser(),
            {
                "project_name": "postaudit",
                "version": __version__,
                "manual_title": "User Commands",
                "description": "audit published posts",
            },
            format="single-commands-section",
        )
        for heading, text in SECTIONS.items():
            page.add_section(heading, ">", text.strip())
        return str(page).replace(
            page.date.replace("-", r"\-"), page.date, 1
        )  # mandoc reads ISO dates, with plain dashes
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


if __name__ == "__main__":
    sys.stdout.write(manual())
