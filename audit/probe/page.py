"""The body of an answer, read as a page: decoded and parsed when somebody asks, and once. Hostile bytes never raise."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote, unquote_to_bytes

from turbohtml import Element, Namespace, Text

from audit.charsets import PRESCANNED, codec_of, declared_codec
from audit.facts.blocks import BLOCK_TAGS
from audit.facts.head import NOINDEX
from audit.facts.html import Markup
from audit.facts.page import base_of
from audit.facts.text import fold
from audit.facts.url import parse_url
from audit.probe.fragment import Passage, loose, passages_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from turbohtml import Node

    from audit.probe.answer import Answer

LONGEST_BODY: Final = 2 << 20
"""Bytes of a body that are looked at."""

# -- characters ------------------------------------------------------------------------------------------------------

_IN_HEADER = re.compile(r";\s*charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"))
_DEFAULT: Final = "cp1252"
_GUESSES: Final = ("utf-8", _DEFAULT, "iso8859-2", "cp1250", "cp1251", "koi8-r", "cp1253", "cp1254", "cp932", "euc_jp",
                   "gb18030", "big5hkscs", "cp949")  # fmt: skip
"""Encodings under which a fragment and a name may mean the same bytes: the usual ones of their scripts."""


class _Decoded(NamedTuple):
    """A body as text.

    Attributes:
        text: what it says; what cannot be decoded is U+FFFD.
        codec: Python's name of the encoding.
        declared: the server or the page names the encoding, or it is sure.
    """

    text: str
    codec: str
    declared: bool


def _decode(body: bytes, content_type: str) -> _Decoded:
    """Text of a body: by its byte order mark, the charset of the server, that of the page, else by looking.

    Source: https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding
    """
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return _Decoded(_text_of(body[len(mark) :], codec), codec, declared=True)
    named = _IN_HEADER.search(content_type)
    declared = (codec_of(named[1]) if named is not None else None) or declared_codec(body)
    if declared is not None:
        return _Decoded(_text_of(body, declared), declared, declared=True)
    try:
        text = getincrementaldecoder("utf-8")().decode(body)  # not final: the body may be cut inside of a character
    except UnicodeDecodeError:
        return _Decoded(_text_of(body, _DEFAULT), _DEFAULT, declared=False)
    return _Decoded(text, "utf-8", declared=False)


def text_of(answer: Answer) -> str:
    """The whole body of an answer as text, decoded as a page is."""
    return _decode(answer.body, answer.header("content-type")).text


def _text_of(body: bytes, codec: str) -> str:
    return body.decode(codec, "replace")


# -- kinds of bodies -------------------------------------------------------------------------------------------------

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_XML_TYPES = frozenset({"text/xml", "application/xml"})
_UNKNOWN = frozenset({"", "unknown/unknown", "application/unknown", "*/*"})
_TEXTUAL = re.compile(r"text/.*|application/(?:.*\+)?(?:json|xml)")
# https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type
_SNIFFED = re.compile(
    rb"(?:\xef\xbb\xbf)?[\t\n\x0c\r ]*(?:<!--|"
    rb"<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|meta)[\s>/])",
    re.IGNORECASE,
)
_XHTML = re.compile(rb"<html[\s>]", re.IGNORECASE)


# -- what readers see ------------------------------------------------------------------------------------------------

_SILENT = "script,style,template,noscript,title,iframe,noframes,noembed,datalist,[hidden],[style]"
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MOST_HEADINGS: Final = 8  # broken markup nests them, so that each would be read in all those around it
_HIDING = (b"hidden", b"display", b"visibility")
_LETTERS_AND_BLANKS: Final = 2  # a blank after each letter is the most that `text` adds
_HIDDEN_SHARE: Final = 4  # a challenge may carry its words in several languages, hidden
_ROOTS = frozenset({"html", "body"})  # hidden until a script has run, against flicker
_FINDABLE_UNSEEN = "script,style,template,noscript,title,noframes,noembed"
_BREAKS = BLOCK_TAGS | {"br", "option", "select", "button", "textarea", "optgroup"}


def _within(nodes: Iterable[Element]) -> set[Node]:
    """The nodes and everything in them."""
    inside: set[Node] = set()
    for node in nodes:
        if node not in inside:
            inside.add(node)
            inside.update(node.descendants)
    return inside


def _hides(node: Element) -> bool:
    """Whether no reader sees an element that `_SILENT` has found."""
    style = node.attr("style")
    return style is None or "hidden" in node.attrs or bool(_UNSEEN_STYLE.search(style))


def _pieces(nodes: Iterable[Node], unseen: set[Node]) -> Iterator[str]:
    """Texts in document order, with a blank wherever a block begins or ends."""
    for node in nodes:
        if node in unseen:
            continue
        if isinstance(node, Element):
            if node.tag in _BREAKS or _is_break(node.previous_sibling):
                yield " "
        elif isinstance(node, Text):
            yield f" {node.data}" if _is_break(node.previous_sibling) else node.data


def _is_break(node: Node | None) -> bool:
    return isinstance(node, Element) and node.tag in _BREAKS


_MOST_LINKS: Final = 8
"""Links on a page that stands in for another: to its maker, to support, to the home page. A site's page has more."""
_FIELDS = "input,textarea"
_OWN_INPUTS = frozenset({"hidden", "submit", "button", "image", "reset", "checkbox", "radio"})
_OF_CHALLENGE = re.compile(r"captcha|response|challenge|answer|token|code|cookie", re.IGNORECASE)


