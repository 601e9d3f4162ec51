"""The values that a graph gives to its properties, judged in one walk for all rules that ask.

The same walk finds the nodes whose terms are odd: see `_terms`. What is judged of a node depends on its types and keys
alone. Nodes repeat: on real sites 96 % share theirs with one seen before, so that each such shape is looked up once.
Texts without markup and addresses of the post's own host, which are most values, are told at a glance.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from html.entities import html5
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from unicodedata import decimal

from audit.facts import RAW
from audit.facts.jsonld_values import leaves
from audit.facts.url import parse_url
from audit.finding import Finding, Fix, Form
from audit.rules._addresses import slip_in
from audit.rules.links._slips import slip_at_beginning
from audit.rules.structured_data._codes import CURRENCIES, FORMER_CURRENCIES, TICKERS
from audit.rules.structured_data._dates import is_clock, is_duration, is_week_or_ordinal, moment
from audit.rules.structured_data._items import offered_items
from audit.rules.structured_data._vocabulary import (
    CLEAN,
    SUFFIXES,
    Shape,
    local_name,
    properties_of,
    properties_with,
    property_name,
    shape_of,
    vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from audit.facts import Facts
    from audit.facts.jsonld import Node
    from audit.finding import Evidence, Severity

Judge: TypeAlias = "Callable[[Any], str]"
"""Takes one value of a property; "" where nothing is wrong with it, else in which way it is wrong."""
_Check: TypeAlias = "tuple[str, str, Judge]"
"""A key, as what its value is judged, and by whom."""

SHOWN = 80
"""Characters of a value that a message shows."""
LONGEST = 2048
"""Characters of a value that are judged: nobody writes a longer name, date or address."""
_SHAPES = 4096
_MOST_KEYS = 200
"""Keys of a node whose judgement is remembered; more are made to fill the memory."""
_TEXTS = 16_384
_SHORTCODE = re.compile(r"\[[a-z][^\[\]]*+\]", re.IGNORECASE)
_NO_DATES = frozenset({"datasetTimeInterval"})  # holds intervals
_UNHELD = frozenset({"", "@graph"})
_CONTAINERS = frozenset({"@list", "@set"})
_IMAGES = frozenset({"image", "logo", "photo", "primaryImageOfPage", "screenshot", "thumbnail", "thumbnailUrl"})
_ADDRESSES_TOO = frozenset({"item", "mainEntityOfPage", "hasMap"})  # of a thing, which may be given by its address
_NO_ADDRESSES = frozenset({"constraintProperty", "labelDetails", "prescribingInfo"}) | _IMAGES
_NAMES = frozenset({"name", "headline", "alternativeHeadline", "alternateName", "caption"})
_CURRENCIES = frozenset({"priceCurrency", "currency", "salaryCurrency", "costCurrency", "discountCurrency"})
_PRICES = frozenset({"price", "lowPrice", "highPrice", "minPrice", "maxPrice"})
_RATINGS = frozenset({"ratingValue", "bestRating", "worstRating", "ratingCount", "reviewCount"})
_COORDINATES = frozenset({"latitude", "longitude"})
# Their values are words of a trade rather than a fixed list, or the list is not closed.
_OPEN_LISTS = frozenset(
    {"QualitativeValue", "Enumeration", "MedicalSpecialty", "Specialty", "PhysicalExam", "MedicineSystem"}
)


class Fault(NamedTuple):
    """One value that is wrong: whose, of which property, and in which way."""

    node: Node
    name: str
    value: Any
    way: str
    more: int = 0  # further values of the same property that are wrong in the same way, where tags of a list say it

    @property
    def where(self) -> str:
        """The property as messages call it: `Offer.price`."""
        return f"{label(self.node)}.{self.name}"

    def told(
        self,
        what: str,
        *,
        severity: Severity | None = None,
        evidence: tuple[Evidence, ...] = (),
        fix: Fix | None = None,
        form: str = "",
        remedy: str | None = None,
    ) -> Finding:
        """The finding that says what the value is and, behind that, what is wrong with it: `Offer.price is "12": …`.

        A fix is for JSON; where tags say it, there are several ways to.
        """
        value = shown(self.value)
        return Finding(
            f"{self.where} is {value}{what}{like_it(self.more)}.",
            at=self.node.place(self.name),
            value=f"{self.where}={value}",
            severity=severity,
            evidence=evidence,
            fix=fix if self.node.syntax == "JSON-LD" else None,
            form=form,
            remedy=remedy,
        )


def label(node: Node) -> str:
    """What a node is called in messages: its first type, else by the property that holds it.

    Its place is left out: findings of a kind are told once, and do not change when others come before them.
    """
    if node.types:
        return brief(node.types[0])
    return f"({brief(node.role) if node.role not in _UNHELD else 'object'} without a type)"


def brief(text: str) -> str:
    """A text that is not too long for a message."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def like_it(more: int) -> str:
    """What a message says of others with the same fault."""
    return f" ({more} more like it on the page)" if more else ""


