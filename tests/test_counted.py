"""Numbers in words."""

from __future__ import annotations

import pytest

from audit._counted import of_all


@pytest.mark.parametrize(
    ("number", "total", "said"),
    [(1, 1, "1 of 1 post has"), (1, 12, "1 of 12 posts has"), (3, 1200, "3 of 1,200 posts have")],
)
def test_of_all(number, total, said):
    assert of_all(number, total, "post", "has", "have") == said
