from __future__ import annotations

import pytest

from audit.facts.url import parse_url
from audit.probe.job import Doubt, Ending, Host, Job
from audit.probe.network import BROWSER_AGENT, USER_AGENT, Network, Target
from audit.probe.pacing import Pace
from audit.probe.queue import Wanted
from audit.probe.requests import headers_of, referrer_for
from audit.probe.verdict import Ruling

LAKE = "https://lake.example/a"
POST = "https://quay.example/post/?a=1#top"


def job_of(*targets, ask=LAKE, url=None, second=False, bare=False):
    """A job that asks `url` now, for targets of which the first request went to `ask`."""
    parsed = parse_url(ask)
    name = f"{parsed.host}:{parsed.port}" if parsed.port else parsed.host
    wanted = Wanted(name, ask, targets or (Target(ask),))
    doubt = Doubt(wanted, Ending(Ruling("blocked")), 1) if second else None
    return Job(wanted, Host(name, Pace(1)), parse_url(url or ask), doubt=doubt, bare=bare)


def headers(job, *own):
    lines = headers_of(job, Network(headers=own))
    assert len(lines) == len({line.partition(":")[0].lower() for line in lines})
    return dict(line.split(": ", 1) for line in lines)


def test_the_first_question_says_who_asks():
    seen = headers(job_of())
    assert seen["User-Agent"] == USER_AGENT
    assert "text/html" in seen["Accept"]
    assert "*/*" in seen["Accept"]
    assert seen["Accept-Language"]
    assert "Referer" not in seen


def test_the_second_question_looks_like_a_browsers():
    seen = headers(job_of(second=True))
    assert seen["User-Agent"] == BROWSER_AGENT
    assert (seen["Sec-Fetch-Dest"], seen["Sec-Fetch-Mode"]) == ("document", "navigate")


def test_a_picture_is_asked_for_as_one():
    picture = Target(LAKE, image=True, referrer=POST)
    assert headers(job_of(picture))["Accept"].startswith("image/")
    assert headers(job_of(picture))["Referer"] == "https://quay.example/"
    assert headers(job_of(picture, second=True))["Sec-Fetch-Dest"] == "image"


def test_a_picture_that_is_a_link_as_well_is_asked_for_as_a_page():
    seen = headers(job_of(Target(LAKE), Target(f"{LAKE}#b", image=True, referrer=POST), second=True))
    assert seen["Accept"].startswith("text/html")
    assert seen["Sec-Fetch-Dest"] == "document"
    assert seen["Referer"] == "https://quay.example/"


def test_a_picture_can_be_asked_for_without_the_post():
    assert "Referer" not in headers(job_of(Target(LAKE, image=True, referrer=POST), bare=True))


def test_a_page_is_asked_for_without_the_post():
    assert "Referer" not in headers(job_of(Target(LAKE, referrer=POST)))


SECRET = ("X-Preview", "secret")
PLACES = {
    "the audited site": (True, LAKE, LAKE, True),
    "the audited site after a redirect": (True, LAKE, "https://lake.example/b", True),
    "the audited site, with TLS now": (True, "http://lake.example/a", LAKE, True),
    "the audited site, without TLS now": (True, LAKE, "http://lake.example/a", False),
    "an audited site on a port": (True, "http://lake.example:8080/a", "http://lake.example:8080/b", True),
    "an audited site at an address": (True, "http://[::1]:8080/a", "http://[::1]:8080/b", True),
    "another port of it": (True, LAKE, "https://lake.example:8443/", False),
    "from a port of it to another": (True, "http://lake.example:8080/a", "http://lake.example:8081/a", False),
    "another host": (False, LAKE, LAKE, False),
    "another host after a redirect": (True, LAKE, "https://quay.example/", False),
    "a host below it": (True, LAKE, "https://www.lake.example/", False),
    "a host that ends alike": (True, LAKE, "https://notlake.example/", False),
    "from another host to the audited site": (False, "https://quay.example/", LAKE, False),
}


@pytest.mark.parametrize(("own", "ask", "url", "is_sent"), PLACES.values(), ids=PLACES.keys())
def test_secrets_go_to_the_audited_site_only(own, ask, url, is_sent):
    seen = headers(job_of(Target(ask, own=own), ask=ask, url=url), SECRET, ("Authorization", "Basic eDp5"))
    assert ("X-Preview" in seen) is is_sent
    assert ("Authorization" in seen) is is_sent


def test_the_users_agent_and_languages_go_everywhere():
    seen = headers(job_of(), ("user-agent", "Harbour/1"), ("ACCEPT-LANGUAGE", "de"), ("accept", "*/*"))
    assert (seen["user-agent"], seen["ACCEPT-LANGUAGE"], seen["accept"]) == ("Harbour/1", "de", "*/*")
    assert "User-Agent" not in seen


def test_the_last_of_two_headers_counts():
    assert headers(job_of(Target(LAKE, own=True)), ("X-A", "1"), ("x-a", "2"))["x-a"] == "2"


def test_an_empty_header_takes_one_out():
    assert "Accept-Language" not in headers(job_of(), ("Accept-Language", ""))


REFERRERS = {
    "its own site": (POST, "https://quay.example/a.png", "https://quay.example/post/?a=1"),
    "another site": (POST, "https://lake.example/a.png", "https://quay.example/"),
    "another port": (POST, "https://quay.example:8443/a.png", "https://quay.example/"),
    "a post on a port": ("https://quay.example:8443/p", "https://lake.example/", "https://quay.example:8443/"),
    "the port that is the usual one": (
        "https://quay.example:443/p",
        "https://quay.example/a",
        "https://quay.example/p",
    ),
    "a host without TLS": (POST, "http://lake.example/a.png", ""),
    "its own site without TLS": (POST, "http://quay.example/a.png", ""),
    "from a post without TLS": ("http://quay.example/p", "http://quay.example/a.png", "http://quay.example/p"),
    "from a post without TLS to TLS": ("http://quay.example/p", "https://quay.example/a.png", "http://quay.example/"),
    "a post with a password": ("https://me:pw@quay.example/p", "https://quay.example/a", "https://quay.example/p"),
    "a password, elsewhere": ("https://me:pw@quay.example/p", "https://lake.example/a", "https://quay.example/"),
    "a file": ("file:///home/me/export.json", "https://lake.example/a.png", ""),
    "no address": ("post 12", "https://lake.example/a.png", ""),
}


@pytest.mark.parametrize(("post", "url", "referrer"), REFERRERS.values(), ids=REFERRERS.keys())
def test_referrer(post, url, referrer):
    assert referrer_for(post, parse_url(url)) == referrer
