"""The HTML report in a browser: what it must not do with hostile text, and what it does for its readers."""

from __future__ import annotations

import json
import re
import time

import pytest

from audit.formats.html import ROWS
from audit.formats.json_format import read_json
from tests.browser.conftest import everything_open

pytestmark = pytest.mark.browser

REPORTS = (
    "empty_report",
    "clean_report",
    "seed_like_report",
    "linked_report",
    "hostile_report",
    "partial_report",
    "many_findings_report",
)


# -- hostile by default ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_asks_for_nothing_and_runs_only_its_own_script(name, view):
    opened = view(name)
    if name != "many_findings_report":
        everything_open(opened)
        opened.page.wait_for_timeout(200)

    assert [url.split("#")[0] for url in opened.requests if not url.startswith("data:")] == [opened.address]
    assert opened.trouble == []
    assert opened.page.evaluate("violations") == []
    assert opened.page.evaluate("document.scripts.length") == 3
    assert opened.page.evaluate("document.images.length") == 0
    assert opened.page.evaluate("document.querySelectorAll('iframe,object,embed,form,base,svg script').length") == 0


def test_hostile_text_stays_text_however_the_page_is_used(view):
    opened = view("hostile_report")
    page = opened.page
    for tab in ("by-post", "by-link", "by-site", "by-rule"):
        page.locator(f'.tabs a[href="#{tab}"]').click()
        page.locator("#all").click()
    page.locator("#q").fill("</script>")
    opened.until("location.hash.includes('script')")
    page.locator(".more button:visible").first.click()
    everything_open(opened)

    attributes = page.evaluate(
        "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])"
        ".map(a => a.name).filter(n => n.startsWith('on') || n === 'style' || n === 'src')"
    )
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
    assert page.locator(".f").count() == 62
    assert attributes == []
    assert all(link.startswith((opened.address, "https://")) for link in links)
    assert not [link for link in links if "casino" in link]
    assert page.evaluate("document.scripts.length") == 3
    assert page.evaluate("document.images.length") == 0
    assert page.evaluate("violations") == []
    assert opened.trouble == []
    assert "U+202E" in opened.text("#f-more3 .help")


def test_the_policy_would_stop_what_slips_through(view):
    opened = view("seed_like_report")
    opened.page.evaluate(
        """() => {
          const s = document.createElement('script'); s.textContent = 'window.owned = 1'; document.body.append(s);
          const i = document.createElement('img'); i.src = 'https://tracker.example/p.png'; document.body.append(i);
          document.body.insertAdjacentHTML('beforeend', '<b onclick="window.owned = 1" style="color:red">x</b>');
          document.body.lastChild.click();
        }"""
    )
    opened.page.wait_for_timeout(300)

    assert opened.page.evaluate("window.owned") is None
    assert opened.refused == ["https://tracker.example/p.png csp"]
    assert {violation.split()[0] for violation in opened.page.evaluate("violations")} == {
        "script-src-elem",
        "img-src",
        "script-src-attr",
        "style-src-attr",
    }


def test_the_script_labels_the_same_characters_as_the_template(view, some_drawn_report):
    findings = list(some_drawn_report.findings)
    printed, drawn = findings[0], findings[200]
    codes = [*range(0x20, 0x3000), *range(0xFE00, 0xFFFE), *range(0x1BCA0, 0x1BCB0), *range(0xE0000, 0xE0200)]
    singles = [chr(code) for code in codes]
    characters = [*singles, "\u0645\u200c", "\u2764\ufe0f\u200d", "\U0001f469\u200d\U0001f4bb"]
    for chosen in (printed, drawn):
        chosen.message = "|".join(characters)[:9_000]
        chosen.remedy = "|".join(characters)[9_000:18_000] + "not the rule's"
        text = "|".join(characters)[18_000:]
        chosen.evidence = [chosen.evidence[0].model_copy(update={"before": chosen.message, "text": text})]

    def inside(fingerprint):
        card = view("some_drawn_report", f"#f-{fingerprint}").page.locator(f"#f-{fingerprint}")
        return card.locator(".help").inner_html(), card.locator("pre").inner_html()

    here, there = inside(printed.fingerprint), inside(drawn.fingerprint)
    assert here == there
    assert all("U+" in part for part in here)