def _is_written_in(node: Element) -> bool:
    """Whether a field is for what a reader has to say, not for the answer to a riddle."""
    if node.tag == "input" and (node.attr("type") or "").lower() in _OWN_INPUTS:
        return False
    return not _OF_CHALLENGE.search(f"{node.attr('name')} {node.attr('id')}")


# -- refreshes -------------------------------------------------------------------------------------------------------


class Refresh(NamedTuple):
    """What a page does after a while by itself.

    Attributes:
        seconds: how long it waits.
        url: where it then leads, absolute; "" if it only loads itself again.
    """

    seconds: float
    url: str


_REFRESH = re.compile(
    r"[\t\n\f\r ]*+(?:([0-9]++)|(?=\.))[0-9.]*+"
    r"(?:(?=[\t\n\f\r ;,])[\t\n\f\r ]*+[;,]?[\t\n\f\r ]*+(.*))?\Z",
    re.DOTALL,
)
_REFRESH_URL = re.compile(r"url[\t\n\f\r ]*=[\t\n\f\r ]*(.*)\Z", re.DOTALL | re.IGNORECASE)
_LONGEST_WAIT: Final = 9  # digits; more are for ever, and Python refuses numbers of 4,301 digits


def read_refresh(content: str) -> tuple[float, str] | None:
    """Seconds and address, as written, of a meta refresh or a `Refresh` header; None if browsers ignore it.

    Source: https://html.spec.whatwg.org/multipage/semantics.html#shared-declarative-refresh-steps
    """
    found = _REFRESH.match(content)
    if found is None:
        return None
    digits = found[1] or "0"
    rest = found[2] or ""
    named = _REFRESH_URL.match(rest)
    address = named[1] if named is not None else rest
    if address[:1] in {"'", '"'}:
        address = address[1:].partition(address[0])[0]
    return (float(digits) if len(digits) <= _LONGEST_WAIT else float("inf")), address.strip("\t\n\f\r ")


# -- pages that scripts make -----------------------------------------------------------------------------------------

_SHELL_TEXT: Final = 200
"""Characters of visible text up to which a page with scripts may be a shell that they fill: a name, a copyright line.
The empty pages of the usual app generators have none to some 40."""
_LOGIN_TEXT: Final = 600
"""Characters of a page on which a reader logs in: names of fields, a way to a new password, a greeting."""
_WAITING_TEXT: Final = 30
"""Characters that are no more than `Loading, please wait ...`."""
_NEEDS_SCRIPT = re.compile(r"java\s?script", re.IGNORECASE)
_SCRIPT_TYPES = frozenset({"", "module", "text/javascript", "application/javascript", "text/ecmascript"})
_MOUNTS = frozenset({"div", "main", "section"})
_MOUNTS_OF_APPS = "#root,#app,#__next,#__nuxt,#___gatsby,#svelte,#q-app,app-root"
"""What the usual app generators fill. Sources: the start pages of React, Vue, Next, Nuxt, Gatsby, Quasar, Angular."""
_CONTENT = "a[href],img,picture,video,form,iframe,table,object,embed"


