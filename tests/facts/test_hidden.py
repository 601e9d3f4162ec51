import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.facts.declarations import How
from audit.facts.hidden import Hidden
from audit.facts.html import Markup

LINK = '<a href="https://kettles.example/">kettles</a>'


def concealment(html):
    markup = Markup(html)
    return Hidden(markup).of(markup.elements("a")[0])


@pytest.mark.parametrize(
    ("style", "how"),
    [
        ("display:none", How.REMOVED),
        ("DISPLAY : NONE !important", How.REMOVED),
        ("display&#58;none", How.REMOVED),
        (r"display:n\6f ne", How.REMOVED),
        (r"display:\00006eon\65", How.REMOVED),
        ("visibility:hidden", How.INVISIBLE),
        ("opacity:0.01", How.INVISIBLE),
        ("filter:opacity(0)", How.INVISIBLE),
        ("position:absolute;left:-4312px", How.OFF_SCREEN),
        ("position:fixed;right:-300vw", How.OFF_SCREEN),
        ("position:absolute;left:9000px", How.OFF_SCREEN),
        ("margin-left:-9999px", How.OFF_SCREEN),
        ("text-indent:-999em", How.OFF_SCREEN),
        ("text-indent:100%;white-space:nowrap;overflow:hidden", How.OFF_SCREEN),
        ("transform:translateX(-9999px)", How.OFF_SCREEN),
        ("height:0;overflow:hidden", How.NO_ROOM),
        ("max-height:0;overflow:hidden", How.NO_ROOM),
        ("height:0;overflow:hidden;padding:0 20px", How.NO_ROOM),
        ("width:0;overflow:hidden;padding-top:20px", How.NO_ROOM),
        ("width:1px;height:1px;overflow-y:scroll", How.NO_ROOM),
        ("position:absolute;clip:rect(0 0 0 0)", How.CLIPPED),
        ("clip-path:inset(50%)", How.CLIPPED),
        ("clip-path:circle(0)", How.CLIPPED),
        ("transform:scale(0)", How.CLIPPED),
        ("scale:0", How.CLIPPED),
        ("font-size:0", How.TINY),
        ("font-size:1px", How.TINY),
        ("font-size:1pt", How.TINY),
        ("font-size:0.05em", How.TINY),
        ("font-size:4%", How.TINY),
        ("font-size:0.05vw", How.TINY),
        ("font:0/1 serif", How.TINY),
    ],
)
def test_what_hides_a_box_hides_the_link_in_it(style, how):
    found = concealment(f'<p>Text.</p><div><div style="{style}"><p>See {LINK}</p></div></div>')

    assert found is not None
    assert found.how == how
    assert not found.guard
    assert found.declaration


@pytest.mark.parametrize(
    "style",
    [
        "display:inline-block",
        "visibility:visible",
        "opacity:0.4",
        "position:relative;left:-12px",
        "left:-9999px",  # of a box that is not positioned
        "position:absolute;left:-100%",  # the place of a slide beside the one that is seen
        "margin-left:-20px",
        "text-indent:-20px",
        "text-indent:-9999px;background:url(/mark.png) no-repeat",
        "height:0",
        "clip:rect(0 0 0 0)",
        "transform:translateY(-50%)",
        "transform:scale(1.05)",
        "scale:0.9",
        "font-size:0.9em",
        "font-size:12px",
        "font-size:1vw",
        "font-size:0.2in",
        "font-size:6%",
        "color:#333",
        "height:0;overflow:hidden;padding:0 0 56.25%",
        "height:0;overflow:hidden;padding-top:75%",
        "max-height:0;overflow:hidden;min-height:300px",
        "width:1px;min-width:100%;overflow:hidden",
    ],
)
def test_ordinary_styles_hide_nothing(style):
    assert concealment(f'<div style="{style}"><p>See {LINK}</p></div>') is None


