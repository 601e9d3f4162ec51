"""What a report shows to people: sentences, figures, findings as cards. Presentation only; numbers are the report's.

Posts and findings are walked, never held: what is kept is the cards that a page draws at once, and a line for each post
that they name.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from audit.finding import Severity
from audit.formats._text import ascii_address, counted, is_web
from audit.rule import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.report import FixEntry, LinkEntry, PostEntry, Report, ReportedFinding, RuleEntry, Where

CARDS = 50
"""Findings of one rule that are drawn at once; more are drawn when somebody asks for them."""
MOST_FINDINGS = 50_000
"""Findings that one page carries, the worst first. 50,000 make about 15 MB, which a browser opens in a second."""
MOST_CARDS, FEWEST_CARDS = 1_000, 5
"""Cards of all rules together that a page draws at once, and how many a rule shows however many rules there are."""
_MOST_SITES = 500  # rows of the view by site
_MOST_CAUSES = 2_000  # addresses of one rule that are counted; beyond, a cause in many posts has long been seen
_MOST_TEXT = 10_000  # of one text in a page; the report as JSON has all of it
_MOST_VALUES = 3  # pieces of further evidence that stand open in a card
_MOST_RELATED = 20  # posts named in one card
_MOST_LINKS = 500  # rows of the view by link target
_MOST_OF_LINK = 500  # findings that a row of it leads to
_MOST_RULES = 6  # rules named in a row of the view by site
_LIKE = 0.5  # two texts are compared if they share so much of the shorter one
UNTRUSTED = frozenset({"SPM", "INJ"})
"""Families whose addresses nobody should follow with one click."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)
_NAME = re.compile(r"[\w.-]+")

SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTICE)
VERDICTS: dict[str, tuple[str, str]] = {
    "broken": ("error", "Broken"),
    "invalid-url": ("error", "Not an address"),
    "dns-error": ("error", "No such host"),
    "tls-error": ("error", "Certificate fault"),
    "soft-404": ("warning", "Gone, says OK"),
    "server-error": ("warning", "Server error"),
    "timeout": ("warning", "No answer in time"),
    "connection-error": ("warning", "No connection"),
    "unsafe": ("warning", "Not safe to ask"),
    "anchor-missing": ("warning", "Place missing"),
    "redirected-permanent": ("warning", "Moved for good"),
    "auth-required": ("notice", "Login needed"),
    "blocked": ("notice", "Turned away"),
    "rate-limited": ("notice", "Asked too often"),
    "redirected-temporary": ("good", "Redirected for now"),
    "unknown": ("none", "Not decided"),
    "skipped": ("none", "Not asked"),
    "ok": ("good", "Fine"),
}
NO_FAULT = frozenset({"distinct", "cached", "skipped", "ok"})
_UNDECIDED = {
    "blocked": "to sites that turn checkers away",
    "rate-limited": "to sites that were asked too often",
    "auth-required": "behind a login",
    "unsafe": "to private addresses",
    "unknown": "without a verdict",
}