def test_save_as_json_gives_the_report_back(view, tmp_path, seed_like_report):
    opened = view("seed_like_report", accept_downloads=True)
    opened.page.locator(".menu summary").click()
    with opened.page.expect_download() as download:
        opened.page.locator('[data-do="json"]').click()
    path = tmp_path / "saved.json"
    download.value.save_as(path)

    assert download.value.suggested_filename == "postaudit-report.json"
    assert list(read_json(str(path)).findings) == list(seed_like_report.findings)
    assert len(json.loads(path.read_text("utf-8"))["posts"]) == 12


def test_a_view_saved_as_csv_holds_no_formulas(view, tmp_path, seed_like_report):
    first = next(iter(seed_like_report.findings))
    first.message = '=HYPERLINK("https://bait.example")'
    opened = view("seed_like_report", "#by-rule?severity=warning", accept_downloads=True)
    opened.page.locator(".menu summary").click()
    with opened.page.expect_download() as download:
        opened.page.locator('[data-do="csv"]').click()
    path = tmp_path / "saved.csv"
    download.value.save_as(path)
    lines = path.read_text("utf-8-sig").splitlines()

    assert lines[0] == '"severity","code","rule","post","url","message","where","fingerprint"'
    assert len(lines) == 1 + 3
    assert '"\'=HYPERLINK(""https://bait.example"")"' in lines[1]


# -- finding one's way -----------------------------------------------------------------------------------------------


def test_search_and_chips_filter_and_the_count_is_announced(view):
    opened = view("seed_like_report")
    page = opened.page
    assert opened.text("#said") == "8 findings, 6 rules"
    assert page.locator("#said").get_attribute("aria-live") == "polite"

    page.locator("#q").fill("tentworld")
    opened.until("document.getElementById('said').textContent.startsWith('1 of 8 findings, 1 rule')")
    assert opened.hash() == "#by-rule?q=tentworld"
    assert opened.visible(".f") == 1

    page.locator("#clear").click()
    page.locator('[data-s="error"]').click()
    assert page.locator('[data-s="error"]').get_attribute("aria-pressed") == "true"
    assert opened.text("#said") == "3 of 8 findings, 2 rules"
    page.locator('[data-k="fixable"]').click()
    assert opened.text("#said") == "1 of 8 findings, 1 rule"
    assert opened.hash() == "#by-rule?severity=error&fixable"
    page.go_back()
    assert opened.text("#said") == "3 of 8 findings, 2 rules"

    page.locator("#clear").click()
    page.locator("#fam").select_option("DAT")
    assert opened.text("#said") == "2 of 8 findings, 1 rule"
    page.locator("#q").fill("nothing like this")
    opened.until("!document.getElementById('none').hidden")


def test_the_state_is_kept_in_the_address(view):
    opened = view("seed_like_report", "#by-post?severity=error,notice&q=tentworld")

    assert opened.text("#said") == "1 of 8 findings, 1 post"
    assert opened.page.locator("#q").input_value() == "tentworld"
    assert opened.visible("#by-post tr.r") == 1
    assert opened.page.locator('.tabs [aria-current="true"]').inner_text().startswith("By post")


def test_an_address_of_a_view_leads_to_its_first_row(view):
    page = view("many_findings_report", "#by-post").page
    page.wait_for_timeout(200)
    assert page.evaluate(
        "document.querySelector('#by-post thead').getBoundingClientRect().top"
        " >= document.querySelector('.bar').getBoundingClientRect().bottom"
    )

    page = view("many_findings_report", "#by-rule?severity=error").page
    page.wait_for_timeout(200)
    assert 0 <= page.locator("#findings").bounding_box()["y"] < 100


@pytest.mark.parametrize("start", ["", "#by-post"])
def test_a_fingerprint_opens_and_focuses_a_finding(start, view):
    opened = view("seed_like_report", start)
    opened.page.evaluate("location.hash = '#f-acbddb0100000001'")
    opened.until("document.activeElement.parentNode.open === true")

    focused = "document.activeElement.parentNode.querySelector('.b').id"
    assert opened.page.evaluate(focused) == "f-acbddb0100000001"
    assert opened.page.locator("#f-acbddb0100000001").is_visible()
    assert opened.page.locator("#f-acbddb0100000001").bounding_box()["y"] < 900


