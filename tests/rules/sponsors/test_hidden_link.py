"""The ways in which links are hidden, and what is hidden because something shows it."""
# ruff: noqa: E501 - a sample stands in one line, as it stands in a post

from __future__ import annotations

from time import process_time

import pytest

from audit.finding import Severity
from audit.rule import Good
from audit.rules.sponsors.hidden_link import HiddenLink
from audit.testing import findings_of

MANY = 12_000
TEXT = "<p>The boats rose with the tide and the pilots waited for the evening wind over the flats near town.</p>"
LINK = '<a href="https://www.goods.example/x">garden furniture</a>'


def told(html):
    return findings_of(HiddenLink, Good(f"{TEXT}{html}{TEXT}"))


@pytest.mark.parametrize(
    "html",
    [
        pytest.param('<style>#footer-x1 a{display:none}</style><div id="footer-x1">' + LINK + "</div>", id="nested div class sheet"),
        pytest.param('<style type="text/css">.aa,.zz{position:fixed;top:-5000px}</style><span class="zz">' + LINK + "</span>", id="sheet multi"),
        pytest.param('<div style="position:absolute!important;clip:rect(1px,1px,1px,1px)">' + LINK + "</div>", id="abs clip"),
        pytest.param('<div style="overflow:hidden;height:1px;width:1px;">' + LINK + "</div>", id="overflow 1x1"),
        pytest.param('<div style="overflow:hidden;height:0;padding:0 20px">' + LINK + "</div>", id="padding beside"),
        pytest.param('<p style="font-size:0px;line-height:0">' + LINK + "</p>", id="font 0"),
        pytest.param('<p style="background-color:#ffffff"><a style="color:#fff" href="https://foo.example/">garden furniture</a></p>', id="white on white declared"),
        pytest.param('<p><a style="color:#FFFFFF" href="https://foo.example/">garden furniture</a></p>', id="white assumed own para"),
        pytest.param('<font color="#ffffff"><a href="https://foo.example/"><font color="#ffffff">garden</font></a></font>', id="font white"),
        pytest.param('<div style="position:absolute;z-index:-1;left:-999em">' + LINK + "</div>", id="zindex offscreen"),
        pytest.param('<div id="hzq">' + LINK + '</div><script>document.getElementById("hzq").style.display="none";</script>', id="js hide"),
        pytest.param('<div id="hzq">' + LINK + '</div><script>jQuery("#hzq").hide();</script>', id="jq hide"),
        pytest.param('<script>document.write("<style>.hh{display:none}</style>")</script><div class="hh">' + LINK + "</div>", id="doc write style"),
        pytest.param('<marquee height="1" width="2" scrollamount="8000">' + LINK + "</marquee>", id="marquee"),
        pytest.param('<div style="transform:scale(0)">' + LINK + "</div>", id="scale"),
        pytest.param('<div hidden><a href="https://a.example/">x1</a><a href="https://b.example/">y2</a></div>', id="hidden attr x2"),
        pytest.param('<u style=display:none><a href="https://essay.example/">write my essay</a></u>', id="u-tag none"),
        pytest.param('<table style="display:none"><tr><td>' + LINK + "</td></tr></table>", id="table none"),
        pytest.param('<ul style="display: none;"><li>' + LINK + "</li></ul>", id="inline none list"),
        pytest.param('<p style="text-indent:-12345px">' + LINK + "</p>", id="text indent"),
        pytest.param('<div style="position:absolute;inset:-9999px auto auto -9999px">' + LINK + "</div>", id="inset"),
        pytest.param('<a href="https://foo.example/" style="display:block;height:0;overflow:hidden">garden</a>', id="height0 a"),
        pytest.param('<a href="https://foo.example/" style="color:rgba(0,0,0,0)">garden furniture</a>', id="rgba"),
        pytest.param('<div style="background:#eee"><a href="https://foo.example/" style="color:#eeeeee">garden furniture</a></div>', id="same grey"),
        pytest.param('<div style="position:absolute;top:-200vh">' + LINK + "</div>", id="vw"),
    ],
)  # fmt: skip
def test_hidden(html):
    found = told(html)

    assert found
    assert all("hidden from readers" in finding.message for finding in found)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param('<div class="wp-block-embed" style="opacity:0"><iframe></iframe></div>' + LINK, id="lazy video"),
        pytest.param('<div class="accordion"><h3>Q</h3><div style="display:none">' + LINK + "</div></div>", id="accordion"),
        pytest.param('<div class="elementor-tab-content" hidden="hidden">' + LINK + "</div>", id="elementor tab"),
        pytest.param('<p>Short <a href="#" onclick="toggle()">more</a></p><div class="readmore-content" style="display:none">' + LINK + "</div>", id="read more"),
        pytest.param('<div class="schema-faq-section"><div class="schema-faq-answer" style="display:none">' + LINK + "</div></div>", id="yoast faq"),
        pytest.param('<div id="popmake-12" class="pum" style="display:none">' + LINK + '</div><a href="#popmake-12">open</a>', id="modal"),
        pytest.param('<div style="display:none"><div id="inline-7">' + LINK + '</div></div><a href="#inline-7" class="fancybox">open</a>', id="lightbox"),
        pytest.param('<a class="wp-block-button__link has-white-color" style="color:#ffffff" href="https://foo.example/">Buy ticket</a>', id="btn white"),
        pytest.param('<a style="background:#0a7;color:#fff;padding:9px" href="https://foo.example/">Buy ticket</a>', id="btn inline bg"),
        pytest.param('<table><tr><td bgcolor="#003366"><a style="color:#fff" href="https://foo.example/">Buy</a></td></tr></table>', id="table bg"),
        pytest.param('<div class="wp-block-cover"><p><a style="color:#fff" href="https://foo.example/">More</a></p></div>', id="cover"),
        pytest.param('<a href="https://foo.example/">Report<span class="screen-reader-text"> (opens in a new tab)</span></a>', id="sr link text"),
        pytest.param('<a href="https://foo.example/" style="text-indent:-9999px;display:block;width:200px;height:60px;background:url(/logo.png)">Foo</a>', id="logo replace"),
        pytest.param('<a href="https://foo.example/" style="font-size:0"><img src="/i.png" alt="Foo"></a>', id="icon"),
        pytest.param('<span class="print-only" style="display:none">' + LINK + "</span>", id="print url"),
        pytest.param('<form action="https://x.us1.list-manage.com/subscribe/post"><div style="position:absolute;left:-5000px" aria-hidden="true"><input name="b_1" tabindex="-1"></div></form>', id="mc form"),
        pytest.param('<noscript><a href="https://www.youtube.com/watch?v=1">Watch the film</a></noscript>', id="youtube fallback noscript"),
        pytest.param('<noscript><a href="https://ad.doubleclick.net/jump"><img src="https://ad.doubleclick.net/x.gif"></a></noscript>', id="noscript ad"),
        pytest.param('<a class="u-bridgy-fed" href="https://fed.brid.gy/" hidden="from-humans"></a>', id="h-card"),
        pytest.param('<a href="https://www.awin1.com/cread.php?x">Shop</a><img src="https://www.awin1.com/show.php" width="1" height="1">', id="pixel aff"),
        pytest.param('<div class="wow fadeInUp" style="visibility:hidden">' + LINK + "</div>", id="anim"),
        pytest.param('<div style="opacity:0" data-aos="fade">' + LINK + "</div>", id="aos css"),
        pytest.param('<ul class="sub-menu" style="display:none"><li>' + LINK + "</li></ul>", id="dropdown"),
        pytest.param('<div class="slick-slide" aria-hidden="true" style="opacity:0">' + LINK + "</div>", id="slick"),
        pytest.param('<span class="tooltiptext" style="visibility:hidden">' + LINK + "</span>", id="tooltip"),
        pytest.param('<input type="checkbox" id="t1"><label for="t1">More</label><style>.c9{max-height:0;overflow:hidden} #t1:checked~.c9{max-height:99em}</style><div class="c9">' + LINK + "</div>", id="checkbox hack"),
        pytest.param('<div style="height:0;overflow:hidden;padding:0 0 56.25%">' + LINK + "</div>", id="room by padding"),
        pytest.param('<style>.v{height:0;overflow:hidden} .w{padding-top:56.25%}</style><div class="v w">' + LINK + "</div>", id="room by another rule"),
        pytest.param('<div style="max-height:0;overflow:hidden;min-height:300px">' + LINK + "</div>", id="room by least height"),
        pytest.param('<div style="margin-left:-15px">' + LINK + "</div>", id="margin neg"),
        pytest.param('<div class="su-spoiler su-spoiler-closed"><div class="su-spoiler-content" style="display:none">' + LINK + "</div></div>", id="spoiler"),
        pytest.param('<div class="extra" style="display:none">' + LINK + '</div><script>document.querySelector(".extra").style.display="block"</script>', id="show later script class"),
        pytest.param('<p>See the report<a href="https://foo.example/">.</a> and <a href="https://foo.example/r">the tables</a></p>', id="footnote dot"),
        pytest.param('<p>More <a href="https://foo.example/">→</a> <a href="https://foo2.example/">»</a> <a href="https://foo3.example/">1</a></p>', id="arrow"),
        pytest.param('<p><a href="https://foo.example/">T</a>he tide.</p>', id="drop cap"),
    ],
)  # fmt: skip
def test_shown_or_opened_by_something(html):
    assert told(html) == []


