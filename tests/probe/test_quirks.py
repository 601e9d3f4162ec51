from __future__ import annotations

import json
from importlib.resources import files

import pytest

from audit.facts.url import parse_url
from audit.probe import VERDICTS
from audit.probe.quirks import REFUSED, _entry_of, quirk_of, wall_at

TABLE = json.loads((files("audit.probe") / "quirks.json").read_text("utf-8"))
PREVIEW = "https://i.ytimg.com/vi/a-b_c123XYZ/mqdefault.jpg"
PLAYLIST = (
    "https://www.youtube.com/oembed?format=json&url=https%3A%2F%2Fwww.youtube.com%2Fplaylist%3Flist%3DPLabcdef123456"
)


def quirk(address):
    return quirk_of(parse_url(address))


ENTRIES = {
    "youtube-video": [
        "https://www.youtube.com/watch?v=a-b_c123XYZ",
        "https://youtube.com/watch/?v=a-b_c123XYZ",
        "http://m.youtube.com/watch?app=desktop&v=a-b_c123XYZ&t=42s#comments",
        "https://music.youtube.com/watch?list=PLabcdef123456&v=a-b_c123XYZ",
    ],
    "youtube-player": [
        "https://www.youtube.com/embed/a-b_c123XYZ?rel=0",
        "https://www.youtube-nocookie.com/embed/a-b_c123XYZ",
        "https://www.youtube.com/shorts/a-b_c123XYZ/",
        "https://www.youtube.com/live/a-b_c123XYZ",
        "https://www.youtube.com/v/a-b_c123XYZ",
    ],
    "youtube-short-address": ["https://youtu.be/a-b_c123XYZ?si=x", "https://youtu.be/a-b_c123XYZ/"],
    "youtube-playlist": [
        "https://www.youtube.com/playlist?list=PLabcdef123456",
        "https://www.youtube.com/embed/videoseries?list=PLabcdef123456",
    ],
    "vimeo-player": ["https://player.vimeo.com/video/123456?h=abc"],
    "tiktok-video": ["https://www.tiktok.com/@some.body_1/video/7259058926543572266?lang=en"],
    "tiktok": ["https://www.tiktok.com/@some.body", "https://tiktok.com/"],
    "doi": [
        "https://doi.org/10.1000/182",
        "http://dx.doi.org/10.1002/(SICI)1096-8644(199601)99:1%3C1::AID-AJPA1%3E3.0.CO;2-1",
        "https://doi.org/10.1000%2F182",
        "https://doi.org/10/fk2",
    ],
    "handle": ["https://hdl.handle.net/20.500.12345/678", "http://hdl.handle.net/1721.1/5"],
    "github": [
        "https://github.com/owner/name/blob/main/a.py#L12",
        "https://github.com/owner/name#readme",
        "https://gist.github.com/owner/abc#file-a-py",
    ],
    "gitlab": ["https://gitlab.com/owner/name/-/blob/main/a.py#L12"],
    "wayback-machine": ["https://web.archive.org/web/2020/https://lake.example/", "https://web.archive.org/"],
    "x": ["https://x.com/owner/status/1", "https://twitter.com/owner", "https://mobile.twitter.com/owner"],
    "instagram": ["https://www.instagram.com/p/abc/", "https://instagram.com/owner"],
    "facebook": ["https://www.facebook.com/owner", "https://de-de.facebook.com/owner", "https://fb.watch/abc/"],
    "linkedin-login": ["https://www.linkedin.com/authwall?trk=x", "https://de.linkedin.com/uas/login"],
    "linkedin-profile": ["https://www.linkedin.com/in/somebody/", "https://fr.linkedin.com/pub/x/1/2/3"],
    "npm": ["https://www.npmjs.com/package/left-pad", "https://www.npmjs.com/package/@scope/name?activeTab=readme"],
    "google-captcha": [
        "https://www.google.com/sorry/index?continue=https://x.example/",
        "https://www.google.de/sorry/x",
    ],
    "google-login": ["https://accounts.google.com/v3/signin/identifier?continue=https%3A%2F%2Fdocs.google.com%2Fa"],
    "microsoft-login": ["https://login.microsoftonline.com/common/oauth2/authorize"],
    "google-docs": ["https://docs.google.com/document/d/abc/edit#heading=h.1", "https://drive.google.com/file/d/abc"],
    "consent-wall": [
        "https://consent.youtube.com/m?continue=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Da-b_c123XYZ&gl=FR",
        "https://consent.google.com/ml?continue=https://news.google.com/",
        "https://consent.google.de/m",
        "https://guce.yahoo.com/consent?done=https%3A%2F%2Fnews.yahoo.com%2F",
        "https://consent.yahoo.com/v2/collectConsent?sessionId=1",
    ],
    "waiting-room": ["https://harbour.queue-it.net/?c=harbour&e=sale&t=https%3A%2F%2Fshop.example%2F"],
    "amazon": ["https://www.amazon.com/dp/B000", "https://amazon.co.uk/dp/B000", "https://smile.amazon.de/dp/B000"],
    "shortener": ["https://bit.ly/abc", "http://t.co/abc", "https://maps.app.goo.gl/abc", "https://lnkd.in/abc"],
}