def test_a_fingerprint_beyond_the_drawn_ones_is_drawn(view):
    opened = view("many_findings_report", f"#f-{8_001:016x}")
    opened.until("document.activeElement.tagName === 'SUMMARY'")

    assert "Sample statement number 8001 about" in opened.page.evaluate("document.activeElement.textContent")


def test_a_post_borrows_its_findings_in_document_order_and_gives_them_back(view):
    opened = view("seed_like_report", "#by-post")
    page = opened.page
    page.locator("#by-post .t").first.click()
    messages = page.locator("#by-post .f > summary > b").all_inner_texts()
    assert [message.split()[0] for message in messages] == ["Share", "Title", "Image", "Link", "2"]
    assert page.locator("#by-post .t").first.get_attribute("aria-expanded") == "true"

    page.locator("#by-post .f > summary").nth(1).click()
    remedy = page.locator("#by-post .rem")
    assert remedy.inner_text() == "How to fix Shorten the SEO title."
    assert remedy.is_visible()

    page.locator('.tabs a[href="#by-rule"]').click()
    page.locator('[data-rule="title-too-long"] > summary').click()
    assert not remedy.is_visible()
    assert not opened.visible(".rem")
    assert page.locator(".f").count() == page.locator("#by-rule .f").count() == 8
    assert page.locator('[data-rule="paid-link-unqualified"] .f').count() == 2


def test_a_link_target_shows_its_hops_and_borrows_its_findings(view):
    opened = view("linked_report", "#by-link")
    page = opened.page
    assert page.locator("#by-link tr.r").first.inner_text().startswith("https://old-shop.example/tents")
    page.locator("#by-link .t").first.click()

    assert "https://old-shop.example/tents/" in opened.text("#by-link .hops")
    assert opened.text("#by-link .f summary > b") == "Link to old-shop.example is broken: 404"
    assert page.locator("#by-link .d a").first.get_attribute("href") == "https://old-shop.example/tents"


def test_posts_can_be_sorted(view):
    opened = view("seed_like_report", "#by-post")
    opened.page.locator(".sortb", has_text="Score").click()

    assert opened.page.locator("#by-post thead th").last.get_attribute("aria-sort") == "descending"
    assert opened.page.locator("#by-post tr.r td:last-child").all_inner_texts() == ["98", "84", "39"]


def test_a_job_leads_to_its_findings(view):
    opened = view("seed_like_report")
    opened.page.locator("#first a").first.click()

    assert opened.hash() == "#by-rule?rule=paid-link-unqualified"
    assert opened.visible(".f") == 2


