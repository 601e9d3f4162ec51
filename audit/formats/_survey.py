"""The first walk of the HTML page: the numbers of rules, sites and link targets, and which posts it names.

Posts and findings are walked, never held: what is kept is numbers, and a line for each post that the page names.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.formats._baseline import SEVERITIES
from audit.formats._cards import MOST_RELATED, is_untrusted
from audit.formats._page_text import NO_FAULT, VERDICTS, clipped, web_address
from audit.formats._text import counted, scrubbed
from audit.rule import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.formats._cards import Card
    from audit.report import LinkEntry, PostEntry, Report, ReportedFinding, RuleEntry

MOST_FINDINGS = 50_000
"""Findings that one page carries, the worst first. 50,000 make about 15 MB, which a browser opens in a second."""
_MOST_CAUSES = 2_000  # addresses of one rule that are counted; beyond, a cause in many posts has long been seen
_MOST_OF_LINK = 500  # findings that a row of the view by link target leads to
_MOST_RULES = 6  # rules named in a row of the view by site
_NAME = re.compile(r"[\w.-]+")


@dataclass(slots=True)
class PostLine:
    """A post that the page names. `index` is its place in the view by post, -1 if it has no findings there."""

    ref: str
    title: str
    url: str
    edit_url: str
    errors: int
    warnings: int
    notices: int
    score: int | None
    order: int
    site: str
    index: int = -1
    worst: Severity = Severity.NOTICE
    worst_message: str = ""
    findings: list[tuple[str, str]] = field(default_factory=list)
    """(fingerprint, rule) of each finding in the page, in report order."""


@dataclass(slots=True)
class Cause:
    """What findings of one rule have in common: a host that they link to or load from."""

    findings: int = 0
    posts: int = 0
    last_post: str | None = ""


@dataclass(slots=True)
class RuleGroup:
    """A rule with findings: its texts, its numbers, and the cards that are drawn at once."""

    code: str
    name: str
    family: str
    summary: str
    why: str
    remedy: str
    sources: list[str]
    severity: Severity = Severity.NOTICE
    count: int = 0
    posts: int = 0
    new: int = 0
    safe: int = 0
    fixable: int = 0
    site_posts: int = 0
    """Posts that share a fault of the site; 0 if the rule has found none."""
    site_findings: int = 0
    explained: int = 0
    """Findings that stand in the `also` of these."""
    last_post: str | None = ""
    causes: dict[str, Cause] = field(default_factory=dict)
    """By host: what of it is elsewhere than on the site itself."""
    cards: list[Card] = field(default_factory=list)
    drawn: set[int] = field(default_factory=set)
    """Which of its findings, in report order from 0, these are."""

    @property
    def family_title(self) -> str:
        """Name of its family for people."""
        return FAMILIES[self.family].title if self.family in FAMILIES else self.family

    @property
    def scope(self) -> str:
        """How far it reaches: `4 posts`, `whole site`, `whole site, 4 posts`."""
        parts = ["whole site"] * bool(self.site_posts) + [counted(self.posts, "post")] * bool(self.posts)
        return ", ".join(parts)


@dataclass(slots=True)
class LinkRow:
    """One link target; `href` is empty where nobody should follow it with one click."""

    url: str
    href: str
    css: str
    verdict: str
    cause: str
    status: int | None
    steps: list[tuple[str, int | None]]
    hops: int
    evidence: str
    confidence: str
    posts: int
    count: int
    findings: list[str]
    """Fingerprints of them, as many as a row leads to."""


@dataclass(slots=True)
class SiteLine:
    """A site of the run: its posts, its findings, and the rules that find most there."""

    name: str
    posts: int = 0
    posts_with_findings: int = 0
    findings: Counter[Severity] = field(default_factory=Counter)
    by_rule: Counter[str] = field(default_factory=Counter)
    """Number of findings by code."""
    by_family: dict[str, Counter[Severity]] = field(default_factory=dict)
    own: list[str] = field(default_factory=list)
    """Fingerprints of the findings of the whole site, in report order."""
    rules: list[RuleGroup] = field(default_factory=list)
    """Those that find most, the worst first."""

    def count(self, severity: str) -> int:
        """How many findings of a severity there are."""
        return self.findings[Severity(severity)]


class _Quota:
    """Which findings a page carries: as many as there is room for, the worst first."""

    def __init__(self, report: Report) -> None:
        room = MOST_FINDINGS
        self._left: dict[Severity, int] = {}
        for severity in SEVERITIES:
            self._left[severity] = min(room, getattr(report.summary.findings, severity))
            room -= self._left[severity]

    def takes(self, finding: ReportedFinding) -> bool:
        self._left[finding.severity] -= 1
        return self._left[finding.severity] >= 0


def carried(report: Report) -> Iterator[tuple[int, ReportedFinding]]:
    """The findings that a page carries, in report order, and which of its post's each one is."""
    quota = _Quota(report)
    for _, findings in groupby(filter(quota.takes, report.findings), lambda finding: finding.post):
        yield from enumerate(findings)


