"""Two runs compared, as a page in a browser: hostile text stays text, nothing is asked for, narrow screens suffice."""

from __future__ import annotations

import pytest

from audit.formats._comparison import COMPARISON_FORMATS, Sides
from audit.gate.compare import compare
from audit.report import ListEntries
from tests.browser.conftest import Opened, everything_open
from tests.formats import conftest as made

pytestmark = pytest.mark.browser

pairs = {
    "ordinary": lambda: (made.seed_like(), made.seed_like()),
    "hostile": lambda: (made.hostile(), made.hostile()),
    "nothing": lambda: (made.report(), made.report()),
}


@pytest.fixture(params=pairs)
def opened(request, chromium, tmp_path):
    old, new = pairs[request.param]()
    found = [one.model_copy(update={"fingerprint": f"new {one.fingerprint}"}) for one in list(new.findings)[::2]]
    new.entries = ListEntries(list(new.posts), found)
    path = tmp_path / "comparison.html"
    with path.open("w", encoding="utf-8", newline="") as out:
        COMPARISON_FORMATS["html"](Sides(compare(old, new, "error"), old, new), out)
    page = Opened(chromium, path, viewport={"width": 360, "height": 800})
    yield page
    page.context.close()


def test_a_comparison_asks_for_nothing_and_fits(opened):
    everything_open(opened)

    assert opened.requests == [opened.address]
    assert opened.trouble == []
    assert opened.page.evaluate("violations") == []
    assert opened.page.evaluate("document.scripts.length + document.images.length") == 0
    assert opened.page.evaluate("[...document.links].every(a => a.protocol.startsWith('http'))")
    assert opened.fits()
    assert opened.page.locator("h1").inner_text().endswith(".")