def scrubbed(text: str) -> str:
    """The text with every lone surrogate, which UTF-8 cannot carry, as U+FFFD."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def clipped(text: str) -> str:
    """The text, or as much of it as a page can bear, and how much is missing."""
    if len(text) > _MOST_TEXT:
        text = f"{text[:_MOST_TEXT]}… ({len(text) - _MOST_TEXT:,} more characters)"
    return scrubbed(text)


def web_address(url: str | None) -> str:
    """The address in ASCII if a reader may follow it (`http` or `https`), else the empty string."""
    return ascii_address(url) if url and is_web(url) else ""


def moment(stamp: str) -> str:
    """`2026-05-21T06:30:00Z` as `21 May 2026, 06:30 UTC`; anything else as it is."""
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return stamp
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def duration(started: str, finished: str) -> str:
    """How long it took from one time stamp to another: `14 min 12 s`; empty if one of them is none."""
    try:
        seconds = round((datetime.fromisoformat(finished) - datetime.fromisoformat(started)).total_seconds())
    except (ValueError, TypeError):
        return ""
    minutes, seconds = divmod(max(seconds, 0), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(hours or minutes) + [f"{seconds} s"]
    return " ".join(parts)


def difference(one: str, other: str) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """Where two texts differ: what stands before, the differing part, and what stands behind, of each.

    Words are not cut: `http://a` and `https://b` differ from their beginning.
    """
    ones, others = _TOKEN.findall(one), _TOKEN.findall(other)
    most = min(len(ones), len(others))
    head = next((index for index in range(most) if ones[index] != others[index]), most)
    tail = next((index for index in range(most - head) if ones[-1 - index] != others[-1 - index]), most - head)
    return _cut(ones, head, tail), _cut(others, head, tail)


def _cut(tokens: Sequence[str], head: int, tail: int) -> tuple[str, str, str]:
    end = len(tokens) - tail
    return "".join(tokens[:head]), "".join(tokens[head:end]), "".join(tokens[end:])


def place(where: Where | None) -> str:
    """Where a finding is, in words: `content, line 29, column 30`, `yoast_head_json /og_image/0/url`."""
    if where is None:
        return ""
    name = clipped(where.field).removesuffix(".rendered")
    if where.pointer:
        return f"{name} {clipped(where.pointer)}"
    if where.line is None:
        return name
    return f"{name}, line {where.line:,}" + (f", column {where.column:,}" if where.column is not None else "")


# -- what a page holds ---------------------------------------------------------------------------------------------


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


class Quote(NamedTuple):
    """Evidence in its surroundings."""

    label: str
    before: str
    text: str
    after: str


class Value(NamedTuple):
    """Further evidence: a label, and a text in three parts, the middle one marked; `url` if it may be followed."""

    label: str
    before: str
    text: str
    after: str
    url: str


class FixView(NamedTuple):
    """A fix with the changed part of both sides set apart."""

    safe: bool
    summary: str
    where: str
    before: tuple[str, str, str]
    after: tuple[str, str, str]


class AlsoView(NamedTuple):
    """A finding with the same cause; `post` is its title where it is another one."""

    rule: str
    message: str
    post: str


class RelatedView(NamedTuple):
    """Another post that a finding rests on."""

    title: str
    url: str
    message: str


@dataclass(slots=True)
class Card:
    """One finding, ready to be drawn."""

    fingerprint: str
    code: str
    rule: str
    severity: Severity
    message: str
    post: int
    """Index of the post's line, -1 for the site's own findings."""
    site: str
    """The site, for its own findings; empty for those of a post."""
    nth: int
    """Which of its post's findings it is, from 0."""
    title: str
    place: str
    new: bool
    confidence: str
    help: str
    quotes: list[Quote]
    values: list[Value]
    further: list[Value]
    """Those that stand folded, because there are many."""
    side_by_side: bool
    fix: FixView | None
    also: list[AlsoView]
    related: list[RelatedView]
    related_count: int


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


def page(report: Report) -> Page:
    """Everything that a page draws at once. Walks the findings twice and the posts once."""
    survey = _Survey(report)
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


class _Survey:
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
        self._refs.update(other.post for other in finding.related[:_MOST_RELATED])
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


def is_untrusted(finding: ReportedFinding) -> bool:
    """Whether a finding, or what its cause explains, is about sponsors, spam or injected content."""
    return finding.code[:3] in UNTRUSTED or any(also.code[:3] in UNTRUSTED for also in finding.also)


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


# -- cards ---------------------------------------------------------------------------------------------------------


