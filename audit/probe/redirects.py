"""Where an answer leads: `Location`, `Refresh`, a page's meta refresh. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from audit.facts.url import Url, parse_url
from audit.probe.page import read_refresh
from audit.probe.verdict import REDIRECTS, Ruling
from audit.probe.walls import wall_of

if TYPE_CHECKING:
    from audit.probe.answer import Answer
    from audit.probe.page import Page

MOST_HOPS = 20
"""Redirects that are followed: as many as browsers do (https://fetch.spec.whatwg.org/#http-redirect-fetch)."""
LONGEST_URL = 8192
"""Characters of an address that is asked. RFC 9110 4.1 wants servers to take 8,000."""
LONGEST_REFRESH = 5.0
"""Seconds up to which a refresh is a redirect; a later one is for who reads the page first."""
_CREDENTIALS = re.compile(r"(?<=[/\\]{2})[^/\\?#]*@")
_WEB = frozenset({"http", "https"})
_NEVER_FOLLOWED = frozenset(
    "about blob chrome data dict file ftp ftps git gopher imap imaps javascript ldap ldaps mqtt pop3 rtsp scp sftp smb "
    "smtp ssh telnet tftp vbscript view-source ws wss".split()
)
"""Schemes that no browser follows a redirect to; others open a program: mail, a messenger, a shop of apps."""
_SLIPS = frozenset("hhtp hhtps hthp hthps htp htpp htpps htps httpp httpps httpss htttp htttps ttp ttps".split())
"""Slips of `http` and `https`, which no program opens."""


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
    refresh = read_refresh(answer.header("refresh"))
    if refresh is None and page.is_html and page.refresh is not None:
        refresh = (page.refresh.seconds, page.refresh.url)
    if refresh is None or refresh[0] > LONGEST_REFRESH or not refresh[1]:
        return None
    url = parse_url(refresh[1], answer.url)
    is_reload = url is not None and url.href.partition("#")[0] == answer.url
    if url is None or is_reload or url.scheme not in _WEB or wall_of(answer, page) is not None:
        return None  # what a wall refreshes to is its challenge
    return Leads(refresh[1], url)


def fault_of(leads: Leads, hops: int) -> Ruling | None:
    """Why a redirect is not followed.

    Args:
        leads: where it leads.
        hops: redirects so far.
    """
    location, url = leads
    if url is None or url.scheme in _SLIPS or (url.scheme in _WEB and not url.host):
        shown = _CREDENTIALS.sub("", location)[:200]
        return Ruling("broken", "bad-location", f"it leads to {shown!r}, which is no address", doubt=True)
    if url.scheme not in _WEB and url.scheme not in _NEVER_FOLLOWED:
        return Ruling("unknown", "app", f"it leads to a {url.scheme}: address, which another program opens")
    if url.scheme not in _WEB:
        return Ruling("broken", "forbidden-scheme", f"it leads to a {url.scheme}: address", doubt=True)
    if len(url.href) > LONGEST_URL:
        return Ruling("broken", "url-too-long", f"it leads to an address of {len(url.href):,} characters", doubt=True)
    if hops >= MOST_HOPS:
        return Ruling("broken", "too-many-redirects", f"more than {MOST_HOPS} redirects", definitive=True)
    return None
