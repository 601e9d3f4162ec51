import pytest

from audit.rule import Good
from audit.rules.links.link_credentials import LinkCredentials
from audit.testing import findings_of


def said(href):
    return findings_of(LinkCredentials, Good(f'<p><a href="{href}">the rota</a></p>'))


@pytest.mark.parametrize(
    "href",
    [
        "https://crew:secret@shore.example/rota",
        "//crew:secret@shore.example/rota",
        "https://secret@shore.example/rota",
        "https:\\\\crew:secret@shore.example/rota",
        "ftp://crew:secret@shore.example/",
        "https://crew:sec%40ret@shore.example/",
        "https://shore.example:secret@elsewhere.example/",
        "https://crew:secret@shore.example:bad/",
    ],
)
def test_nothing_of_it_is_printed(href):
    (finding,) = said(href)
    assert "secret" not in finding.message + finding.value
    assert "sec%40ret" not in finding.message + finding.value


@pytest.mark.parametrize(
    "href",
    [
        "https://social.example/@lake",
        "https://shore.example/?mail=a@b.example",
        "https://shore.example/#a@b",
        "mailto:office@shore.example",
        "office@shore.example",
        "ftp://anonymous@shore.example/",
        "ssh://git@shore.example/x.git",
        "xmpp:crew@shore.example",
        "http://mailto:office@shore.example",
    ],
)
def test_other_at_signs(href):
    assert said(href) == []


def test_a_mail_address_with_the_wrong_scheme():
    (finding,) = said("http://office@shore.example")
    assert "mail address" in finding.message
