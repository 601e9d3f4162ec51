"""Where a link really leads: wrappers taken off, its words, whose kind of host it is, and who is paid for it."""

from __future__ import annotations

import base64
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, unquote

from audit.facts.hosts import below, owner_domain
from audit.facts.image_address import is_archive_host
from audit.facts.text import latin_letters
from audit.facts.url import Url, parse_url
from audit.kept import kept
from audit.lazy import lazy
from audit.rules.sponsors._lexicon import host_set, hosts, name_parts
from audit.rules.sponsors._terms import MONEY, Term, Terms, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_WEB = ("http://", "https://", "//")
_URLDEFENSE = re.compile(r"/v3/__(https?:/{1,2}[^_]+?)__;")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SAYS_NOTHING = frozenset(
    "www com org net info html htm php index page pages article articles post posts news blog home site web online "
    "shop store offers offer product products category tag the and for with from your our die der das und les des "
    "una los group official test example".split()
)
_PUBLIC_HOST = re.compile(
    r"(?:^|\.)(?:gov|mil|int|edu|europa\.eu|bund\.de|admin\.ch|nhs\.uk|parliament\.uk"
    r"|(?:gov|gob|gouv|gub|govt|go|ac|edu|mil|gv|gc|government|gov\.[a-z]{2})\.[a-z]{2,3}|gouv\.fr|gc\.ca)$"
)
_CARRIED = re.compile(r"=(?:https?(?::|%3a)|(?:/|%2f){2}|aHR0c(?:HM6|DovL))", re.IGNORECASE)
_ENCODED = ("aHR0cHM6Ly", "aHR0cDovL")
"""How `https://` and `http://` begin in Base64: https://www.rfc-editor.org/rfc/rfc4648#section-4"""
_FOUNDATIONS = (
    "foundation",
    "stiftung",
    "stichting",
    "fondation",
    "fundacion",
    "fundacio",
    "fundacao",
    "fundacja",
    "fondazione",
    "stiftelsen",
    "alapitvany",
    "nadace",
    "yayasan",
)
"""What foundations call themselves, in plain letters."""
_LONGEST_QUERY = 2048
_MOST_PARAMETERS = 40
_LONGEST_KEPT = 1024


class Redirect(NamedTuple):
    """An address that leads on: the inner one, and whether a mail filter, search engine or the like made it."""

    inner: Url
    harmless: bool


def redirect_of(url: Url) -> Redirect | None:
    """The address that another one carries and leads on to, or None.

    Mail filters, search engines, social networks and archives wrap the addresses that people paste: those are harmless.
    """
    if is_archive_host(url.host) or url.host in {"archive.ph", "archive.today", "archive.is"}:
        inner = _in_path(url)
        return Redirect(inner, harmless=True) if inner is not None else None
    if "urldefense" in url.host and (match := _URLDEFENSE.search(url.href)):
        inner = parse_url(match[1] if "://" in match[1] else match[1].replace(":/", "://", 1))
        return Redirect(inner, harmless=True) if inner is not None else None
    if not _CARRIED.search(url.query) or len(url.query) > _LONGEST_QUERY or not _is_small(url.query):
        return None
    return _named_in_query(url)


def _named_in_query(url: Url) -> Redirect | None:
    """The first address of another owner among the parameters that redirects use; among all, at a wrapper's."""
    wrapper = below(url.host, host_set("wrappers"))
    names = host_set("redirect_parameters")
    for name, written in parse_qsl(url.query):
        value = _plain(written) if written.startswith(_ENCODED) else written
        if not value.lower().startswith(_WEB) or not (wrapper or name.lower() in names):
            continue
        inner = parse_url(f"https:{value}" if value.startswith("//") else value)
        if inner is not None and inner.host and owner_domain(inner.host) != owner_domain(url.host):
            return Redirect(inner, harmless=wrapper or "proxy" in url.host)
    return None


def _plain(written: str) -> str:
    """An address out of Base64, in either alphabet; as it stands where it is none."""
    letters = written.replace(" ", "+").translate(str.maketrans("-_", "+/")).rstrip("=")
    try:
        return base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True).decode("utf-8")
    except ValueError:
        return written


def _is_small(query: str) -> bool:
    return query.count("&") + query.count(";") < _MOST_PARAMETERS


def _in_path(url: Url) -> Url | None:
    match = re.search(r"/(https?:/{1,2}[^/].*)", url.path)
    if match is None:
        return None
    address = match[1]
    inner = parse_url(address if "://" in address else address.replace(":/", "://", 1))
    return inner if inner is not None and inner.host else None


