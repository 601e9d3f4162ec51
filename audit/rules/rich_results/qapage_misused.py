"""RRS035."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.rich_results._features import needs_of, nodes_of, parts
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts


class QapageMisused(PostRule[Post], code="RRS035", severity=Severity.WARNING, since="0.1.0", status=Status.PREVIEW):
    """The page is marked as one where readers answer a question.

    QAPage is for one question that any visitor may answer. Questions that the site itself answers are none.
    """

    remedy = "Take QAPage out."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/qapage",)
    needs = needs_of("QAPage")
    examples = (
        Bad(
            node('"@type":"QAPage","mainEntity":[{"@type":"Question","name":"A?"},{"@type":"Question","name":"B?"}]'),
            says="2 questions",
        ),
        Bad(node('"@type":"QAPage","mainEntity":{"@type":"Question","name":"A?"}'), says="post"),
        Good(
            node('"@type":"QAPage","mainEntity":{"@type":"Question","name":"A?"}'),
            fields={"type": "question"},
            note="A type of posts for it.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a page."""
        for page in nodes_of(facts, "QAPage"):
            questions = [part for part in parts(page, "mainEntity") if part.is_a("Question")]
            if len(questions) != 1:
                yield Finding(
                    f"QAPage holds {len(questions)} questions, where one belongs.", at=page.place(), value="count"
                )
            elif subject.type in {"post", "page"}:
                yield Finding(
                    f"A {subject.type} is marked as QAPage, where visitors answer.", at=page.place(), value="type"
                )
