"""What is empty, and what was nested so that it takes long to find out."""

import turbohtml

from audit.rules.data_quality._empty import holds_nothing


def test_a_paragraph_of_many_breaks_holds_nothing_and_endless_nesting_is_not_walked():
    (breaks,) = turbohtml.parse(f"<p>{'<br>' * 100}</p>").select("p")
    nested = turbohtml.parse("<b>" * 3_000 + "<p></p>" * 3_000).select("b")

    assert holds_nothing(breaks)
    assert not holds_nothing(nested[0])