def _is_words(node: Node) -> bool:
    return isinstance(node, Text) and not node.data.isspace()


def _is_mount(node: Element) -> bool:
    """Whether an element is of those that scripts fill: a custom one, or a box with a name."""
    return "-" in node.tag or (node.tag in _MOUNTS and bool(node.attr("id")))


# -- the form in which pages are compared ----------------------------------------------------------------------------

_COMPARED_ATTRIBUTES = (
    ("a", "href"),
    ("img", "src"),
    ("iframe", "src"),
    ("video", "src"),
    ("source", "src"),
    ("script", "src"),
)
_COMPARED_METAS = frozenset({"description", "og:title", "og:description", "og:image"})
_NUMBER = re.compile(r"\d+")
_SHORTEST_ECHO: Final = 3  # a segment of two letters is in every text


class Page:
    """The body of one answer, read as a page.

    Nothing is decoded or parsed before it is asked for, and then once. What cannot be read is empty.

    Args:
        answer: whose body it is. At most `LONGEST_BODY` bytes of it are looked at.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._body = b"" if answer.undecodable else answer.body[:LONGEST_BODY]

    # -- what it is --------------------------------------------------------------------------------------------------

    @cached_property
    def is_html(self) -> bool:
        """A browser shows the body as an HTML page: by its media type, without one by its first bytes."""
        kind = self._answer.media_type
        if kind in _HTML:
            return True
        if kind in _XML_TYPES:
            return _XHTML.search(self._body, 0, PRESCANNED) is not None
        return (kind in _UNKNOWN or "/" not in kind) and _SNIFFED.match(self._body) is not None

    @cached_property
    def _decoded(self) -> _Decoded:
        return _decode(self._body, self._answer.header("content-type"))

    @property
    def source(self) -> str:
        """The body as text, markup and all."""
        return self._decoded.text

    @cached_property
    def markup(self) -> Markup:
        """The parsed page; an empty one if the body is none."""
        return Markup(self.source if self.is_html else "", page=True)

    # -- what readers see --------------------------------------------------------------------------------------------

    @cached_property
    def title(self) -> str:
        """Text of the first `title`, blanks folded; "" without one."""
        titles = (node for node in self.markup.elements("title") if node.namespace is Namespace.HTML)
        return fold(next((node.text for node in titles), ""))

    @cached_property
    def headings(self) -> list[str]:
        """Texts of the first `h1` elements, those that are not empty, blanks folded."""
        texts = (self._seen_in(node) for node in self.markup.elements("h1")[:_MOST_HEADINGS])
        return [text for text in texts if text]

    @cached_property
    def text(self) -> str:
        """What readers see without scripts, blanks folded, blocks apart; the body if it is plain text and no page."""
        if self.is_html:
            return self._seen_in(self.markup.root)
        kind = self._answer.media_type
        if _TEXTUAL.fullmatch(kind) or (kind in _UNKNOWN and b"\0" not in self._body):
            return fold(self.source)
        return ""

    def shows_more_than(self, characters: int) -> bool:
        """Whether `text` has more characters than that: it is only made where the number of letters does not tell."""
        if self.is_html:
            surely = _HIDDEN_SHARE * characters if self._may_hide else characters
            if self._letters > surely:
                return True
            if _LETTERS_AND_BLANKS * self._letters <= characters:
                return False
        return len(self.text) > characters

    @cached_property
    def _may_hide(self) -> bool:
        return any(word in self._lower for word in _HIDING)

    @cached_property
    def _lower(self) -> bytes:
        return self._body.lower()

    @cached_property
    def _letters(self) -> int:
        text = self.markup.visible_text if self.is_html else self.source
        return len(text) - text.count(" ") - text.count("\n") - text.count("\t") - text.count("\r")

    def is_bare(self, characters: int) -> bool:
        """Whether the page shows no content: at most so many characters, few links, no article, no field to fill in.

        Pages that stand in for another one are so: challenges, refusals, placeholders.
        """
        if self.shows_more_than(characters):
            return False
        root = self.markup.root
        if len(root.select("a[href]")) > _MOST_LINKS or root.select_one("article,main p + p + p + p") is not None:
            return False
        return not any(_is_written_in(node) for node in root.select(_FIELDS) if node not in self._unseen)

    def _seen_in(self, node: Node) -> str:
        return fold("".join(_pieces(node.descendants, self._unseen)))

    @cached_property
    def _unseen(self) -> set[Node]:
        return _within(node for node in self.markup.root.select(_SILENT) if node.tag not in _ROOTS and _hides(node))

    # -- what machines are told --------------------------------------------------------------------------------------

    @cached_property
    def base(self) -> str:
        """The address that relative ones are resolved against: of the first `<base href>`, else the page's own."""
        return base_of((self.markup,), self._answer.url) or self._answer.url

    @cached_property
    def refresh(self) -> Refresh | None:
        """The first meta refresh that browsers obey, not one in `noscript` or `template`; None without one."""
        if b"refresh" not in self._lower:
            return None
        inert = self._in_noscript
        for node in self.markup.elements("meta"):
            if (node.attr("http-equiv") or "").lower() != "refresh" or node in inert:
                continue
            read = read_refresh(node.attr("content") or "")
            if read is not None:
                seconds, address = read
                url = parse_url(address, self.base) if address else None
                return Refresh(seconds, url.href if url is not None and url.scheme != "javascript" else "")
        return None

    @cached_property
    def _in_noscript(self) -> set[Node]:
        return _within(self.markup.elements("noscript"))

    @cached_property
    def noindex(self) -> bool:
        """Search engines are asked to leave the page out, by a meta tag or by `X-Robots-Tag`."""
        rules = [
            node.attr("content") or ""
            for node in self.markup.elements("meta")
            if (node.attr("name") or "").strip().lower() in {"robots", "googlebot"}
        ]
        rules += self._answer.all("x-robots-tag")
        words = {word.strip().lower() for rule in rules for word in re.split(r"[,:]", rule)}
        return not words.isdisjoint(NOINDEX)

    @cached_property
    def is_app_shell(self) -> bool:
        """Scripts make the page: it has some, next to no text, and a place for them to fill, or nothing else at all."""
        if not self.is_html or not self._has_scripts or self.shows_more_than(_SHELL_TEXT):
            return False
        if any(_NEEDS_SCRIPT.search(node.text) for node in self.markup.elements("noscript")):
            return True
        content = self.markup.root.select(_CONTENT)
        if not content and not self.shows_more_than(_WAITING_TEXT):
            return True
        splash = _within(node for node in self.markup.root.select(_MOUNTS_OF_APPS) if node.select_one(_CONTENT) is None)
        words = (node for node in self.markup.root.descendants if _is_words(node) and node not in splash)
        filled = self._around([*content, *words])
        return any(_is_mount(node) and node not in filled for node in self.markup.root.select("body *"))

    @cached_property
    def is_login(self) -> bool:
        """The page does next to nothing but ask for a password."""
        if not self.is_html or self.shows_more_than(_LOGIN_TEXT):
            return False
        root = self.markup.root
        return root.select_one("input[type=password i]") is not None and len(root.select("a[href]")) <= _MOST_LINKS

    @property
    def _has_scripts(self) -> bool:
        return any((node.attr("type") or "").lower() in _SCRIPT_TYPES for node in self.markup.elements("script"))

    def _around(self, nodes: Iterable[Node]) -> set[Node]:
        """The nodes that readers see, and all that is around them."""
        found: set[Node] = set()
        for node in nodes:
            around: Node | None = None if node in self._unseen else node
            while around is not None and around not in found:
                found.add(around)
                around = around.parent
        return found

    # -- fragments ---------------------------------------------------------------------------------------------------

    def has_target(self, fragment: str) -> bool:
        """Whether a fragment, without its text directive, leads to a place on the page.

        First as it is, then percent-decoded; `top` in any case is the top. Pages of GitHub have their names behind
        `user-content-`, and a script finds them.

        Source: https://html.spec.whatwg.org/multipage/browsing-the-web.html#find-a-potential-indicated-element
        """
        if not fragment or fragment.lower() == "top":
            return True
        names = self._names
        wanted = self._spellings(fragment)
        return any(name in names or f"user-content-{name}" in names for name in wanted)

    @cached_property
    def _names(self) -> set[str]:
        """Names of the places on the page: every `id`, and the `name` of every `a`."""
        inert = self._in_noscript | _within(self.markup.elements("template", in_templates=True))
        nodes = [node for node in self.markup.root.select("[id],a[name]") if node not in inert]
        names = {node.attr("id") or "" for node in nodes}
        names.update(node.attr("name") or "" for node in nodes if node.tag == "a")
        return names - {""}

    def _spellings(self, fragment: str) -> set[str]:
        """What a fragment may read like on this page. Where its encoding is not sure, the bytes count."""
        data = unquote_to_bytes(fragment)
        spellings = {fragment, data.decode("utf-8", "replace")}
        if data.isascii():
            return spellings
        decoded = self._decoded
        spellings.add(data.decode(decoded.codec, "replace"))  # old pages escape the bytes of their own encoding
        if decoded.declared and "\ufffd" not in decoded.text:
            return spellings
        try:
            wanted = data.decode("utf-8")
        except UnicodeDecodeError:
            return spellings | {data.decode(codec, "replace") for codec in _GUESSES}
        for codec in _GUESSES:
            spellings.add(wanted.encode(codec, "replace").decode(decoded.codec, "replace"))
        return spellings

    def has_text(self, directive: str) -> bool:
        """Whether the page has a text of a fragment's directive (`text=prefix-,start,end,-suffix`, joined by `&`).

        True too where no part of the directive can be read: browsers then look for nothing.

        Source: https://wicg.github.io/scroll-to-text-fragment/
        """
        passages = passages_of(directive)
        return not passages or any(self._has_passage(passage) for passage in passages)

    def _has_passage(self, passage: Passage) -> bool:
        return passage.is_in(self._loose_text)

    @cached_property
    def _loose_text(self) -> str:
        """All text in the form in which text fragments are compared, that which a script may show included."""
        if not self.is_html:
            return loose(self.text)
        unseen = _within(self.markup.root.select(_FINDABLE_UNSEEN))
        return loose("".join(_pieces(self.markup.root.descendants, unseen)))

    # -- comparison --------------------------------------------------------------------------------------------------

    def fingerprint(self, requested: str) -> bytes:
        """A digest of what the page shows, equal for pages that differ only in numbers and in the address asked for.

        Pages that a host answers to everything print the address they were asked for, the day, or a count. Taken are
        the texts, what is linked, the pictures, the scripts; not what scripts and forms carry along, which is new each
        time.

        Args:
            requested: the address that was asked for.

        Returns:
            16 bytes; none for a page that shows nothing.
        """
        markup = self.markup
        shown = [self.title, self.text]
        metas = ((node, node.attr("name") or node.attr("property") or "") for node in markup.elements("meta"))
        shown += [node.attr("content") or "" for node, name in metas if name.lower() in _COMPARED_METAS]
        for tag, attribute in _COMPARED_ATTRIBUTES:
            addresses = (node.attr(attribute) for node in markup.elements(tag))
            shown += [re.split(r"[?#]", address, maxsplit=1)[0] for address in addresses if address]
        if not any(shown):
            return b""
        form = "\n".join(shown).casefold()
        for echo in _echoes(requested):
            form = form.replace(echo, "")
        return blake2b(_NUMBER.sub("", form).encode("utf-8", "replace"), digest_size=16).digest()


def _echoes(requested: str) -> list[str]:
    """How a page may print the address it was asked for: whole, as path, as last segment or words; longest first."""
    url = parse_url(requested)
    path = url.path if url is not None else requested
    trimmed = path.strip("/")
    last = trimmed.rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    written = {requested, path, path.rstrip("/"), trimmed, last, stem}
    written |= {unquote(one) for one in written}
    written |= {re.sub(r"[-_+]+", " ", one) for one in (unquote(last), unquote(stem))}
    return sorted({one.casefold() for one in written if len(one) >= _SHORTEST_ECHO}, key=len, reverse=True)
