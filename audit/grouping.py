"""One cause, one finding: what another finding explains moves into that finding's `also`. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.rule import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from audit.engine.draft import Draft
    from audit.rule import Rule


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


class Roots:
    """What may explain a finding: groups, by the rule of their root, and by the element or the targets that it has.

    Args:
        groups: in the order in which they are asked.
        rules: the active rules by code.
    """

    def __init__(self, groups: Iterable[Group] = (), rules: Mapping[str, Rule] = MappingProxyType({})) -> None:
        self._named: dict[str, list[Group]] = {}
        for one in groups:
            self._named.setdefault(rules[one.root.code].name, []).append(one)
        self._sharing: dict[tuple[str, str], dict[object, list[Group]]] = {}

    def of(self, finding: Draft, rules: Mapping[str, Rule], nearnesses: frozenset[str]) -> Group | None:
        """The first group that explains a finding, by the nearest reason that its rule gives."""
        if not self._named:
            return None
        for name, explained in rules[finding.code].explained_by.items():
            if name in self._named and explained.nearness in nearnesses and explained.form in {None, finding.form}:
                for candidate in self._near(name, explained.nearness, finding):
                    if candidate.root is not finding:
                        return candidate
        return None

    def _near(self, name: str, nearness: str, finding: Draft) -> Sequence[Group]:
        """The groups of one rule that share with a finding what they must; a post may have thousands of each."""
        if nearness not in _SHARED:
            return self._named[name]
        sharing = self._sharing.get((name, nearness))
        if sharing is None:
            sharing = self._sharing[name, nearness] = {}
            for one in self._named[name]:
                for shared in _SHARED[nearness](one.root):
                    sharing.setdefault(shared, []).append(one)
        wanted = finding.target if nearness == "target" else finding.spot and finding.spot[:2]
        return sharing.get(wanted, ()) if wanted else ()


_SHARED: Mapping[str, Callable[[Draft], Iterable[object]]] = {
    "element": lambda root: () if root.spot is None else (root.spot[:2],),
    "target": lambda root: set(root.target.split(" ")),
}
"""By what a root and what it explains are told to be near: what of the root the other has to have."""
_POST = frozenset({"post", "element", "target"})
_SITE = frozenset({"site", "target"})


def group(findings: Sequence[Draft], rules: Mapping[str, Rule], site_roots: Roots, order: int) -> list[Group]:
    """Group the findings of one post.

    Args:
        findings: the post's findings, ignored ones left out.
        order: place of the post in the input.
        rules: the active rules by code.
        site_roots: the groups of the site's findings; those that explain a finding of the post take it into their
            members.

    Returns:
        The groups of the post, in the order of their roots; companions without a root are gone.
    """
    kept: list[Group] = []
    for candidate in _grouped(findings, rules, _POST):
        site_root = site_roots.of(candidate.root, rules, _SITE)
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


def group_site(findings: Sequence[Draft], rules: Mapping[str, Rule]) -> list[Group]:
    """Group the findings of one site among themselves."""
    return _grouped(findings, rules, _SITE)


def _grouped(findings: Sequence[Draft], rules: Mapping[str, Rule], nearnesses: frozenset[str]) -> list[Group]:
    alone = [Group(finding) for finding in findings]
    roots = Roots(alone, rules)
    explainers: dict[int, Draft | None] = {}
    for finding in findings:
        above = roots.of(finding, rules, nearnesses)
        explainers[id(finding)] = None if above is None else above.root
    groups = {id(one.root): one for one in alone if explainers[id(one.root)] is None}
    for finding in findings:
        root = _ultimate(finding, explainers)
        if root is not finding:
            groups.setdefault(id(root), Group(root)).members.append(finding)
    return list(groups.values())
