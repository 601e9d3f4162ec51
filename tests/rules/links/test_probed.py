"""Rules over what the network said: what they say, of which post, how badly, and with which fix."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain

import pytest

from audit.engine.draft import draft_of
from audit.facts import read
from audit.finding import Confidence, Severity, Witness
from audit.grouping import Roots, group
from audit.post import Origin, Post
from audit.probe import VERDICTS, Hop, Probe
from audit.rule import Bad, LinkRule
from audit.rules import all_rules
from audit.rules.links._probed import CAUSES, cause_of, evidence_of, printable, shown
from audit.rules.links.image_broken import ImageBroken
from audit.rules.links.image_hotlink_protected import ImageHotlinkProtected
from audit.rules.links.link_anchor_missing import LinkAnchorMissing
from audit.rules.links.link_auth_required import LinkAuthRequired
from audit.rules.links.link_blocked import LinkBlocked
from audit.rules.links.link_broken import LinkBroken
from audit.rules.links.link_downgraded import LinkDowngraded
from audit.rules.links.link_private_address import LinkPrivateAddress
from audit.rules.links.link_rate_limited import LinkRateLimited
from audit.rules.links.link_redirect_chain import LinkRedirectChain
from audit.rules.links.link_redirected_permanently import LinkRedirectedPermanently
from audit.rules.links.link_soft_404 import LinkSoft404
from audit.rules.links.link_tls_fault import LinkTlsFault
from audit.rules.links.link_unstable import LinkUnstable
from audit.rules.links.link_unverifiable import LinkUnverifiable
from audit.site import SiteSettings, SiteTotals
from audit.testing import records_of

URL = "https://quay.example/tables"
LINK = ("link", "a", "href", URL)
PICTURE = ("image", "img", "src", URL)
RULES = [rule for rule in all_rules() if issubclass(rule, LinkRule) and rule.__module__.startswith("audit.rules.")]
TOTALS = SiteTotals()


def at(*places, order=0, site="saltmarsh.example"):
    return [Witness(tuple(values), post=f"{site}#{order}", site=site, order=order) for values in places or (LINK,)]


def said(rule, probe, witnesses=None):
    return list(rule().check(probe, witnesses if witnesses is not None else at(), TOTALS))


def only(rule, probe, witnesses=None):
    (finding,) = said(rule, probe, witnesses)
    return finding


def moved(final, url=URL, statuses=(301,), **rest):
    hops = tuple(Hop(url if not number else f"{url}/{number}", status) for number, status in enumerate(statuses))
    verdict = "redirected-permanent" if set(statuses) <= {301, 308} else "redirected-temporary"
    return Probe(url, verdict, None, 200, final, hops=hops, **rest)


# -- what is said of which verdict -------------------------------------------------------------------------------------

VERDICT_CAUSES = [
    ("ok", None, set()),
    ("redirected-temporary", None, set()),
    ("broken", "not-found", {LinkBroken}),
    ("broken", "refused", {LinkBroken}),
    ("broken", "a-new-cause", {LinkBroken}),
    ("broken", "not-an-image", set()),
    ("dns-error", "nxdomain", {LinkBroken}),
    ("dns-error", "nodata", {LinkBroken}),
    ("dns-error", "servfail", {LinkUnstable}),
    ("dns-error", "try-again", {LinkUnstable}),
    ("dns-error", None, {LinkUnstable}),
    ("invalid-url", "malformed", set()),
    ("server-error", "server-error", {LinkUnstable}),
    ("timeout", "timeout-connect", {LinkUnstable}),
    ("connection-error", "unreachable", {LinkUnstable}),
    ("tls-error", "expired", {LinkTlsFault}),
    ("soft-404", "title", {LinkSoft404}),
    ("anchor-missing", "target", {LinkAnchorMissing}),
    ("auth-required", "login", {LinkAuthRequired}),
    ("blocked", "challenge", {LinkBlocked}),
    ("blocked", "hotlink-protected", set()),
    ("rate-limited", "quota", {LinkRateLimited}),
    ("unknown", "app-shell", {LinkUnverifiable}),
    ("unknown", "no-ipv6", {LinkUnverifiable}),
    ("unknown", "interception", set()),
    ("skipped", "policy", {LinkUnverifiable}),
    ("skipped", "run-offline", set()),
    ("unsafe", "private-address", {LinkPrivateAddress}),
]


@pytest.mark.parametrize(("verdict", "cause", "expected"), VERDICT_CAUSES)
def test_one_rule_speaks_of_a_link(verdict, cause, expected):
    probe = Probe(URL, verdict, cause)

    assert {rule for rule in RULES if said(rule, probe)} == expected


@pytest.mark.parametrize(
    ("verdict", "cause", "expected"),
    [
        ("broken", "not-found", {ImageBroken, LinkBroken}),  # one is explained by the other
        ("broken", "not-an-image", {ImageBroken}),
        ("dns-error", "nxdomain", {ImageBroken, LinkBroken}),
        ("dns-error", "servfail", {LinkUnstable}),
        ("soft-404", "home-redirect", {ImageBroken, LinkSoft404}),
        ("blocked", "forbidden", {LinkBlocked}),
        ("blocked", "hotlink-protected", {ImageHotlinkProtected}),
        ("unknown", "status", {LinkUnverifiable}),
        ("server-error", "server-error", {LinkUnstable}),
    ],
)
def test_what_is_said_of_a_picture(verdict, cause, expected):
    assert {rule for rule in RULES if said(rule, Probe(URL, verdict, cause), at(PICTURE))} == expected


@pytest.mark.parametrize(
    ("probe", "root", "member"),
    [
        (Probe(URL, "broken", "not-found", 404), ImageBroken, LinkBroken),
        (Probe(URL, "soft-404", "title", 200), ImageBroken, LinkSoft404),
        (moved("http://port.example/", statuses=(301,)), LinkDowngraded, LinkRedirectedPermanently),
        (moved("https://port.example/a", statuses=(301,) * 4), LinkRedirectedPermanently, LinkRedirectChain),
    ],
)
def test_one_fault_is_one_finding(probe, root, member):
    rules = {rule.code: rule() for rule in (member, root)}
    found = [(rule, finding) for rule in rules.values() for finding in rule.check(probe, at(LINK, PICTURE), TOTALS)]

    (group_of_both,) = group([draft_of(rule, finding, {}, None) for rule, finding in found], rules, Roots(), 0)

    assert group_of_both.root.code == root.code
    assert [draft.code for draft in group_of_both.members] == [member.code]


def test_an_address_that_a_redirect_spoils_is_dead():
    probe = Probe(URL, "invalid-url", "malformed", hops=(Hop(URL, 301),))

    assert "is dead: it redirects to something that is no address." in only(LinkBroken, probe).message


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_with_any_cause_gives_sentences(verdict):
    for cause in (*CAUSES, "a-new-cause", None):
        for hops in ((), (Hop(URL, 302),)):
            for status in (None, 200, 404, 799):
                probe = Probe(URL, verdict, cause, status, hops=hops)
                for finding in chain.from_iterable(said(rule, probe, at(LINK, PICTURE)) for rule in RULES):
                    assert finding.message.endswith(" (2 places in this post).") or finding.message.endswith(".")
                    assert not {"{", "}", "  "} & set(finding.message)
                    assert "None" not in finding.message
                    assert finding.value == URL


# -- severity and confidence -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "probe"),
    [
        (LinkBroken, Probe(URL, "broken", "not-found", 404)),
        (LinkBroken, Probe(URL, "dns-error", "nxdomain")),
        (LinkTlsFault, Probe(URL, "tls-error", "hostname")),
        (LinkTlsFault, Probe(URL, "tls-error", "handshake")),
    ],
)
@pytest.mark.parametrize(
    ("confidence", "severity", "sure"),
    [
        ("definitive", None, Confidence.DEFINITIVE),
        ("confirmed", None, Confidence.DEFINITIVE),
        ("single-observation", Severity.WARNING, Confidence.LIKELY),
    ],
)
def test_only_what_was_seen_twice_or_is_definitive_is_an_error(rule, probe, confidence, severity, sure):
    finding = only(rule, replace(probe, confidence=confidence))

    assert rule.severity is Severity.ERROR
    assert (finding.severity, finding.confidence) == (severity, sure)


def test_an_image_that_was_seen_broken_once_is_a_warning():
    probe = Probe(URL, "broken", "empty-image", 200, confidence="single-observation")

    assert only(ImageBroken, probe, at(PICTURE)).severity is Severity.WARNING


def test_an_incomplete_chain_is_a_warning():
    finding = only(LinkTlsFault, Probe(URL, "tls-error", "incomplete-chain"))

    assert finding.severity is Severity.WARNING
    assert "some visitors" in finding.message


def test_what_passes_is_a_warning_until_it_lasts():
    probe = Probe(URL, "server-error", "server-error", 503, streak=2, confidence="confirmed")
    lasting = replace(probe, streak=4, persistent=True, first_failed="2026-05-01T06:00:00Z")

    assert only(LinkUnstable, probe).severity is Severity.WARNING
    assert only(LinkUnstable, lasting).severity is None
    assert "4 runs in a row" in only(LinkUnstable, lasting).message


def test_a_soft_404_is_never_more_than_likely():
    assert only(LinkSoft404, Probe(URL, "soft-404", "parked")).confidence is Confidence.LIKELY


# -- posts and places --------------------------------------------------------------------------------------------------


def test_one_finding_a_post_at_its_first_place():
    witnesses = [*at(PICTURE, LINK, order=0), *at(LINK, order=1), *at(LINK, order=4)]

    first, second, third = said(LinkBroken, Probe(URL, "broken", "gone", 410), witnesses)

    assert first.witness is witnesses[0]
    assert first.message == f"Image {URL} is dead: the server answers 410 Gone (2 places in this post)."
    assert second.message == f"Link to {URL} is dead: the server answers 410 Gone."
    assert [witness.order for witness, _ in first.related] == [1, 4]
    assert [witness.order for witness, _ in third.related] == [0, 1]
    assert {finding.related_count for finding in (first, second, third)} == {2}


def test_pictures_only_are_broken_pictures():
    witnesses = [*at(LINK, order=0), *at(LINK, PICTURE, order=1)]

    finding = only(ImageBroken, Probe(URL, "broken", "not-found", 404), witnesses)

    assert (finding.witness, finding.related) == (witnesses[2], ())


def test_a_link_in_the_footer_of_every_post_takes_no_quadratic_time():
    witnesses = list(chain.from_iterable(at(LINK, order=order) for order in range(50_000)))
    start = time.perf_counter()

    found = said(LinkBroken, Probe(URL, "broken", "gone", 410), witnesses)

    assert len(found) == 50_000
    assert (len(found[7].related), found[7].related_count) == (10, 49_999)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("canonical", "link", "href"), "Canonical https://"),
        (("alternate", "link", "href"), "Language version (hreflang) https://"),
        (("social", "meta", "og:image"), "Open Graph image https://"),
        (("social", "meta", "og:image:secure_url"), "Open Graph image https://"),
        (("social", "meta", "og:url"), "Open Graph address https://"),
        (("social", "meta", "twitter:image"), "X card image https://"),
        (("structured-data", "script", "sameAs"), "Address in structured data (sameAs) https://"),
        (("frame", "iframe", "src"), "Frame https://"),
        (("style", "style", ""), "Style sheet or font https://"),
        (("something-new", "x", "y"), "Address https://"),
    ],
)
def test_the_message_says_what_it_is(values, expected):
    finding = only(LinkBroken, Probe(URL, "broken", "not-found", 404), at((*values, URL)))

    assert finding.message.startswith(expected)


def test_what_a_plugin_prints_is_corrected_there():
    probe = Probe(URL, "broken", "not-found", 404)

    assert "SEO plugin" in only(LinkBroken, probe, at(("canonical", "link", "href", URL))).remedy
    assert f"https://web.archive.org/web/2/{URL}" in only(LinkBroken, probe).remedy


def test_the_archive_is_no_place_to_look_for_its_own_pages():
    archived = "https://web.archive.org/web/2020/https://quay.example/"

    assert "web/2/" not in only(LinkBroken, Probe(archived, "broken", "not-found", 404)).remedy


# -- texts -------------------------------------------------------------------------------------------------------------


def test_credentials_are_never_printed():
    probe = Probe(
        "https://anna:secret@quay.example/a",
        "broken",
        "not-found",
        404,
        "https://anna:secret@quay.example/b",
        hops=(Hop("https://anna:secret@quay.example/a", 302),),
        evidence="it leads to https://anna:se@cret@quay.example/b?mail=x@y.example",
    )

    finding = only(LinkBroken, probe, at(("link", "a", "href", probe.url)))

    assert "secret" not in repr(replace(finding, witness=None))
    assert "cret@" not in repr(replace(finding, witness=None))
    assert evidence_of(probe)[0].text == "it leads to https://quay.example/b?mail=x@y.example"


def test_evidence_is_the_answer_the_way_and_the_time():
    hops = tuple(Hop(f"{URL}/{number}", 302) for number in range(8))
    probe = Probe(
        URL,
        "timeout",
        "timeout-answer",
        hops=hops,
        evidence="no answer\nin 10 seconds",
        streak=3,
        first_failed="2026-05-01T06:00:00Z",
        last_ok="2026-04-30T06:00:00Z",
    )

    assert [tuple(entry) for entry in evidence_of(probe)] == [
        ("observed", "no answer in 10 seconds"),
        ("redirects", " → ".join([*(f"302 {URL}/{number}" for number in range(6)), "..."])),
        ("failing since", "2026-05-01T06:00:00Z (3 runs in a row)"),
        ("last seen working", "2026-04-30T06:00:00Z"),
    ]


def test_long_texts_are_cut():
    assert len(shown(f"{URL}?{'a' * 9000}")) == 200
    assert len(printable("x@" * 100_000)) == 200


def test_hostile_evidence_takes_no_quadratic_time():
    start = time.perf_counter()
    printable("://" * 100_000 + "@")
    printable("://" + "a" * 300_000)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("probe", "expected"),
    [
        (Probe(URL, "broken", "not-found", 404), "the server answers 404 Not Found"),
        (Probe(URL, "broken", "client-error", 444), "the server answers 444"),
        (Probe(URL, "broken", "brand-new", 418), "the server answers 418 I'm a Teapot"),
        (Probe(URL, "broken", "not-found"), "the server answers with an error"),
        (Probe(URL, "dns-error", "nxdomain"), "quay.example does not exist"),
        (
            Probe(URL, "dns-error", "nxdomain", hops=(Hop(URL, 301),)),
            "the host that it leads to does not exist",
        ),
        (
            Probe(URL, "broken", "gone", 410, "https://port.example/", hops=(Hop(URL, 301), Hop(URL, 302))),
            "after 2 redirects the server answers 410 Gone",
        ),
        (Probe(URL, "tls-error", "brand-new"), "no trusted connection to quay.example comes about"),
        (Probe(URL, "unknown", "brand-new", 200), "no answer came that can be used"),
    ],
)
def test_cause_in_words(probe, expected):
    assert cause_of(probe) == expected


def test_a_host_is_text_and_no_template():
    assert cause_of(Probe("https://{answer}.example/", "dns-error", "nxdomain")).endswith("does not exist")


# -- permanent redirects -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "final", "severity"),
    [
        (URL, "https://port.example/tides", None),
        (URL, "https://quay.example/tides/", None),
        ("https://quay.example/?p=4", "https://quay.example/tides/", None),
        ("http://quay.example/tables", URL, Severity.NOTICE),
        (URL, "https://www.quay.example/tables", Severity.NOTICE),
        (URL, "https://quay.example/tables/", Severity.NOTICE),
        ("http://www.quay.example/tables/?a=1", "https://quay.example/tables?a=1", Severity.NOTICE),
        ("https://quay.example/tables?a=1", "https://quay.example/tables?a=2", None),
    ],
)
def test_a_change_of_form_only_is_a_notice(url, final, severity):
    finding = only(LinkRedirectedPermanently, moved(final, url), at(("link", "a", "href", url)))

    assert finding.severity is severity
    assert (finding.fix.safe, finding.fix.before, finding.fix.after) == (True, url, final)


def test_the_fix_is_at_the_place_as_it_is_written():
    finding = only(
        LinkRedirectedPermanently,
        moved("https://quay.example/b#neap", "https://quay.example/a#neap"),
        at(("link", "area", "href", "/a#neap")),
    )

    assert (finding.fix.element, finding.fix.attribute) == ("area", "href")
    assert (finding.fix.before, finding.fix.after) == ("/a#neap", "https://quay.example/b#neap")


@pytest.mark.parametrize("kind", ["canonical", "alternate", "social", "structured-data", "script", "style", "form"])
def test_what_no_editor_wrote_has_no_fix(kind):
    finding = only(LinkRedirectedPermanently, moved("https://port.example/"), at((kind, "meta", "og:url", URL)))

    assert finding.fix is None


def test_a_canonical_is_set_in_the_plugin():
    witnesses = at(("canonical", "link", "href", URL))

    assert (
        "https://port.example/tides"
        in only(LinkRedirectedPermanently, moved("https://port.example/tides"), witnesses).remedy
    )


def test_the_place_that_can_be_edited_is_told():
    witnesses = at(("canonical", "link", "href", URL), LINK)

    finding = only(LinkRedirectedPermanently, moved("https://quay.example/b"), witnesses)

    assert finding.witness is witnesses[1]
    assert finding.fix is not None


@pytest.mark.parametrize(
    ("url", "final"),
    [
        ("https://bit.ly/3xYzAbC", "https://quay.example/tables"),
        ("https://count.example/go?to=https%3A%2F%2Fquay.example%2Ftables", "https://quay.example/tables"),
    ],
)
def test_what_is_made_to_redirect_is_a_notice_without_fix(url, final):
    finding = only(LinkRedirectedPermanently, moved(final, url), at(("link", "a", "href", url)))

    assert (finding.severity, finding.fix) == (Severity.NOTICE, None)
    assert "only passes visitors on" in finding.message


@pytest.mark.parametrize(
    "final",
    [
        "https://port.example/tides?utm_source=quay",
        "https://port.example/tides?gclid=1",
        "https://port.example/tides;jsessionid=0A1B",
        "https://port.example/tides?PHPSESSID=0A1B",
        "https://port.example/f.pdf?X-Amz-Expires=60&X-Amz-Signature=0A1B",
        "https://anna:secret@port.example/tides",
        "http://port.example/tides",
    ],
)
def test_an_address_of_one_visit_is_no_fix(final):
    assert only(LinkRedirectedPermanently, moved(final)).fix is None


@pytest.mark.parametrize(
    "final",
    [
        "https://quay.example/de/tables",
        "https://quay.example/en-GB/tables/",
        "https://de.quay.example/tables",
        "https://quay.example/tables?country=de",
        "https://port.example/",
    ],
)
def test_what_another_visitor_may_not_get_is_no_safe_fix(final):
    assert only(LinkRedirectedPermanently, moved(final)).fix.safe is False


@pytest.mark.parametrize(
    ("values", "final", "is_fixed"),
    [
        (("image", "img", "srcset", URL), "https://port.example/a,b.jpg", False),
        (("image", "img", "srcset", URL), "https://port.example/a.jpg", True),
        (("image", "div", "style", URL), "https://port.example/a(1).jpg", False),
        (("image", "div", "style", URL), "https://port.example/a.jpg", True),
        (("link", "a", "href", "https://anna:secret@quay.example/tables"), "https://port.example/a", False),
    ],
)
def test_a_fix_fits_its_place(values, final, is_fixed):
    finding = only(LinkRedirectedPermanently, moved(final), at(values))

    assert (finding.fix is not None) is is_fixed


def test_a_redirect_to_itself_is_none():
    assert not said(LinkRedirectedPermanently, moved(f"{URL}#top"))
    assert not said(LinkRedirectedPermanently, moved("https://port.example/", statuses=(301, 302)))
    assert not said(LinkRedirectedPermanently, replace(moved(URL), final_url=None))


# -- ways --------------------------------------------------------------------------------------------------------------


def test_more_than_three_redirects_are_a_chain():
    assert not said(LinkRedirectChain, moved("https://quay.example/b", statuses=(302, 301, 302)))
    assert "takes 4 redirects" in only(LinkRedirectChain, moved("https://q.example/", statuses=(301,) * 4)).message
    assert not said(LinkRedirectChain, replace(moved(URL, statuses=(302,) * 5), verdict="broken"))


@pytest.mark.parametrize(
    ("url", "final", "is_told"),
    [
        (URL, "http://quay.example/tables", True),
        (URL, "https://quay.example/b", False),
        ("http://quay.example/tables", "http://quay.example/b", False),
    ],
)
def test_a_downgrade_is_told_by_where_it_ends(url, final, is_told):
    assert bool(said(LinkDowngraded, moved(final, url, statuses=(302, 301)))) is is_told
    assert not said(LinkDowngraded, replace(moved(final, url), verdict="broken"))


# -- fragments ---------------------------------------------------------------------------------------------------------


def test_the_fragment_is_readable_and_that_of_the_end():
    url = "https://quay.example/a#f%C3%A4hre"

    assert 'no place "fähre"' in only(LinkAnchorMissing, Probe(url, "anchor-missing", "target", 200, url)).message
    other = "https://quay.example/b#other"
    assert 'no place "other"' in only(LinkAnchorMissing, Probe(url, "anchor-missing", "target", 200, other)).message


@pytest.mark.parametrize("fragment", [":~:text=neap", "neap:~:text=tide"])
def test_missing_words_are_a_notice(fragment):
    url = f"https://quay.example/a#{fragment}"

    assert only(LinkAnchorMissing, Probe(url, "anchor-missing", None, 200, url)).severity is Severity.NOTICE


# -- pictures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("text/html instead of a picture", "does not show: text/html instead of a picture."),
        ("not-an-image: text/html instead of a picture", "does not show: text/html instead of a picture."),
        ("empty-image", "does not show: the server sends an empty file."),
    ],
)
def test_a_page_is_no_picture_but_a_fine_link(fault, expected):
    probe = Probe(URL, "ok", None, 200, URL, image_fault=fault)

    assert expected in only(ImageBroken, probe, at(PICTURE)).message
    assert not said(LinkBroken, probe, at(LINK))
    assert not said(ImageBroken, probe, at(LINK))


# -- private networks --------------------------------------------------------------------------------------------------


def test_a_site_in_a_private_network_may_link_to_itself():
    probe = Probe("http://10.0.0.5:8080/tables", "unsafe", "private-address")

    assert not said(LinkPrivateAddress, probe, at(site="10.0.0.5:8080/blog"))
    assert said(LinkPrivateAddress, probe, at(site="10.0.0.5"))
    assert said(LinkPrivateAddress, replace(probe, hops=(Hop(probe.url, 302),)), at(site="10.0.0.5:8080"))


# -- examples ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "example"),
    [pytest.param(rule, example, id=rule.name) for rule in RULES for example in rule.examples],
)
def test_examples_hold_the_addresses_of_their_probes(rule, example):
    (record,) = records_of(example)
    post = Post.read(record, Origin(source="test", index=0, line=None))
    facts = read(post, SiteSettings(), datetime(2026, 6, 1, tzinfo=UTC))
    (probe,) = example.probes
    witnesses = [witness._replace(order=0) for url, witness in rule().gather(facts) if url == probe.url]

    assert witnesses
    told = [finding.message for finding in said(rule, probe, witnesses)]
    assert any(example.says in message for message in told) if isinstance(example, Bad) else not told