def test_every_entry_is_tested():
    assert set(ENTRIES) == {row["name"] for row in TABLE}
    assert len(TABLE) == len(ENTRIES)


@pytest.mark.parametrize(("name", "address"), [(name, one) for name, many in ENTRIES.items() for one in many])
def test_an_entry_holds_for(name, address):
    found = quirk(address)
    assert found is not None
    assert found.name == name
    assert found.why
    assert not found.why.endswith(".")
    assert found.source.startswith("https://")
    assert {reading.verdict for reading in found.readings.values()} <= set(VERDICTS)


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/",
        "https://www.youtube.com/@channel",
        "https://www.youtube.com/watch?v=tooshort",
        "https://www.youtube.com/watch?v=a-b_c123XYZ%3Frel%3D0",
        "https://www.youtube.com/watch?list=PLabcdef123456",
        "https://www.youtube.com/playlist?list=RDabcdef123456",
        "https://www.youtube.com/playlist?list=WL",
        "https://www.youtube.com/embed/live_stream?channel=UCabc",
        "https://www.youtube.com/embed/videoseries?list=UUabcdef123456",
        "https://notyoutube.com/watch?v=a-b_c123XYZ",
        "https://youtube.com.lake.example/watch?v=a-b_c123XYZ",
        "https://youtu.be/",
        "https://youtu.be/user/abcdefghijk",
        "https://vimeo.com/123456",
        "https://doi.org/",
        "https://www.doi.org/the-identifier/what-is-a-doi/",
        "https://www.doi.org.example/10.1000/182",
        "https://help.x.com/en",
        "https://developer.x.com/en/docs",
        "https://notx.com/a",
        "https://netflix.com/title/1",
        "https://help.instagram.com/1",
        "https://developers.facebook.com/docs",
        "https://about.fb.com/news",
        "https://www.linkedin.com/company/somebody",
        "https://www.npmjs.com/~somebody",
        "https://www.npmjs.com/package/left-pad/v/1.0.0",
        "https://www.google.com/search?q=sorry",
        "https://docs.github.com/en#anchor",
        "https://owner.github.io/#anchor",
        "https://archive.org/details/abc",
        "https://aws.amazon.com/s3",
        "https://developer.amazon.com/",
        "https://notbit.ly/abc",
        "https://www.consent.example/",
        "https://lake.example/",
        "mailto:somebody@x.com",
        "ftp://github.com/a",
        "data:text/html,x.com",
    ],
)
def test_nothing_is_special_about(address):
    assert quirk(address) is None


def test_no_address_has_no_quirk():
    assert quirk_of(None) is None


