"""The finish phase: ignores, grouping, quoted evidence, fingerprints, scores. One post at a time, in input order."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import orjson

from audit.engine.draft import quote
from audit.engine.edit import Wish, placed
from audit.engine.store import SITE_ORDER
from audit.facts.html import Lines
from audit.finding import MOST_RELATED, Severity
from audit.gate.score import FamilyCount, SiteScore, post_score, worst_by_rule
from audit.grouping import Group, Roots, group, group_site
from audit.post import value_at
from audit.report import SeverityCounts
from audit.secrets import masked_all

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from audit.engine.draft import Draft
    from audit.engine.plan import Plan
    from audit.engine.store import Store, StoredPost
    from audit.gate.baseline import Baseline
    from audit.gate.ignores import Ignores

_FIELD_ORDER = {
    "title.rendered": 0,
    "content.rendered": 1,
    "content.raw": 1,
    "excerpt.rendered": 2,
    "yoast_head": 3,
    "yoast_head_json": 4,
}
_FULLWIDTH_AT = "\uff20".encode()
_STARS = b"****"
_BATCH = 500
"""Posts whose entries and findings are given to the store together."""
_WARNING = Severity.WARNING.rank
_ERROR = Severity.ERROR.rank


@dataclass(slots=True)
class Totals:
    """What the finish phase adds up over all posts.

    Attributes:
        counts: findings by severity.
        new: those of them that no baseline accepts.
        by_rule: findings by rule code.
        explained: findings that stand in another's `also`.
        failed_posts: posts with a finding, by rule code.
        families: how each family stands.
        sites: scores by site.
        posts_with_findings: posts with a finding of their own.
        posts_not_evaluated: posts without a score.
        same_address: how many posts without an id say that they are at the address of an earlier one.
        failed_by_site: by family, for each post the rank of the worst fault of its site that it shares, one byte each.
    """

    counts: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)
    by_rule: Counter[str] = field(default_factory=Counter)
    explained: int = 0
    failed_posts: Counter[str] = field(default_factory=Counter)
    families: defaultdict[str, FamilyCount] = field(default_factory=lambda: defaultdict(FamilyCount))
    sites: defaultdict[str, SiteScore] = field(default_factory=lambda: defaultdict(SiteScore))
    posts_with_findings: int = 0
    failed_by_site: dict[str, bytearray] = field(default_factory=dict)
    posts_not_evaluated: int = 0
    same_address: int = 0


class Finisher:
    """Turns drafts into the report's findings.

    Args:
        plan: the active rules.
        store: holds the drafts, and takes the finished findings.
        ignores: what the settings accept.
        families: by family code, in how many posts a rule of it was evaluated.
        record_of: reads the record of a post again: (block, position) -> record.
        baseline: the findings that were accepted earlier.
    """

    def __init__(
        self,
        plan: Plan,
        store: Store,
        ignores: Ignores,
        families: Mapping[str, int],
        record_of: Callable[[int, int], Mapping[str, Any]],
        baseline: Baseline | None = None,
    ) -> None:
        self._plan = plan
        self._store = store
        self._ignores = ignores
        self._record_of = record_of
        self._baseline = baseline
        self._entries: list[tuple[int, str, bytes]] = []
        self._finished: list[tuple[int, list[bytes]]] = []
        self._addresses: set[int] = set()
        self.totals = Totals()
        for family, checked in families.items():
            self.totals.families[family].checked = checked

    def finish(self) -> Totals:
        """Group and complete all findings, the sites' and the posts'."""
        site_groups = self._site_groups()
        roots = {site: Roots(groups, self._plan.by_code) for site, groups in site_groups.items()}
        self._note_failed_posts(site_groups)
        none = Roots()
        for post in self._store.stored_posts():
            self._finish_post(post, roots.get(post.site, none))
            if len(self._entries) >= _BATCH:
                self._hand_over()
        self._hand_over()
        self._finish_sites(site_groups)
        return self.totals

    def _hand_over(self) -> None:
        """Give the store what has been finished."""
        self._store.add_entries(self._entries)
        self._store.add_findings(self._finished)
        self._entries, self._finished = [], []

    # -- the sites -----------------------------------------------------------------------------------------------------

    def _site_groups(self) -> dict[str, list[Group]]:
        drafts: dict[str, list[Draft]] = {}
        for site, draft in self._store.site_verdicts():
            if not self._ignores.accept(self._plan.by_code[draft.code], site, None, draft.address):
                drafts.setdefault(site, []).append(draft)
        return {site: group_site(members, self._plan.by_code) for site, members in drafts.items()}

    def _note_failed_posts(self, site_groups: Mapping[str, Sequence[Group]]) -> None:
        """A fault of the site is a fault of each of its posts when families are rated."""
        for groups in site_groups.values():
            for draft in (draft for one in groups for draft in (one.root, *one.members)):
                family, rank = self._plan.by_code[draft.code].family.code, Severity.rank_of(draft.severity)
                if rank < _WARNING:
                    continue
                ranks = self.totals.failed_by_site.setdefault(family, bytearray(len(self._store)))
                for order, _ in draft.related:
                    ranks[order] = max(ranks[order], rank)

    def _finish_sites(self, site_groups: Mapping[str, Sequence[Group]]) -> None:
        bodies: list[bytes] = []
        for site in self.totals.sites:
            self._ignores.meet(site, None)
        for site, groups in site_groups.items():
            ordered = sorted(groups, key=lambda one: (one.root.code, one.root.value))
            bodies += self._complete(ordered, None, site, None)
            self._count(ordered, None)
            self.totals.sites[site].own = worst_by_rule((one.root.code, one.severity) for one in ordered)
        if bodies:
            self._store.add_findings([(SITE_ORDER, bodies)])

    # -- the posts -----------------------------------------------------------------------------------------------------

    def _finish_post(self, post: StoredPost, site_roots: Roots) -> None:
        url = post.entry["url"]
        if url is not None and post.entry["id"] is None:
            self.totals.same_address += hash(url) in self._addresses
            self._addresses.add(hash(url))
        by_code = self._plan.by_code
        kept = post.drafts
        if self._ignores.any:
            self._ignores.meet(post.ref, url)
            accept = self._ignores.accept
            kept = [draft for draft in kept if not accept(by_code[draft.code], post.ref, url, draft.address)]
        kept.sort(key=_position)
        groups = group(kept, by_code, site_roots, post.order) if kept else []
        if groups:
            self._finished.append((post.order, self._complete(groups, post, post.site, post.ref)))
        self._count(groups, post)
        score = post_score(worst_by_rule((one.root.code, one.severity) for one in groups)) if post.evaluated else None
        severities = Counter([one.severity for one in groups])
        entry = {"ref": post.ref, **post.entry, "score": score, "findings": dict(severities)}
        self._entries.append((post.order, post.ref, orjson.dumps(entry)))
        site = self.totals.sites[post.site]
        if score is None:
            self.totals.posts_not_evaluated += 1
        else:
            site.evaluated += 1
            site.sum += score
        self.totals.posts_with_findings += bool(groups)

    def _count(self, groups: Sequence[Group], post: StoredPost | None) -> None:
        totals = self.totals
        failed: dict[str, int] = {}
        if post is not None:
            failed = {family: ranks[post.order] for family, ranks in totals.failed_by_site.items()}
        rules: set[str] = set()
        for one in groups:
            totals.counts[one.severity] += 1
            totals.by_rule[one.root.code] += 1
            totals.explained += len(one.members)
            for draft in (one.root, *one.members):
                rules.add(draft.code)
                family, rank = self._plan.by_code[draft.code].family.code, Severity.rank_of(draft.severity)
                failed[family] = max(failed.get(family, 0), rank)
        totals.failed_posts.update(rules)
        if post is None:
            return
        for family, rank in failed.items():
            count = totals.families[family]
            count.failed += rank >= _WARNING
            count.errors += rank >= _ERROR

    # -- one finding ---------------------------------------------------------------------------------------------------

    def _complete(self, groups: Sequence[Group], post: StoredPost | None, site: str, ref: str | None) -> list[bytes]:
        ordinals: dict[tuple[str, str], int] = {}
        bodies: list[bytes] = []
        for one in groups:
            identity = (one.root.code, one.root.value)
            ordinal = ordinals[identity] = ordinals.get(identity, -1) + 1
            bodies.append(_told(self._body(one, post, site, ref, ordinal)))
        return bodies

    def _body(self, one: Group, post: StoredPost | None, site: str, ref: str | None, ordinal: int) -> dict[str, Any]:
        root = one.root
        rule = self._plan.by_code[root.code]
        where, evidence = self._shown(root, post)
        identity = fingerprint(rule.name, ref or site, root.value, ordinal)
        is_new = self._baseline is None or not self._baseline.accepts(identity)
        severity = one.severity
        self.totals.new[severity] += is_new
        return {
            "code": root.code,
            "rule": rule.name,
            "severity": severity,
            "post": ref,
            "site": site,
            "message": root.message,
            "confidence": root.confidence,
            "where": where,
            "address": root.address or None,
            "evidence": evidence,
            "remedy": root.remedy or rule.remedy,
            "fix": self._placed(root, post) if root.wish is not None else root.fix,
            "also": self._also(one, ref),
            "related": self._related(root, ref),
            "related_count": root.related_count,
            "fingerprint": identity,
            "status": "new" if is_new else "baselined",
        }

    def _shown(self, root: Draft, post: StoredPost | None) -> tuple[dict[str, Any] | None, list[dict[str, str]]]:
        evidence = [{"label": label, "text": text} for label, text in root.evidence]
        spot = root.spot
        if spot is None:
            return None, evidence
        quoted = root.quote or self._quote_again(root, post)
        where: dict[str, Any] = {"field": spot.field, "pointer": spot.pointer or None}
        if quoted is not None:
            if spot.start >= 0:
                where |= {"line": quoted.line, "column": quoted.column, "start": spot.start, "end": spot.end}
            shown = {
                "label": f"{spot.field} {spot.pointer}".strip(),
                "text": quoted.text,
                "before": quoted.before,
                "after": quoted.after,
            }
            evidence.insert(0, shown)
        return (where if post is not None else None), evidence

    def _quote_again(self, root: Draft, post: StoredPost | None) -> Any:
        """Quote the field of a corpus rule's finding, which only kept the offsets."""
        spot = root.spot
        if spot is None or spot.start < 0:
            return None
        if post is not None:
            block, position = post.block, post.position
        else:
            block, position = self._store.place_of(root.related[0][0])
        source = value_at(self._record_of(block, position), spot.field)
        return quote(Lines(source), spot.start, spot.end) if isinstance(source, str) else None

    def _placed(self, root: Draft, post: StoredPost | None) -> dict[str, Any] | None:
        """The fix of a corpus rule's finding, placed in the post's record, which is read again."""
        if root.wish is None or post is None:
            return None
        wish = Wish.load(root.wish)
        return placed(wish, value_at(self._record_of(post.block, post.position), wish.spot.field))

    def _also(self, one: Group, ref: str | None) -> list[dict[str, Any]]:
        return [
            {
                "code": member.code,
                "rule": self._plan.by_code[member.code].name,
                "message": member.message,
                "post": ref,
                "related": self._related(member, ref),
            }
            for member in one.members
        ]

    def _related(self, draft: Draft, ref: str | None) -> list[dict[str, str]]:
        if not draft.related:
            return []
        most = len(draft.related) if ref is None else MOST_RELATED
        return [{"post": self._store.ref_of(order), "message": message} for order, message in draft.related[:most]]