def listed(names: list[str]) -> str:
    """Names as a sentence has them: `name, image and offers`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def shown(value: Any) -> str:
    """A value as JSON writes it, shortened; lists and objects only by their kind."""
    if type(value) in (list, dict):
        return "a list" if type(value) is list else "an object"
    return brief(json.dumps(value, ensure_ascii=False))


def rewritten(before: Any, after: Any) -> Fix:
    """The edit that gives a property another value, as JSON writes both; a plugin prints it, so it needs a look."""
    old, new = (json.dumps(value, ensure_ascii=False) for value in (before, after))
    return Fix(safe=False, summary=f"write {brief(new)}", element="script", before=old, after=new, form=Form.JSON)


def led_to(value: Any, address: str) -> Fix | None:
    """The edit that lets a property lead elsewhere; None unless it is an address, or nothing but a reference."""
    if type(value) is dict and value.keys() <= {"@id", "@type"}:
        value = value.get("@id")
    return rewritten(value, address) if type(value) is str else None


def faults(facts: Facts, kind: str) -> Sequence[Fault]:
    """The wrong values of one kind, each (type, property, value) once."""
    return facts.once(_judged).faults.get(kind, ())


def odd_shapes(facts: Facts) -> Sequence[tuple[Node, Shape]]:
    """The nodes, and the items that are judged, whose types or keys are no good, or no longer."""
    return facts.once(_judged).shapes


class _Judged(NamedTuple):
    faults: dict[str, list[Fault]]
    shapes: list[tuple[Node, Shape]]


def _judged(facts: Facts) -> _Judged:
    judged = _Judged({}, [])
    seen: set[tuple[str, str, str]] = set()
    own = _origins(facts)
    for node in facts.graph.nodes:
        shape, checks = _known(node.types, tuple(node.data))
        if shape is not CLEAN:
            judged.shapes.append((node, shape))
        if checks:
            _judge_values(node, checks, own, judged.faults, seen)
    for node in facts.once(offered_items):
        shape, checks = _known(node.types, tuple(node.data))
        if shape is not CLEAN:
            judged.shapes.append((node, shape))
        _judge_values(node, checks, own, judged.faults, seen)
    for kind, found in judged.faults.items():
        judged.faults[kind] = _tellable(found, facts)
    return judged


def _tellable(found: Sequence[Fault], facts: Facts) -> list[Fault]:
    """Faults that are certain, and not said by one template again and again."""
    certain = list(found)
    if facts.base is None:
        certain = [fault for fault in certain if not _is_of_a_tag(fault)]
    if facts.content_field == RAW:
        certain = [fault for fault in certain if not _is_filled_in(fault.value)]
    return _once_a_template(certain) if facts.items.nodes else certain


def _once_a_template(found: Sequence[Fault]) -> list[Fault]:
    """Faults, those in tags once each: a shop's list of products has them in every row, of one template."""
    told: list[Fault] = []
    places: dict[tuple[str, str], int] = {}
    for fault in found:
        place = places.get((fault.where, fault.way)) if fault.node.syntax != "JSON-LD" else None
        if place is not None:
            told[place] = told[place]._replace(more=told[place].more + 1)
            continue
        if fault.node.syntax != "JSON-LD":
            places[fault.where, fault.way] = len(told)
        told.append(fault)
    return told


_ABSOLUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|_:|#")


def relative_ids(facts: Facts) -> list[Fault]:
    """Ids that are relative; a fragment names a part of this page."""
    return [
        Fault(thing, "@id", thing.id, "relative")
        for thing in facts.graph.nodes
        if thing.id and not thing.id.startswith("https:") and not _ABSOLUTE.match(thing.id.strip())
    ]


def _is_of_a_tag(fault: Fault) -> bool:
    """Whether a relative address may stand in a tag, where it is as good as a full one."""
    return fault.way == "relative" and fault.node.syntax != "JSON-LD"


def _is_filled_in(value: Any) -> bool:
    """Whether a stored value holds a shortcode, for which WordPress puts the right one where the page is made."""
    return type(value) is str and _SHORTCODE.search(value) is not None


def _origins(facts: Facts) -> tuple[str, ...]:
    """What addresses of the post's own host begin with: they parse, whatever comes behind it."""
    url = facts.url
    return (f"{url.scheme}://{url.host}/",) if url is not None and url.host and url.scheme in _WEB else ()


def _judge_values(
    node: Node,
    checks: Sequence[_Check],
    own: tuple[str, ...],
    found: dict[str, list[Fault]],
    seen: set[tuple[str, str, str]],
) -> None:
    data = node.data
    for name, kind, judge in checks:
        value = data[name]
        if type(value) is str:
            if kind == "text":
                if "<" not in value and "&" not in value:
                    continue
            elif kind in _OF_ADDRESSES and value.startswith(own):
                continue
            if value and (way := judge(value if len(value) <= LONGEST else value[:LONGEST])):
                _note(found, seen, kind, Fault(node, name, value, way))
            continue
        if type(value) is dict and ("@id" in value or "@type" in value) and _CONTAINERS.isdisjoint(value):
            continue  # another node, which is judged by itself
        for leaf in leaves(value):
            if type(leaf) is not dict and (way := judge(leaf if type(leaf) is not str else leaf[:LONGEST])):
                _note(found, seen, kind, Fault(node, name, leaf, way))


def _note(found: dict[str, list[Fault]], seen: set[tuple[str, str, str]], kind: str, fault: Fault) -> None:
    key = (label(fault.node), fault.name, f"{kind} {fault.value!r}")
    if key not in seen:
        seen.add(key)
        found.setdefault(kind, []).append(fault)


def _known(types: tuple[str, ...], keys: tuple[str, ...]) -> tuple[Shape, tuple[_Check, ...]]:
    """What the vocabulary says of nodes with these types and keys, and which of their values are judged."""
    return _remembered(types, keys) if len(types) + len(keys) <= _MOST_KEYS else (shape_of(types, keys), _checks(keys))


@lru_cache(maxsize=_SHAPES)
def _remembered(types: tuple[str, ...], keys: tuple[str, ...]) -> tuple[Shape, tuple[_Check, ...]]:
    return shape_of(types, keys), _checks(keys)


def _checks(keys: tuple[str, ...]) -> tuple[_Check, ...]:
    """Which of the keys are judged, as what, and by whom.

    What an action asks for (`url-output`) holds no value of the property, but what one must be like ("required").
    Source: https://schema.org/docs/actions.html
    """
    table = _table()
    return tuple(
        (key, *table[name]) for key in keys if (name := property_name(key)) in table and not key.endswith(SUFFIXES)
    )


