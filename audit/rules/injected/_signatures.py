"""What injected code looks like, and whose scripts people put into posts themselves: data, in `signatures.json`."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import re2

from audit.facts.hosts import below

if TYPE_CHECKING:
    from audit.facts.url import Url

CHECKS = (
    "https://web.dev/articles/hacked",
    "https://developers.google.com/search/docs/essentials/spam-policies#hacked-content",
)
"""Sources of all rules about injected content."""
ADVICE = (
    "Keep a copy as evidence and do not open the address. Compare the stored post with a backup; look for the same in "
    "other posts, widgets, must-use plugins and the options siteurl and home, and for administrators whom nobody "
    "knows. Then restore and change all passwords."
)
"""What to do about code that nobody of the site wrote."""


class Signature(NamedTuple):
    """A pattern over code.

    Attributes:
        id: its name.
        says: what the code does, as the end of "The script …".
        certain: nothing harmless looks so, unless it decodes to something harmless.
        decodes: it hides a text that can be read.
        least: how many different matches it takes.
        pattern: the RE2 pattern: linear on hostile text.
        beside: a pattern that has to occur too, or None.
    """

    id: str
    says: str
    certain: bool
    decodes: bool
    least: int
    pattern: Any
    beside: Any


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((files(__package__ or "") / "signatures.json").read_text("utf-8"))
    return loaded


@cache
def code_signatures() -> tuple[Signature, ...]:
    """The patterns over scripts and handlers."""
    return tuple(
        Signature(
            entry["id"],
            entry["says"],
            entry["level"] == "error",
            entry["decodes"],
            entry.get("least", 1),
            re2.compile(entry["re"]),
            re2.compile(entry["with"]) if "with" in entry else None,
        )
        for entry in _data()["code"]
    )


@cache
def _any_code() -> Any:
    options = re2.Options()
    options.max_mem = 64 << 20
    return re2.compile("|".join(entry["re"] for entry in _data()["code"]), options)


def has_signature(code: str) -> bool:
    """Whether code may have a signature at all: one linear scan."""
    return _any_code().search(code) is not None


@cache
def _danger() -> Any:
    return re2.compile(_data()["danger"])


def is_dangerous(code: str) -> bool:
    """Whether code fetches, decodes or writes code, or reads cookies: more than moving what is on the page."""
    return _danger().search(code) is not None


@cache
def _loaders() -> frozenset[str]:
    return frozenset(host for hosts in _data()["loaders"].values() for host in hosts)


def is_known_loader(host: str) -> bool:
    """Whether people put scripts and frames of a host into posts themselves."""
    return below(host, _loaders()) or _GOOGLE.search(host) is not None


_GOOGLE = re.compile(r"(?:\A|\.)google\.(?:com?\.)?[a-z]{2}\Z")
"""Google under the ending of a country. Source: https://www.google.com/supported_domains"""


_IMITATED = re.compile(
    r"google-?(?:analytics|tag|api|static|fonts?|ads)|gstatic|googletag|jquery|cloudflare|jsdelivr|bootstrap|fontawesome|"
    r"recaptcha|facebook|wordpress|wp-?(?:cdn|stats?|static|plugin)|yoast|elementor|paypal|microsoft|windowsupdate|"
    r"chrome-?update|browser-?update"
)
_LOOKS_LIKE = str.maketrans({"0": "o", "1": "l", "3": "e", "5": "s", "i": "l"})
_MISSPELT = tuple(
    name.translate(_LOOKS_LIKE)
    for name in ("google", "gstatic", "jquery", "cloudflare", "facebook", "wordpress", "paypal", "microsoft")
)
_IP = re.compile(r"[\d.]+|\[[\da-f:.]+\]")
_USUAL_PORTS = frozenset({"", "80", "443"})


def oddness(url: Url) -> str:
    """What is suspicious about a host that is nobody's known loader, in words; "" for nothing."""
    host = url.host
    if _IP.fullmatch(host):
        return "an address of numbers"
    if "xn--" in host:
        return "a name in disguised letters"
    if _IMITATED.search(host):
        return "a name like that of a well-known service"
    folded = host.replace("rn", "m").replace("vv", "w").translate(_LOOKS_LIKE)
    if any(name in folded for name in _MISSPELT):
        return "a name like that of a well-known service"
    if str(url.port or "") not in _USUAL_PORTS:
        return f"the unusual port {url.port}"
    return ""


@cache
def words(kind: str) -> Any:
    """An RE2 pattern over what readers see, of one kind: `security`, `pastes`, `hacked_by`, …; case-insensitive."""
    return re2.compile(f"(?is){'|'.join(_data()['words'][kind])}")


@cache
def loose_words(kind: str) -> Any:
    """What occurs wherever `words` does, also where blocks touch: no word has to end, and no blank to be there."""
    patterns = "|".join(_data()["words"][kind])
    return re2.compile(f"(?is){patterns.replace(_EDGE, '').replace(_BLANKS, _MAYBE_BLANKS)}")


_EDGE, _BLANKS, _MAYBE_BLANKS = r"\b", r"\s+", r"\s*"


def word_list(kind: str) -> tuple[str, ...]:
    """The same as one pattern that a rule can give the engine's scan."""
    return ("|".join(_data()["words"][kind]),)
