"""Paragraphs that are too long, texts with too many links, and posts that grow old."""

from __future__ import annotations

import pytest

from audit.rule import Good
from audit.rules.content.link_too_many import LinkTooMany
from audit.rules.content.paragraph_too_long import ParagraphTooLong
from audit.rules.content.stale_content import StaleContent
from audit.testing import findings_of

SENTENCE = "The boats rose with the tide. "


@pytest.mark.parametrize(
    ("html", "count"),
    [
        (f"<p>{SENTENCE * 26}</p>", 1),
        (f"<p>{SENTENCE * 25}</p>", 0),
        (f"<div>{SENTENCE * 26}</div><p>{SENTENCE * 26}</p>", 2),
        (f"<ul><li>{SENTENCE * 26}</li></ul>", 0),
        (f"<p>{'潮が満ちて船が浮かぶ。' * 40}</p>", 1),
        (f"<p>{SENTENCE * 20}<br>{SENTENCE * 20}</p>", 0),
    ],
)
def test_paragraphs(html, count):
    assert len(findings_of(ParagraphTooLong, Good(html))) == count


def test_the_text_is_pointed_at():
    (finding,) = findings_of(ParagraphTooLong(most_words=3), Good("<p> The <b>boats</b> rose high. </p>"))

    assert finding.marked == "The <b>boats</b> rose high."


def test_most_links_is_a_setting():
    assert findings_of(LinkTooMany(most=1), Good('<a href="/a/">A</a><a href="/b/">B</a>'))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"modified_gmt": "2024-05-01T00:00:00"}, True),
        ({"modified_gmt": "2024-06-15T00:00:00"}, False),
        ({"modified_gmt": "2020-05-01T00:00:00Z"}, True),
        ({"modified_gmt": "2020-05-01T00:00:00", "type": "product"}, False),
        ({"modified_gmt": "2020-05-01T00:00:00", "status": "draft"}, False),
        ({"modified_gmt": "soon"}, False),
    ],
)
def test_age(fields, told):
    assert bool(findings_of(StaleContent, Good(fields=fields))) == told