def test_hosts_are_compared_as_browsers_do():
    assert quirk("HTTPS://Doi.ORG./10.1000/182").name == "doi"


# -- another question ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["youtube-video", "youtube-player", "youtube-short-address"])
def test_a_video_is_asked_for_by_its_preview(name):
    for address in ENTRIES[name]:
        found = quirk(address)
        assert found.ask == PREVIEW
        assert found.verdict_of(200) == ("ok", None)
        assert found.verdict_of(404) == ("broken", "video-gone")
        assert found.verdict_of(403) == ("unknown", "inconclusive")
        assert found.verdict_of(429) is None
        assert found.verdict_of(503) is None
        assert not found.judges_fragments


def test_only_a_positive_answer_about_a_playlist_counts():
    for address in ENTRIES["youtube-playlist"]:
        found = quirk(address)
        assert found.ask == PLAYLIST
        assert found.verdict_of(200) == ("ok", None)
        for status in (400, 401, 403, 404):
            assert found.verdict_of(status) == ("unknown", "inconclusive")


def test_only_a_positive_answer_about_a_tiktok_counts():
    found = quirk(ENTRIES["tiktok-video"][0])
    assert found.ask == (
        "https://www.tiktok.com/oembed?url=https%3A%2F%2Fwww.tiktok.com%2F%40some.body_1%2Fvideo%2F7259058926543572266"
    )
    assert found.verdict_of(200) == ("ok", None)
    assert found.verdict_of(400) == ("unknown", "inconclusive")
    assert not found.skip


def test_the_registry_is_asked_for_packages():
    assert quirk("https://www.npmjs.com/package/left-pad").ask == "https://registry.npmjs.org/left-pad"
    scoped = quirk("https://www.npmjs.com/package/@scope/name")
    assert scoped.ask == "https://registry.npmjs.org/@scope/name"
    assert scoped.verdict_of(200) == ("ok", None)
    assert scoped.verdict_of(404) == ("broken", "package-not-found")
    assert scoped.verdict_of(403) == ("unknown", "inconclusive")


def test_what_is_asked_instead_is_an_address_without_quirks():
    for many in ENTRIES.values():
        for address in many:
            asked = quirk(address).ask
            assert not asked or (parse_url(asked).href == asked and quirk(asked) is None)


# -- another meaning -------------------------------------------------------------------------------------------------


def test_a_resolver_proves_by_its_redirect():
    for name, cause in (("doi", "doi-not-registered"), ("handle", "handle-not-registered")):
        found = quirk(ENTRIES[name][0])
        assert found.redirect_proves
        assert not found.ask
        assert found.verdict_of(404) == ("broken", cause)
        assert found.verdict_of(500) is None
    found = quirk("http://dx.doi.org/10.1000/182")
    assert found.owns("doi.org")
    assert not found.owns("publisher.example")


def test_a_player_that_is_for_some_sites_only_is_not_broken():
    found = quirk(ENTRIES["vimeo-player"][0])
    assert found.verdict_of(403) == ("unknown", "embed-restricted")
    assert found.verdict_of(404) is None
    assert not found.ask


@pytest.mark.parametrize("name", ["github", "gitlab", "google-docs"])
def test_anchors_made_by_script_are_not_judged(name):
    for address in ENTRIES[name]:
        found = quirk(address)
        assert not found.judges_fragments
        assert found.verdict_of(404) is None


def test_the_wayback_machine_is_asked_gently():
    found = quirk("https://web.archive.org/web/2020/https://lake.example/")
    assert found.concurrency == 1
    for status in (REFUSED, 429, 503):
        assert found.verdict_of(status).verdict == "rate-limited"
    assert found.verdict_of(404) is None


@pytest.mark.parametrize("name", ["x", "instagram", "facebook", "tiktok"])
def test_who_answers_nobody_is_not_asked(name):
    for address in ENTRIES[name]:
        assert quirk(address).skip


