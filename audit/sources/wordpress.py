"""Posts of a live WordPress site, over its REST API: every type that is in it, each as a list."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit, urlunsplit

from audit._nearest import did_you_mean
from audit.post import PART_TYPES
from audit.secrets import masked
from audit.sources.failures import FailedError, Failures
from audit.sources.kept import Kept
from audit.sources.records import SourceNote, SourceProblem, printable
from audit.sources.rest_api import LOGIN_NEEDED, OtherError, RestApi, address_in_api
from audit.sources.rest_lists import RestList, Site, first_page
from audit.sources.rest_login import PASSWORD_VARIABLE, USER_VARIABLE, Login
from audit.sources.web import Web

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from audit.post_filter import PostFilter
    from audit.probe.network import Network
    from audit.sources.answers import Answer
    from audit.sources.records import Item

_ATTACHMENT = "attachment"
_INTERNAL = PART_TYPES | {_ATTACHMENT}
"""Types that are asked for only by name."""
_USUAL_TYPES = {"post": "wp/v2/posts", "page": "wp/v2/pages"}
_NOT_IN_HOSTS = re.compile(r"[\s\x00-\x20\x7f<>\"\\^`{|}]")
"""Source: https://url.spec.whatwg.org/#forbidden-host-code-point, as far as `urlsplit` leaves them in."""
_PARTS = "author,wp:featuredmedia,wp:term"
"""What is embedded: all that rules read. The rest (comments, parents) costs the server a query a post."""


def open_site(
    spec: str,
    spool: Path,
    network: Network,
    wanted: PostFilter,
    *,
    otherwise: Callable[[Answer, Web], Iterator[Item]],
    closed: Callable[[Web], Iterator[Item]],
) -> Iterator[Item]:
    """Fetch a site's posts, page by page, ahead of whoever takes them.

    Args:
        spec: address of any page of the site, or of its REST API.
        spool: a folder for what the site answered; it must live as long as the blocks.
        network: how it is asked.
        wanted: which posts are audited; those that the site can leave out itself are not fetched.
        otherwise: reads an answer with which no REST API comes.
        closed: reads what a site shows whose REST API gives nothing to visitors.
    """
    source, named = _shown(spec)
    if source is None or named:
        message = (
            f"holds a user name or a password. Take them out, and set {USER_VARIABLE} and {PASSWORD_VARIABLE}."
            if named
            else "is no web address."
        )
        yield SourceProblem("unsupported", source or printable(masked(spec)), "", message)
        return
    web = Web(network, source)
    try:
        site = Site(RestApi(source, web), spool, network, wanted, Failures(source))
        try:
            site.api.discover()
        except OtherError as error:
            if error.answer is not None:
                yield from otherwise(error.answer, web)
            return
        except FailedError as error:
            site.failures.add(error)
        else:
            login = Login(site.api, wanted)
            statuses = yield from login.statuses()
            site.user = login.user
            if statuses:
                yield from _read_types(site, statuses)
        yield from site.failures.told()
        if site.is_closed and site.failures.are_refusals:
            yield from closed(web)
    finally:
        web.close()


def _shown(spec: str) -> tuple[str | None, bool]:
    """The address without user, password and fragment, and whether it had one of the former; None if it is none."""
    try:
        parts = urlsplit(spec.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None, False
    if not host or _NOT_IN_HOSTS.search(host):
        return None, False
    host = f"[{host}]" if ":" in host else host
    netloc = host if port is None else f"{host}:{port}"
    address = urlunsplit(
        (parts.scheme.lower(), netloc, quote(parts.path or "/", safe="/%:@!$&'()*+,;=~"), parts.query, "")
    )
    return printable(address), "@" in parts.netloc


def _read_types(site: Site, statuses: tuple[str, ...]) -> Iterator[Item]:
    """All that is wanted, type by type."""
    hidden: FailedError | None = None
    try:
        types = site.api.first("wp/v2/types", {})
    except FailedError as error:
        types, hidden = None, error
        site.failures.add(error)
    routes = yield from _routes(site, types)
    refused: list[str] = []
    for kind, route in routes.items():
        yield from _read_type(site, kind, route, statuses, refused)
    if hidden is not None and site.failures.alone(hidden):
        site.failures.note(hidden, "So only its posts and pages are read, and no other types.")
    # Who may write posts need not be allowed to write pages: only who asked for a status misses something.
    if refused and (site.wanted.status or len(refused) == len(routes)):
        message = f"shows this user only what is published ({', '.join(refused)})."
        yield SourceProblem("rest-error", site.api.source, "", message)


def _routes(site: Site, types: Any) -> Generator[SourceProblem, None, dict[str, str]]:
    """Routes of the types to read, by type."""
    wished = site.wanted.type
    if not isinstance(types, dict):
        return {kind: route for kind, route in _USUAL_TYPES.items() if not wished or kind in wished}
    routes = {}
    for kind, told in types.items():
        route = _route_of(kind, told) if isinstance(told, dict) else None
        if route is not None and (kind in wished or (not wished and kind not in _INTERNAL)):
            routes[kind] = route
    missing = [kind for kind in wished if kind not in routes]
    if missing:
        meant = did_you_mean(missing[0], types)
        message = f"has no type {', '.join(missing)} in its REST API.{meant} Types: {', '.join(sorted(types))}."
        yield SourceProblem("rest-error", site.api.source, "", message)
    return routes


def _route_of(kind: str, told: dict[str, Any]) -> str | None:
    """The route of a type, as the site tells it; None for one that asks for the id of something else."""
    space, base = told.get("rest_namespace") or "wp/v2", told.get("rest_base")
    if not base and kind in _USUAL_TYPES:  # what a plugin took out is where WordPress has it
        return _USUAL_TYPES[kind]
    base = base or kind
    if not isinstance(base, str) or not isinstance(space, str) or "(" in base:
        return None
    return quote(f"{space}/{base}", safe="/-_.")


def _read_type(site: Site, kind: str, route: str, statuses: tuple[str, ...], refused: list[str]) -> Iterator[Item]:
    parameters: dict[str, object] = {"orderby": "id", "order": "asc", "_embed": _PARTS}
    asks_for_status = statuses != ("publish",) and kind != _ATTACHMENT
    if asks_for_status:
        parameters["status"] = ",".join(statuses)
    if site.wanted.since is not None:
        # A day earlier: the site's zone is unknown, and the bound itself is left out. The filter does the rest.
        parameters["modified_after"] = f"{site.wanted.since - timedelta(days=1)}T00:00:00Z"
    try:
        start = first_page(site, route, parameters)
    except FailedError as error:
        if kind in _USUAL_TYPES or kind in site.wanted.type or error.status not in LOGIN_NEEDED:
            site.failures.add(error)
        return
    site.is_open = True
    if "_embed" not in parameters:
        message = f"fails on {route} with authors, pictures and terms along: its posts are read without them."
        yield SourceNote(site.api.source, message)
    if asks_for_status and "status" not in parameters:
        refused.append(kind)
    name = f"{address_in_api(site.api.root, route, parameters)} {site.user}"
    kept = Kept(site.network.cache_dir if site.wanted.limit is None else None, name)
    yield from RestList(site, route, parameters, start.size, kept).read(start)
