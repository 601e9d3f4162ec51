"""One entry of the zoo: what a server does, and the verdict that is right for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.probe.zoo.server import Ask

Behaviour = Callable[["Ask"], Awaitable[None]]
"""Answers one request, as well or as badly as it wants to."""

LIVE = ("ok", "redirected-permanent", "redirected-temporary")


@dataclass(frozen=True)
class Case:
    """What a server does, and what a checker has to say about it.

    Addresses may hold the names of ports in braces (`{http}`, `{tls}`, `{refused}`, …; see `server.Zoo.ports`).

    Attributes:
        name: unique, lower-case with hyphens.
        serve: what happens at the case's path; or path -> behaviour, where `*` stands for all other paths of the host.
        verdict: the right one, or several where the standard leaves it open.
        cause: as `verdict`; empty where no particular one is asked for.
        at: host, path, query and fragment, behind the scheme; `/…` alone stands on the host of the case's own name;
            a whole address with its scheme is taken as it is.
        hosts: further hosts of this case with what they serve.
        final: where the chain ends, or None if it does not matter.
        hops: redirects on the way, or None if their number does not matter.
        most: most requests for the address itself that are fair.
        evidence: a word that the evidence has to hold, in any case.
        image: a post shows the address as a picture.
        is_picture: what a browser would show in its place is one (with `image`).
        referrer: the post that does.
        guarded: asked by a prober that must not reach private addresses.
        needs: a property of the machine without which the case cannot be shown (`no-ipv6`, `full-backlog`).
    """

    name: str
    serve: Behaviour | Mapping[str, Behaviour] | None
    verdict: str | tuple[str, ...]
    cause: str | tuple[str, ...] = ()
    at: str = ""
    hosts: Mapping[str, Mapping[str, Behaviour]] = field(default_factory=lambda: MappingProxyType({}))
    final: str | None = None
    hops: int | None = None
    most: int = 4
    evidence: str = ""
    image: bool = False
    is_picture: bool = True
    referrer: str = ""
    guarded: bool = False
    needs: str = ""

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The right verdicts."""
        return (self.verdict,) if isinstance(self.verdict, str) else self.verdict

    @property
    def causes(self) -> tuple[str, ...]:
        """The right causes; none if any will do."""
        return (self.cause,) if isinstance(self.cause, str) else self.cause

    @property
    def live(self) -> bool:
        """A reader gets what the link promises."""
        return self.verdicts[0] in LIVE and self.is_picture

    @property
    def address(self) -> str:
        """The address that is asked, with names of ports in braces."""
        if self.at.startswith(("http://", "https://")):
            return self.at
        where = self.at or f"/{self.name}"
        return f"http://{self.name}.example:{{http}}{where}" if where.startswith("/") else f"http://{where}"

    @property
    def host(self) -> str:
        """The host that is asked, without port."""
        authority = self.address.partition("://")[2].partition("/")[0].partition("?")[0].partition("#")[0]
        name = authority.rpartition("@")[2]
        return name if name.endswith("]") else name.rpartition(":")[0] or name

    @property
    def path(self) -> str:
        """Path and query that are asked."""
        rest = self.address.partition("://")[2]
        return "/" + rest.partition("/")[2].partition("#")[0] if "/" in rest.partition("#")[0] else "/"

    @property
    def served(self) -> dict[str, dict[str, Behaviour]]:
        """Host -> path -> what it does."""
        hosts: dict[str, dict[str, Behaviour]] = {host: dict(pages) for host, pages in self.hosts.items()}
        own: dict[str, Any] = dict(self.serve) if isinstance(self.serve, Mapping) else {}
        if callable(self.serve):
            own[self.path] = self.serve
        if own:
            hosts.setdefault(self.host, {}).update(own)
        return hosts


def on(host: str, *cases: Case) -> tuple[Case, ...]:
    """Put cases on one host, each at its path."""
    return tuple(replace(case, at=f"{host}:{{http}}{case.at or f'/{case.name}'}") for case in cases)
