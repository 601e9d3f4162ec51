"""Long and odd addresses cost linear time in every rule that reads how they are written."""

import time
from html import escape

import pytest

from audit.rule import Good
from audit.rules.links.link_double_encoded import LinkDoubleEncoded
from audit.rules.links.link_malformed import LinkMalformed
from audit.rules.links.link_placeholder import LinkPlaceholder
from audit.rules.links.link_trailing_punctuation import LinkTrailingPunctuation
from audit.testing import findings_of

LENGTH = 200_000


@pytest.mark.parametrize("rule", [LinkDoubleEncoded, LinkMalformed, LinkPlaceholder, LinkTrailingPunctuation])
@pytest.mark.parametrize(
    "href",
    [
        "http" + "/" * LENGTH + "x",
        "https://x.example/" + "(" * LENGTH + ")" * LENGTH,
        "https://x.example/" + "%29" * LENGTH,
        '"https://x.example/' + "%20" * LENGTH + "x",
        "%20" * LENGTH + "@",
        "http:" * LENGTH + "x",
        "a." * LENGTH + "1",
        "“" * LENGTH,
        "https" + ":" * LENGTH,
        "https://x.example/" + "%2520" * LENGTH,
        "{" * LENGTH,
        "<a " * LENGTH,
    ],
    ids=range(12),
)
def test_linear(rule, href):
    html = f'<p><a href="{escape(href)}">x</a></p>'
    before = time.process_time()
    findings_of(rule, Good(html))
    assert time.process_time() - before < 5
