"""What several posts show together does not depend on the order in which they come."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.rule import Bad, CorpusRule, Good, LinkRule
from audit.rules import all_rules
from audit.rules.corpus._records import record
from audit.rules.corpus.duplicate_content_near import DuplicateContentNear
from audit.testing import findings_of, records_of

FOLDERS = {"agreement", "canonical", "corpus", "social", "structured_data"}
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.name}-{number}")
    for rule in all_rules()
    if issubclass(rule, CorpusRule) and not issubclass(rule, LinkRule) and rule.family.folder in FOLDERS
    for number, example in enumerate(rule.examples, start=1)
    if isinstance(example, Bad) and len(example.posts) > 1
]
WORDS = "tide ebb quay gauge ferry crew water spring flat bar rope sail mast deck pier lock sand reed gull kelp".split()


def told(rule, records, *, complete=False, sitemap=None):
    """Who is told what, and on whose account; of many others only ten are named, whichever come first."""
    bare = not complete and sitemap is None
    shown = records if bare else Good(posts=records, complete=complete, sitemap=sitemap)
    return {
        (finding.post, finding.severity, finding.message, frozenset(finding.related) if len(records) < 10 else None)
        for finding in findings_of(rule, shown)
    }


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_examples_say_the_same_in_every_order(rule, example):
    records = records_of(example)
    known = {"complete": example.complete, "sitemap": example.sitemap}
    expected = told(rule, records, **known)

    assert expected
    assert told(rule, records[::-1], **known) == expected
    assert told(rule, records[1:] + records[:1], **known) == expected


def text(changes):
    """A text of 400 words of which some are others: the more of them, the less it is like the one without."""
    chance = random.Random(7)  # noqa: S311 - no secret
    words = [f"{chance.choice(WORDS)}e{chance.randrange(100)}e" for _ in range(400)]
    for at in changes:
        words[at] = f"other{at}e"
    return f"<p>{' '.join(words)}</p>"


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sets(st.integers(0, 399), max_size=30), min_size=3, max_size=8),
    st.randoms(use_true_random=False),
)
def test_texts_on_the_brink_say_the_same_in_every_order(texts, chance):
    records = [record(number, f"a-{number}", html=text(changes)) for number, changes in enumerate(texts)]
    expected = told(DuplicateContentNear, records)
    chance.shuffle(records)

    assert told(DuplicateContentNear, records) == expected
