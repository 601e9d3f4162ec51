"""LNK010."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from turbohtml import Element, Text

from audit.facts.references import is_placeholder
from audit.facts.url import is_private_host, parse_url, without_credentials
from audit.finding import Evidence, Finding, Form, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import of_field
from audit.rules.content._hidden import is_hidden
from audit.rules.content._link_texts import IDENTIFIERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from turbohtml import Node

    from audit.facts import Facts
    from audit.facts.html import Markup
    from audit.facts.url import Url
    from audit.finding import Fix

_FIELD = "content.rendered"
_URL = re.compile(
    r"(?<![\w+:/=@.>-])https?://[^\s<>\"“”„«»‹›`|\\^{}（）【】《》「」『』，。、；：！？]+", re.IGNORECASE
)
_ENDS = ".,;:!?'’‘*_"
_ELIDED = ("…", "...", "[", "(")
_EMBEDDED = re.compile(r"\b(?:wp-block-embed|twitter-tweet|instagram-media|tiktok-embed|bluesky-embed|fb-post)")
_LINE_BLANKS = " \t\r"
_PAIRS = {")": "(", "]": "["}
_NO_TEXT = frozenset(
    "a audio button canvas code iframe kbd noembed noframes noscript object option pre samp script select style svg "
    "template textarea title tt var video xmp".split()
)
"""Elements whose text is no running text: links, controls, samples, what is there for want of something else."""
_DOCUMENTATION = ("example.com", "example.net", "example.org")
"""Reserved for examples, and all below them: https://www.rfc-editor.org/rfc/rfc2606#section-3"""
_EQUALS_BEFORE = re.compile(r"(?:=|[\"']\s?:)\s?[\"'“”‘’]\Z")
"""What is before the value of an attribute, or of a key in JSON."""
_MOST_EQUALS = 5  # characters that this takes
_OF_SCREEN_READERS = ".visually-hidden, .visuallyhidden, .sr-only, .screen-reader-text, .hidden, .hide"
"""Where search engines and screen readers find what nobody sees."""
_MOST_TOLD = 10
"""Addresses of one post that are told each for itself. More of them are a list, and one finding says so."""
_MOST_NAMED = 5
_SHORTCODE_BEFORE = re.compile(r"\[[a-z][\w-]*(?:[\s=][^\[\]]*)?\]?\s*\Z", re.IGNORECASE)
_LOOKED_BACK = 200  # characters, in which a shortcode may have begun


