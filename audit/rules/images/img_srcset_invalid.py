"""IMG017."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import CONTENT
from audit.facts.images import source_set_candidates
from audit.facts.url import is_possible_host, parse_url
from audit.finding import Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from turbohtml import Element

    from audit.facts import Facts

_WIDTH = re.compile(r"0*[1-9]\d*w", re.ASCII)
_DENSITY = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?x", re.ASCII | re.IGNORECASE)
_USUAL = re.compile(r"(?:[^\s,]++ [1-9]\d*w, )*[^\s,]++ [1-9]\d*w", re.ASCII)  # as WordPress writes it
_WIDTHS = re.compile(r" (\d+)w", re.ASCII)
_NO_LABEL = re.compile(r"//(?:\.|[\w.-]+\.\.)", re.ASCII)  # what a host with an empty label looks like
_HEIGHT = re.compile(r"0*[1-9]\d*h", re.ASCII)


class ImgSrcsetInvalid(PostRule[Post], code="IMG017", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """The list of sizes of a picture (`srcset`) breaks its grammar.

    Browsers leave out what they cannot read, or choose the wrong size: a blurred picture, or a far too large one.
    """

    remedy = (
        "Insert the picture again, or correct the list: an address and its width (600w) or density (2x), and commas."
    )
    sources = ("https://html.spec.whatwg.org/multipage/images.html#srcset-attributes",)
    needs = frozenset({"tag:img", "tag:source"})
    reads_content = True
    examples = (
        Bad(
            '<p><img src="/a.jpg" srcset="/a.jpg 1x, /b.jpg 600w" sizes="100vw" alt="A"></p>',
            says="widths and densities",
            points_at="srcset=",
        ),
        Bad('<p><img src="/a.jpg" srcset="/a.jpg 600w, /b.jpg 600w" sizes="100vw" alt="A"></p>', says='"600w" twice'),
        Bad('<p><img src="/a.jpg" srcset="/a.jpg 600px, /b.jpg 900px" alt="A"></p>', says='"600px"'),
        Bad('<p><img src="/a.jpg" srcset="/a.jpg 300w, /b.jpg 600w" alt="A"></p>', says="no sizes"),
        Bad(
            '<p><img src="/a.jpg" srcset="https://.store.example/a.jpg 300w, /b.jpg 600w" sizes="9em" alt="A"></p>',
            says="https://.store.example/a.jpg",
            note="A plugin wrote the address without its first part.",
        ),
        Good('<p><img src="/a.jpg" srcset="/a.jpg 300w, /b.jpg 600w" sizes="(max-width: 600px) 100vw" alt="A"></p>'),
        Good('<p><img src="/a.jpg" srcset="/a.jpg, /b.jpg 1.5x, /c.jpg 2x" alt="A"></p>'),
        Good(
            '<p><img src="/a.jpg" srcset="/w_600,h_400/a.jpg 300w, /w_900,h_600/a.jpg 600w" sizes="auto" alt="A"></p>'
        ),
        Good('<p><img src="/a.jpg" srcset="/a.jpg 300w, /b.jpg 600w" loading="lazy" alt="A"></p>'),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """By the grammar of the standard; a lazy picture needs no `sizes`."""
        for tag in ("img", "source"):
            for node in facts.elements(tag):
                value = node.attr("srcset")
                if not value or (tag == "source" and getattr(node.parent, "tag", "") != "picture"):
                    continue
                fault = _fault(value, node)
                if fault:
                    yield Finding(
                        f"The list of sizes of a picture {fault}.",
                        at=Place(CONTENT, node, "srcset"),
                        value=value,
                    )


def _fault(value: str, node: Element) -> str:
    """What is wrong, as the rest of a sentence; "" if nothing is."""
    if _NO_LABEL.search(value) and (address := _of_no_host(value)):
        return f'has the address "{address}", whose host cannot be one'
    if _USUAL.fullmatch(value):
        widths = _WIDTHS.findall(value)
        if len(set(widths)) == len(widths) and _has_sizes(node):
            return ""
    seen: set[str] = set()
    kinds: set[str] = set()
    for _, descriptors in source_set_candidates(value):
        words = descriptors.split() or ["1x"]
        word = next((word for word in words if not _HEIGHT.fullmatch(word)), "")
        kind = "w" if _WIDTH.fullmatch(word) else "x" if _DENSITY.fullmatch(word) else ""
        if not kind or len(words) > 1 + any(_HEIGHT.fullmatch(other) for other in words):
            return f'has "{descriptors.strip()}", which is neither a width (600w) nor a density (2x)'
        if word in seen:
            return f'has "{word}" twice'
        seen.add(word)
        kinds.add(kind)
    if len(kinds) > 1:
        return "mixes widths and densities"
    return "has widths, but the picture has no sizes" if "w" in kinds and not _has_sizes(node) else ""


def _of_no_host(value: str) -> str:
    """The first candidate's address that names a host with an empty label, or ""."""
    for address, _ in source_set_candidates(value):
        url = parse_url(address)
        if url is not None and url.host and not is_possible_host(url.host):
            return address
    return ""


def _has_sizes(node: Element) -> bool:
    """It has `sizes`, a lazy loader writes it, or the browser reckons it itself."""
    if node.attr("sizes") is not None or node.attr("data-sizes") is not None or node.attr("loading") == "lazy":
        return True
    parent = node.parent
    picture = parent.find("img") if node.tag == "source" and parent is not None and hasattr(parent, "find") else None
    return picture is not None and _has_sizes(picture)
