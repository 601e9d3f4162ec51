from time import perf_counter

import pytest

from audit.finding import Severity
from audit.rule import Good
from audit.rules.sponsors.hidden_link import HiddenLink
from audit.testing import findings_of

MANY = 12_000


@pytest.mark.parametrize(
    "html",
    [
        "".join(f'<a href="https://quay{number}.example/">.</a> ' for number in range(MANY)),
        '<div style="display:none">'
        + "".join(f'<a href="https://quay{number}.example/">Quay</a> ' for number in range(MANY))
        + "</div>",
        "<div>" * 400 + '<a href="https://quay.example/">Quay</a> ' * MANY,
    ],
    ids=["on dots", "in a hidden box", "deep"],
)
def test_many_links_are_judged_in_a_time_that_grows_with_their_number(html):
    began = perf_counter()

    findings_of(HiddenLink, Good(f"<p>The boats rose with the tide.</p>{html}"))

    assert perf_counter() - began < 8  # seconds; many times what it takes


def test_several_sites_in_one_hidden_box_are_surer_than_one():
    link = '<a href="https://{}.example/">Quay</a>'
    box = '<p>The boats rose.</p><p style="display:none">{}</p>'

    (alone,) = findings_of(HiddenLink, Good(box.format(link.format("quay"))))
    together = findings_of(HiddenLink, Good(box.format(link.format("quay") + link.format("pier"))))

    assert alone.severity is Severity.WARNING
    assert [said.severity for said in together] == [Severity.ERROR, Severity.ERROR]
