"""What a request says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.facts.url import Url, parse_url, without_credentials
from audit.probe.job import authority_of
from audit.probe.network import BROWSER_AGENT, USER_AGENT

if TYPE_CHECKING:
    from audit.probe.job import Job
    from audit.probe.network import Network

_ACCEPT_PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
_ACCEPT_IMAGE = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"
_WEB = frozenset({"http", "https"})
_LANGUAGES = "en-US,en;q=0.8,*;q=0.5"
_FOR_EVERYBODY = frozenset({"user-agent", "accept", "accept-language"})
"""Headers of the user's that go to every host; others may be secrets, and go to the audited sites only."""


def headers_of(job: Job, network: Network) -> tuple[str, ...]:
    """The header lines of a job's next request.

    The first question says who asks, with the Accept family that some servers demand; the second looks like a
    browser's, because a server that refused the first may mind its asker.

    Args:
        job: what is asked.
        network: has the user's own headers.
    """
    headers = {
        "User-Agent": BROWSER_AGENT if job.is_second else USER_AGENT,
        "Accept": _ACCEPT_IMAGE if job.only_image else _ACCEPT_PAGE,
        "Accept-Language": _LANGUAGES,
    }
    if job.is_second:
        headers |= {
            "Sec-Fetch-Dest": "image" if job.only_image else "document",
            "Sec-Fetch-Mode": "no-cors" if job.only_image else "navigate",
            "Sec-Fetch-Site": "cross-site" if job.only_image else "none",
            "Upgrade-Insecure-Requests": "1",
        }
    referrer = next((target.referrer for target in job.wanted.targets if target.referrer), "")
    if job.image and referrer and not job.bare:
        headers["Referer"] = referrer_for(referrer, job.url)
    for name, value in network.headers:
        if _is_own(job) or name.lower() in _FOR_EVERYBODY:
            headers = {known: kept for known, kept in headers.items() if known.lower() != name.lower()}
            headers[name] = value
    return tuple(f"{name}: {value}" for name, value in headers.items() if value)


def _is_own(job: Job) -> bool:
    """Whether the next request goes to the audited site itself: same host and port, and not from TLS into the open."""
    is_open = job.url.scheme == "http" and job.wanted.ask.startswith("https:")
    return job.wanted.targets[0].own and authority_of(job.url) == job.wanted.host and not is_open


def referrer_for(post: str, url: Url) -> str:
    """What a browser tells a picture's server of the page: all to its own origin, else the origin, nothing to http.

    Source: https://www.w3.org/TR/referrer-policy/#referrer-policy-strict-origin-when-cross-origin
    """
    page = parse_url(post)
    if page is None or page.scheme not in _WEB or (page.scheme == "https" and url.scheme == "http"):
        return ""
    if page.scheme == url.scheme and authority_of(page) == authority_of(url):
        return without_credentials(page.href.partition("#")[0])
    return f"{page.scheme}://{authority_of(page)}/"