@cache
def _table() -> Mapping[str, tuple[str, Judge]]:
    """What each property's values must be."""
    known = vocabulary()
    table: dict[str, tuple[str, Judge]] = {}
    for name, ranges in known.ranges.items():
        if ranges and all(kind in known.enumerations and kind not in _OPEN_LISTS for kind in ranges.split()):
            table[name] = ("enum", _enumeration(" ".join(known.enumerations[kind] for kind in ranges.split())))
    table["employmentType"] = ("enum", _employment)
    table["priceType"] = ("enum", _price_type)
    for name in properties_of("Date", "DateTime", "Time") - _NO_DATES:
        table[name] = ("date", date_or_time if "Time" in known.ranges[name].split() else date)
    for name in properties_with("Duration", "Text", "Number"):
        table[name] = ("duration", duration)
    for name in (properties_of("URL") | _ADDRESSES_TOO) - _NO_ADDRESSES:
        table[name] = ("url", address)
    table.update(dict.fromkeys(_IMAGES, ("image", image)))
    table.update(dict.fromkeys(_NAMES, ("text", markup)))
    table.update(dict.fromkeys(_CURRENCIES, ("currency", currency)))
    table.update(dict.fromkeys(_PRICES | _RATINGS, ("number", number)))
    table.update(dict.fromkeys(_COORDINATES, ("number", coordinate)))
    return table


# -- dates and durations ---------------------------------------------------------------------------------------------


def date(value: Any) -> str:
    """The word "blank" for a date whose time is set off by a blank, "wrong" for what is no date."""
    if type(value) is not str:
        return "wrong"
    found = moment(value.strip())
    if found is not None:
        return "" if found.strict else "blank"
    return "" if is_week_or_ordinal(value.strip()) else "wrong"


def date_or_time(value: Any) -> str:
    """The same, where a time alone will do."""
    return "" if type(value) is str and is_clock(value.strip()) else date(value)


@lru_cache(maxsize=_TEXTS)
def duration(value: Any) -> str:
    """The word "wrong" for what is no duration."""
    return "" if type(value) is str and is_duration(value.strip()) else "wrong"


# -- numbers and money -----------------------------------------------------------------------------------------------

_DIGITS = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)
_READABLE = re.compile(r"[+-]?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?\s*+(?:%|/\s*\d+(?:\.\d+)?)?", re.ASCII)
"""A number, a percentage, a fraction."""
_SIGN = re.compile(
    rf"[$€£¥₹₽₩₺₴₫฿₦₪₱]|\b(?:{'|'.join(sorted(CURRENCIES | FORMER_CURRENCIES | TICKERS))})\b"
    r"|(?<![^\W\d_])(?i:euros?|dollars?|francs?|k[rč]|rs|ft|lei|лв|zł|руб|р|грн|تومان|ریال)(?![^\W\d_])"
)
"""What stands for a currency: a sign, a code, or a word, also right behind the digits (`500kr`)."""
_THOUSANDS = re.compile(
    r"\d{1,3}(?:[,' \u00a0\u202f\u2019]\d{3})+(?:[.,]\d+)?|\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"
)
_PERHAPS_THOUSANDS = re.compile(r"\.\d{3}\Z", re.ASCII)
_COMMA = re.compile(r"\d+,\d+")
_ONE_COMMA = re.compile(r"[+-]?\d{1,3},\d+", re.ASCII)


@lru_cache(maxsize=_TEXTS, typed=True)  # the only judge to tell true from 1: to the others all but texts are one
def number(value: Any) -> str:
    """In which way a number was written for people, be it with words (`4 stars`) or as one (`Free`)."""
    if type(value) is bool:
        return "truth value"
    if type(value) is not str:
        return ""
    text = value.strip()
    if not text or _READABLE.fullmatch(text):
        return ""
    if not any(character.isdigit() for character in text):
        return "words"
    return "currency sign" if _SIGN.search(text) else _marks(text) or "words"


