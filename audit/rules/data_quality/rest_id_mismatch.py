"""DAT011."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule, Status
from audit.rules.data_quality._contract import WP_POSTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_ROUTE = re.compile(r"(?:/|%2F)([0-9]+)/?(?:[?&#].*)?$", re.IGNORECASE)
_LONGEST = 60  # WordPress itself allows 20 characters in either
_OTHER = re.compile(r"post-[0-9]+")


class RestIdMismatch(PostRule[Post], code="DAT011", severity=Severity.ERROR, since="0.1.0", status=Status.PREVIEW):
    """Parts of the record speak of different posts.

    The number in `id`, the one at the end of the record's own address, and the one in its list of classes are one
    number. Where they differ, two records were mixed: by a cache, an import, or a plugin that forgot to reset the
    loop. Whatever is written back would hit the wrong post.
    """

    remedy = "Fetch the record again without a cache; if it stays so, look for the plugin that changes the answer."
    sources = (WP_POSTS,)
    needs = frozenset({"field:id"})
    examples = (
        Bad(
            fields={"_links": {"self": [{"href": "https://saltmarsh.example/wp-json/wp/v2/posts/13"}]}},
            says="id is 12, but the record's own address ends in 13",
        ),
        Bad(fields={"class_list": ["post-13", "type-post", "status-publish"]}, says='class_list says "post-13"'),
        Bad(fields={"class_list": ["post-12", "type-page", "status-publish"]}, says='class_list says "type-page"'),
        Bad(
            fields={"status": "high water " * 500, "class_list": ["post-12", "status-publish"]},
            says=f"status is {('high water ' * 6)[:60]}…, but class_list",
        ),
        Good(fields={"class_list": {"0": "post-12", "2": "type-post"}}, note="PHP's list with a hole."),
        Good(fields={"class_list": ["tide"]}, note="A theme may leave out classes; it says nothing wrong then."),
        Good(fields={"_links": {"self": [{"href": "https://saltmarsh.example/?rest_route=/wp/v2/posts/12"}]}}),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding a post, with everything that differs."""
        number = str(subject.id)
        evidence = []
        address = subject.api_url
        if address and address.rpartition("/")[2] != number:
            route = _ROUTE.search(address)
            if route is not None and route[1] != number:
                evidence.append(Evidence(f"id is {number}, but the record's own address ends in {route[1]}", address))
        if subject.class_list:
            evidence += _class_faults(subject, facts.class_names)
        if evidence:
            yield Finding(
                f"{'; '.join(entry.label for entry in evidence)}.",
                at=Place("id"),
                value=" ".join(entry.text for entry in evidence),
                evidence=tuple(Evidence("says", entry.text) for entry in evidence),
            )


def _class_faults(post: Post, names: frozenset[str]) -> Iterable[Evidence]:
    """Classes that name another post, type or status. One that is missing proves nothing: themes filter the list."""
    for kind, own in (("post", str(post.id)), ("type", post.type), ("status", post.status)):
        if own is None or f"{kind}-{own}" in names:
            continue
        if kind == "post":
            others = sorted(name for name in names if _OTHER.fullmatch(name))
        else:
            others = sorted(name for name in names if name.startswith(f"{kind}-"))
        if others:
            field = {"post": "id"}.get(kind, kind)
            yield Evidence(f'{field} is {_short(own)}, but class_list says "{_short(others[0])}"', others[0])


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
