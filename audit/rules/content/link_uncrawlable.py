"""TXT013."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Link
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules.links._address import is_meant, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbohtml import Element

    from audit.facts import Facts

_DISK = re.compile(r"file:|[a-z]:[\\/]|\\\\[^\\/]", re.IGNORECASE)
_WEB = frozenset("/#?hH")  # how nearly all addresses begin, and none of those below
_SCRIPT = re.compile(r"(?:java|vb)script:", re.IGNORECASE)
_BOOKMARKLET = re.compile(
    r"javascript:(?:%20|\s|void|[!(+;~-]|%28|%21)*(?:async\b)?(?:%20|\s)*(?:function\b|\(\)|%28%29|[a-z_]\w*=>)",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"aria-(?:controls|expanded|haspopup|pressed|selected)"
    r"|data-(?:[\w-]*-)?(?:toggle|target|dismiss|modal|popup|lightbox|slide|trigger|action|filter|tab)(?:-[\w-]*)?"
)
_IN_CONTROL = "[role=button],[role=tab],[role=menuitem],[role=switch]"
_LONGEST = 80
"""Characters of an address that a message shows."""


class LinkUncrawlable(PostRule[Link], code="TXT013", severity=Severity.WARNING, since="0.2.0"):
    """A link has no address that can be followed.

    It is empty, a script, or a file on the author's disk. Search engines follow addresses only, and so do a reader's
    new tab, a feed reader and everybody without that disk.
    """

    remedy = "Give the link an address, or use a button for what a script does."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/links-crawlable",)
    needs = frozenset({"tag:a", "tag:area"})
    reads_content = True
    examples = (
        Bad('<p><a href="javascript:void(0)">The timetable</a></p>', says="script"),
        Bad('<p><a href="">The timetable</a></p>', says="empty"),
        Bad('<p><a href="file:///C:/tides.pdf">The timetable</a></p>', says="disk"),
        Good('<p><a href="javascript:void(0)" role="button">Show the timetable</a></p>'),
        Good('<p><a href="" id="tides"></a><a href="mailto:office@harbour.example">Office</a></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """As Lighthouse does, but for controls that say so and bookmarklets, which are meant to be scripts."""
        if subject.href[:1] in _WEB:
            return
        address = written(subject)
        node = subject.node
        if not address:
            what = "is empty" if node.attr("id") is None and node.attr("name") is None else ""
        elif _SCRIPT.match(address):
            what = "" if node.attr("name") is not None or _BOOKMARKLET.match(address) else "is a script"
        elif _DISK.match(address):
            what = "is a file on somebody's disk"
        else:
            return
        if not what or _is_control(node) or not is_meant(subject, facts):
            return
        shown = f" {address[:_LONGEST]}" if address else ""
        yield Finding(
            f"The address{shown} of a link {what}.",
            at=subject.place,
            value=f"{address[:_LONGEST]} {subject.text.strip()[:_LONGEST]}",
            address=address,
        )


def _is_control(node: Element) -> bool:
    """The link, or what it stands in, says that it is a control and no way to another page."""
    if (node.attr("role") or "").strip() or any(_CONTROL.fullmatch(name) for name in node.attrs):
        return True
    return node.closest(_IN_CONTROL) is not None
