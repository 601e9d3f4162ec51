"""Addresses of people, and what only has the sign in it."""

from __future__ import annotations

import pytest

from audit.rule import Good
from audit.rules.exposure.email_exposed import EmailExposed
from audit.testing import findings_of

DOMAIN = "harbour-news.org"


def told(html, **fields):
    return [(finding.value, finding.marked) for finding in findings_of(EmailExposed, Good(html, fields=fields))]


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Maren: maren.holt@{DOMAIN}<br>Inquiries: by post</p>",
        f"<p>Maren: <span>maren.holt@{DOMAIN}</span></p><p>.com is no part of it</p>",
        f"<p>(maren.holt&#64;{DOMAIN})</p><script>var a = 'x@{DOMAIN}'</script>",
    ],
)
def test_in_the_text(html):
    assert told(html) == [
        (f"maren.holt@{DOMAIN}", f"maren.holt@{DOMAIN}" if "#64" not in html else f"maren.holt&#64;{DOMAIN}")
    ]


def test_once_in_link_and_text():
    assert len(told(f'<p><a href="mailto:Maren@{DOMAIN}">maren@{DOMAIN}</a></p>')) == 1


def test_of_the_author_in_the_structured_data():
    head = f'<script type="application/ld+json">{{"@context":"https://schema.org","@type":"Person","name":"Maren Holt",\
"email":"mailto:maren@{DOMAIN}"}}</script>'

    assert [value for value, _ in told("<p>It sails.</p>", yoast_head=head, yoast_head_json=None)] == [
        f"maren@{DOMAIN}"
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"info@{DOMAIN}",
        f"press.office@{DOMAIN}",
        f"ticket-support@{DOMAIN}",
        f"harbour-news@{DOMAIN}",
        "saltmarsh@gmail.com",
        "you@example.com",
        "maren@tides.example",
        f"name@{DOMAIN}",
        "logo@2x.png",
        f"@maren@social.{DOMAIN}",
        f"git@forge.{DOMAIN}:shore/gauge.git",
        f"maren@{DOMAIN}:shore/gauge.git",
        f"ssh://maren@{DOMAIN}/gauge.git",
        "chart@4.5.1",
        "maren [at] harbour-news [dot] org",
        f"<code>maren@{DOMAIN}</code>",
    ],
)
def test_nobody_s(text):
    assert not told(f"<p>See {text} there.</p>")
