"""Thousands of links in one paragraph, as only spam and generated lists have them, take time in proportion."""

from __future__ import annotations

from time import process_time

import pytest

from audit.rule import Good
from audit.rules.sponsors.paid_link_unqualified import PaidLinkUnqualified
from audit.rules.sponsors.rotating_sponsor_slot import RotatingSponsorSlot
from audit.testing import findings_of

LINKS = " ".join(f'<a href="https://shop{number}.example/a{number}">cheap viagra pills</a>' for number in range(3000))


@pytest.mark.parametrize("rule", [PaidLinkUnqualified, RotatingSponsorSlot])
@pytest.mark.parametrize(
    "before", ["The tide is late.", "We got this kettle free of charge for this review. Sponsored:"]
)
def test_time_grows_with_the_number_of_links(rule, before):
    findings_of(rule, Good("<p>The tide.</p>"))  # what is read once a process
    began = process_time()
    findings_of(rule, Good(f"<p>{before} {LINKS}</p>"))
    assert process_time() - began < 5  # seconds; with the paragraph read for each link, it took 10


def test_a_sponsor_phrase_before_each_link_takes_time_in_proportion():
    links = "In bezahlter Kooperation mit <a href='https://kettles.example/'>Kessel</a>. " * 4000
    began = process_time()
    findings_of(PaidLinkUnqualified, Good(f"<p>{links}</p>"))
    assert process_time() - began < 5  # seconds; with all before and behind each link read for it, it took 40


def test_a_sentence_that_refuses_without_end_takes_little_time():
    text = f"{'never ' * 20_000} in exchange for this review <a href='https://kettles.example/'>Kettle Co</a>"
    began = process_time()
    findings_of(PaidLinkUnqualified, Good(f"<p>{text}</p>"))
    assert process_time() - began < 5  # seconds; with the whole sentence looked at from each "never", it took 20


def test_a_menu_is_read_once_and_not_for_each_of_its_links():
    links = "".join(f"<li><a href='https://shop{number}.example/'>Anzeige</a></li>" for number in range(4000))
    began = process_time()
    findings_of(PaidLinkUnqualified, Good(f"<ul>{links}</ul>"))
    assert process_time() - began < 10  # seconds; with the menu read for each link, it took more than a minute