class LinkBareUrl(PostRule[Post], code="LNK010", severity=Severity.NOTICE, since="0.2.0"):
    """An address stands in the text, and is no link.

    The reader has to copy it, and search engines do not follow it.
    """

    remedy = "Make a link of it, best with words that say where it leads."
    sources = ("https://developers.google.com/search/docs/crawling-indexing/links-crawlable",)
    needs = frozenset({"content"})
    reads_content = True
    text_patterns = (r"https?://",)
    examples = (
        Bad(
            "<p>The timetable is at https://harbour.example/ferry, says the board.</p>",
            says="https://harbour.example/ferry ",
            points_at="https://harbour.example/ferry",
        ),
        Good('<p>See <a href="https://harbour.example/">https://harbour.example/</a>.</p>'),
        Good("<p>This policy is that of https://saltmarsh.example, and of nobody else.</p>"),
        Good('<p>{"base": "https://harbour.example/img", "id": 4}</p>', note="A value that a script reads."),
        Good('<p>Ferry <span class="visually-hidden">https://harbour.example/ferry</span></p>'),
        Good("<p>Call <code>https://harbour.example/api</code> for the table.</p>"),
        Good("<p>https://video.example/watch/7</p>", note="Alone in its paragraph it is for WordPress to embed."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Each address once, where it stands first; a sample address is none to follow."""
        marks = facts.text.count("://")
        if facts.content is None or not marks or marks == sum(link.text.count("://") for link in facts.links):
            return
        found = list(_bare_addresses(facts.content, facts))
        if len(found) <= _MOST_TOLD:
            for raw, place in found:
                address = without_credentials(raw)
                yield Finding(
                    f"The address {address} stands in the text and is no link.",
                    at=place,
                    value=address,
                    address=address,
                    fix=_linked(raw),
                )
            return
        (first, place), *others = [(without_credentials(raw), place) for raw, place in found]
        yield Finding(
            f"{len(found)} addresses stand in the text and are no links, the first {first}.",
            at=place,
            value="addresses",
            address=first,
            evidence=(Evidence("others", ", ".join([*(address for address, _ in others[:_MOST_NAMED]), "…"])),),
        )


def _linked(raw: str) -> Fix | None:
    """The edit that makes a link of an address.

    What readers see of it is without the scheme: a bare address as the text of a link is another fault.
    """
    url = parse_url(raw)
    if _PLAIN.fullmatch(raw) is None or url is None:
        return None
    text = raw if url.host in IDENTIFIERS else raw.partition("://")[2].rstrip("/")
    return of_field("text", raw, f'<a href="{raw}">{text}</a>', "make a link of it", form=Form.SOURCE)


def _bare_addresses(markup: Markup, facts: Facts) -> Iterator[tuple[str, Place]]:
    """The addresses in the text that are no links, as written, each once, with where they stand first."""
    seen: set[str] = set()
    around = facts.around
    for offset, node in _running_texts(markup):
        for start, raw in _addresses_in(node):
            url = parse_url(raw)
            if url is None or url.href in seen or not _is_public(raw, url.host) or _is_home(url, facts):
                continue
            if node.parent in around or (isinstance(node.parent, Element) and _is_not_shown(node.parent)):
                continue
            seen.add(url.href)
            begin = offset + start
            yield raw, Place(_FIELD, start=begin, end=begin + len(raw))


def _is_not_shown(node: Element) -> bool:
    return node.closest(_OF_SCREEN_READERS) is not None or is_hidden(node)


_PLAIN = re.compile(r"[\w:/.?=%#+~,;!-]+", re.ASCII)
"""An address that needs no escapes in HTML, and names nobody before its host."""


def _running_texts(markup: Markup) -> Iterator[tuple[int, Text]]:
    """The text nodes that hold an address and are part of what is read, each with where it begins in the text."""
    known: dict[Node, bool] = {markup.root: True}
    for offset, node in markup.texts_with("://"):
        if node.parent is not None and _is_read(node.parent, known):
            yield offset, node


def _is_read(node: Node, known: dict[Node, bool]) -> bool:
    """Whether nothing around an element makes its text something else; each element is asked once."""
    above: list[Node] = []
    current: Node | None = node
    while current is not None and current not in known:
        above.append(current)
        current = current.parent
    read = known[current] if current is not None else True
    for holder in reversed(above):
        if isinstance(holder, Element):
            read = read and holder.tag not in _NO_TEXT and not _EMBEDDED.search(holder.attr("class") or "")
        known[holder] = read
    return read


def _addresses_in(node: Text) -> Iterator[tuple[int, str]]:
    """The addresses in a text node with their offsets, without the marks of the sentence around them."""
    data = node.data
    for match in _matches(data):
        raw, start = match[0], match.start()
        if (
            raw.endswith(_ELIDED)
            or data[match.end() : match.end() + 1] == "{"
            or _is_in_markup(data[max(0, start - _LOOKED_BACK) : start])
        ):
            continue
        raw = _without_sentence(raw)
        if raw.endswith(_ELIDED):
            continue
        end = start + len(raw)
        if not _stands_alone(node, data, start, end) and not (end == len(data) and _goes_on(node)):
            yield start, raw


def _is_in_markup(before: str) -> bool:
    """Whether an address is the value of an attribute, or stands in a shortcode, by what is before it."""
    if _EQUALS_BEFORE.search(before[-_MOST_EQUALS:]):
        return True
    return "[" in before and _SHORTCODE_BEFORE.search(before) is not None


def _matches(data: str) -> Iterator[re.Match[str]]:
    """What the expression would find; it is asked only where `://` stands, which takes a fraction of the time."""
    end, marks = 0, data.find("://")
    while marks >= 0:
        start = marks - (5 if data[marks - 1] in "sS" else 4)
        match = _URL.match(data, start) if start >= end else None
        if match is not None:
            yield match
            end = match.end()
        marks = data.find("://", max(end, marks + 1))


_MOST_MARKS = 32  # behind an address; more are nobody's doing


def _without_sentence(raw: str) -> str:
    end = len(raw)
    while len(raw) - end < _MOST_MARKS:
        last = raw[end - 1]
        opening = _PAIRS.get(last)
        if last not in _ENDS and (opening is None or raw.count(opening, 0, end) >= raw.count(last, 0, end)):
            break
        end -= 1
    return raw[:end]


def _stands_alone(node: Text, data: str, start: int, end: int) -> bool:
    """Whether it has a line or a paragraph for itself, where WordPress puts what is embedded.

    Source: `WP_Embed::autoembed()`, https://developer.wordpress.org/reference/classes/wp_embed/autoembed/
    """
    while start and data[start - 1] in _LINE_BLANKS:
        start -= 1
    while end < len(data) and data[end] in _LINE_BLANKS:
        end += 1
    parent = node.parent
    whole = isinstance(parent, Element) and (parent.tag == "p" or not isinstance(parent.parent, Element))
    begins = data[start - 1] == "\n" if start else whole and node.previous_sibling is None
    ends = data[end] == "\n" if end < len(data) else whole and node.next_sibling is None
    return begins and ends


_INLINE = frozenset("a b em font i mark span strong u wbr".split())


def _goes_on(node: Text) -> bool:
    """The address is broken by markup: the rest of it is in the next element."""
    return isinstance(node.next_sibling, Element) and node.next_sibling.tag in _INLINE


def _is_home(url: Url, facts: Facts) -> bool:
    """The front page of the own site, which terms and privacy policies name: the reader is there already."""
    own = facts.url
    if own is None or url.path != "/" or url.query:
        return False
    return url.host.removeprefix("www.") == own.host.removeprefix("www.")


def _is_public(raw: str, host: str) -> bool:
    documentation = any(host == name or host.endswith(f".{name}") for name in _DOCUMENTATION)
    return (
        "." in host.removeprefix("www.")
        and not host.endswith(".onion")
        and not documentation
        and not is_private_host(host)
        and not is_placeholder(raw)
    )
