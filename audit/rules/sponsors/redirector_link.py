"""SPM012."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Confidence, CorpusFinding, Severity, Witness, others
from audit.rule import SAME_TARGET, Bad, CorpusRule, Good
from audit.rules.sponsors._examples import TEXT
from audit.rules.sponsors._lexicon import host_set
from audit.rules.sponsors._links import outward, own_domain_of
from audit.rules.sponsors._scene import anchor_of
from audit.rules.sponsors._target import Target, target_of
from audit.rules.sponsors._terms import terms, words_of
from audit.rules.sponsors._topic import Topic, counted_stems
from audit.rules.sponsors._weights import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.facts import Facts, Link
    from audit.site import SiteTotals


class RedirectorLink(CorpusRule, code="SPM012", severity=Severity.WARNING, since="0.1.0"):
    """A link leads to its target through another site's redirect.

    Whoever hides a target behind a redirect borrows the good name of the site in between. Readers and editors see a
    university, and land in a casino.
    """

    remedy = "Link to the target itself, or take the link out if it is none of the post's."
    sources = (
        "https://developers.google.com/search/docs/essentials/spam-policies#sneaky-redirects",
        "https://cwe.mitre.org/data/definitions/601.html",
    )
    needs = frozenset({"tag:a"})
    reads_content = True
    keeps_quotes = True
    explained_by = {"deceptive-link": SAME_TARGET, "money-link": SAME_TARGET}
    examples = (
        Bad(
            f'{TEXT}<p>The <a href="https://portal.college.example/logout?next=https%3A%2F%2Flucky-wheel.example%2F">'
            "full programme</a> is ready.</p>",
            says="lucky-wheel.example",
            points_at="<a href=",
        ),
        Bad(
            f'{TEXT}<p>The <a href="https://old-shop.example/go.php?to=aHR0cHM6Ly9vbmxpbmUtY2FzaW5vLXdoZWVsLmV4YW1wbGUv">'
            "full programme</a> is ready.</p>",
            says="online-casino-wheel.example",
            note="The address is written in Base64.",
        ),
        Good(
            f'{TEXT}<p><a href="https://old-shop.example/go.php?to=aHR0cHM6Ly9zYWx0bWFyc2guZXhhbXBsZS90aWRlLw">tide</a>'
            " tables</p>",
            note="It leads on to what the post is on.",
        ),
        Good(f'{TEXT}<p><a href="https://www.google.com/url?q=https://ferry.example/times">times</a></p>'),
        Good(
            f'{TEXT}<p><a href="https://share.example/send?url=https%3A%2F%2Fsaltmarsh.example%2Ftide%2F">Share</a></p>',
            note="A share button carries the post's own address.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each such link that search engines follow."""
        topic: Topic | None = None
        for link in outward(facts):
            if link.url is None or not link.url.query:
                continue
            target = target_of(link.url)
            if target.redirect is None or target.redirect.harmless or target.url.registrable == own_domain_of(facts):
                continue
            topic = topic or Topic(facts)
            if not target.affiliate and (what := _what_for(link, target, topic, facts)):
                start, end = facts.spot(link.place)[1:3]
                values = (target.outer.host, what, anchor_of(link)[:80], start, end)
                yield f"{facts.site}\t{target.url.registrable}", Witness(values, link.place)

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post and target."""
        domain = key.partition("\t")[2]
        for witness in {witness.order: witness for witness in reversed(witnesses)}.values():
            outer, what, anchor, start, end = witness.values
            related, count = others(witness, witnesses, f"leads to {domain} in the same way")
            shown = f'"{anchor}"' if anchor else "a picture"
            yield CorpusFinding(
                f"Link to {outer} ({shown}) leads on to {domain}.",
                value=f"{outer} {domain}",
                target=domain,
                confidence=Confidence.LIKELY,
                evidence=(told("G2", domain, start, end, also=f", and {what}"),),
                witness=witness,
                related=related,
                related_count=count,
            )


def _what_for(link: Link, target: Target, topic: Topic, facts: Facts) -> str:
    """Why the redirect matters: it ends at an offer, or it is one, and its end has nothing to do with the post."""
    found = target.terms(terms(facts.settings.money_terms), ())
    if found:
        return f'its end offers "{found[0].shown_in(target.readable)}"'
    parts = {part for part in re.split(r"[/.]", target.outer.path.lower()) if part}
    if target.is_trusted or link.node in facts.around or parts.isdisjoint(_bare_paths()):
        return ""
    rest = topic.rest(counted_stems([anchor_of(link)]))
    hits, words = topic.share_of(target, rest)
    if not words or hits or any(word in words_of(anchor_of(link)) for word in target.words):
        return ""
    return f"the post has no word of it ({', '.join(target.words[:3])})"


def _bare_paths() -> frozenset[str]:
    return frozenset(path.partition(".")[0] for path in host_set("redirect_paths"))
