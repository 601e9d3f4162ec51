"""Whole pages that are no posts of WordPress: menus, credits, slots for advertising, and a site that nobody names."""

from __future__ import annotations

import pytest

from audit.engine import run
from audit.settings import Settings

TEXT = "<p>The boats rose with the tide, and the pilots of the harbour waited for the evening wind to turn.</p>"
CANONICAL = '<link rel="canonical" href="https://saltmarsh.example/tide/">'


def findings(folder, *bodies, head=CANONICAL):
    for number, body in enumerate(bodies):
        page = f"<!DOCTYPE html><html lang='en'><head><title>Tide</title>{head}</head><body>{body}</body></html>"
        (folder / f"{number}.html").write_text(page, "utf-8")
    return run([str(folder)], Settings(offline=True, jobs=1, select=("SPM",))).findings


def names(folder, *bodies, head=CANONICAL):
    return {finding.rule for finding in findings(folder, *bodies, head=head)}


def reasons(folder, *bodies):
    return [evidence.text for finding in findings(folder, *bodies, head="") for evidence in finding.evidence]


def menu(host, *texts):
    return f"<ul>{''.join(f'<li><a href=https://{host}/c{i}>{text}</a></li>' for i, text in enumerate(texts))}</ul>"


SHOP = menu(
    "shop.example",
    *("Handbags", "E-cigarettes", "Wigs", "Sponsors", "Cheap mattresses", "Buy a kettle", "Boats", "Ropes"),
    *("Sails", "Paint", "Charts", "Bells"),
)


CREDITS = (
    '<p><a href="https://quick-net.example/">fast pages by Quicknet</a> / <a href="https://rack.example/">'
    'hosting by Rackham</a> / <a href="https://tim.example/">design by Tim Rowan</a></p>'
)


@pytest.mark.parametrize("head", ["", '<base href="https://www.shop.example/">'])
def test_the_domain_that_a_page_is_full_of_is_its_own(tmp_path, head):
    assert names(tmp_path, f"{TEXT}{SHOP}", head=head) == set()


@pytest.mark.parametrize(
    "html",
    [
        '<noscript><a href="https://ads.example/c"><img src="https://ads.example/s" alt="Advert"></a></noscript>',
        '<ul><li><a href="https://sellers.example/">Advertisement</a></li><li><a href="/imprint">Imprint</a></li></ul>',
        '<p>All rights kept | <a href="https://group.example/sponsored.html">Sponsored</a></p>',
        '<p><a href="https://www.adobe.com/go/getflash"><img src="/flash.gif" alt="Get the player"></a></p>',
        '<ul><li><a href="https://cameras.example/tstwo">Times Square Webcam</a></li></ul>',
        CREDITS,
        menu("sister-firm.example", "Letter service", "Marketing", "Special offers", "Boats for sale"),
    ],
)
def test_what_a_template_prints_is_not_sold(tmp_path, html):
    assert names(tmp_path, f"{TEXT}{html}") == set()


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ('<p>Please visit: <a href="https://tractors.example/en/">Our Sponsor</a></p>', "paid-link-unqualified"),
        ('<ul><li><a href="https://tractors.example/en/">Sponsor</a></li></ul>', "paid-link-unqualified"),
        ('<p><a href="https://pills.example/buy-viagra">Buy cheap viagra online</a></p>', "money-link"),
    ],
)
def test_what_is_sold_is_told_on_such_pages_too(tmp_path, html, rule):
    assert names(tmp_path, f"{TEXT}{html}") == {rule}
    assert names(tmp_path, f"{TEXT}{html}", head="") == {rule}
    assert names(tmp_path, f"{TEXT}{SHOP}{html}", head="") == {rule}


def test_files_that_name_no_site_are_not_several_sites(tmp_path):
    link = '<p>Links: <a href="https://partner-lift.example/">Lift works</a></p>'

    assert not [one for one in reasons(tmp_path, *[f"{TEXT}<p>{n}</p>{link}" for n in range(4)]) if "sites link" in one]