def test_a_hidden_profile_is_not_broken():
    assert quirk("https://www.linkedin.com/in/somebody/").verdict_of(404) == ("unknown", "login-wall")
    assert quirk("https://www.linkedin.com/in/somebody/").verdict_of(999) is None


def test_a_shop_that_refuses_programs_is_not_down():
    assert quirk("https://www.amazon.de/dp/B000").verdict_of(503) == ("blocked", "bot-wall")
    assert quirk("https://www.amazon.de/dp/B000").verdict_of(404) is None


def test_shorteners_are_told():
    assert quirk("https://bit.ly/abc").shortener
    assert not quirk("https://youtu.be/a-b_c123XYZ").shortener


# -- walls -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "final", "verdict", "target"),
    [
        (
            "https://www.youtube.com/@channel",
            "https://consent.youtube.com/m?continue=https%3A%2F%2Fwww.youtube.com%2F%40channel%3Fcbrd%3D1&gl=DE",
            "unknown",
            "https://www.youtube.com/@channel?cbrd=1",
        ),
        (
            "https://news.yahoo.com/",
            "https://guce.yahoo.com/consent?done=https%3A%2F%2Fnews.yahoo.com%2F",
            "unknown",
            "https://news.yahoo.com/",
        ),
        ("https://news.yahoo.com/", "https://consent.yahoo.com/v2/collectConsent?sessionId=1", "unknown", ""),
        (
            "https://docs.google.com/document/d/abc",
            "https://accounts.google.com/v3/signin?continue=https%3A%2F%2Fdocs.google.com%2Fdocument%2Fd%2Fabc",
            "auth-required",
            "https://docs.google.com/document/d/abc",
        ),
        ("https://lake.example/", "https://login.microsoftonline.com/common", "auth-required", ""),
        ("https://www.linkedin.com/in/somebody/", "https://www.linkedin.com/authwall?trk=x", "auth-required", ""),
        ("https://www.google.com/search?q=a", "https://www.google.com/sorry/index?q=b", "blocked", ""),
        ("https://t.co/abc", "https://x.com/owner/status/1", "unknown", ""),
        ("https://lake.example/goto", "https://consent.google.com/m?continue=javascript:alert(1)", "unknown", ""),
    ],
)
def test_redirects_that_end_at_a_wall_prove_nothing(link, final, verdict, target):
    wall = wall_at(parse_url(link), parse_url(final))
    assert wall.arrival.verdict == verdict
    assert wall.target == target


@pytest.mark.parametrize(
    ("link", "final"),
    [
        ("https://accounts.google.com/", "https://accounts.google.com/v3/signin"),
        ("https://consent.lake.example/a", "https://consent.lake.example/b"),
        ("https://lake.example/", "https://www.lake.example/"),
        ("https://bit.ly/abc", "https://github.com/owner"),
    ],
)
def test_other_redirects_end_at_a_page(link, final):
    assert wall_at(parse_url(link), parse_url(final)) is None


# -- the table -------------------------------------------------------------------------------------------------------

_ROW = {"name": "lake", "hosts": ["lake.example"], "why": "it is deep", "source": "https://lake.example/"}


def test_a_plain_entry_is_accepted():
    assert _entry_of(_ROW).quirk.name == "lake"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"hosts": []}, "no hosts"),
        ({"why": ""}, "no why or source"),
        ({"source": "http://lake.example/"}, "no why or source"),
        ({"colour": "blue"}, "unknown: colour"),
        ({"readings": {"404": ["dead", None]}}, "no such verdict"),
        ({"arrival": ["dead", None]}, "no such verdict"),
        ({"readings": {"44": ["ok", None]}}, "no such status"),
        ({"ask": "https://sea.example/{id}", "readings": {"2xx": ["ok", None]}}, "what no expression gives"),
        ({"ask": "https://sea.example/"}, "without readings"),
    ],
)
def test_a_faulty_entry_is_told(change, fault):
    with pytest.raises(ValueError, match=fault):
        _entry_of({**_ROW, **change})
