"""Posts that were made to cost time: it grows with them, not with their square. Measured against themselves."""

from __future__ import annotations

import pytest

from audit.rule import Good
from audit.rules.content.link_uncrawlable import LinkUncrawlable
from audit.rules.data_quality.empty_inline_element import EmptyInlineElement
from audit.rules.data_quality.entity_double_encoded import EntityDoubleEncoded
from audit.rules.data_quality.unicode_not_nfc import UnicodeNotNfc
from audit.rules.injected.injected_script import InjectedScript
from audit.rules.injected.script_url import ScriptUrl
from audit.rules.sponsors.affiliate_unqualified import AffiliateUnqualified
from audit.testing import findings_of

NOTHING = '<a href="javascript:void(0)">More</a> '
SCRIPT = '<script src="https://clock.example/a.js"></script>'
MARKS = "\u0301\u0323"
POSTS = {
    "links that are scripts": (ScriptUrl, lambda many: f"<p>{NOTHING * many}</p>"),
    "links that lead nowhere": (LinkUncrawlable, lambda many: f"<p>{NOTHING * many}</p>"),
    "scripts side by side": (InjectedScript, lambda many: f"<div>{SCRIPT * many}</div>"),
    "empty elements in one block": (EmptyInlineElement, lambda many: f"<p>{'<b></b>' * many}</p>"),
    "empty elements in each other": (EmptyInlineElement, lambda many: "<a><div>" * many),
    "a host of many labels": (AffiliateUnqualified, lambda many: f'<a href="https://{"a." * 20 * many}example/">x</a>'),
    "marks on one letter": (UnicodeNotNfc, lambda many: f"<p>a{MARKS * 10 * many}</p>"),
    "references to each sign": (
        EntityDoubleEncoded,
        lambda many: f"<p>{''.join(f'&amp;#{number};' for number in range(200, 200 + 4 * many))}</p>",
    ),
}


@pytest.mark.parametrize("kind", POSTS)
def test_a_post_takes_time_in_proportion(kind, growth):
    rule, made = POSTS[kind]
    assert growth(lambda html: findings_of(rule, Good(html)), made, 1000) < 2.5


def test_a_description_of_references_takes_time_in_proportion(growth):
    def made(many):
        said = "".join(f"&amp;amp;#{number};" for number in range(200, 200 + many))
        return Good(fields={"yoast_head": f'<meta name="description" content="{said}">'})

    assert growth(lambda example: findings_of(EntityDoubleEncoded, example), made, 2000) < 2.5