def numbered(report: Report) -> Iterator[tuple[int, int, ReportedFinding]]:
    """As `carried`, and first which of its rule's each finding is."""
    found: Counter[str] = Counter()
    for nth, finding in carried(report):
        yield found[finding.code], nth, finding
        found[finding.code] += 1


class Survey:
    """The first walk: numbers of each rule, which posts are named, which addresses are not to be trusted."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._entries = {entry.code: entry for entry in report.rules}
        self._links = {link.url: link for link in report.links}
        self._targets: dict[str, _Target] = {}
        self._tainted: set[str] = set()
        self._of_post: dict[str, list[tuple[str, str]]] = {}
        self._worst: dict[str, tuple[Severity, str]] = {}
        self._refs: set[str] = set()
        self.groups: dict[str, RuleGroup] = {}
        self.new_groups: dict[str, RuleGroup] = {}
        self.kept: Counter[Severity] = Counter()
        self.by_family: dict[str, Counter[Severity]] = {}
        self.sites: dict[str, SiteLine] = {}
        self.scores = [0] * 10
        for _, finding in carried(report):
            self._take(finding)

    def _take(self, finding: ReportedFinding) -> None:
        group = self.groups.get(finding.code)
        if group is None:
            group = self.groups[finding.code] = _group(self._entries.get(finding.code), finding)
        _add(group, finding)
        if finding.status == "new":
            if finding.code not in self.new_groups:
                self.new_groups[finding.code] = _group(self._entries.get(finding.code), finding)
            _add(self.new_groups[finding.code], finding)
        self.kept[finding.severity] += 1
        self.by_family.setdefault(group.family, Counter())[finding.severity] += 1
        self._refs.update(other.post for other in finding.related[:MOST_RELATED])
        self._refs.update(also.post for also in finding.also if also.post)
        self._count_site(finding, group)
        if finding.post is not None:
            self._of_post.setdefault(finding.post, []).append((scrubbed(finding.fingerprint), scrubbed(finding.rule)))
            if finding.post not in self._worst or self._worst[finding.post][0].rank < finding.severity.rank:
                self._worst[finding.post] = finding.severity, clipped(finding.message)
        for url in self._urls_of(finding):
            self._targets.setdefault(url, _Target()).add(finding)
        if is_untrusted(finding):
            for text in (finding.message, *(entry.text for entry in finding.evidence)):
                self._tainted |= _hosts(text)

    def _count_site(self, finding: ReportedFinding, group: RuleGroup) -> None:
        line = self._site(finding.site)
        line.findings[finding.severity] += 1
        line.by_rule[finding.code] += 1
        line.by_family.setdefault(group.family, Counter())[finding.severity] += 1
        if finding.post is None:
            line.own.append(scrubbed(finding.fingerprint))

    def _site(self, name: str) -> SiteLine:
        if name not in self.sites:
            self.sites[name] = SiteLine(clipped(name))
        return self.sites[name]

    def _urls_of(self, finding: ReportedFinding) -> set[str]:
        """The addresses that a finding is about: those that it links to or loads, or that the network was asked for."""
        urls = {entry.text for entry in finding.evidence if entry.text in self._links} if self._links else set()
        return urls | ({finding.address} if finding.address else set())

    def lines(self) -> dict[str, PostLine]:
        """The posts that the page names, by ref. Walks all posts."""
        lines: dict[str, PostLine] = {}
        for order, post in enumerate(self._report.posts):
            site = self._site(post.site)
            site.posts += 1
            site.posts_with_findings += bool(post.findings.total)
            if post.findings.total and post.score is not None:
                self.scores[min(post.score // 10, 9)] += 1
            if post.ref in self._of_post or post.ref in self._refs:
                lines[post.ref] = self._line(post, order)
        return lines

    def _line(self, post: PostEntry, order: int) -> PostLine:
        severity, message = self._worst.get(post.ref, (Severity.NOTICE, ""))
        return PostLine(
            ref=scrubbed(post.ref),
            title=clipped(post.title.strip() or post.ref),
            url=web_address(post.url),
            edit_url=web_address(post.edit_url),
            errors=post.findings.error,
            warnings=post.findings.warning,
            notices=post.findings.notice,
            score=post.score,
            order=order,
            site=clipped(post.site),
            worst=severity,
            worst_message=message,
            findings=self._of_post.get(post.ref, []),
        )

    def site_lines(self) -> list[SiteLine]:
        """The sites of the run, those with most errors, then warnings, then notices first."""
        for line in self.sites.values():
            groups = sorted(
                (self.groups[code] for code in line.by_rule),
                key=lambda group: (-group.severity.rank, -line.by_rule[group.code], group.code),
            )
            line.rules = groups[:_MOST_RULES]
        return sorted(
            self.sites.values(), key=lambda line: ([-line.findings[severity] for severity in SEVERITIES], line.name)
        )

    def links(self) -> list[LinkRow]:
        """The link targets that are not simply fine, and those that findings are about; the worst first."""
        faulty = {url for url, link in self._links.items() if link.verdict not in NO_FAULT}
        rows = [self._row(url) for url in faulty | self._targets.keys()]
        return [row for _, row in sorted(rows, key=lambda row: (row[0], row[1].url))]

    def _row(self, url: str) -> tuple[tuple[int, int, int], LinkRow]:
        """A row, and what it is sorted by: how bad it is, its verdict, and in how many posts it stands."""
        link, target = self._links.get(url), self._targets.get(url, _Target())
        asked = link.verdict if link else "skipped"
        css, verdict = VERDICTS.get(asked, ("none", clipped(asked)))
        bad = max(_BADNESS.get(css, 0), target.worst.rank if target.count else 0)
        row = LinkRow(
            url=clipped(url),
            href="" if _hosts(url) & self._tainted else web_address(url),
            css=css,
            verdict=verdict,
            cause=clipped(link.cause or "") if link else "",
            status=link.status if link else None,
            steps=_steps(link) if link else [],
            hops=len(link.hops) if link else 0,
            evidence=clipped(link.evidence or "") if link else "",
            confidence=clipped(link.confidence or "") if link else "",
            posts=max(len(link.posts) if link else 0, target.posts),
            count=target.count,
            findings=target.findings,
        )
        order = list(VERDICTS).index(asked) if asked in VERDICTS else -1
        return (-bad, order, -row.posts), row


_BADNESS = {severity.value: severity.rank for severity in SEVERITIES}


@dataclass(slots=True)
class _Target:
    """The findings about one address, as many of them as its row leads to."""

    findings: list[str] = field(default_factory=list)
    count: int = 0
    posts: int = 0
    worst: Severity = Severity.NOTICE
    _last_post: str | None = ""

    def add(self, finding: ReportedFinding) -> None:
        self.count += 1
        if finding.severity.rank > self.worst.rank:
            self.worst = finding.severity
        if finding.post is not None and finding.post != self._last_post:  # they come post by post
            self._last_post = finding.post
            self.posts += 1
        if len(self.findings) < _MOST_OF_LINK:
            self.findings.append(scrubbed(finding.fingerprint))


def _steps(link: LinkEntry) -> list[tuple[str, int | None]]:
    steps = [(clipped(hop.url), hop.status) for hop in link.hops]
    if link.final_url and steps and link.final_url != link.hops[-1].url:
        steps.append((clipped(link.final_url), link.status))
    return steps


def _hosts(text: str) -> set[str]:
    """What looks like a host in a text."""
    return {name.strip(".").lower() for name in _NAME.findall(text) if "." in name.strip(".")}


def _group(entry: RuleEntry | None, finding: ReportedFinding) -> RuleGroup:
    if entry is None:  # a report that somebody wrote by hand
        return RuleGroup(scrubbed(finding.code), scrubbed(finding.rule), finding.code[:3], finding.rule, "", "", [])
    return RuleGroup(
        code=scrubbed(entry.code),
        name=scrubbed(entry.name),
        family=scrubbed(entry.family),
        summary=clipped(entry.summary.rstrip(".")),
        why=clipped(entry.why),
        remedy=clipped(entry.remedy),
        sources=[clipped(source) for source in entry.sources],
    )


def _add(group: RuleGroup, finding: ReportedFinding) -> None:
    group.count += 1
    group.new += finding.status == "new"
    group.fixable += finding.fix is not None
    group.safe += finding.fix is not None and finding.fix.safe
    group.explained += len(finding.also)
    if finding.severity.rank > group.severity.rank:
        group.severity = finding.severity
    if finding.post is None:
        group.site_findings += 1
        group.site_posts += max(finding.related_count, len(finding.related), 1)
    elif finding.post != group.last_post:  # they come post by post
        group.last_post = finding.post
        group.posts += 1
    _add_cause(group, finding)


def _add_cause(group: RuleGroup, finding: ReportedFinding) -> None:
    host = re.match(r"https?://(?:[^/?#]*@)?(?:www\.)?([^/?#:]{1,253})", finding.address or "", re.IGNORECASE)
    if host is None or host[1].lower() == finding.site.partition("/")[0].lower():
        return
    if len(group.causes) < _MOST_CAUSES or host[1].lower() in group.causes:
        cause = group.causes.setdefault(host[1].lower(), Cause())
        cause.findings += 1
        if finding.post != cause.last_post:
            cause.last_post = finding.post
            cause.posts += 1
