"""Jumps to places that are there, that are not, and of which nobody can tell."""

from __future__ import annotations

import time

import pytest

from audit.finding import Severity
from audit.rule import Bad, Good
from audit.rules.links.link_fragment_missing import LinkFragmentMissing
from audit.testing import findings_of

HOME = "https://saltmarsh.example"
IDS = '<h2 id="spring">Spring</h2><h2 id="neap">Neap</h2>'


def said(html, **fields):
    return findings_of(LinkFragmentMissing, Good(html, fields=fields))


def said_of_two(link, target, **fields):
    posts = (
        {"content": {"rendered": f'<p>See <a href="{link}">it</a>.</p>'}},
        {"link": f"{HOME}/gauge/", "content": {"rendered": target}, **fields},
    )
    return findings_of(LinkFragmentMissing, Good(posts=posts))


@pytest.mark.parametrize(
    "html",
    [
        '<a href="#gone">x</a>',
        f'<a href="#gone">x</a>{IDS}',
        f'<a href="{HOME}/tide/#gone">x</a>{IDS}',
        f'<a href="{HOME}/tide#gone">x</a>{IDS}',
        f'<a href="https://www.saltmarsh.example/tide/?utm_source=x#gone">x</a>{IDS}',
        f'<map><area href="#gone"></map>{IDS}',
        f'<a href="#gone">x</a>{IDS}<script>var html = \'<i id="gone">\'</script><!-- <i id=gone> -->',
        f'<a href="#gone">x</a>{IDS}<map name="gone"></map><i class="gone"></i>',
    ],
)
def test_a_place_that_is_not_there(html):
    (finding,) = said(html)
    assert "#gone" in finding.message
    assert finding.severity is Severity.WARNING
    assert finding.marked.startswith("<a")


@pytest.mark.parametrize(
    "href",
    [
        "#", "#top", "#TOP", "#:~:text=tide", "#spring:~:text=tide", "#/route", "#!route", "#!/route", "#respond",
        "#comments", "#comment-12", "#more-12", "#content", "#main", "#primary", "#post-12", "#0", "#tab=2",
        "#elementor-action%3Aaction", "#modal-fb", "#popup", "#contact-popup-2", "#wpcf7-f12-o1", "#reply-title",
        "#{{ anchor }}", "#spring", "#%73pring", f"{HOME}/unknown/#gone", "https://shore.example/#gone",
        "/tide/?replytocom=3#gone", "/tide/feed/#gone", "mailto:a@b.example#gone", "http://[#gone",
        "/cdn-cgi/l/email-protection#5d32",
    ],
)  # fmt: skip
def test_what_is_no_dead_jump(href):
    assert said(f'<a href="{href}">x</a>{IDS}') == []


@pytest.mark.parametrize(
    "attributes",
    [
        'role="button"',
        'onclick="x()"',
        'aria-controls="x"',
        'data-toggle="tab"',
        'class="btn open-modal"',
        'class="tab"',
    ],
)
def test_a_control_that_a_script_works(attributes):
    assert said(f'<a href="#gone" {attributes}>x</a>{IDS}') == []


@pytest.mark.parametrize(
    "html",
    [
        f'<code><a href="#gone">x</a></code>{IDS}',
        f'<a href="#gone">x</a>{IDS}<!--nextpage--><p>x</p>',
        f'<base href="https://shore.example/"><a href="#gone">x</a>{IDS}',
        f'<a href="#gone">x</a>[et_pb_section]{IDS}[/et_pb_section]',
        f'<a href="#the-third-tide">x</a>{IDS}<h2>The third tide</h2>',
        f'<a href="#h-the-third-tide-2">x</a>{IDS}<h2>The <i>third</i> tide</h2>',
        f'<a href="#The_third_tide">x</a>{IDS}<h2>The third tide</h2>',
    ],
)
def test_what_nobody_can_tell(html):
    assert said(html) == []


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("#%C3%BCber", '<i id="über"></i>'),
        ("#über", '<i id="über"></i>'),
        ("#a%20b", '<i id="a b"></i>'),
        ("#a b", '<i id="a b"></i>'),
        ("#a%2Fb", '<i id="a/b"></i>'),
        ("#100%", '<i id="100%"></i>'),
        ("#old", '<a name="old"></a>'),
        ("#a&amp;b", '<i id="a&amp;b"></i>'),
        (" #spring ", '<i id="spring"></i>'),
    ],
)
def test_a_fragment_is_tried_as_written_and_then_decoded(href, target):
    assert said(f'<a href="{href}">x</a>{target}') == []