def coordinate(value: Any) -> str:
    """The same of a latitude or longitude, which may also be a text with degrees and minutes."""
    return "decimal comma" if type(value) is str and _ONE_COMMA.fullmatch(value.strip()) else ""


def _marks(text: str) -> str:
    """In which way the digits of a number, and what stands between them, are for people."""
    if not text.isascii() and any(character.isdecimal() and not character.isascii() for character in text):
        return "digits of another script"
    if _THOUSANDS.fullmatch(text):
        return "thousands separator"
    return "decimal comma" if _COMMA.fullmatch(text.replace(" ", "")) else ""


def plain_number(text: str, way: str) -> str:
    """A number as it should be written, from one with marks for people; "" where they can be read in two ways."""
    if way == "thousands separator":
        marks = [character for character in text.strip() if not character.isdigit()]
        if marks in ([","], ["."]):
            return ""
        decimals = len(set(marks)) > 1  # the last mark is another one than those between the thousands
        digits = re.split(r"\D", text.strip())
        return f"{''.join(digits[:-1])}.{digits[-1]}" if decimals else "".join(digits)
    if way == "digits of another script":
        plain = "".join(str(decimal(character, character)) for character in text.strip()).replace("٫", ".")
        return plain if _DIGITS.fullmatch(plain) else ""
    if way == "currency sign":
        bare = _SIGN.sub("", text).strip()
        if _DIGITS.fullmatch(bare):
            return "" if _PERHAPS_THOUSANDS.search(bare) else bare
        return plain_number(bare, inner) if (inner := _marks(bare)) else ""
    return text.strip().replace(" ", "").replace(",", ".") if way == "decimal comma" else ""


@lru_cache(maxsize=_TEXTS)
def currency(value: Any) -> str:
    """The word "case" for a code in small letters, "ticker" for a cryptocurrency, "wrong" for what is no currency."""
    if type(value) is not str:
        return "wrong"
    text = value.strip()
    if text in CURRENCIES or text in FORMER_CURRENCIES:
        return ""
    if text in TICKERS:
        return "ticker"
    return "case" if text.upper() in CURRENCIES else "wrong"


# -- lists of words --------------------------------------------------------------------------------------------------

EMPLOYMENT = ("FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER")
"""Source: https://developers.google.com/search/docs/appearance/structured-data/job-posting"""
PAY_UNITS = ("HOUR", "DAY", "WEEK", "MONTH", "YEAR")
"""What a job's pay is for. Source: https://developers.google.com/search/docs/appearance/structured-data/job-posting"""
_PRICE_TYPES = frozenset({"StrikethroughPrice", "ListPrice"})  # that Google reads; ListPrice in a transition


def words_of(name: str) -> tuple[str, ...]:
    """The words that a property takes."""
    if name == "employmentType":
        return EMPLOYMENT
    if name == "unitText":
        return PAY_UNITS
    known = vocabulary()
    return tuple(
        word for kind in known.ranges.get(name, "").split() for word in known.enumerations.get(kind, "").split()
    )


def _enumeration(members: str) -> Judge:
    words = frozenset(members.split())

    @lru_cache(maxsize=1024)
    def judge(value: Any) -> str:
        """The word "wrong" for what is no member; addresses of other vocabularies (GoodRelations) are theirs."""
        if type(value) is not str:
            return "wrong"
        text = value.strip()
        name = local_name(text).rstrip("/")
        return "" if name in words or ":" in name else "wrong"

    return judge


@lru_cache(maxsize=1024)
def _employment(value: Any) -> str:
    return "" if type(value) is str and local_name(value.strip()) in EMPLOYMENT else "wrong"


@lru_cache(maxsize=1024)
def _price_type(value: Any) -> str:
    """The word "unused" for what schema.org knows and Google does not read; other texts are allowed."""
    name = local_name(value.strip()) if type(value) is str else ""
    return "unused" if name not in _PRICE_TYPES and name in vocabulary().members else ""