def test_one_finding_for_each_target_of_a_post():
    (first, second) = told(
        '<div style="position:absolute;left:-9999px"><a href="https://a.example/1">one</a> '
        '<a href="https://a.example/2">two</a> <a href="https://b.example/">three</a></div>'
    )

    assert "one of 2 to a.example" in first.message
    assert "b.example" in second.message


def test_a_qualified_link_is_no_error():
    (finding,) = told(
        '<div style="left:-9999px;position:absolute"><a rel="nofollow" href="https://a.example/">x y</a></div>'
    )

    assert finding.severity == "warning"


@pytest.mark.parametrize(
    "html",
    [
        "".join(f'<a href="https://quay{number}.example/">.</a> ' for number in range(MANY)),
        '<div style="display:none">'
        + "".join(f'<a href="https://quay{number}.example/">Quay</a> ' for number in range(MANY))
        + "</div>",
        "<div>" * 400 + '<a href="https://quay.example/">Quay</a> ' * MANY,
    ],
    ids=["on dots", "in a hidden box", "deep"],
)
def test_many_links_are_judged_in_a_time_that_grows_with_their_number(html):
    began = process_time()

    findings_of(HiddenLink, Good(f"<p>The boats rose with the tide.</p>{html}"))

    assert process_time() - began < 8  # seconds of the processor; many times what it takes


def test_several_sites_in_one_hidden_box_are_surer_than_one():
    link = '<a href="https://{}.example/">Quay</a>'
    box = '<p>The boats rose.</p><p style="display:none">{}</p>'

    (alone,) = findings_of(HiddenLink, Good(box.format(link.format("quay"))))
    together = findings_of(HiddenLink, Good(box.format(link.format("quay") + link.format("pier"))))

    assert alone.severity is Severity.WARNING
    assert [said.severity for said in together] == [Severity.ERROR, Severity.ERROR]
