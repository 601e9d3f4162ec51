import pytest

from audit.rule import Good
from audit.rules.links.link_email_protection import LinkEmailProtection, uncovered
from audit.testing import findings_of


def covered(address, key):
    return bytes([key, *(octet ^ key for octet in address.encode())]).hex()


def said(html):
    return findings_of(LinkEmailProtection, Good(html))


@pytest.mark.parametrize("address", ["office@lake.example", "büro@see.example", "a@lake.example?subject=Low water"])
def test_round_trip(address):
    assert uncovered(covered(address, 0x5D)) == address


@pytest.mark.parametrize("cover", ["", "5", "zz", "5d", "5dff", covered("no address", 7), covered("a@\n", 7)])
def test_what_covers_nothing(cover):
    assert uncovered(cover) == ""


def test_the_address_is_evidence():
    cover = covered("office@lake.example", 0x21)
    (finding,) = said(f'<p><a href="/cdn-cgi/l/email-protection#{cover}">Write</a></p>')
    assert finding.evidence[0].text == "office@lake.example"


def test_the_address_is_found_in_the_text():
    cover = covered("office@lake.example", 0x21)
    html = f'<a href="/cdn-cgi/l/email-protection"><span class="__cf_email__" data-cfemail="{cover}">x</span></a>'
    (finding,) = said(html)
    assert "office@lake.example" in finding.message


def test_a_cover_that_cannot_be_read_is_told_as_well():
    (finding,) = said('<a href="https://saltmarsh.example/cdn-cgi/l/email-protection#zz">Write</a>')
    assert finding.message == "A link hides a mail address."
