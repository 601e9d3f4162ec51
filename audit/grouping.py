"""One cause, one finding: what another finding explains moves into that finding's `also`. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.rule import Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audit.engine.draft import Draft
    from audit.rule import Explained, Rule


@dataclass(slots=True, eq=False)
class Group:
    """A finding and what its cause explains as well.

    Attributes:
        root: the finding.
        members: the findings that it explains.
    """

    root: Draft
    members: list[Draft] = field(default_factory=list)

    @property
    def severity(self) -> str:
        """The highest severity of the group."""
        if not self.members:
            return self.root.severity
        return max((self.root.severity, *(member.severity for member in self.members)), key=_rank)

    def absorb(self, finding: Draft, order: int) -> None:
        """Take in what a fault of the site explains in one post: told once a rule, with the posts in `related`."""
        for index, member in enumerate(self.members):
            if member.code == finding.code:
                if (order, "") not in member.related[-1:]:
                    member.related.append((order, ""))
                if _rank(finding.severity) > _rank(member.severity):
                    self.members[index] = member._replace(severity=finding.severity)
                return
        self.members.append(finding._replace(related=[(order, "")]))


_rank = Severity.rank_of


def _near(explained: Explained, finding: Draft, root: Draft) -> bool:
    if explained.form is not None and finding.form != explained.form:
        return False
    if explained.nearness == "element":
        return finding.spot is not None and root.spot is not None and finding.spot[:2] == root.spot[:2]
    if explained.nearness == "target":
        return bool(finding.target) and finding.target in root.target.split(" ")
    return True


def _root_of(
    finding: Draft,
    rules: Mapping[str, Rule],
    by_name: Mapping[str, Sequence[Draft]],
    nearnesses: frozenset[str],
) -> Draft | None:
    for name, explained in rules[finding.code].explained_by.items():
        if explained.nearness not in nearnesses:
            continue
        for candidate in by_name.get(name, ()):
            if candidate is not finding and _near(explained, finding, candidate):
                return candidate
    return None


_POST = frozenset({"post", "element", "target"})
_SITE = frozenset({"site", "target"})


def group(
    findings: Sequence[Draft], rules: Mapping[str, Rule], site_roots: Mapping[str, Sequence[Group]], order: int
) -> list[Group]:
    """Group the findings of one post.

    Args:
        findings: the post's findings, ignored ones left out.
        order: place of the post in the input.
        rules: the active rules by code.
        site_roots: the groups of the site's findings by rule name; those that explain a finding of the post take it
            into their members.

    Returns:
        The groups of the post, in the order of their roots; companions without a root are gone.
    """
    kept: list[Group] = []
    for candidate in _grouped(findings, rules, _POST):
        site_root = _site_root_of(candidate.root, rules, site_roots)
        if site_root is not None:
            for member in (candidate.root, *candidate.members):
                site_root.absorb(member, order)
        elif rules[candidate.root.code].status is not Status.COMPANION:
            kept.append(candidate)
    return kept


def _ultimate(finding: Draft, explainers: Mapping[int, Draft | None]) -> Draft:
    seen: set[int] = set()
    current = finding
    while (above := explainers[id(current)]) is not None and id(above) not in seen:
        seen.add(id(current))
        current = above
    return current


def _site_root_of(finding: Draft, rules: Mapping[str, Rule], site_roots: Mapping[str, Sequence[Group]]) -> Group | None:
    if not site_roots:
        return None
    for name, explained in rules[finding.code].explained_by.items():
        if explained.nearness in _SITE:
            for candidate in site_roots.get(name, ()):
                if _near(explained, finding, candidate.root):
                    return candidate
    return None


def group_site(findings: Sequence[Draft], rules: Mapping[str, Rule]) -> list[Group]:
    """Group the findings of one site among themselves."""
    return _grouped(findings, rules, _SITE)


def _grouped(findings: Sequence[Draft], rules: Mapping[str, Rule], nearnesses: frozenset[str]) -> list[Group]:
    by_name: dict[str, list[Draft]] = {}
    for finding in findings:
        by_name.setdefault(rules[finding.code].name, []).append(finding)
    explainers = {id(finding): _root_of(finding, rules, by_name, nearnesses) for finding in findings}
    groups = {id(finding): Group(finding) for finding in findings if explainers[id(finding)] is None}
    for finding in findings:
        root = _ultimate(finding, explainers)
        if root is not finding:
            groups.setdefault(id(root), Group(root)).members.append(finding)
    return list(groups.values())