def test_an_id_that_differs_in_case_is_the_fix():
    (finding,) = said(f'<a href="#Neap">x</a>{IDS}')
    assert finding.message.endswith('There is "neap".')


def test_one_fragment_is_one_finding():
    assert len(said(f'<a href="#gone">x</a><a href="#gone">y</a><a href="#lost">z</a>{IDS}')) == 2


def test_a_post_without_any_id_has_one_fault():
    jumps = "".join(f'<a href="#part-{number}">x</a>' for number in range(9))
    (finding,) = said(jumps)
    assert [entry.text for entry in finding.evidence][1] == "#part-1, #part-2, #part-3, #part-4 and 4 more"
    assert said(jumps, type="page") == []  # perhaps the plain copy that a page builder keeps


class TestOtherPost:
    def test_it_has_no_such_id(self):
        (finding,) = said_of_two(f"{HOME}/gauge/#staff", IDS)
        assert finding.post == "saltmarsh.example#12"
        assert finding.related == ("saltmarsh.example#13",)

    @pytest.mark.parametrize(
        "link",
        [f"{HOME}/gauge/#spring", "/gauge#spring", "http://www.saltmarsh.example/gauge/#spring", "/gauge/#Staff-1"],
    )
    def test_it_has_it(self, link):
        assert said_of_two(link, f"{IDS}<h3>Staff</h3>") == []

    def test_its_content_is_not_known(self):
        link = f"{HOME}/gauge/#staff"
        assert said_of_two(link, "") == []
        assert said_of_two(link, "<p>x</p>", type="page") == []
        assert said_of_two(link, IDS, status="draft") == []
        assert said_of_two(link, IDS, password="x") == []  # noqa: S106 - of the post
        assert said_of_two(link, "".join(f"<i id={number}></i>" for number in range(2_001))) == []

    def test_two_posts_of_one_address_help_each_other(self):
        posts = (
            {"content": {"rendered": '<a href="/gauge/#staff">x</a>'}},
            {"link": f"{HOME}/gauge/", "content": {"rendered": IDS}},
            {"link": f"{HOME}/gauge", "content": {"rendered": '<p id="staff">x</p>'}},
        )
        assert findings_of(LinkFragmentMissing, Good(posts=posts)) == []


def test_hostile_input_costs_linear_time():
    html = "".join(f'<a href="#x{number}" id="{number}">x</a>' for number in range(20_000))
    begun = time.process_time()
    assert len(findings_of(LinkFragmentMissing, Bad(html, says=""))) == 100
    assert time.process_time() - begun < 5


def test_more_jumps_than_are_told_are_counted():
    jumps = "".join(f'<a href="#gone-{number}">x</a>' for number in range(130))
    *_, last = said(f'<i id="gauge"></i>{jumps}')

    assert last.message == 'Links jump to "#gone-99" and other places, and nothing in this post has those ids.'
    assert last.evidence[1].text == "#gone-100, #gone-101, #gone-102, #gone-103 and 26 more"


def test_a_generated_page_is_judged_for_its_own_jumps_alone():
    ids = "".join(f'<i id="row-of-tides-{number}"></i>' for number in range(2001))

    assert [finding.value for finding in said(f'<a href="#gone">x</a>{ids}')] == ["#gone"]
    assert not said_of_two(f"{HOME}/gauge/#gone", ids)


def test_many_jumps_that_miss_many_headings_take_time_in_proportion():
    rows = "".join(f'<h2>Tide {number}</h2><p><a href="#gone-{number}">x</a></p>' for number in range(3000))
    begun = time.process_time()

    assert len(said(f'<i id="gauge"></i>{rows}')) == 100
    assert time.process_time() - begun < 5