def card(finding: ReportedFinding, nth: int, named: dict[str, PostLine], remedy: str) -> Card:
    """A finding as it is drawn. `remedy` is its rule's, which stands above the cards already."""
    line = named.get(finding.post) if finding.post is not None else None
    own = clipped(finding.remedy)
    quotes = [
        Quote(clipped(entry.label), clipped(entry.before), clipped(entry.text), clipped(entry.after))
        for entry in finding.evidence
        if entry.before or entry.after
    ]
    values, side_by_side = _values(finding)
    return Card(
        fingerprint=scrubbed(finding.fingerprint),
        code=scrubbed(finding.code),
        rule=scrubbed(finding.rule),
        severity=finding.severity,
        message=clipped(finding.message),
        post=line.index if line else -1,
        site=clipped(finding.site) if line is None else "",
        nth=nth,
        title=_title(finding, line),
        place=place(finding.where),
        new=finding.status == "new",
        confidence=finding.confidence.value,
        help=own if own != remedy else "",
        quotes=quotes,
        values=values[:_MOST_VALUES] if len(values) > _MOST_VALUES + 1 else values,
        further=values[_MOST_VALUES:] if len(values) > _MOST_VALUES + 1 else [],
        side_by_side=side_by_side,
        fix=_fix(finding.fix) if finding.fix else None,
        also=[
            AlsoView(
                scrubbed(also.rule),
                clipped(also.message),
                _title_of(also.post, named) if also.post and also.post != finding.post else "",
            )
            for also in finding.also
        ],
        related=[
            RelatedView(
                _title_of(other.post, named),
                named[other.post].url if other.post in named else "",
                clipped(other.message),
            )
            for other in finding.related[:_MOST_RELATED]
        ],
        related_count=max(finding.related_count, len(finding.related)),
    )


def _title(finding: ReportedFinding, line: PostLine | None) -> str:
    if line is not None:
        return line.title
    return clipped(finding.post) if finding.post is not None else f"The whole site {clipped(finding.site)}"


def _title_of(ref: str, named: dict[str, PostLine]) -> str:
    return named[ref].title if ref in named else clipped(ref)


def _values(finding: ReportedFinding) -> tuple[list[Value], bool]:
    """Evidence without surroundings; two values of one kind are compared."""
    plain = [
        (clipped(entry.label), clipped(entry.text)) for entry in finding.evidence if not (entry.before or entry.after)
    ]
    untrusted = is_untrusted(finding)
    if len(plain) == 2:  # noqa: PLR2004 - a pair
        (_, one), (_, other) = plain
        parts = difference(one, other)
        shared = len(parts[0][0]) + len(parts[0][2])
        if (is_web(one) and is_web(other)) or shared > _LIKE * min(len(one), len(other)):
            return [Value(label, *part, "") for (label, _), part in zip(plain, parts, strict=True)], True
    return [Value(label, text, "", "", "" if untrusted else web_address(text)) for label, text in plain], False


def _fix(fix: FixEntry) -> FixView:
    before, after = difference(clipped(fix.before), clipped(fix.after))
    where = clipped(fix.element) + (f" {clipped(fix.attribute)}" if fix.attribute else "")
    if fix.occurrence:
        where += f", occurrence {fix.occurrence + 1:,}"
    return FixView(fix.safe, clipped(fix.summary), where, before, after)


# -- sentences -----------------------------------------------------------------------------------------------------


class Verdict(NamedTuple):
    """What the run comes to: a sentence, a second one, and the state of the page."""

    headline: str
    second: str
    state: Literal["nothing", "clean", "findings", "partial"]


def verdict(report: Report) -> Verdict:
    """The run in two sentences."""
    summary = report.summary
    posts, need, found = summary.posts, summary.posts_with_findings, summary.findings.total
    if report.run.partial:
        return Verdict(f"Stopped after {counted(posts, 'post')}.", _need(need, posts, "of them"), "partial")
    if found:
        mild = not summary.findings.error and not summary.findings.warning
        headline = _need(need, posts, f"of {counted(posts, 'post')}")
        headline = re.sub("needs? work", "could be better", headline) if mild else headline
        return Verdict(headline, _numbers(report), "findings")
    if not posts:
        second = "Nothing to report, because nothing was checked."
        return Verdict("No posts were read.", second, "nothing")
    if summary.posts_not_evaluated >= posts:
        return Verdict(f"{counted(posts, 'post')}, and none could be judged.", "Nothing to report.", "nothing")
    judged = posts - summary.posts_not_evaluated
    passed = f"{judged:,} of {posts:,} posts pass." if judged < posts else f"All {posts:,} posts pass."
    if posts == 1:
        passed = "The post passes."
    return Verdict(passed, "Nothing to report.", "clean")


