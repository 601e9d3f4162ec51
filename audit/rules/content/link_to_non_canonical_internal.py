"""TXT019."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.image_address import is_archive_host
from audit.facts.url import parse_url
from audit.finding import CorpusFinding, Evidence, Fix, Severity, Witness
from audit.rule import SAME_ELEMENT, SAME_SITE, Bad, CorpusRule, Good, Status
from audit.rules.links._corpus import address_of, is_file, is_safer, is_tracking, own_address, own_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts
    from audit.facts.url import Url
    from audit.rules.links._corpus import Address, OwnLink
    from audit.site import SiteTotals

_CANONICAL, _LINKS = 0, 1


class LinkToNonCanonicalInternal(
    CorpusRule, code="TXT019", severity=Severity.NOTICE, since="0.2.0", status=Status.PREVIEW
):
    """A link to a page of the site is written in a form that is not its canonical address.

    Search engines take links within a site as a vote for the address that they are written with. One that carries a
    campaign's parameters, a post's number, another scheme or another host contradicts the canonical link.
    """

    remedy = "Link to the canonical address, without parameters that only count visitors."
    sources = (
        "https://developers.google.com/search/docs/crawling-indexing/consolidate-duplicate-urls",
        "https://developer.wordpress.org/reference/functions/redirect_canonical/",
    )
    reads_content = True
    explained_by = {
        "link-http": SAME_ELEMENT,
        "link-internal-moved": SAME_ELEMENT,
        "permalink-plain": SAME_SITE,
    }
    examples = (
        Bad(
            '<p>See <a href="https://saltmarsh.example/gauge/?utm_source=news">the gauge</a>.</p>',
            says="utm_source",
            points_at="<a href=",
        ),
        Bad('<p>See <a href="https://saltmarsh.example/?p=40">the gauge</a>.</p>', says="number"),
        Bad('<p>See <a href="https://www.saltmarsh.example/gauge/">the gauge</a>.</p>', says="www.saltmarsh.example"),
        Good('<p>See <a href="/gauge/">the gauge</a> and <a href="/?s=gauge">what else there is</a>.</p>'),
        Good(
            '<p><a href="#times">The times</a></p><h2 id="times">Times</h2>',
            fields={"link": "https://saltmarsh.example/tide/?utm_source=news"},
            note="A place of the page itself, however its readers came.",
        ),
        Good(
            '<p>See <a href="https://saltmarsh.example/?p=40">the gauge</a>.</p>',
            fields={"link": "https://saltmarsh.example/?p=12", "yoast_head": None, "yoast_head_json": None},
            note="On plain permalinks the number is the address.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """Links in an odd form, and canonical links in one, under the site and the target's address."""
        own = own_address(facts)
        if own is None or is_archive_host(own.url.host):
            return
        canonical = _canonical_of(facts, own)
        if canonical is not None and canonical.key != own.url.key:
            yield f"{facts.site}\t{address_of(canonical).name}", Witness((_CANONICAL, canonical.key))
        origins = {own.origin} if canonical is None else {own.origin, address_of(canonical).origin}
        for found in own_links(facts):
            form = _odd_form(found, own, origins)
            if form:
                link = found.link
                values = (_LINKS, found.to.url.key, link.href, form, link.node.tag)
                yield f"{facts.site}\t{found.to.name}", Witness(values, link.place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """A finding for each link, unless the target's own canonical link has that form."""
        canonicals = {witness.values[1] for witness in witnesses if witness.values[0] == _CANONICAL}
        for witness in witnesses:
            if witness.values[0] == _LINKS and witness.values[1] not in canonicals:
                _, _, raw, form, tag = witness.values
                yield CorpusFinding(
                    f"The link to a page of the site {form}.",
                    value=str(raw),
                    address=str(raw),
                    evidence=(Evidence("address", str(raw)),),
                    fix=_fix(str(raw), str(tag)),
                    witness=witness,
                )


def _canonical_of(facts: Facts, own: Address) -> Url | None:
    """The canonical link, if it names the post itself in some form."""
    if facts.head is None or facts.head.canonical is None:
        return None
    url = parse_url(facts.head.canonical.decoded.strip(), facts.base)
    if url is None or url.scheme not in {"http", "https"}:
        return None
    return url if url.host.removeprefix("www.") == own.url.host.removeprefix("www.") else None


def _odd_form(found: OwnLink, own: Address, origins: set[str]) -> str:
    """What is odd about a link, as the end of a sentence; "" for nothing."""
    to = found.to
    if found.link.href.lstrip()[:1] == "#":
        return ""  # a jump within the post, whose own address may be odd
    if to.tracking:
        return f"carries {', '.join(dict.fromkeys(to.tracking))}"
    if not own.parameters and own.path and found.at_home and to.number is not None:
        return "names it by its number"
    if to.origin in origins or is_file(to) or is_safer(to, own):
        return ""
    if to.url.scheme != own.url.scheme:
        return "begins with http:, the site with https:"
    return f"names the host {to.url.host}, the site is {own.url.host}"


def _fix(raw: str, tag: str) -> Fix | None:
    """Take out what tracks; the other forms need to know where the link is answered."""
    address, hash_mark, fragment = raw.partition("#")
    path, mark, query = address.partition("?")
    kept = "&".join(_telling(query))
    if not mark or kept == query:
        return None
    after = f"{path}?{kept}" if kept else path
    return Fix(
        safe=True,
        summary="take out what tracks",
        element=tag,
        attribute="href",
        before=raw,
        after=f"{after}{hash_mark}{fragment}",
    )


def _telling(query: str) -> Iterator[str]:
    return (pair for pair in query.split("&") if not is_tracking(pair.partition("=")[0]))
