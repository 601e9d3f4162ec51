"""TXT012."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from turbohtml import Element

from audit.facts import Link
from audit.finding import Finding, Place, Severity
from audit.rule import SAME_ELEMENT, Bad, Good, PostRule
from audit.rules.links._address import is_meant, shown, written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_CONTENT = frozenset("audio button canvas embed iframe input math object select textarea video".split())
"""Elements that say or show something without text of their own."""
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class LinkTextEmpty(PostRule[Link], code="TXT012", severity=Severity.WARNING, since="0.2.0"):
    """A link has no name: no text, no alternative text, no label.

    A screen reader says "link" or spells the address, and a search engine learns nothing about the page behind it.
    """

    remedy = "Give the link a text, its picture an alternative text, or the link an aria-label."
    sources = (
        "https://www.w3.org/TR/accname-1.2/",
        "https://developers.google.com/search/docs/crawling-indexing/links-crawlable",
    )
    needs = frozenset({"tag:a", "tag:area"})
    reads_content = True
    explained_by = {"img-alt-missing": SAME_ELEMENT, "img-alt-empty-meaningful": SAME_ELEMENT}
    examples = (
        Bad('<p><a href="https://social.example/@tide"><i class="fa fa-mastodon"></i></a></p>', says="no name"),
        Bad('<p><a href="/tide/"><img src="/tide.jpg" alt=""></a></p>', says="picture", points_at="<img"),
        Good('<p><a href="/tide/"><img src="/tide.jpg" alt="The tide"></a></p>'),
        Good('<p><a href="/tide/" aria-label="The tide"><i class="fa fa-water"></i></a></p>'),
        Good('<h2>Tide <a href="#tide" aria-hidden="true" tabindex="-1"></a></h2>'),
    )

    def check(self, subject: Link, facts: Facts) -> Iterable[Finding]:
        """What is hidden from everybody is silent, and a place to jump to; an empty address is another rule's."""
        text = subject.text
        if text and "{" not in text and (text[0].isalnum() or not _is_blank(text)):  # `{` is in style sheets
            return
        if not _is_blank(subject.name):
            return
        node = subject.node
        address = written(subject)
        if not address or (address == "#" and (node.attr("id") or node.attr("name"))):
            return
        if (node.attr("aria-labelledby") or "").strip() or _is_hidden(node) or not is_meant(subject, facts):
            return
        inside = [inner for inner in node.descendants if isinstance(inner, Element)]
        if any(inner.tag in _CONTENT or (inner.attr("aria-labelledby") or "").strip() for inner in inside):
            return
        if _has_copy(subject, facts):
            return
        pictures = [inner for inner in inside if inner.tag == "img"]
        address = shown(subject)
        yield Finding(
            f"The link to {address} has no name{': its picture has no alternative text' if pictures else ''}.",
            at=Place(subject.field, pictures[0]) if len(pictures) == 1 else subject.place,
            value=address,
            address=address,
        )


def _is_blank(text: str) -> bool:
    """Nothing but blanks, characters that nobody sees, and those of icon fonts, which have no meaning of their own."""
    return not text or text.isspace() or all(unicodedata.category(one) in {"Zs", "Cc", "Cf", "Co"} for one in text)


def _is_hidden(node: Element) -> bool:
    if node.attr("aria-hidden") == "true" and (node.attr("tabindex") or "").strip().startswith("-"):
        return True
    holder = node.closest("[hidden],[style]")
    while holder is not None:
        if holder.attr("hidden") is not None or _HIDING.search(holder.attr("style") or ""):
            return True
        above = holder.parent
        holder = above.closest("[hidden],[style]") if isinstance(above, Element) else None
    return False


def _has_copy(link: Link, facts: Facts) -> bool:
    """Whether the parser went on with the link elsewhere, because something was closed before it was."""
    return link.href in facts.once(_copied)


def _copied(facts: Facts) -> frozenset[str]:
    return frozenset(link.href for link in facts.links if link.is_copy)
