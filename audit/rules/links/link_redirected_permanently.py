"""LNK015."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote

from audit.facts.hosts import LASTING_NAMES, below
from audit.facts.image_address import is_volatile_query
from audit.facts.url import Url, parse_url, registrable_domain, without_credentials
from audit.finding import Fix, Severity
from audit.probe import Hop, Probe
from audit.probe.quirks import quirk_of
from audit.rule import SAME_ELEMENT, SAME_TARGET, Bad, Good, LinkRule
from audit.rules.links._corpus import is_tracking
from audit.rules.links._probed import findings, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.finding import CorpusFinding, Witness
    from audit.site import SiteTotals

_POST = '<p>The <a href="https://quay.example/tables">tables of the quay</a> say when.</p>'
_ADDRESS = "https://quay.example/tables"
_HOPS = (Hop(_ADDRESS, 301),)

_EDITED = frozenset({"link", "image", "frame", "media"})
"""Kinds whose address is what an editor wrote; the others are printed by a plugin or theme."""
_BY_PLUGIN = {
    "canonical": "Set the canonical of the post to {final} in the SEO plugin.",
    "alternate": "Let the translation plugin name {final}.",
    "social": "Set the address for shares to {final} in the SEO plugin.",
    "structured-data": "Let the SEO plugin or theme that prints the structured data name {final}.",
}
_SESSION = frozenset({"jsessionid", "phpsessid", "sessionid", "session_id", "session", "sid", "asp.net_sessionid"})
_SESSION_IN_PATH = re.compile(r";jsessionid=|/\(S\([a-z0-9]{24}\)\)/", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?", re.IGNORECASE)
_WAYS_OUT = frozenset(
    "aff affiliate away click deal deals get go goto link links out outgoing partner partners recommend recommends "
    "redirect refer ref track visit".split()
)
"""First segments under which managers of links (Pretty Links, ThirstyAffiliates and their like) count who leaves."""
_BREAKS_CSS = frozenset("\"'() ")


class LinkRedirectedPermanently(LinkRule, code="LNK015", severity=Severity.WARNING, since="0.1.0"):
    """A link's page has moved for good.

    Readers still arrive, by a detour that lasts only as long as the old server keeps it. Moves within a site are kept
    for years, those of a domain that was given up until it is sold. A move that changes but the scheme, `www.` or the
    closing slash is a notice, and so is the address of a link shortener, which is made to redirect.
    """

    remedy = "Write the new address, after a look at whether it shows the same page."
    sources = (
        "https://www.rfc-editor.org/rfc/rfc9110.html#section-15.4.2",
        "https://developers.google.com/search/docs/crawling-indexing/301-redirects",
    )
    explained_by = {
        "link-downgraded": SAME_TARGET,
        "link-http": SAME_ELEMENT,
        "link-internal-moved": SAME_ELEMENT,
        "link-to-non-canonical-internal": SAME_ELEMENT,
        "img-http": SAME_ELEMENT,
    }
    examples = (
        Bad(
            _POST,
            probes=(
                Probe(_ADDRESS, "redirected-permanent", None, 200, "https://port.example/tides/tables", hops=_HOPS),
            ),
            says="has moved for good to https://port.example/tides/tables.",
        ),
        Bad(
            _POST,
            probes=(
                Probe(_ADDRESS, "redirected-permanent", None, 200, "https://www.quay.example/tables/", hops=_HOPS),
            ),
            says="has moved for good to https://www.quay.example/tables/.",
            note="Only a notice: `www.` and a slash.",
        ),
        Bad(
            '<p>We boil water in <a href="https://quay.example/go/kettle">this kettle</a>.</p>',
            probes=(
                Probe(
                    "https://quay.example/go/kettle",
                    "redirected-permanent",
                    None,
                    200,
                    "https://shop.example/p/12?aff=quay",
                    hops=(Hop("https://quay.example/go/kettle", 301),),
                ),
            ),
            says="only passes visitors on to https://shop.example/p/12",
            note="Only a notice, and no fix: the address counts clicks.",
        ),
        Good(
            '<p>The <a href="https://w3id.org/tides/level">term</a> has a lasting name.</p>',
            probes=(
                Probe(
                    "https://w3id.org/tides/level",
                    "redirected-permanent",
                    None,
                    200,
                    "https://port.example/terms/level",
                    hops=(Hop("https://w3id.org/tides/level", 301),),
                ),
            ),
        ),
        Good(_POST, probes=(Probe(_ADDRESS, "ok", None, 200, _ADDRESS),)),
        Good(
            _POST,
            probes=(Probe(_ADDRESS, "redirected-temporary", None, 200, "https://quay.example/today", hops=_HOPS),),
            note="A temporary redirect asks to keep the address.",
        ),
    )

    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """The new address as the fix, where it is good for every reader."""
        if probe.verdict != "redirected-permanent" or probe.final_url is None:
            return ()
        asked, final = parse_url(probe.url), parse_url(without_credentials(probe.final_url))
        if asked is None or final is None or asked.key == final.key or below(asked.host, LASTING_NAMES):
            return ()
        is_passing = _is_made_to_redirect(asked, final)
        is_keepable = (
            not is_passing
            and without_credentials(probe.final_url) == probe.final_url
            and _is_for_everybody(asked, final)
        )
        is_small = is_passing or _skeleton(asked) == _skeleton(final)
        return findings(
            probe,
            witnesses,
            f"{'only passes visitors on to' if is_passing else 'has moved for good to'} {shown(final.href)}",
            severity=Severity.NOTICE if is_small else None,
            remedy=partial(_remedy, final=final, is_passing=is_passing),
            fix=partial(_fix, asked=asked, final=final) if is_keepable else None,
        )


def _remedy(witness: Witness, *, final: Url, is_passing: bool) -> str | None:
    if is_passing:
        return (
            "Link to the page itself, unless the address in between counts clicks for you: it dies with the service "
            "that keeps it."
        )
    text = _BY_PLUGIN.get(str(witness.values[0]))
    return text.format(final=shown(final.href)) if text is not None else None


def _fix(witness: Witness, *, asked: Url, final: Url) -> Fix | None:
    kind, element, attribute, raw = witness.values
    before, after = str(raw), final.href
    written = parse_url(before, asked.href)
    if kind not in _EDITED or not attribute or written is None or without_credentials(written.href) != written.href:
        return None
    if (attribute == "style" and not _BREAKS_CSS.isdisjoint(after)) or ("srcset" in str(attribute) and "," in after):
        return None
    return Fix(
        safe=not _is_perhaps_for_this_visitor(asked, final),
        summary="Write the new address",
        element=str(element),
        attribute=str(attribute),
        before=before,
        after=after,
    )


# -- what the new address is worth -------------------------------------------------------------------------------------


def _skeleton(url: Url) -> str:
    """An address without what is a matter of form: scheme, `www.`, closing slash."""
    host_and_path, mark, query = url.key.partition("://")[2].removeprefix("www.").partition("?")
    return f"{host_and_path.rstrip('/')}{mark}{query}"


def _is_made_to_redirect(asked: Url, final: Url) -> bool:
    """Whether an address is meant to redirect: that of a shortener, of a counter that names its target, or a way out.

    `/go/kettles` leads to a partner; a site that moved to another domain has kept its paths.
    """
    if registrable_domain(asked.host) == registrable_domain(final.host):
        return False
    quirk = quirk_of(asked)
    if quirk is not None and quirk.shortener:
        return True
    segments = _segments(asked)
    if len(segments) > 1 and segments[0].lower() in _WAYS_OUT and segments[-1] not in _segments(final):
        return True
    return final.host in unquote(f"{asked.path}?{asked.query}")


def _is_for_everybody(asked: Url, final: Url) -> bool:
    """Whether the new address can stand in a post: over https if the old one is, without a visitor's marks."""
    if asked.scheme == "https" and final.scheme != "https":
        return False
    added = _names(final) - _names(asked)
    is_marked = any(is_tracking(name) or name in _SESSION for name in added)
    return not (is_marked or (added and is_volatile_query(final)) or _SESSION_IN_PATH.search(final.path))


def _is_perhaps_for_this_visitor(asked: Url, final: Url) -> bool:
    """Whether another visitor may be led elsewhere: a language put in, parameters put in, a front page for a page."""
    if _segments(asked) and not _segments(final) and not final.query:
        return True
    if registrable_domain(asked.host) != registrable_domain(final.host):
        return False
    one, two = _parts(asked), _parts(final)
    if len(two) > len(one) and _without_languages(one) == _without_languages(two):
        return True
    return one == two and _names(final) > _names(asked)


def _names(url: Url) -> frozenset[str]:
    return frozenset(name.lower() for name, _ in parse_qsl(url.query, keep_blank_values=True))


def _segments(url: Url) -> list[str]:
    return [segment for segment in url.path.split("/") if segment]


def _parts(url: Url) -> list[str]:
    """The labels of the host, without `www.`, and the segments of the path: a language may stand among either."""
    return [*url.host.removeprefix("www.").split("."), *_segments(url)]


def _without_languages(parts: list[str]) -> list[str]:
    return [part for part in parts if not _LANGUAGE.fullmatch(part)]
