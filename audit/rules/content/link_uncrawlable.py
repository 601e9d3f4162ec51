"""TXT013."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from audit.facts import Link
from audit.facts.url import private_place
from audit.finding import Finding, Severity
from audit.rule import SAME_TARGET, Bad, Good, PostRule
from audit.rules.links._address import Fault, fix_of, is_meant, is_of_web, make_of, told_together, written
from audit.rules.links._controls import is_one_of_several
from audit.rules.links._suspects import suspects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from turbohtml import Element

    from audit.facts import Facts

_INNER = re.compile(r"[a-z-]+-extension://[a-z0-9-]+/(https?://[^\s]+)", re.IGNORECASE)
_SCRIPT = re.compile(r"(?:java|vb)script:", re.IGNORECASE)
_BOOKMARKLET = re.compile(
    r"javascript:(?:%20|\s|void|[!(+;~-]|%28|%21)*(?:async\b(?:%20|\s)*)?(?:function\b|\(\)|%28%29|[a-z_]\w*=>)",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"aria-(?:controls|expanded|haspopup|pressed|selected)|data-interactions"  # of Bricks
    r"|data-(?:[\w-]*-)?(?:toggle|target|dismiss|modal|popup|lightbox|slide|trigger|action|filter|tab)(?:-[\w-]*)?"
)
_VOID = re.compile(r"javascript:\s*void\b", re.IGNORECASE)
_ACTION = re.compile(
    r"(?:java|vb)script:\s*(?:(?:return|void)[\s(]+)?(?:(?:window|self|top|parent|document)\.)*"
    r"(?:history\.|location\.reload\(|close\(|linkTo_UnCryptMailto\(|DeCryptX\()",
    re.IGNORECASE,
)
"""Scripts that go back, reload or close, and mail addresses that TYPO3 and CryptX keep from who gathers them."""
_OF_WIDGETS = re.compile(
    r"(?:^|[\s_-])(?:carousel|filters?|pop-?up\w*|slick|slider?|swiper|thumbnails)(?:$|[\s_-])", re.IGNORECASE
)
"""Classes of what a script works: filters, pictures of a slider, what pops up."""
_IN_CONTROL = "[role=button],[role=tab],[role=menuitem],[role=switch]"
_LONGEST = 80
"""Characters of an address that a message shows."""


class LinkUncrawlable(PostRule[Link], code="TXT013", severity=Severity.WARNING, since="0.2.0"):
    """A link has no address that can be followed.

    It is empty, a script, or a file on the author's disk or in the author's browser. Search engines follow addresses
    only, and so do a reader's new tab, a feed reader and everybody without that disk.
    """

    remedy = "Give the link an address, or use a button for what a script does."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/links-crawlable",)
    needs = frozenset({"tag:a", "tag:area"})
    reads_content = True
    explained_by = {"script-url": SAME_TARGET}
    examples = (
        Bad('<p><a href="javascript:void(0)">The timetable</a></p>', says="script"),
        Bad('<p><a href="">The timetable</a></p>', says="empty"),
        Bad('<p><a href="file:///C:/tides.pdf">The timetable</a></p>', says="disk"),
        Bad('<p><a href="applewebdata://7B2C9A40-11D3/#_ftn1">[1]</a></p>', says="word processor"),
        Bad(
            '<p><a href="chrome-extension://abcdefghijklmnop/https://harbour.example/tides.pdf">The tides</a></p>',
            says="browser",
        ),
        Good('<p><a href="" class="gallery-thumbnails-link"><img src="/tide.jpg" alt="The tide"></a></p>'),
        Good('<p><a href="javascript:;" class="page-numbers current">1</a></p>'),
        Good('<p><a href="javascript:void(0)" role="button">Show the timetable</a></p>'),
        Good('<p><a href="javascript:history.back()">Back</a></p>', note="No address leads there."),
        Good(
            "<p><a href=\"javascript:linkTo_UnCryptMailto('ocknvq,kphqBvkfg')\">Write</a></p>", note="A mail address."
        ),
        Good('<p><a id="show-fares" href="javascript:void(0)">Fares</a></p>', note="A script knows it by its id."),
        Good('<p><a href="" id="tides"></a><a href="mailto:office@harbour.example">Office</a></p>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """As Lighthouse does, but for controls that say so and bookmarklets, which are meant to be scripts."""
        found = facts.once(_findings)
        return (found[subject],) if subject in found else ()

    def suspects(self, facts: Facts) -> Sequence[Link]:
        """What the address alone makes suspicious."""
        return suspects(self.name, facts)


def _findings(facts: Facts) -> dict[Link, Finding]:
    odd = (link for link in suspects(LinkUncrawlable.name, facts) if not is_of_web(link.href))
    return told_together((fault for link in odd if (fault := _fault_of(link, facts)) is not None), _told)


def _told(number: int, first: Finding) -> str:
    if not first.address:
        return f"The address of {number} links that are made alike is empty."
    script, call, _ = first.address.partition("(") if not _VOID.match(first.address) else (first.address, "", "")
    return f"The address of {number} links that are made alike is {script[:_LONGEST]}{'(…)' if call else ''}."


def _fault_of(link: Link, facts: Facts) -> Fault | None:
    """Its kind is the address, of a script without what it is called with, and how the link is made."""
    address = written(link)
    node = link.node
    if not address:
        what = "is empty" if node.attr("id") is None and node.attr("name") is None else ""
    elif _SCRIPT.match(address):
        named = node.attr("name") is not None or node.attr("id") is not None
        what = "" if named or _BOOKMARKLET.match(address) or _ACTION.match(address) else "is a script"
    elif (place := private_place(address)) is not None:
        what = f"is {place}"
    else:
        return None
    if not what or node in facts.around or _is_control(node) or not is_meant(link, facts):
        return None
    kind = f"{address.partition('(')[0][:_LONGEST]} {make_of(link, node.find_all())}"
    return Fault(link, kind, address, partial(_finding, link, address, what))


def _finding(link: Link, address: str, what: str) -> Finding:
    inner = _INNER.match(address)
    return Finding(
        f"The address{f' {address[:_LONGEST]}' if address else ''} of a link {what}.",
        at=link.place,
        value=f"{address[:_LONGEST]} {link.text.strip()[:_LONGEST]}",
        address=address,
        target="".join(link.href.split()) if _SCRIPT.match(address) else "",  # as script-url has it
        fix=None if inner is None else fix_of(link, inner[1], "write the address behind it", safe=False),
    )


def _is_control(node: Element) -> bool:
    """The link, or what it stands in, says that it is a control and no way to another page."""
    if (node.attr("role") or "").strip() or any(_CONTROL.fullmatch(name) for name in node.attrs):
        return True
    if _OF_WIDGETS.search(node.attr("class") or "") or is_one_of_several(node):
        return True
    return node.closest(_IN_CONTROL) is not None
