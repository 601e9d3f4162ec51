"""What the HTML page draws at once, in its order. Presentation only; numbers are the report's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.formats._cards import card
from audit.formats._survey import Survey, numbered
from audit.rule import FAMILIES

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from audit.finding import Severity
    from audit.formats._survey import LinkRow, PostLine, RuleGroup, SiteLine
    from audit.report import Report

CARDS = 50
"""Findings of one rule that are drawn at once; more are drawn when somebody asks for them."""
MOST_CARDS, FEWEST_CARDS = 1_000, 5
"""Cards of all rules together that a page draws at once, and how many a rule shows however many rules there are."""
_MOST_SITES = 500  # rows of the view by site
_MOST_LINKS = 500  # rows of the view by link target


@dataclass(slots=True)
class Page:
    """What a page draws. `left_out` counts the mildest findings of a run that has too many for one page."""

    groups: list[RuleGroup]
    new_groups: list[RuleGroup]
    """The rules with new findings, counting these alone."""
    posts: list[PostLine]
    named: dict[str, PostLine]
    links: list[LinkRow]
    links_left_out: int
    sites: list[SiteLine]
    """The sites with a finding, the worst first, and then the others."""
    sites_left_out: int
    kept: Counter[Severity]
    left_out: int
    fixable: int
    new: int
    scores: list[int]
    """How many posts with findings score 0 to 9, 10 to 19, and so on to 90 to 100."""
    by_family: dict[str, Counter[Severity]]
    cards: int
    """How many cards of a rule are drawn at once."""
    site_index: dict[str, int] = field(init=False)
    """Which line of `sites` a name stands in; the milder sites of a run with very many are in none."""

    def __post_init__(self) -> None:
        """Number the sites."""
        self.site_index = {site.name: index for index, site in enumerate(self.sites)}


def page(report: Report) -> Page:
    """Everything that a page draws at once. Walks the findings twice and the posts once."""
    survey = Survey(report)
    named = survey.lines()
    lines = sorted(
        (line for line in named.values() if line.findings),
        key=lambda line: (line.score is None, line.score or 0, line.order),
    )
    for index, line in enumerate(lines):
        line.index = index
    cards = _cards_each([group.count for group in survey.groups.values()])
    is_compared = bool(report.summary.gate.baselined)
    accepted = {code: max(cards - group.new, 0) for code, group in survey.groups.items()}
    for index, nth, finding in numbered(report):
        group = survey.groups[finding.code]
        if len(group.cards) < cards and (finding.status == "new" or accepted[finding.code]):
            accepted[finding.code] -= finding.status != "new"
            group.cards.append(card(finding, nth, named, group.remedy))
            group.drawn.add(index)
    families = list(FAMILIES)
    if is_compared:
        for group in survey.groups.values():
            group.cards.sort(key=lambda drawn: not drawn.new)
    groups = sorted(
        survey.groups.values(),
        key=lambda group: (
            is_compared and not group.new,
            -group.severity.rank,
            families.index(group.family) if group.family in FAMILIES else len(families),
            group.code,
        ),
    )
    links, sites = survey.links(), survey.site_lines()
    return Page(
        groups=groups,
        new_groups=[survey.new_groups[group.code] for group in groups if group.code in survey.new_groups],
        posts=lines,
        named=named,
        links=links[:_MOST_LINKS],
        links_left_out=len(links[_MOST_LINKS:]),
        sites=sites[:_MOST_SITES],
        sites_left_out=len(sites[_MOST_SITES:]),
        kept=survey.kept,
        left_out=report.summary.findings.total - survey.kept.total(),
        fixable=sum(group.fixable for group in groups),
        new=sum(group.new for group in groups),
        scores=survey.scores,
        by_family=survey.by_family,
        cards=cards,
    )


def _cards_each(counts: Sequence[int]) -> int:
    """How many findings a rule may draw at once, so that all rules together keep to `MOST_CARDS`."""
    each = CARDS
    while each > FEWEST_CARDS and sum(min(count, each) for count in counts) > MOST_CARDS:
        each -= 1
    return each