def test_a_style_sheet_in_the_content_hides_by_class_and_the_stronger_rule_wins():
    hiding = "<style>.q{position:absolute;left:-8000px} p{color:red}</style>"

    assert concealment(f'{hiding}<div class="q">{LINK}</div>').how == How.OFF_SCREEN
    assert concealment(f'{hiding}<style>#q{{left:0}}</style><div id="q" class="q">{LINK}</div>') is None
    assert concealment(f'{hiding}<div class="q" style="left:0">{LINK}</div>') is None
    assert concealment(f'<style>.q{{display:none!important}}</style><div class="q" style="display:block">{LINK}</div>')
    assert concealment(f'<style>@media print{{.q{{display:none}}}}</style><div class="q">{LINK}</div>') is None


def test_what_is_shown_again_is_seen():
    assert concealment(f'<div style="visibility:hidden"><p style="visibility:visible">{LINK}</p></div>') is None
    assert concealment(f'<div style="font-size:0"><p style="font-size:16px">{LINK}</p></div>') is None
    assert concealment(f'<div style="opacity:0"><p style="opacity:1">{LINK}</p></div>') is not None


@pytest.mark.parametrize(
    ("html", "assumed"),
    [
        ('<p style="background:#fff"><a href="https://k.example/" style="color:#fefefe">k</a></p>', False),
        ('<p style="background-color:black"><a href="https://k.example/" style="color:#000">k</a></p>', False),
        ('<p><a href="https://k.example/"><font color="white">kettles</font></a></p>', True),
        ('<p><a href="https://k.example/" style="color:transparent">kettles</a></p>', False),
        ('<p style="color:#fff"><a href="https://k.example/" style="color:inherit">kettles</a></p>', True),
        (
            '<style>p{color:#fdfdfd;background:#ffffff} p a{color:white}</style><p><a href="//k.example/">k</a></p>',
            False,
        ),
    ],
)
def test_letters_in_the_colour_of_their_background(html, assumed):
    found = concealment(html)

    assert found is not None
    assert found.how == How.COLOUR
    assert found.assumed is assumed


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color:#fff">Text <a href="https://k.example/">kettles</a></p>',  # links have their own colour
        '<p class="dark-box"><a href="https://k.example/" style="color:#fff">kettles</a></p>',
        '<a class="btn" href="https://k.example/" style="color:#fff">kettles</a>',
        '<p style="background:linear-gradient(red,blue)"><a href="https://k.example/" style="color:#fff">k</a></p>',
        '<p style="background:#222"><a href="https://k.example/" style="color:#fff">kettles</a></p>',
        '<p><a href="https://k.example/" style="color:transparent;background-clip:text">kettles</a></p>',
    ],
)
def test_white_letters_on_what_may_be_dark_are_seen(html):
    assert concealment(html) is None


SCREENS = "<style>b{left:-999px} @media print"


