"""JLD030."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.jsonld_values import leaves
from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import label, rewritten, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_ARTICLE = '"@type":"Article","headline":"Tide","inLanguage":{}'
_TAG = re.compile(
    r"[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*"
    r"(?:-[a-wyz\d](?:-[a-z\d]{2,8})+)*(?:-x(?:-[a-z\d]{1,8})+)?|x(?:-[a-z\d]{1,8})+|i-[a-z\d]{2,8}",
    re.IGNORECASE | re.ASCII,
)


class JsonldLanguageInvalid(
    PostRule[Post], code="JLD030", severity=Severity.NOTICE, since="0.1.0", status=Status.PREVIEW
):
    """The language in the structured data is not written as a language tag.

    "English" and `en_US` mean something to people and to WordPress; programs look for `en` or `en-US`.
    """

    remedy = "Write the tag with a hyphen: en-US."
    sources = ("https://www.rfc-editor.org/info/bcp47", "https://schema.org/inLanguage")
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node(_ARTICLE.format('"en_US"')),
            says='Article.inLanguage is "en_US"; the tag is en-US',
            points_at='"en_US"',
        ),
        Bad(node(_ARTICLE.format('"English"')), says="no language tag"),
        Good(node(_ARTICLE.format('"ast"'))),
        Good(node(_ARTICLE.format('"zh-Hant-TW"'))),
        Good(node(_ARTICLE.format('{"@type":"Language","name":"English"}'))),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each wrong tag, wherever it stands."""
        said: set[str] = set()
        for thing in facts.graph.nodes:
            for value in leaves(thing.data.get("inLanguage")):
                if type(value) is not str or value in said or _TAG.fullmatch(value.strip()):
                    continue
                said.add(value)
                hyphened = value.strip().replace("_", "-")
                right = hyphened if _TAG.fullmatch(hyphened) else ""
                what = f"; the tag is {right}" if right else ", which is no language tag"
                yield Finding(
                    f"{label(thing)}.inLanguage is {shown(value)}{what}.",
                    at=thing.place("inLanguage"),
                    value=value,
                    evidence=(Evidence("language tag", right),) if right else (),
                    fix=rewritten(value, right) if right else None,
                )