def _told(body: dict[str, Any]) -> bytes:
    """A finding as JSON, without passwords and keys; a fix that would hold one is left out.

    Where its place holds a key, the quotation has stars for it, and its address, message or fix may hold it, too.
    """
    plain = orjson.dumps(body)
    if b"@" not in plain and _FULLWIDTH_AT not in plain and _STARS not in plain:
        return plain
    hidden = masked_all(body)
    if hidden["fix"] != body["fix"]:
        hidden["fix"] = None
    return orjson.dumps(hidden)


def _position(draft: Draft) -> tuple[int, str, int, str, str]:
    """Order within a post: by field, place, code. What has no place comes first."""
    spot = draft.spot
    if spot is None:
        return (-1, "", -1, draft.code, draft.value)
    return (_FIELD_ORDER.get(spot.field, len(_FIELD_ORDER)), spot.field, spot.start, draft.code, draft.value)


def fingerprint(rule: str, place: str, value: str, ordinal: int) -> str:
    """What a finding is known by: stable when text moves, because offsets and counts have no part in it.

    Args:
        rule: name of the rule.
        place: ref of the post, or identity of the site.
        value: the offending value.
        ordinal: which of several findings with equal rule, place and value, from 0.
    """
    identity = "\0".join((rule, place, value, str(ordinal)))
    return blake2b(identity.encode("utf-8", "replace"), digest_size=8).hexdigest()


def severity_counts(counts: Mapping[str, int]) -> SeverityCounts:
    """Findings by severity as the report has them."""
    return SeverityCounts(**{severity.value: counts.get(severity, 0) for severity in Severity})
