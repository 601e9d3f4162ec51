"""DAT022."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Confidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_DEFAULT_ID = 1
_PREFIX = "category-"
_UNSORTED = re.compile(
    r"uncategori[sz]ed|un(?:classified|sorted)|allgemein|unkategorisiert|non-classe|sans-categorie|sin-categoria|"
    r"sem-categoria|senza-categoria|non-categorizzato|geen-(?:categorie|rubriek)|niet-gecategoriseerd|bez-kategorii|"
    r"okategoriserade?|ikke-kategoriseret|ukategorisert|kategorisoimaton|luokittelematon|egyeb|nezarazene|"
    r"nezaradene|kategorize-edilmemis|fara-categorie|chua-(?:duoc-)?phan-loai|tak-berkategori|sense-categoria|%.*",
    re.IGNORECASE,
)
"""Slugs that the default category gets in the language that WordPress was installed in; other scripts are not read."""


def _named(slug: str) -> dict[str, object]:
    """What a record carries of the one category of the examples, which is of number 1 or 5."""
    return {"_embedded": {"wp:term": [[{"id": number, "taxonomy": "category", "slug": slug} for number in (1, 5)]]}}


class CategoryDefaultOnly(PostRule[Post], code="DAT022", severity=Severity.NOTICE, since="0.1.0"):
    """The post is in the default category only.

    WordPress puts a post there when nobody chooses. A category that means "none chosen" helps no reader to find more.
    """

    remedy = "Choose a category that says what the post is about."
    sources = ("https://developer.wordpress.org/rest-api/reference/posts/",)
    needs = frozenset({"field:categories"})
    examples = (
        Bad(fields={"categories": [1], "class_list": ["post-12", "category-uncategorized"]}, says="default category"),
        Bad(fields={"categories": [1], "class_list": None}, says="default category"),
        Good(
            fields={"categories": [1], "class_list": ["post-12", "category-articles"]},
            note="The default category was renamed.",
        ),
        Bad(fields={"categories": [5], "class_list": None, **_named("uncategorized")}, says="default category"),
        Good(fields={"categories": [1], "class_list": None, **_named("news")}),
        Good(fields={"categories": [4]}),
        Good(fields={"categories": [1, 4]}),
    )

    def applies(self, facts: Facts) -> bool:
        """Published posts that have categories at all."""
        return facts.published and bool(facts.post.categories)

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """The slug tells; without one, or with one in another script (the class is then the id), the usual id does.

        Under another name, the category with that id is one that somebody meant.
        """
        categories = subject.categories or []
        if len(categories) != 1:
            return ()
        slugs = [name[len(_PREFIX) :] for name in facts.class_names if name.startswith(_PREFIX)]
        slugs = slugs or [str(term.get("slug")) for term in subject.embedded_terms if term.get("id") == categories[0]]
        named = len(slugs) == 1 and _UNSORTED.fullmatch(slugs[0]) is not None
        if not named and (categories != [_DEFAULT_ID] or slugs not in ([], [str(_DEFAULT_ID)])):
            return ()
        finding = Finding(
            "The post is in the default category only.",
            at=Place("categories"),
            confidence=Confidence.DEFINITIVE if named else Confidence.LIKELY,
        )
        return (finding,)
