"""Pages: an HTML file, as a static site holds it or a browser saved it, as one record.

The record's field `page` is the file's text, so that every place that a finding names is a place in the file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from audit.charsets import declared_codec
from audit.facts.html import Markup
from audit.facts.page import Page
from audit.facts.url import home_of_api, is_possible_host, parse_url
from audit.post import PAGE, PAGE_MISDECLARED, PAGE_RESPONSE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts.head import Head

_BOM = b"\xef\xbb\xbf"
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*(?:\r\n?|\n).*?(?<=[\r\n])\1[ \t]*(?:\r\n?|\n|\Z)", re.DOTALL)
_FRONT_MATTER_OF_FILE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?P<mark>---|\+\+\+)[ \t]*+\r?+\n(?:(?!(?P=mark)[ \t]*+\r?+(?:\n|\Z))[^\n]*+(?:\n|\Z))*"
    rb"(?P<end>(?P=mark)[ \t]*+\r?+(?:\n|\Z))?"
)
_NOT_BLANK = re.compile(r"[^\r\n]")
_TAGS = (
    rb"html|head|body|title|meta|link|main|article|div|section|h[1-6]|p|a|img|ul|ol|dl|table|figure|blockquote|pre|hr|br"
    rb"|span|strong|em|b|i|header|footer|nav|aside|iframe|video|picture"
)
_MARK = re.compile(rb"<(?:!doctype|%b)\b" % _TAGS, re.IGNORECASE)
_FIRST_TAG = re.compile(rb"\s*+<[a-z][a-z0-9-]{0,60}[\s/>]", re.IGNORECASE)
_JSON = re.compile(rb"\s*+(?:\[\s*+){0,3}(?:\{\s*+[\"}]|\[[\s\"\]])")
_LOOKED_AT = 8 << 10
_TOKEN = re.compile(rb"\s*[\w.-]{1,60}[:=]?\s*[\w.-]{0,80}\s*")
_ERROR_FILE = re.compile(r"(?:\A|[/\\])(?:404|50[0-9x])(?:/index)?\.x?html?(?:\.gz)?\Z", re.IGNORECASE)
_ERROR_BODY = re.compile(r"""<body\b[^>]{0,500}?\bclass\s*+=\s*+["'][^"'>]{0,300}?\berror404\b""", re.IGNORECASE)
_LEADS_ON = re.compile(
    r"""<meta\b(?=[^>]{0,300}?\bhttp-equiv\s*+=\s*+["']?refresh\b)[^>]{0,300}?\bcontent\s*+=\s*+["']?\s*+0\s*+;\s*+url""",
    re.IGNORECASE,
)
_LONGEST_STUB = 4 << 10
_TEMPLATE = re.compile(r"\{%-?(?:\s+\w|(?![0-9A-Fa-f]{2})\w)|<\?php\b")
"""Liquid, Jinja, Twig or PHP that nobody has run. `{{ … }}` alone is also what a script of the page fills in.

`{%22` is no tag but JSON in an address.
"""
_COMMENTS = rb"\s*+(?:<!--(?:[^-]|-(?!->)){0,2000}-->\s*+){0,9}"
_FIRST_MARK = re.compile(rb"%b<(?:!doctype\s+html|html|head)\b" % _COMMENTS, re.IGNORECASE)
"""How a page begins, and no file of another kind."""
_FIRST_MARK_OF_PIECE = re.compile(rb"%b<(?:%b)\b" % (_COMMENTS, _TAGS), re.IGNORECASE)
"""How a piece of a page begins that has a tag first, and no file of another kind."""


def is_page(head: bytes) -> bool:
    """Whether bytes look like the beginning of an HTML page, or of a piece of one, perhaps behind front matter.

    Of which all may be. A NUL does not end a page, for which HTML has a reading of it. But pictures and archives are
    full of them, and hold a tag by chance: then the page must begin as one. Posts saved as JSON are full of tags, too.
    """
    head = head.removeprefix(_BOM)
    matter = _FRONT_MATTER_OF_FILE.match(head)
    if matter is not None and matter["end"] is None:
        return b"\0" not in head
    start = matter.end() if matter is not None else 0
    if b"\0" in head:
        return _FIRST_MARK.match(head, start) is not None
    if _JSON.match(head, start) is not None:
        return False
    return _FIRST_TAG.match(head, start) is not None or _MARK.search(head, start, start + _LOOKED_AT) is not None


def begins_as_page(head: bytes, *, piece: bool = False) -> bool:
    """Whether bytes can be nothing but the beginning of an HTML page, perhaps behind front matter: no name is needed.

    Args:
        head: the beginning of the file.
        piece: a piece of a page will do.
    """
    head = head.removeprefix(_BOM)
    matter = _FRONT_MATTER_OF_FILE.match(head)
    start = matter.end() if matter is not None else 0
    if _FIRST_MARK.match(head, start) is not None:
        return True
    return piece and b"\0" not in head and _FIRST_MARK_OF_PIECE.match(head, start) is not None


def is_token(head: bytes) -> bool:
    """Whether a file is the line by which its owner proves to a search engine that the site is theirs: no page."""
    return _TOKEN.fullmatch(head) is not None


def what_is_no_post(text: str, name: str) -> str:
    """What a page is that certainly shows no post; "" for any other.

    Such files stand in every folder of a static site, and nobody means them.
    """
    beginning = text[:_LOOKED_AT]
    if _ERROR_FILE.search(name) is not None or is_error_page(text):
        return "error page"
    if len(text) < _LONGEST_STUB and _LEADS_ON.search(beginning) is not None:
        return "forwarding page"
    return "template" if _TEMPLATE.search(beginning) is not None else ""


def is_error_page(text: str) -> bool:
    """Whether WordPress or its theme says that the page stands for one that is not there."""
    return _ERROR_BODY.search(text) is not None


def text_of(raw: bytes) -> str:
    """The text of an HTML file: in the encoding that it declares, else UTF-8, else Windows-1252, as browsers do.

    What is in UTF-8 is read so whatever it declares: programs that save a page write it anew and leave its head alone.
    Front matter is blanked out, and what follows it stays where it is.
    """
    raw = raw.removeprefix(_BOM)
    text = _decoded(raw)
    matter = _FRONT_MATTER.match(text)
    if matter is None:
        return text
    return _NOT_BLANK.sub(" ", matter[0]) + text[matter.end() :]


def misdeclares(raw: bytes) -> bool:
    """Whether an HTML file is in UTF-8 and declares another encoding. A byte order mark would say more than that."""
    return not raw.startswith(_BOM) and _is_utf8_instead(raw, declared_codec(raw)) is not None


def _decoded(raw: bytes) -> str:
    declared = declared_codec(raw)
    if (text := _is_utf8_instead(raw, declared)) is not None:
        return text
    for codec in (declared, "utf-8"):
        if codec is not None:
            try:
                return raw.decode(codec)
            except UnicodeDecodeError:
                continue
    return raw.decode(declared or _likely_codec(raw), errors="replace")


def _is_utf8_instead(raw: bytes, declared: str | None) -> str | None:
    """The text of what is in UTF-8 and declares another encoding; else None.

    Bytes of another encoding are UTF-8 by chance only where there are few of them. Those of Chinese and Korean, such as
    those of the two signs of "unicom" in GBK, then make letters that neither language has.
    """
    if declared in {None, "utf-8"} or raw.isascii():
        return None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    return None if declared in _OF_SEVERAL_BYTES and max(text) < _FIRST_OF_THREE_BYTES else text


def _likely_codec(raw: bytes) -> str:
    """UTF-8 for a page that declares nothing and is damaged in few places, else what browsers take it for."""
    text = raw.decode(errors="replace")
    lost = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - lost
    return "utf-8" if good > _FEW * lost else "windows-1252"


_OF_SEVERAL_BYTES = frozenset({"gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "cp949"})
_FIRST_OF_THREE_BYTES = "\u0800"
_FEW = 3
"""Letters beyond ASCII that UTF-8 gives for each byte that it does not know.

By chance, in another encoding, next to none are given: of two such real pages the one in Latin-1 gives none for 20
bytes lost, and the damaged one in UTF-8 94 for one.
"""


def record_of(text: str, *, misdeclared: bool = False) -> dict[str, Any]:
    """The record of a page: the page itself, and what it says about the post that it shows.

    Args:
        text: the page.
        misdeclared: its file is in UTF-8 and declares another encoding.
    """
    from audit.facts.head import read_head_html  # noqa: PLC0415 - heavy, and a run over JSON needs none of it

    page = Page(Markup(text, page=True))
    head = read_head_html(page.markup, PAGE)
    link = _link_of(head, home_of_api(page.api_url or ""), page.type)
    record: dict[str, Any] = {PAGE: text, "id": page.number, "type": page.type or "page", "link": link}
    if page.api_url is not None:
        record["_links"] = {"self": [{"href": page.api_url}]}
    if link is not None and (url := parse_url(link)) is not None:
        record["slug"] = url.path.rstrip("/").rpartition("/")[2] or None
    if (title := page.title) is not None:
        record["title"] = {"rendered": title}
    if misdeclared:
        record[PAGE_MISDECLARED] = True
    if page.is_protected:
        record["content"] = {"protected": True}
    return {name: value for name, value in record.items() if value is not None}


def with_page(
    record: dict[str, Any], page: str, *, url: str, status: int, headers: Iterable[tuple[str, str]] = ()
) -> dict[str, Any]:
    """A record and the page that readers get of it: hand it over in a block whose form is `visited`.

    The page's real head is then what is judged, the head in the record is compared with it, and the headers
    `X-Robots-Tag` and `Link` of the answer count as search engines count them. A page without a record of the REST API
    is `with_page(record_of(page), page, …)`, with the form `page`.

    Args:
        record: the record; it is left as it is.
        page: the HTML of the answer, decoded.
        url: the address that answered, behind all redirects.
        status: the HTTP status. Only 200 shows the post: with any other the page is left out, for it is an error, a
            login or a challenge.
        headers: names and values in their order; a name may come several times.
    """
    bare = {name: value for name, value in record.items() if name not in {PAGE, PAGE_RESPONSE}}
    if status != _OK:
        return bare
    response = {"url": url, "status": status, "headers": [[name, value] for name, value in headers]}
    return {**bare, PAGE: page, PAGE_RESPONSE: response}


_OK = 200


def _link_of(head: Head, home: str, kind: str | None) -> str | None:
    """The page's address as it says itself: of its own site, where a canonical may name another.

    A post is not the front page, even if its canonical says so and only og:url knows better.
    """
    named = [value.text for value in head.canonicals]
    if (shared := head.meta("og:url")) is not None:
        named.append(shared.decoded)
    parsed = [parse_url(address.strip()) for address in named]
    urls = [url for url in parsed if url is not None and url.scheme in {"http", "https"} and is_possible_host(url.host)]
    own = parse_url(home)
    if kind == "post":
        urls = [url for url in urls if (url.path != "/" or url.query) and (own is None or url.key != own.key)] or urls
    url = next((url for url in urls if own is not None and url.host == own.host), urls[0] if urls else None)
    return url.href if url is not None else None
