"""Reports that every format must be able to render: of nothing, clean, ordinary, hostile, large, cut short."""

from __future__ import annotations

from collections import Counter
from itertools import starmap
from typing import TYPE_CHECKING, Any

import pytest

from audit.finding import Confidence, Severity
from audit.gate.score import FamilyCount, family_scores
from audit.report import (
    AlsoEntry,
    ErrorEntry,
    EvidenceEntry,
    FixEntry,
    GateVerdict,
    HopEntry,
    LinkEntry,
    ListEntries,
    PostEntry,
    Related,
    Report,
    ReportedFinding,
    RuleEntry,
    Run,
    SeverityCounts,
    Summary,
    Tool,
    Where,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SITE = "saltmarsh.example"

HOSTILE = (
    "</script><script>alert(1)</script><img src=x onerror=alert(2)></style><svg onload=alert(3)>"
    "{{7*7}}{% raw %} javascript:alert(4) ]]> <!-- \" ' ` "
    "\u202egnp.exe\u202c \u200b\x00\x1b[31m \ud800 \u2028 &lt;b&gt;"
)
"""One string with everything that has ever broken a report."""


def rule(code: str, name: str, severity: str, summary: str, **values: Any) -> RuleEntry:
    texts = {
        "why": f"Readers and search engines are misled where this happens: {summary.lower().rstrip('.')}.",
        "remedy": "Mend it in the editor.",
        "sources": ["https://developers.example/search/docs/guide"],
        "state": "ran",
        "checked": 12,
        "failed": 0,
    }
    return RuleEntry(
        code=code, name=name, family=code[:3], severity=Severity(severity), summary=summary, **{**texts, **values}
    )


def post(number: int, title: str, **values: Any) -> PostEntry:
    return PostEntry(
        **{
            "ref": f"{SITE}#{number}",
            "id": number,
            "site": SITE,
            "url": f"https://{SITE}/?p={number}",
            "title": title,
            "type": "post",
            "source": f"posts.json#{number}",
            "edit_url": f"https://{SITE}/wp-admin/post.php?post={number}&action=edit",
            "score": 100,
            **values,
        }
    )


def finding(
    entry: RuleEntry, about: PostEntry | None, message: str, fingerprint: str, **values: Any
) -> ReportedFinding:
    return ReportedFinding(
        **{
            "code": entry.code,
            "rule": entry.name,
            "severity": entry.severity,
            "post": about.ref if about else None,
            "site": about.site if about else SITE,
            "message": message,
            "confidence": Confidence.DEFINITIVE,
            "where": None,
            "remedy": entry.remedy,
            "fingerprint": fingerprint,
            **values,
        }
    )


def in_content(line: int, column: int) -> Where:
    return Where(field="content.rendered", line=line, column=column, start=line * 80, end=line * 80 + 40)


def report(
    posts: Sequence[PostEntry] = (),
    findings: Sequence[ReportedFinding] = (),
    rules: Sequence[RuleEntry] = (),
    **values: Any,
) -> Report:
    """A report whose numbers follow from its parts; `run`, `gate`, `links` and `errors` as given."""
    counted = list(posts)
    by_post: dict[str, Counter[str]] = {}
    for found in findings:
        by_post.setdefault(found.post or "", Counter())[found.severity] += 1
    for entry in counted:
        entry.findings = SeverityCounts(**by_post.get(entry.ref, {}))
    by_rule = Counter(found.code for found in findings)
    for entry in rules:
        entry.failed = len({found.post for found in findings if found.code == entry.code and found.post})
    totals = SeverityCounts(**Counter(found.severity.value for found in findings))
    gate = values.pop("gate", None) or GateVerdict(
        passed=not totals.error,
        fail_on="error",
        reasons=[f"{totals.error} errors, none are allowed (--fail-on error)"] if totals.error else [],
        new=totals.total,
    )
    links = values.pop("links", [])
    return Report(
        tool=Tool(version="0.1.0"),
        run=Run(
            **{
                "id": "0" * 32,
                "started_at": "2026-05-21T06:30:00Z",
                "finished_at": "2026-05-21T06:30:04Z",
                "sources": ["posts.json"],
                "offline": not links,
                "engine": "in-process",
                "as_of": "2026-05-21",
                **values.pop("run", {}),
            }
        ),
        summary=Summary(
            posts=len(counted),
            posts_with_findings=sum(1 for entry in counted if entry.findings.total),
            posts_not_evaluated=sum(1 for entry in counted if entry.score is None),
            findings=totals,
            explained=sum(len(found.also) for found in findings),
            by_rule=dict(sorted(by_rule.items())),
            score=values.pop("score", 100 if counted else None),
            families=_families(counted, findings, rules),
            links=values.pop("link_counts", {"distinct": len(links), **Counter(link.verdict for link in links)}),
            gate=gate,
        ),
        rules=list(rules),
        errors=values.pop("errors", []),
        entries=ListEntries(counted, list(findings), links),
    )


def _families(posts: Sequence[PostEntry], findings: Sequence[ReportedFinding], rules: Sequence[RuleEntry]) -> list[Any]:
    counts: dict[str, FamilyCount] = {}
    for family in {entry.family for entry in rules}:
        ran = any(entry.family == family and entry.state == "ran" for entry in rules)
        serious = [found for found in findings if found.code[:3] == family and found.severity is not Severity.NOTICE]
        errors = {found.post for found in serious if found.severity is Severity.ERROR}
        failed = {found.post for found in serious}
        counts[family] = FamilyCount(
            checked=len(posts) if ran else 0, failed=len(failed - {None}), errors=len(errors - {None})
        )
    return family_scores(counts)


PAID = rule(
    "SPM001",
    "paid-link-unqualified",
    "error",
    "Paid link is not marked.",
    why="Search engines want paid links to say so. Unmarked ones can cost the whole site its rank.",
    remedy='Add rel="sponsored" to the link.',
)
SHARE_IMAGE = rule(
    "AGR005",
    "og-image-primary-image-mismatch",
    "error",
    "Share image is not the page's image.",
    remedy="Save the post again, so that the plugin writes its head afresh.",
)
HOTLINK = rule(
    "IMG001",
    "img-hotlinked",
    "warning",
    "Image is loaded from another site.",
    remedy="Upload the image to the library.",
)
TITLE = rule(
    "MET006", "title-too-long", "warning", "Title is wider than search shows.", remedy="Shorten the SEO title."
)
PLAIN = rule(
    "CAN015",
    "permalink-plain",
    "warning",
    "Addresses are numbers.",
    remedy="Choose a permalink structure under Settings, Permalinks.",
)
EMPTY = rule("DAT010", "empty-paragraph", "notice", "Paragraph holds nothing.", remedy="Remove it.")
QUIET = (
    rule("INJ001", "injected-script", "error", "Script in the post content."),
    rule("INJ002", "injected-iframe", "error", "Frame in the post content."),
    rule("TXT005", "heading-empty", "warning", "Heading is empty."),
    rule("JLD001", "jsonld-missing", "notice", "No structured data.", state="not_applicable", checked=0),
    rule("LNK020", "link-broken", "error", "Link is broken.", state="skipped", checked=0),
    rule("LNK021", "link-redirected-permanently", "warning", "Link has moved.", state="skipped", checked=0),
    rule("DAT020", "category-default-only", "notice", "Only the default category.", state="ignored", checked=0),
)


@pytest.fixture
def empty_report() -> Report:
    """No posts at all: an empty source, or one that could not be read."""
    return report()


@pytest.fixture
def clean_report() -> Report:
    """Posts without a finding; links were not asked (offline), one post could not be evaluated."""
    posts = [post(number, f"Quiet week {number}") for number in range(1, 12)]
    posts.append(post(12, "Members only", score=None))
    return report(posts, rules=list(QUIET), link_counts={"distinct": 214, "skipped": 214})


@pytest.fixture
def seed_like_report() -> Report:
    """What one run over a small site finds: errors, warnings, notices, a fault of the site, and what they explain."""
    return seed_like()


def seed_like(**values: Any) -> Report:
    opens, creek, fog = (
        post(
            4657, "Labour mobility programme for Türkiye opens: partners, places and who may apply until 2027", score=39
        ),
        post(4658, "Camping near the creek", score=84),
        post(4659, "صور الضباب فوق المستنقع", score=98),
    )
    quiet = [post(number, f"Quiet week {number}") for number in range(4660, 4669)]
    related = [Related(post=entry.ref) for entry in (opens, creek, fog, *quiet)]
    findings = [
        finding(
            PLAIN,
            None,
            "12 addresses of saltmarsh.example are numbers",
            "5a17f00dcafe0001",
            related=related,
            related_count=len(related),
            evidence=[EvidenceEntry(label="example", text="https://saltmarsh.example/?p=4657")],
        ),
        finding(
            SHARE_IMAGE,
            opens,
            "Share image and the page's own image are not the same",
            "be4a1a1d00000001",
            confidence=Confidence.LIKELY,
            where=Where(field="yoast_head_json", pointer="/og_image/0/url"),
            remedy="The plugin kept the first picture from before the featured image was set. Save the post again.",
            evidence=[
                EvidenceEntry(
                    label="image for shares", text="https://press.partner.example/sites/files/pbn.jpeg?itok=z-mZQH87"
                ),
                EvidenceEntry(
                    label="primary image", text="https://saltmarsh.example/wp-content/uploads/2025/06/pbn.jpeg"
                ),
            ],
            also=[
                AlsoEntry(
                    code="SOC010",
                    rule="og-image-third-party-host",
                    message="Share image is on press.partner.example",
                    post=opens.ref,
                ),
                AlsoEntry(
                    code="SOC012",
                    rule="og-image-volatile-url",
                    message="Address carries a token that its owner may change",
                    post=opens.ref,
                    related=[Related(post=creek.ref)],
                ),
            ],
        ),
        finding(
            TITLE,
            opens,
            "Title is 113 characters, 1,061 pixels wide; search shows 600",
            "9d4fe40100000001",
            where=Where(field="yoast_head_json", pointer="/title"),
            evidence=[
                EvidenceEntry(label="title", text=f"{opens.title} - Saltmarsh Journal"),
                EvidenceEntry(label="width", text="1061 of 600 pixels, 113 characters"),
            ],
        ),
        finding(
            HOTLINK,
            opens,
            "Image is loaded from press.partner.example",
            "57eabb5d00000001",
            where=in_content(1, 4),
            evidence=[
                EvidenceEntry(
                    label="content",
                    before="<p>",
                    text='<img src="https://press.partner.example/sites/files/pbn.jpeg" alt="">',
                    after=" The marsh at\u00a0dawn.</p>",
                )
            ],
            fix=FixEntry(
                safe=False,
                summary="Use the copy in the library",
                element="img",
                attribute="src",
                before="https://press.partner.example/sites/files/pbn.jpeg",
                after="https://saltmarsh.example/wp-content/uploads/2025/06/pbn.jpeg",
            ),
        ),
        finding(
            PAID,
            opens,
            "Link to tractors-plus.example is not marked as sponsored",
            "acbddb0100000001",
            confidence=Confidence.LIKELY,
            where=in_content(29, 30),
            evidence=[
                EvidenceEntry(
                    label="content",
                    before="<p>Please visit:<br /><br /> ",
                    text='<a href="https://tractors-plus.example/en/tractors/" target="_blank">Our Spon\u200bsor</a>',
                    after="</p>",
                ),
                EvidenceEntry(label="why", text="the text says Sponsor; the only outbound link of the post"),
                EvidenceEntry(label="address", text="https://tractors-plus.example/en/tractors/"),
            ],
            fix=FixEntry(
                safe=True,
                summary="Mark the link as sponsored",
                element="a",
                attribute="rel",
                before='<a href="https://tractors-plus.example/en/tractors/" target="_blank">',
                after='<a href="https://tractors-plus.example/en/tractors/" target="_blank" rel="sponsored noopener">',
            ),
            also=[
                AlsoEntry(
                    code="TXT004",
                    rule="sponsor-only-outbound",
                    message="The only outbound link of the post is the sponsor's",
                    post=opens.ref,
                )
            ],
            related=[Related(post=creek.ref, message="links there in the same way")],
            related_count=1,
        ),
        finding(
            EMPTY,
            opens,
            "2 paragraphs hold nothing but a space",
            "a8e19dd300000001",
            where=in_content(26, 1),
            evidence=[EvidenceEntry(label="content", before="dawn.</p>\n", text="<p>\u00a0</p>", after="\n<p>Please")],
            fix=FixEntry(safe=True, summary="Remove the paragraph", element="p", before="<p>\u00a0</p>", after=""),
        ),
        finding(
            PAID,
            creek,
            "Link to tentworld.example is not marked as sponsored",
            "7b946a4f00000001",
            where=in_content(40, 35),
        ),
        finding(EMPTY, fog, "A paragraph holds nothing but a space", "a8e19dd300000002", where=in_content(3, 1)),
    ]
    return report(
        [opens, creek, fog, *quiet],
        findings,
        [PAID, SHARE_IMAGE, HOTLINK, TITLE, PLAIN, EMPTY, *QUIET],
        **{
            "score": 64,
            "link_counts": {"distinct": 214, "skipped": 214},
            "run": {"settings": {"ignore": ["category-default-only"], "rules": {"title-too-long": {"pixels": 600}}}},
            **values,
        },
    )


@pytest.fixture
def linked_report() -> Report:
    """An online run with a baseline: links with verdicts, hops and findings."""
    creek = post(4658, "Camping near the creek", score=84)
    broken = rule("LNK020", "link-broken", "error", "Link is broken.", remedy="Replace the link or take it out.")
    url = "https://old-shop.example/tents"
    gone = finding(
        broken,
        creek,
        "Link to old-shop.example is broken: 404",
        "c0ffee0000000001",
        where=in_content(3, 9),
        evidence=[EvidenceEntry(label="address", text=url)],
    )
    old = finding(
        PAID, creek, "Link to tentworld.example is not marked as sponsored", "7b946a4f00000001", status="baselined"
    )
    old.evidence = [EvidenceEntry(label="address", text="https://tentworld.example/")]
    links = list(
        starmap(
            link,
            [
                (url, "broken", 404, ["https://old-shop.example/tents/"]),
                ("https://tentworld.example/", "ok", 200, []),
                ("javascript:alert(1)", "invalid-url", None, []),
            ],
        )
    )
    return report(
        [creek],
        [gone, old],
        [broken, PAID],
        links=links,
        gate=GateVerdict(passed=False, fail_on="error", reasons=["1 new error, none are allowed"], new=1, baselined=1),
    )


def link(url: str, verdict: str, status: int | None, hops: list[str]) -> LinkEntry:
    return LinkEntry(
        url=url,
        verdict=verdict,
        cause=None,
        status=status,
        final_url=hops[-1] if hops else url,
        hops=[HopEntry(url=hop, status=301) for hop in hops],
        evidence="answered in 0.4 s",
        confidence="definitive",
        attempts=1,
        checked_at="2026-05-21T06:30:02Z",
        cached=False,
        posts=[f"{SITE}#4658"],
    )


@pytest.fixture
def hostile_report() -> Report:
    """Every string that comes from a post, a server or a saved report is hostile; one is 100 KB long."""
    return hostile()


def hostile() -> Report:
    entry = rule(
        "INJ001", "injected-script", "error", HOSTILE, why=HOSTILE, remedy=HOSTILE, sources=["javascript:alert(5)"]
    )
    other = rule("TXT005", HOSTILE, "notice", HOSTILE, state="crashed")
    about = post(
        1, HOSTILE, url="javascript:alert(6)", edit_url=f"https://{SITE}/\"onmouseover='alert(7)'", source=HOSTILE
    )
    about.ref = HOSTILE
    long = "<b>" + "x" * 100_000
    findings = [
        finding(
            entry,
            about,
            HOSTILE,
            'f"><script>alert(8)</script>',
            site=HOSTILE,
            where=Where(field=HOSTILE, line=1, column=1, pointer=HOSTILE),
            remedy=f"Not the usual: {HOSTILE}",
            evidence=[
                EvidenceEntry(label=HOSTILE, before=HOSTILE, text=HOSTILE, after=HOSTILE),
                EvidenceEntry(label="address", text="https://casino.example/"),
                EvidenceEntry(label="long", text=long),
            ],
            fix=FixEntry(
                safe=True, summary=HOSTILE, element=HOSTILE, attribute=HOSTILE, before=HOSTILE, after=HOSTILE + "!"
            ),
            also=[AlsoEntry(code="INJ002", rule=HOSTILE, message=HOSTILE, post=HOSTILE)],
            related=[Related(post=HOSTILE, message=HOSTILE)],
            related_count=1,
        ),
        finding(entry, None, long, "second", site=HOSTILE),
        *(finding(entry, about, HOSTILE, f"more{number}", remedy=HOSTILE + "?") for number in range(60)),
    ]
    links = [link("javascript:alert(9)", HOSTILE, 200, [HOSTILE]), link(HOSTILE, "broken", None, [])]
    return report(
        [about],
        findings,
        [entry, other],
        links=links,
        errors=[
            ErrorEntry(kind="item", source=HOSTILE, message=HOSTILE),
            ErrorEntry(kind="rule", rule=HOSTILE, message=HOSTILE),
        ],
        run={"sources": [HOSTILE], "settings": {HOSTILE: [HOSTILE]}, "partial": HOSTILE, "engine": HOSTILE},
        gate=GateVerdict(passed=False, fail_on="error", reasons=[HOSTILE], stale=[HOSTILE], ignores=[HOSTILE]),
    )


def many(count: int, rules: int = 4) -> Report:
    """A report of so many ordinary findings, spread over as many posts and over a few rules."""
    entries = [
        rule(
            f"TXT{number:03}",
            f"sample-rule-{number}",
            ("error", "warning", "notice")[number % 3],
            f"Sample rule {number}.",
        )
        for number in range(rules)
    ]
    posts = [
        post(number, f"The tide tables of week {number}, explained for visitors", score=number % 101)
        for number in range(count)
    ]
    quoted = EvidenceEntry(
        label="content",
        before="<p>At low water the flats are open from the old jetty to the ",
        text='<a href="https://tides.example/tables/today" target="_blank">the tables</a>',
        after=" lighthouse, and the walk takes about two hours.</p>",
    )
    findings = [
        finding(
            entries[number % rules],
            about,
            f"Sample statement number {number} about a link to tides.example",
            f"{number:016x}",
            where=in_content(number % 90 + 1, 7),
            evidence=[quoted],
        )
        for number, about in enumerate(posts)
    ]
    return report(posts, findings, entries, score=50)


@pytest.fixture
def many_reports() -> Callable[..., Report]:
    """Makes a report of so many findings over so many rules."""
    return many


@pytest.fixture
def many_findings_report() -> Report:
    """10,000 findings in 10,000 posts."""
    return many(10_000)


@pytest.fixture
def partial_report() -> Report:
    """A run that ended early: what it found, an item it could not read, a rule that crashed."""
    crashed = rule("JLD030", "jsonld-unknown-type", "warning", "Type is unknown.", state="crashed", checked=3)
    partial = seed_like(
        run={"partial": "interrupted (Ctrl-C) after 12 posts"},
        errors=[
            ErrorEntry(kind="item", source="posts.json", message="posts.json: item 14 is not a post: found a string"),
            ErrorEntry(
                kind="rule",
                rule="jsonld-unknown-type",
                post=f"{SITE}#4661",
                message="KeyError: '@type' in jsonld-unknown-type",
            ),
        ],
    )
    partial.rules.append(crashed)
    return partial