class Target:
    """What one address says, worked out once.

    Attributes:
        outer: the address as it was linked.
    """

    def __init__(self, outer: Url) -> None:
        self.outer = outer

    @lazy
    def redirect(self) -> Redirect | None:
        """The redirect, if it is one."""
        return redirect_of(self.outer)

    @lazy
    def url(self) -> Url:
        """Where it leads, wrappers and redirects taken off."""
        return self.redirect.inner if self.redirect is not None else self.outer

    @lazy
    def words(self) -> list[str]:
        """The words that the address is made of: the registrable label and the path, without what says nothing."""
        url = self.url
        label = url.registrable.split(".")[0] if not below(url.host, host_set("platforms")) else ""
        host = _unicode(url.host) if "xn--" in url.host else url.host
        label = _unicode(label) if label.startswith("xn--") else label
        path = unquote(url.path) if "%" in url.path else url.path
        words = _WORD.findall(latin_letters(label.replace("-", " ")))
        words += _WORD.findall(latin_letters(re.sub(r"[-_/+.%0-9]+", " ", path)))
        if owner_domain(url.host) != url.registrable:
            words += _WORD.findall(latin_letters(host.removesuffix(url.registrable).replace("-", " ")))
        return [word for word in dict.fromkeys(words) if word not in _SAYS_NOTHING]

    @property
    def label(self) -> str:
        """The name in the host: the registrable label in plain letters."""
        return latin_letters(self.url.registrable.split(".")[0])

    @lazy
    def spelled(self) -> str:
        """Host and path as terms are looked for in them."""
        return words_of(self.readable)

    @property
    def readable(self) -> str:
        """Host, without its ending, and path as people read them."""
        url = self.url
        host = _unicode(url.host) if "xn--" in url.host else url.host
        path = unquote(url.path) if "%" in url.path else url.path
        return f"{host.rpartition('.')[0]} | {path}"

    def terms(self, lexicon: Terms, known: Iterable[str]) -> list[Term]:
        """The money terms in host and path, also those glued into the name."""
        found = [term for term in lexicon.within(self.spelled) if term.list in MONEY]
        label = self.label
        if lexicon.may_be_glued_in(label):
            words = name_parts().union(known)
            for part in label.replace("-", " ").split():
                found.extend(term for term in lexicon.glued_in(part, words) if term not in found)
        return found

    @lazy
    def is_public(self) -> bool:
        """A public authority or an academic institution."""
        return _PUBLIC_HOST.search(self.url.host) is not None

    @lazy
    def is_reference(self) -> bool:
        """A work of reference, a registry, the press."""
        return below(self.url.host, host_set("references"))

    @lazy
    def is_platform(self) -> bool:
        """A platform on which anybody has a page: social networks, shops of tickets, donations, videos."""
        return below(self.url.host, host_set("platforms"))

    @lazy
    def is_donation(self) -> bool:
        """A platform that collects gifts."""
        return below(self.url.host, host_set("donations"))

    @property
    def is_funder(self) -> bool:
        """The name in the host ends like a foundation's (`harbour-stiftung`) or begins so (`fondation-harbour`)."""
        first, *_, last = self.label.split("-") * 2
        return last.endswith(_FOUNDATIONS) or (first != "foundation" and first in _FOUNDATIONS)

    @lazy
    def is_trusted(self) -> bool:
        """One of the three."""
        return self.is_public or self.is_reference or self.is_platform

    @lazy
    def affiliate(self) -> str:
        """What shows that somebody is paid for clicks: a network's host or parameters, or ""."""
        return _affiliate_sign(self.outer)

    @lazy
    def cloaks(self) -> str:
        """The path of a plugin that hides affiliate addresses (`/go/kettle`), or ""."""
        if below(self.outer.host, host_set("own_short_paths")):
            return ""
        first, _, rest = self.outer.path.strip("/").partition("/")
        rest = rest.strip("/")
        if first in hosts()["cloaking_paths"] and rest and "/" not in rest and not self.outer.query:
            return f"/{first}/{rest}"
        return ""

    @property
    def shortened(self) -> bool:
        """A shortener hides where it leads."""
        return self.outer.host.removeprefix("www.") in host_set("shorteners")


def target_of(url: Url) -> Target:
    """The target of an address, kept for the next link to it: sites link to the same places from many posts."""
    return _kept_target(url) if len(url.href) <= _LONGEST_KEPT else Target(url)


_kept_target = lru_cache(maxsize=4096)(Target)


def may_be_affiliate(url: Url) -> bool:
    """A quick look at an address: whether `Target.affiliate` or `Target.cloaks` can say anything of it."""
    first = url.path[1:].partition("/")[0]
    if first in hosts()["affiliate_paths"].values():
        return True
    if url.query:
        return "=" in url.query
    return _is_network(url.host) or first in host_set("cloaking_paths")


@kept(4096)
def _is_network(host: str) -> bool:
    """A host by which affiliate networks count clicks."""
    return below(host, host_set("affiliate_hosts"))


@cache
def _parameters_by_host() -> Mapping[str, frozenset[str]]:
    return {host: frozenset(names) for host, names in hosts()["affiliate_parameters_by_host"].items()}


@cache
def _parameters(kind: str) -> frozenset[str]:
    return frozenset(hosts()["affiliate_parameters"][kind])


_COPIED_LABELS = ("gen173", "gog235")
"""What Booking.com itself writes into the addresses of visitors without a partner, beside an `aid` of its own: it is
copied with them."""


def _affiliate_sign(url: Url) -> str:
    first, _, partner = url.path[1:].partition("/")
    in_path = hosts()["affiliate_paths"].get(url.registrable) == first and partner[:1].isdigit()
    if in_path or _is_network(url.host):
        return f"/{first}/" if in_path else url.host
    if not url.query or not _is_small(url.query):
        return ""
    pairs = parse_qsl(url.query)
    names = [name.lower() for name, value in pairs if value]
    if any(name == "label" and value.startswith(_COPIED_LABELS) for name, value in pairs):
        return ""
    own = next((name for name in names if name in _parameters("own")), "")
    if own:
        return f"{own}="
    by_host = next(
        (found for host, found in _parameters_by_host().items() if f".{host}" in f".{url.registrable}"), None
    )
    if by_host is not None and (named := next((name for name in names if name in by_host), "")):
        return f"{named}="
    generic = [name for name in names if name in _parameters("generic")]
    return f"{generic[0]}=, {generic[1]}=" if len(set(generic)) > 1 else ""


def _unicode(host: str) -> str:
    """The host as people read it; as it stands where a label cannot be decoded."""
    labels = []
    for label in host.split("."):
        try:
            labels.append(label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label)
        except (UnicodeError, OverflowError):
            labels.append(label)
    return ".".join(labels)


def readable_host(url: Url) -> str:
    """The host as people read it."""
    return _unicode(url.host)