@pytest.mark.parametrize(
    ("html", "guard"),
    [
        (f'<span class="screen-reader-text">{LINK}</span>', "accessible"),
        (f'<span class="screen-reader-text" aria-hidden="true">{LINK}</span>', ""),
        (f'<div class="tab-pane" style="display:none">{LINK}</div>', "interactive"),
        (f"<details><p hidden>{LINK}</p></details>", "interactive"),
        (f'<div class="pum-container popmake" style="display:none">{LINK}</div>', "interactive"),
        (f'<div class="boxzilla" style="display:none">{LINK}</div>', "interactive"),
        (f'<div class="nectar-waypoint" style="opacity:0">{LINK}</div>', "interactive"),
        (f'<div style="visibility:hidden" data-sr-id="3">{LINK}</div>', "interactive"),
        (f'<div class="antwort" style="display:none">{LINK}</div>', "interactive"),
        (f'<div class="versteckt" style="display:none">{LINK}</div>', ""),
        (f'<div role="tooltip" style="display:none">{LINK}</div>', "interactive"),
        (f'<button>More</button><div style="display:none">{LINK}</div>', "interactive"),
        (f'<p><a href="#rest">more</a></p><p>…</p><div id="rest" style="display:none">{LINK}</div>', "interactive"),
        (f'<p hidden="until-found">{LINK}</p>', "interactive"),
        (f'<script>$(".rest").toggle()</script><div class="rest" style="display:none">{LINK}</div>', "interactive"),
        (f'<style>.k{{display:none}} .k.open{{display:block}}</style><div class="k">{LINK}</div>', "interactive"),
        (
            f"<style>.n i{{visibility:hidden}} .n:hover i{{visibility:visible}}</style><b class='n'>*<i>{LINK}</i></b>",
            "interactive",
        ),
        (
            f"<style>i{{display:none}} @media (max-width:600px){{i{{display:block}} p{{top:0}}}}</style><i>{LINK}</i>",
            "interactive",
        ),
        (f"<style>i{{display:none}} @media print{{p{{display:block}} i{{display:none}}}}</style><i>{LINK}</i>", ""),
        (f"<style>i{{display:none}} @media print{{</style><i>{LINK}</i>", ""),
        (f'{SCREENS}{{i{{display:block!important}}}}</style><i style="display:none">{LINK}</i>', "interactive"),
        (f'{SCREENS}{{i{{display:block}}}}</style><i style="display:none">{LINK}</i>', ""),
        (f'{SCREENS}{{i{{display:block!important}}}}</style><i style="display:none!important">{LINK}</i>', ""),
        (f"<style>div i{{display:none}} div i:hover{{opacity:.8}}</style><div><i>{LINK}</i></div>", ""),
        (f'<div id="zz9" style="display:none">{LINK}</div>', ""),
    ],
)
def test_what_something_opens_may_be_hidden(html, guard):
    markup = Markup(html)
    link = next(node for node in markup.elements("a") if "kettles" in node.text)
    found = Hidden(markup).of(link)

    assert found is not None
    assert found.guard == guard


def test_a_script_may_write_the_sheet_that_hides():
    script = "<script>document.write('<style>.k7{display:none}</style>')</script>"

    assert concealment(f'{script}<div class="k7">{LINK}</div>').how == How.REMOVED


def test_a_lightbox_opens_what_is_inside():
    box = f'<div style="display:none"><div id="more-7">{LINK}</div></div>'

    assert concealment(f'{box}<p><a href="#more-7">open</a></p>').guard == "interactive"


@pytest.mark.parametrize("way", ['width="1"', 'style="width:0"', 'height="2" style="color:red"'])
def test_a_marquee_without_room_shows_nothing(way):
    assert concealment(f"<marquee {way}>{LINK}</marquee>").how == How.NO_ROOM
    assert concealment(f"<marquee>{LINK}</marquee>") is None


def test_a_script_may_write_the_box_that_hides():
    start = "<script>document.write('<div style=\\'position:absolute;left:-4312px\\'>')</script>"
    start = start.replace("\\'", '"')
    end = "<script>document.write('</div>')</script>"

    assert concealment(f"<p>{start}<b>{LINK}</b>{end}</p>").how == How.SCRIPT
    assert concealment(f"<p>{start}{end}<b>{LINK}</b></p>") is None
    assert concealment(f"<p>{start}<b>{LINK}</b></p>") is None
    assert concealment(f"<p>{start.replace('-4312px', '0')}<b>{LINK}</b>{end}</p>") is None


def test_a_script_may_hide_by_a_call():
    script = "<script>function s(){return 'none'} document.getElementById('k7').style.display=s();</script>"

    assert concealment(f'<div id="k7">{LINK}</div>{script}').how == How.SCRIPT
    assert concealment(f'<div id="k7">{LINK}</div>{script.replace("none", "block")}') is None


def test_a_script_may_hide_by_id():
    script = "<script>document.getElementById('k7').style.display='none'</script>"
    found = concealment(f'<div id="k7">{LINK}</div>{script}')

    assert found is not None
    assert found.how == How.SCRIPT
    assert not found.guard


@given(st.text(alphabet=" :;-.#%(){}!0129abcdefxnoeptlr", max_size=80))
def test_no_style_is_too_odd(style):
    markup = Markup(f"<style>.a{{{style}}}</style><div class='a' style=\"{style}\">{LINK}</div>")

    Hidden(markup).of(markup.elements("a")[0])