# -- addresses -------------------------------------------------------------------------------------------------------

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_HOST = re.compile(r"(?:www\.[^\s/]+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#:]\S*|$))", re.IGNORECASE)
_FRAGMENT = re.compile(r"#[^\s#{}%]+")  # a part of this page; "#" alone is what a template leaves
_PICTURE = re.compile(r"[^\s/]+\.(?:avif|gif|jpe?g|png|svg|webp)(?:[?#].*)?", re.IGNORECASE)
_WEB = frozenset({"http", "https"})
_NOWHERE = frozenset({"about", "blob", "file", "javascript"})  # lead nowhere, or to one's own machine
_OF_ADDRESSES = frozenset({"url", "image"})


@lru_cache(maxsize=_TEXTS)
def address(value: Any) -> str:
    """The word "relative" for a path, "no scheme" for `www.lake.example`, "wrong" for what is no address."""
    if type(value) is not str:
        return "wrong"
    text = value.strip()
    if _SCHEME.match(text):
        return "wrong" if _is_wrong(text) else ""
    if text.startswith(("/", "./", "../", "?")) or _FRAGMENT.fullmatch(text):
        return "relative"
    if _HOST.fullmatch(text):
        return "no scheme"
    if any(character.isspace() for character in text) or "/" not in text or text.startswith(("#", "%", "{", "[", "@")):
        return "wrong"
    return "relative"


def _is_wrong(address: str) -> bool:
    """Whether an address with a scheme leads nowhere, or has a slip in its beginning or its host."""
    url = parse_url(address)
    if url is None or url.scheme in _NOWHERE or (url.scheme in _WEB and not url.host):
        return True
    return slip_in(address) != "" or slip_at_beginning(address, None) is not None


_SPLIT_SCHEME = re.compile(r"(?:(https)(?=\w)|(https?)//(?=\w))((?:[\w-]+\.)+\w{2,})(?=[/?#:]|\Z)", re.IGNORECASE)
"""A scheme that lost what stands behind it, and a host. Names of hosts do begin with `http`: httpbin.org."""


def garbled(text: str) -> tuple[str, str]:
    """What an address that lost its colon or slashes means, and the beginning that is wrong, else two empty texts."""
    match = _SPLIT_SCHEME.match(text)
    url = parse_url(f"{(match[1] or match[2]).lower()}://{text[match.start(3) :]}") if match is not None else None
    return (url.href, match[0]) if match is not None and url is not None and url.registrable else ("", "")


@lru_cache(maxsize=_TEXTS)
def image(value: Any) -> str:
    """The word "data" for a picture inside the text, else as `address`."""
    if type(value) is str and value.lstrip().lower().startswith("data:"):
        return "data"
    way = address(value)
    if way and type(value) is str and _PICTURE.fullmatch(value.strip()):
        return "relative"
    return way


# -- texts -----------------------------------------------------------------------------------------------------------

_TAG = re.compile(
    r"</?(?:a|abbr|b|big|br|center|cite|code|del|div|em|font|h[1-6]|i|img|ins|li|mark|p|small|span|strong|sub|sup|svg|u)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_CODED_TWICE = re.compile(r"&amp;(#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
_CODED = re.compile(r"&(#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)


def markup(value: Any) -> str:
    """The word "tag", "coded twice" or "coded"."""
    if type(value) is not str:
        return ""
    if "<" in value and _TAG.search(value):
        return "tag"
    if "&" not in value:
        return ""
    if _has_reference(_CODED_TWICE, value):
        return "coded twice"
    return "coded" if _has_reference(_CODED, value) else ""


def tags_in(text: str) -> list[str]:
    """The tags that a text holds, as they are written."""
    return [match[0] for match in _TAG.finditer(text)]


def _has_reference(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text holds a character reference of HTML: `&hellip;`, but not the `&Co;` of a firm."""
    return any(match[1].startswith("#") or f"{match[1]};" in html5 for match in pattern.finditer(text))
