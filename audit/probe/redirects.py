"""Where an answer leads: `Location`, `Refresh`, a page's meta refresh. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from audit.facts.url import Url, parse_url
from audit.probe.verdict import REDIRECTS, Ruling

if TYPE_CHECKING:
    from audit.probe.answer import Answer
    from audit.probe.page import Page

MOST_HOPS = 20
"""Redirects that are followed: as many as browsers do (https://fetch.spec.whatwg.org/#http-redirect-fetch)."""
LONGEST_URL = 8192
"""Characters of an address that is asked. RFC 9110 4.1 wants servers to take 8,000."""
LONGEST_REFRESH = 5.0
"""Seconds up to which a refresh is a redirect; a later one is for who reads the page first."""
_WEB = frozenset({"http", "https"})


class Leads(NamedTuple):
    """Where an answer leads.

    Attributes:
        location: as the answer has it.
        url: the same, resolved; None if it does not parse.
    """

    location: str
    url: Url | None


def leads_of(answer: Answer, page: Page, *, image: bool) -> Leads | None:
    """Where an answer leads, or None if it is the last.

    Args:
        answer: the answer.
        page: its body.
        image: it was asked for as a picture; browsers do not follow a refresh of one.
    """
    if answer.status in REDIRECTS:
        location = answer.header("location")
        return Leads(location, parse_url(location, answer.url)) if location.strip() else None
    if answer.status not in range(200, 300) or image:
        return None
    refresh = refresh_of_header(answer.header("refresh"))
    if refresh is None and page.is_html and page.refresh is not None:
        refresh = (page.refresh.seconds, page.refresh.url)
    if refresh is None or refresh[0] > LONGEST_REFRESH or not refresh[1]:
        return None
    url = parse_url(refresh[1], answer.url)
    is_reload = url is not None and url.href.partition("#")[0] == answer.url
    if url is None or is_reload or url.scheme not in _WEB:
        return None
    return Leads(refresh[1], url)


def fault_of(leads: Leads, hops: int) -> Ruling | None:
    """Why a redirect is not followed.

    Args:
        leads: where it leads.
        hops: redirects so far.
    """
    location, url = leads
    if url is None or (url.scheme in _WEB and not url.host):
        return Ruling("broken", "bad-location", f"it leads to {location[:200]!r}, which is no address", doubt=True)
    if url.scheme not in _WEB:
        return Ruling("broken", "forbidden-scheme", f"it leads to a {url.scheme}: address", doubt=True)
    if len(url.href) > LONGEST_URL:
        return Ruling("broken", "url-too-long", f"it leads to an address of {len(url.href):,} characters", doubt=True)
    if hops >= MOST_HOPS:
        return Ruling("broken", "too-many-redirects", f"more than {MOST_HOPS} redirects", doubt=True)
    return None


def refresh_of_header(value: str) -> tuple[float, str] | None:
    """Seconds and address of a `Refresh` header, which has the form of a meta refresh; None if it has not.

    Source: https://html.spec.whatwg.org/multipage/semantics.html#shared-declarative-refresh-steps
    """
    head, separator, rest = value.replace(",", ";", 1).partition(";")
    try:
        seconds = float(head.strip())
    except ValueError:
        return None
    rest = rest.strip()
    if rest[:3].lower() == "url" and rest[3:].lstrip().startswith("="):
        rest = rest[3:].lstrip()[1:].strip()
    return seconds, rest.strip("\"'") if separator else ""
