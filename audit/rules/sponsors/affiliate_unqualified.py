"""SPM013."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from audit.finding import Confidence, CorpusFinding, Evidence, Place, Severity, Witness, others
from audit.rule import SAME_TARGET, Bad, CorpusRule, Good
from audit.rules._edits import with_rel
from audit.rules.sponsors._examples import TEXT
from audit.rules.sponsors._lexicon import has_phrase
from audit.rules.sponsors._links import outward, own_domain_of
from audit.rules.sponsors._scene import anchor_of
from audit.rules.sponsors._target import may_be_affiliate, target_of
from audit.rules.sponsors._weights import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.facts import Facts, Link
    from audit.site import SiteTotals


class AffiliateUnqualified(CorpusRule, code="SPM013", severity=Severity.WARNING, since="0.1.0"):
    """An affiliate link is not marked.

    Search engines ask for rel="sponsored" on affiliate links, however they came into the text, and the law of many
    countries asks for words beside it.
    """

    remedy = (
        'Add rel="sponsored" (nofollow is tolerated), and tell readers that you earn by it. If a plugin makes these '
        "links, it has a setting for all of them."
    )
    sources = (
        "https://developers.google.com/search/blog/2021/07/link-tagging-and-link-spam-update",
        "https://developers.google.com/search/docs/crawling-indexing/qualify-outbound-links",
    )
    needs = frozenset({"tag:a"})
    reads_content = True
    keeps_quotes = True
    explained_by = {"paid-link-unqualified": SAME_TARGET, "money-link": SAME_TARGET}
    examples = (
        Bad(
            f'{TEXT}<p>Our pick: <a href="https://gear.example/p/400?affid=88213">the head torch</a>.</p>',
            says="gear.example",
            points_at="<a href=",
        ),
        Bad(
            f'{TEXT}<p>Our pick: <a href="https://gear.example/go/head-torch">the head torch</a>.</p>',
            says="with a path as affiliates use it (/go/head-torch)",
        ),
        Good(f'{TEXT}<p><a href="https://gear.example/p/400?affid=88213" rel="nofollow">the head torch</a></p>'),
        Good(f'{TEXT}<p><a href="https://gear.example/p/400?ref=home">the head torch</a></p>', note="Anybody's word."),
        Good(
            f'{TEXT}<p><a href="https://saltmarsh.example/go/timetable">Timetable</a></p>',
            note="A short address of the site itself.",
        ),
        Good(
            f'{TEXT}<p><a href="https://www.booking.com/hotel/gb/mole.html?aid=304142&amp;label=gen173nr">Inn</a>, <a '
            'href="https://www.ebay.co.uk/itm/123?mkcid=16&amp;mkevt=1&amp;mkrid=711-127632-2357-0">a rope</a></p>',
            note="Copied by a visitor: the shop's own numbers.",
        ),
        Bad(
            f'{TEXT}<p><a href="https://bookshop.org/a/4711/9780000000000">a book on moles</a>.</p>',
            says="bookshop.org",
            note="The number of the partner stands in the path.",
        ),
        Bad(
            f'{TEXT}<p><a href="https://www.ebay.co.uk/itm/123?mkcid=1&amp;mkevt=1&amp;campid=5338">a rope</a></p>',
            says="ebay.co.uk",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each affiliate link that search engines follow."""
        around = facts.around  # what a template has on all pages is not this post's
        links = [
            link
            for link in outward(facts)
            if link.url is not None and may_be_affiliate(link.url) and link.node not in around
        ]
        return _witnesses(links, facts) if links else ()

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post and shop."""
        domain = key.partition("\t")[2]
        numbers = Counter(witness.order for witness in witnesses)
        for witness in {witness.order: witness for witness in reversed(witnesses)}.values():
            what, anchor, href, disclosed, sure, start, end, tag, rel, tag_start, tag_end = witness.values
            same = numbers[witness.order]
            related, count = others(witness, witnesses, f"has unmarked affiliate links to {domain}, too")
            shown = f'"{anchor}"' if anchor else "a picture"
            if sure:
                links = (
                    f"{same} affiliate links to {domain} are"
                    if same > 1
                    else f"Affiliate link to {domain} ({shown}) is"
                )
            else:
                one = f"Link to {domain} ({shown}), with a path as affiliates use it ({what}), is"
                links = (
                    f"{same} links to {domain}, with paths as affiliates use them ({what}), are" if same > 1 else one
                )
            yield CorpusFinding(
                f"{links} not marked as sponsored.",
                value=str(href),
                target=domain,
                address=str(href),
                confidence=Confidence.DEFINITIVE if sure else Confidence.LIKELY,
                fix=with_rel(
                    str(tag),
                    None if rel is None else str(rel),
                    "sponsored",
                    safe=bool(sure),
                    at=witness.spot._replace(start=int(tag_start or 0), end=int(tag_end or 0)),
                )
                if same == 1 and witness.spot is not None
                else None,
                evidence=(
                    told("G3", str(what), start, end) if sure else told("G2", f"what {what} stands for", start, end),
                    Evidence("told in words", "yes" if disclosed else "no words about it were found in the post"),
                ),
                witness=witness,
                related=related,
                related_count=count,
            )


def _discloses(facts: Facts) -> bool:
    return facts.once(_has_disclosure)


def _has_disclosure(facts: Facts) -> bool:
    return has_phrase("disclosure", facts.text)


def _witnesses(links: Iterable[Link], facts: Facts) -> Iterator[tuple[str, Witness]]:
    for link in links:
        url = link.url
        if url is None:
            continue
        target = target_of(url)
        what = target.affiliate or (target.cloaks if not target.is_trusted else "")
        if not what or target.url.registrable == own_domain_of(facts):
            continue
        start, end = facts.spot(link.place)[1:3]
        values = (
            what,
            anchor_of(link)[:80],
            url.href,
            _discloses(facts),
            bool(target.affiliate),
            start,
            end,
            link.node.tag,
            link.node.attr("rel"),
            *facts.spot(Place(link.field, link.node))[1:3],
        )
        yield f"{facts.site}\t{url.registrable}", Witness(values, link.place)
