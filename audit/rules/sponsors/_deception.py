"""Links that pretend: a host in look-alike letters, an address that is not the one it shows, a name before an @."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from audit.facts.hosts import LASTING_NAMES, TENANT_PLATFORMS, below
from audit.facts.text import dominant_script
from audit.facts.url import host_as_user, parse_url
from audit.rules.sponsors._lexicon import host_set
from audit.rules.sponsors._links import links_of
from audit.rules.sponsors._scene import anchor_of
from audit.rules.sponsors._target import Target, readable_host, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.facts import Facts, Link
    from audit.facts.url import Url

_LOOK_ALIKES = frozenset("аеорсухіјѕһԁԛԝӏкνορτυικαωցոսօքһ")
"""Letters of other alphabets that are drawn like Latin ones: https://www.unicode.org/reports/tr39/#confusables"""
_NAMES = {"LATIN": "Latin", "CYRILLIC": "Cyrillic", "GREEK": "Greek", "ARMENIAN": "Armenian"}


def _alphabet(character: str) -> str:
    return _NAMES.get(unicodedata.name(character, "").split(" ", 1)[0], "")


def homograph(facts: Facts, url: Url) -> str:
    """How a host imitates another one: the label, and the letters that do it; "" if it does not.

    Letters of two alphabets in one label; or a whole label of look-alikes, on a page in another script and under an
    ending in plain letters. Japanese, Korean and Chinese mix scripts by nature.

    Source: https://www.unicode.org/reports/tr39/#Restriction_Level_Detection
    """
    if "xn--" not in url.host:
        return ""
    host = readable_host(url)
    ending = host.rpartition(".")[2]
    for label in host.split("."):
        if label.isascii():
            continue
        letters = [character for character in label if character.isalpha()]
        found = {alphabet for character in letters if (alphabet := _alphabet(character))}
        if len(found) > 1:
            odd = [one for one in letters if one in _LOOK_ALIKES and _alphabet(one) != "Latin"]
            if odd:
                return f"{label}: {_spelled(odd)}"
        elif found & {"Cyrillic", "Greek", "Armenian"} and all(one in _LOOK_ALIKES for one in letters):
            script = dominant_script(facts.text, 0.5, 20)
            if ending.isascii() and script and script not in found:
                return f"{label}: {_spelled(letters)}"
    return ""


def _spelled(letters: list[str]) -> str:
    names = dict.fromkeys(unicodedata.name(one, "?").lower() for one in letters)
    return ", ".join(list(names)[:3])


class Pretence(NamedTuple):
    """A link that shows one address and leads to another.

    Attributes:
        link: the link.
        target: where it leads.
        feature: `G5` (the text is an address), `G6` (a name before an @).
        shown: the domain that is shown.
        hard: it can have no honest reason.
    """

    link: Link
    target: Target
    feature: str
    shown: str
    hard: bool


_ADDRESS = re.compile(
    r"(?:(?P<scheme>https?)://)?(?P<host>(?:[\w-]+\.)+[a-z\u0430-\u044f]{2,24})(?::\d+)?(?P<path>/\S*)?", re.IGNORECASE
)
_FILE_ENDINGS = frozenset(
    # Endings of file and software names that are top-level domains too: README.md, Socket.IO, ASP.NET, main.rs, app.py
    "md io net rs py js ts sh pl so ps cc ai app dev zip mov htm html php txt pdf doc jpg png exe".split()
)
_ENTRY = re.compile(
    r"log-?in|sign-?in|verify|verif|account|secure|password|wallet|payment|pay|auth|update", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:\.\d+){3}|\[.*\]")


def may_pretend(facts: Facts) -> bool:
    """Whether a link has a user in its address, or a text with a dot: a quick look."""
    links = links_of(facts)
    return bool(links.with_user) or any("." in text for text in links.outbound.values())


def pretences(facts: Facts) -> Iterator[Pretence]:
    """The links of a post that show an address and lead elsewhere."""
    links = links_of(facts)
    outbound = links.outbound
    for link in facts.links if links.with_user else outbound:
        url = link.url
        if url is None or url.scheme not in {"http", "https"} or not url.host:
            continue
        if (user := host_as_user(url.href)) and f"{user}@" not in link.node.text:
            yield Pretence(link, target_of(url), "G6", user, hard=True)
            continue
        shown, is_address = _shown_host(outbound.get(link, ""))
        if shown:
            target = target_of(url)
            if _is_imitation(shown, target.url):
                yield Pretence(link, target, "G5", shown, hard=True)
            elif is_address and not _is_same(shown, target):
                yield Pretence(link, target, "G5", shown, hard=_is_trap(shown, target))


def _shown_host(text: str) -> tuple[str, bool]:
    """The host in a text that is nothing but an address, or "", and whether it cannot be a mere name (Booking.com)."""
    words = text.split() if "." in text else ()
    if len(words) != 1:
        return "", False
    text = words[0].strip("()[]<>„“\"'»«→›.,;")
    match = _ADDRESS.fullmatch(text)
    if match is None or "@" in text or "…" in text or "..." in text:
        return "", False
    host = match["host"].lower()
    is_address = bool(match["scheme"] or host.startswith("www.") or (match["path"] or "").strip("/"))
    if not match["scheme"] and not match["path"] and host.rpartition(".")[2] in _FILE_ENDINGS:
        return "", False
    parsed = parse_url(f"https://{host}/")
    return (parsed.host, is_address) if parsed is not None and parsed.registrable else ("", False)