def test_keyboard(view):
    opened = view("seed_like_report")
    page = opened.page
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("sponsored")
    opened.until("location.hash.includes('q=sponsored')")
    page.keyboard.press("Escape")
    assert page.locator("#q").input_value() == ""
    assert opened.hash() == "#by-rule"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") != "q"

    page.reload()
    page.locator(".rule summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.locator(".f[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".f[open]").count() == 0
    page.locator(".menu summary").click()
    page.keyboard.press("Escape")
    assert page.locator(".menu[open]").count() == 0


def test_actions_of_a_finding(view):
    opened = view("seed_like_report", "#f-acbddb0100000001", permissions=["clipboard-read", "clipboard-write"])
    page, card = opened.page, opened.page.locator("#f-acbddb0100000001")
    edit, read = card.locator(".acts a").all()
    assert edit.get_attribute("href") == "https://saltmarsh.example/wp-admin/post.php?post=4657&action=edit"
    assert read.get_attribute("href") == "https://saltmarsh.example/?p=4657"

    def copied(name):
        card.locator(f'[data-a="{name}"]').click()
        opened.until("document.getElementById('told').textContent === 'Copied'")
        return page.evaluate("navigator.clipboard.readText()")

    assert copied("after") == (
        '<a href="https://tractors-plus.example/en/tractors/" target="_blank" rel="sponsored noopener">'
    )
    assert copied("link").endswith("seed_like_report.html#f-acbddb0100000001")
    assert copied("author") == (
        'Link to tractors-plus.example is not marked as sponsored. Add rel="sponsored" to the link.\n'
        "Labour mobility programme for Türkiye opens: partners, places and who may apply until 2027 "
        "https://saltmarsh.example/?p=4657\n"
    )


# -- large -----------------------------------------------------------------------------------------------------------


def test_ten_thousand_findings_open_search_and_page(view):
    began = time.perf_counter()
    opened = view("many_findings_report", "#by-rule")
    assert opened.text("#said") == "10,000 findings, 4 rules"
    assert time.perf_counter() - began < 10
    page = opened.page
    page.locator(".rule summary").first.click()
    assert opened.visible(".f") == 50
    page.locator(".more button:visible").first.click()
    assert opened.visible(".f") == 100

    page.locator("#q").fill("number 9999 about")
    opened.until("document.getElementById('said').textContent.startsWith('1 of 10,000')")
    assert opened.visible(".f") == 1
    drawn = page.locator(".f:visible")
    drawn.locator("summary").click()
    assert drawn.locator("pre mark").inner_text() == (
        '<a href="https://tides.example/tables/today" target="_blank">the tables</a>'
    )
    assert drawn.locator(".acts a").first.get_attribute("href").endswith("post.php?post=9999&action=edit")

    page.locator('.tabs a[href="#by-post"]').click()
    page.locator("#clear").click()
    assert opened.visible("#by-post tr.r") == ROWS
    page.locator("#by-post .more button:visible").click()
    assert opened.visible("#by-post tr.r") == 2 * ROWS
    last = page.locator("#by-post tr.r:visible").last
    assert re.match(r"The tide tables of week \d+.*\n(Error|Warning|Notice): Sample statement", last.inner_text())


@pytest.mark.parametrize("further", [0, 4])
def test_a_drawn_card_looks_like_a_printed_one(further, view, some_drawn_report, request):
    findings = list(some_drawn_report.findings)
    printed, drawn = findings[0], findings[200]
    rich = {
        "remedy": "Look `here`\u200b first.",
        "message": "a\u202eb\u00a0c",
        "evidence": [
            printed.evidence[0].model_copy(update={"text": "x\u200by\u00a0z"}),
            printed.evidence[0].model_copy(
                update={"label": "one", "text": "https://a.example/1", "before": "", "after": ""}
            ),
            printed.evidence[0].model_copy(
                update={"label": "two", "text": "https://b.example/1", "before": "", "after": ""}
            ),
        ],
    }
    plain = {"before": "", "after": ""}
    rich["evidence"] += [
        printed.evidence[0].model_copy(update={**plain, "label": f"{nth}", "text": "q\u200bq"})
        for nth in range(further)
    ]
    seed = {found.code: found for found in request.getfixturevalue("seed_like_report").findings}
    rich |= {name: getattr(seed["SPM001"], name) for name in ("fix", "also", "related", "related_count")}
    for chosen in (printed, drawn):
        for name, value in rich.items():
            setattr(chosen, name, value)

    def inside(fingerprint):
        card = view("some_drawn_report", f"#f-{fingerprint}").page.locator(f"#f-{fingerprint}")
        markup = card.evaluate(
            "e => { const c = e.cloneNode(true); c.querySelector('.acts')?.remove();"
            " c.querySelector('.lab .btn')?.remove(); c.querySelector('.rem')?.remove(); return c.innerHTML; }"
        )
        return re.sub(r"</?span>| dir=\"auto\"", "", markup).replace(fingerprint, "").strip()

    assert inside(drawn.fingerprint) == inside(printed.fingerprint)


# -- looks -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*REPORTS[:-1], "history_report"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_scrolls_sideways(name, width, view):
    opened = view(name, viewport={"width": width, "height": 844})
    everything_open(opened)
    assert opened.fits()
    for tab in opened.page.locator(".tabs a").all():
        tab.click()
        for title in opened.page.locator(".t:visible").all()[:3]:
            title.click()
        everything_open(opened)
        assert opened.fits(), tab.inner_text()


def test_an_open_row_of_a_phone_takes_no_column_that_is_hidden(view):
    page = view("linked_report", "#by-link", viewport={"width": 390, "height": 844}).page
    page.locator("#by-link .t").first.click()

    assert page.locator("#by-link .d:visible > td").get_attribute("colspan") == "2"
    assert page.locator("#by-link .t").first.bounding_box()["width"] > 190
    page.set_viewport_size({"width": 1280, "height": 844})
    page.locator('#by-link .d:visible > td[colspan="6"]').wait_for()


def test_dark_follows_the_system_and_can_be_chosen(view):
    background = "getComputedStyle(document.body).backgroundColor"
    opened = view("seed_like_report", color_scheme="dark")
    assert opened.page.evaluate(background) == "rgb(21, 21, 23)"
    opened.page.locator("#theme").select_option("light")
    assert opened.page.evaluate(background) == "rgb(255, 255, 255)"
    opened.page.reload()
    assert opened.page.locator("#theme").input_value() == "light"
    opened.page.locator("#theme").select_option("system")
    assert opened.page.evaluate(background) == "rgb(21, 21, 23)"

    assert view("seed_like_report").page.evaluate(background) == "rgb(255, 255, 255)"


def test_print_shows_the_memo_and_hides_the_tools(view):
    opened = view("seed_like_report", color_scheme="dark")
    page = opened.page
    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for shown in ("h1", ".gate", ".scope", "#first", ".fam"):
        assert page.locator(shown).first.is_visible(), shown
    for hidden in (".tools", ".status", ".top nav", ".end", ".acts"):
        assert not opened.visible(hidden), hidden
    assert page.evaluate("getComputedStyle(document.querySelector('.lead + .sec')).breakBefore") == "page"
    page.evaluate("document.documentElement.dataset.print = 'summary'")
    assert not opened.visible(".sec")
    assert page.locator("h1").is_visible()


def test_printing_opens_the_present_view_and_closes_it_again(view):
    opened = view("seed_like_report", "#by-rule?severity=error&fixable")
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.page.locator(".f[open]").count() == 1
    opened.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert opened.page.locator(".f[open]").count() == 0


def test_without_script_the_three_views_stand_below_each_other(view):
    opened = view("linked_report", java_script_enabled=False)
    for name in ("#by-rule", "#by-post", "#by-link"):
        assert opened.page.locator(f"{name} h3").first.is_visible(), name
    assert not opened.visible(".js-only")
    opened.page.locator('[data-rule="link-broken"] > summary').click()
    opened.page.locator('[data-rule="link-broken"] .f > summary').click()
    assert opened.page.locator("#f-c0ffee0000000001").is_visible()
    assert opened.page.locator("#by-post .fl a").first.get_attribute("href") == "#f-c0ffee0000000001"
    assert opened.page.locator("#by-post .dh a").first.get_attribute("href").endswith("action=edit")


def test_without_script_a_link_opens_a_finding(view):
    opened = view("seed_like_report", java_script_enabled=False)
    opened.page.locator('#by-post .fl a[href="#f-57eabb5d00000001"]').click()

    assert opened.page.locator("#f-57eabb5d00000001").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["seed_like_report", "linked_report", "partial_report"])
def test_contrast(name, scheme, view):
    """Every text has at least 4.5 to 1 (WCAG 2.2, 1.4.3) against what it stands on."""
    opened = view(name, color_scheme=scheme)
    everything_open(opened)
    poor = opened.page.evaluate(
        """() => {
          const rgb = c => c.match(/[\\d.]+/g).map(Number);
          const light = c => rgb(c).slice(0, 3).map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
          const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
            if ((rgb(c)[3] ?? 1) > .99) return c; } return 'rgb(255,255,255)'; };
          return [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() &&
            [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())).map(e => {
              const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
              return [(a + .05) / (b + .05), e.tagName + '.' + e.className + ' ' + e.textContent.slice(0, 30)];
            }).filter(([ratio]) => ratio < 4.5);
        }"""
    )

    assert poor == []