def _need(need: int, posts: int, of: str) -> str:
    if not need:
        return "No post has a finding." if of == "of them" else "The site needs work; no single post does."
    if posts == 1:
        return "It needs work." if of == "of them" else "The post needs work."
    if need == posts:
        return f"All {posts:,} {'' if of == 'of them' else 'posts '}need work."
    return f"{need:,} {of} {'needs' if need == 1 else 'need'} work."


def _numbers(report: Report) -> str:
    gate, found = report.summary.gate, report.summary.findings
    if gate.baselined:
        if not gate.new:
            return "No finding is new."
        return f"{counted(gate.new, 'finding')} {'is' if gate.new == 1 else 'are'} new."
    numbers = [(found.error, "error"), (found.warning, "warning"), (found.notice, "notice")]
    return listed([counted(number, noun) for number, noun in numbers if number]) + "."


def listed(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


class Note(NamedTuple):
    """A part of a sentence, and the id of what it leads to; empty if nowhere."""

    text: str
    target: str = ""


def checked(report: Report, score: str) -> str:
    """What was checked, in one sentence."""
    summary = report.summary
    if not summary.posts:
        return "Nothing."
    asked = summary.links.get("distinct", 0) - summary.links.get("skipped", 0)
    ran = sum(1 for rule in report.rules if rule.state in {"ran", "not_applicable"})
    parts = [counted(summary.posts, "post")]
    if asked:
        parts.append(counted(asked, "link"))
    if ran:
        parts.append(f"with {counted(ran, 'rule')}")
    score = score[:1].upper() + score[1:]
    return f"{', '.join(parts)}. {score}."


def unchecked(report: Report) -> list[Note]:
    """What was not checked: posts, links, unread items, crashed and skipped rules."""
    summary = report.summary
    states = Counter(rule.state for rule in report.rules)
    crashes = max(states["crashed"], sum(1 for error in report.errors if is_crash(error.kind)))
    unread = sum(1 for error in report.errors if not is_crash(error.kind))
    notes: list[Note] = [] if summary.posts else [Note("Anything: there was no post to look at")]
    if unread:
        notes.append(Note(f"{counted(unread, 'item')} that could not be read", "unread"))
    if summary.posts_not_evaluated:
        notes.append(Note(f"{counted(summary.posts_not_evaluated, 'post')} without anything to judge"))
    skipped = summary.links.get("skipped", 0)
    if skipped:
        notes.append(Note(f"{counted(skipped, 'link')} ({'offline' if report.run.offline else 'not asked'})"))
    for kind, why in _UNDECIDED.items():
        if summary.links.get(kind):
            notes.append(Note(f"{counted(summary.links[kind], 'link')} {why}"))
    if states["skipped"] and summary.posts:
        notes.append(
            Note(f"{counted(states['skipped'], 'rule')} that {_need_s(states['skipped'])} the network", "skipped")
        )
    if states["ignored"] and summary.posts:
        notes.append(Note(f"{counted(states['ignored'], 'rule')} that the settings ignore", "ignored"))
    if crashes:
        notes.append(Note(f"{counted(crashes, 'rule')} that crashed", "crashed" if states["crashed"] else "unread"))
    return notes


def _need_s(count: int) -> str:
    return "needs" if count == 1 else "need"


def is_crash(kind: str) -> bool:
    """Whether an error is a rule's, not an item's that could not be read."""
    return kind.startswith("rule")