_DRAWN_ALIKE = str.maketrans("0135i", "olesl")
"""Digits that stand in for letters: https://www.unicode.org/reports/tr39/#confusables; `i` and `l` are one here."""
_BAIT = frozenset(
    "login signin logon verify verification verified secure security password account sicher sicherheit anmelden "
    "anmeldung verifizierung verifizieren connexion securite seguro seguridad verificar verificacion sicurezza "
    "verifica accesso veilig inloggen logowanie weryfikacja giris dogrulama guvenli".split()
)


def _is_imitation(shown: str, url: Url) -> bool:
    """Whether a host is made to be taken for the shown one.

    The shown name stands in it with digits (or `rn`) in the place of letters, or with words of a log-in page; or it
    begins with the shown host and belongs to somebody else.
    """
    wanted = parse_url(f"https://{shown}/")
    if wanted is None or wanted.registrable == url.registrable:
        return False
    if f".{url.host}".find(f".{wanted.registrable}.") >= 0:
        return not _is_proxy(url)
    name, other = _name(wanted), _name(url)
    return name != other and (_is_drawn_alike(name, other) or _is_baited(wanted, url))


def _is_drawn_alike(name: str, other: str) -> bool:
    """Whether a name, or a part of it between hyphens, is another one with stand-ins for its letters."""
    drawn = _drawn(name)
    return any(_drawn(part) == drawn and _has_stand_in(name, part) for part in (other, *other.split("-")))


def _is_baited(wanted: Url, url: Url) -> bool:
    """Whether a host is the wanted name with a word of a log-in page, under another ending or with two such words."""
    name, other = _name(wanted), _name(url)
    parts = other.split("-")
    baits = sum(part in _BAIT for part in parts)
    rest = "".join(part for part in parts if part not in _BAIT)
    if not baits or name in _BAIT or _drawn(name).replace("-", "") not in {_drawn(rest), *map(_drawn, parts)}:
        return False
    return baits > 1 or wanted.registrable.removeprefix(name) != url.registrable.removeprefix(other)


def _drawn(name: str) -> str:
    return name.translate(_DRAWN_ALIKE).replace("rn", "m").replace("vv", "w")


def _has_stand_in(name: str, other: str) -> bool:
    """Whether the other name has the digit or pair where the first one has the letter, and not the other way."""
    stand_ins = [sum(one.count(stand_in) for stand_in in ("0", "1", "3", "5", "rn", "vv")) for one in (name, other)]
    return stand_ins[0] < stand_ins[1]


def _is_proxy(url: Url) -> bool:
    """A library's proxy puts its own name behind every host that it passes on."""
    return "proxy" in url.host or target_of(url).is_public


def _is_same(shown: str, target: Target) -> bool:
    """Whether the shown host and the target belong together: one below the other, one name under two endings."""
    wanted = parse_url(f"https://{shown}/")
    if wanted is None or any(_is_reached(wanted, url) for url in (target.outer, target.url)):
        return True
    if wanted.registrable in target.url.host and _is_proxy(target.url):
        return True
    if below(wanted.host, _RESOLVERS):
        return True  # it may well lead there
    if target.shortened or target.affiliate or target.is_platform or below(target.outer.host, _COUNTERS):
        return True
    if below(wanted.host, _CODE_HOSTS) and below(target.url.host, _CODE_HOSTS):
        return True  # a project that moved
    return _are_alike(_name(wanted), _name(target.url)) or _is_rented(wanted, target.url)


def _is_reached(wanted: Url, url: Url) -> bool:
    one, other = wanted.host.removeprefix("www."), url.host.removeprefix("www.")
    if one == other or one.endswith(f".{other}") or other.endswith(f".{one}"):
        return True
    if wanted.registrable == url.registrable or _name(wanted) == _name(url):
        return True
    return one in f"{url.path}?{url.query}".lower()  # a redirect, an archive, a preview or a counter that carries it


def _is_rented(wanted: Url, url: Url) -> bool:
    """A host at a platform that bears the shown name: a shop, a staging copy."""
    tenant = url.host.removesuffix(url.registrable).replace("-", "")
    return url.registrable in TENANT_PLATFORMS and _name(wanted).replace("-", "") in tenant


_CODE_HOSTS = host_set("code_hosts")
_RESOLVERS = host_set("shorteners") | LASTING_NAMES
"""Hosts whose addresses stand for a page of somebody else: a short one, or the name of a publication."""
_COUNTERS = host_set("wrappers") | {"list-manage.com", "sendgrid.net", "hubspotlinks.com", "mjt.lu", "rs6.net"}


def _name(url: Url) -> str:
    return readable_host(url).removesuffix(".").rsplit(".", url.registrable.count("."))[0].rpartition(".")[2]


_SHORT_NAME = 4


_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "ø": "oe", "æ": "ae"})
"""How names with these letters were registered before hosts could have them, and still are."""


def _are_alike(one: str, other: str) -> bool:
    """One name stands in the other, or they share their first half: a firm that moved or was renamed."""
    one, other = (name.replace("-", "").translate(_SPELLED_OUT) for name in (one, other))
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORT_NAME and (
        shorter in longer or longer.startswith(shorter[: max(_SHORT_NAME, len(shorter) // 2 + 1)])
    )


def _is_trap(shown: str, target: Target) -> bool:
    """The shown name stands inside of a foreign host, the host is a bare number, or the page asks for an entry."""
    url = target.url
    bare = shown.removeprefix("www.")
    if bare in url.host or _NUMBER.fullmatch(url.host):
        return True
    return _ENTRY.search(f"{url.host.rpartition('.')[0]}{url.path}") is not None


def words_of_link(link: Link) -> str:
    """What a message calls the link."""
    text = anchor_of(link)
    return f'"{text[:80]}"' if text else "a link without text"