def test_a_hostile_sheet_costs_little():
    rules = "".join(f".a{index}{{left:-9999px;position:absolute}}" for index in range(20_000))
    markup = Markup(f"<style>{rules}</style><p>{LINK}</p>")

    assert Hidden(markup).of(markup.elements("a")[0]) is None


LONG = 100_000


@pytest.mark.parametrize(
    "style",
    [
        f"transform:{'translate(' * LONG}",
        f"transform:{'scale(0,' * LONG}",
        f"position:absolute;clip:{'rect(' * LONG}",
        f"filter:opacity({' ' * LONG}x",
        f"position:absolute;left:{'1' * LONG}x",
        f"margin:-{'1' * LONG}x",
    ],
    ids=lambda style: style[:24],
)
def test_a_long_value_costs_little(style):
    began = time.process_time()

    concealment(f'<p style="{style}">{LINK}</p>')
    concealment(f'<marquee width="{"1" * LONG}x">{LINK}</marquee>')

    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("before", "hidden"),
    [
        (
            "<style>" + "*{position:absolute;left:-9999px}" * 1500 + "</style>",
            '<a href="https://kettles.example/">x</a>',
        ),
        (
            "<style>" + "".join(f"a:nth-child({place}){{display:none}}" for place in range(1500)) + "</style>",
            '<a href="https://kettles.example/">x</a>',
        ),
        ("<script>$('.x').show()</script>" + "<p>toggle</p>" * 20_000, f'<i class="k" id="n" hidden>{LINK}</i>'),
        ("<style></style>" * 20_000, f'<i id="n" hidden>{LINK}</i>'),
        (f'<div class="{"u-a-" * 50_000}">', f"<i hidden>{LINK}</i>"),
    ],
    ids=["selectors", "places", "names", "sheets", "classes"],
)
def test_many_hidden_elements_cost_little(before, hidden):
    markup = Markup(before + hidden * 2000)
    found = Hidden(markup)
    began = time.process_time()

    for node in markup.elements("a"):
        found.of(node)

    assert time.process_time() - began < 3


def test_what_names_a_hidden_element_in_a_part_of_a_page():
    html = f'<style>#tide{{color:red}}</style><p>Ebb.</p><i id="tide" hidden>{LINK}</i><a data-opens="tide">x</a>'
    plain = html.replace("data-opens", "data-x").replace('"tide">x', '"ebb">x')

    for begins_at in (0, 5000):
        found = [
            Hidden(markup := Markup(text, begins_at=begins_at)).of(markup.elements("a")[0]) for text in (html, plain)
        ]
        assert [one.guard for one in found] == ["interactive", ""]


@pytest.mark.parametrize(
    ("sheet", "hides"),
    [
        ("@media screen{.n{display:none}}", True),
        ("@media all { .n { display:none } }", True),
        ("@MEDIA only screen{.n{display:none}}", True),
        ("@layer spam{.n{display:none}}", True),
        ("p{color:#333}@media screen{p{margin:0}.n{display:none}}p{margin:1em}", True),
        ("@media screen{.n{display:none}", True),  # the end of a sheet closes it
        ("@media screen{.m{display:none}}.n{display:block}", False),
        ("@media screen and (max-width:600px){.n{display:none}}", False),
        ("@media print{.n{display:none}}", False),
        ("@media (min-width:600px){.n{display:none}}", False),
        ("@media screen{@media (max-width:600px){.n{display:none}}}", False),
    ],
)
def test_what_holds_on_every_screen_hides(sheet, hides):
    found = concealment(f'<style>{sheet}</style><div class="n">{LINK}</div>')
    assert (found is not None) is hides


def test_frames_of_blocks_take_time_that_grows_with_the_sheet():
    sheet = "@media screen{" * 20_000 + ".n{display:none}"
    begin = time.perf_counter()
    concealment(f'<style>{sheet}</style><div class="n">{LINK}</div>')
    assert time.perf_counter() - begin < 5
