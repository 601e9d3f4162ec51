"""DAT025."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Confidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.data_quality._contract import WP_POSTS
from audit.rules.data_quality._empty import BLANKS, shows_something, text_stands_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts

_NOTHING = BLANKS + "\u200b\u2060"
_LOOKED_AT = 200  # code points: nearly every content shows a letter before
_DYNAMIC = "/-->"
"""How the delimiter of a block ends that WordPress fills: a list of posts, a shared block."""
_FUNCTIONS = frozenset(
    "blog news shop store cart basket checkout account my-account membership-account login register activate members "
    "activity groups forums home front-page startseite homepage search sitemap wishlist compare my-downloads".split()
)
"""Slugs of pages that WordPress and its plugins fill themselves."""


class ContentEmpty(PostRule[Post], code="DAT025", severity=Severity.WARNING, since="0.1.0"):
    """The post is published and has no content.

    A reader who follows the link finds a title over an empty page, and search engines take it for an error that answers
    with success. It is a post that was published too early, or whose text an import lost.

    Pages whose text stands elsewhere are not meant: those of page builders and custom fields, those with a template of
    their own, the front page, those that plugins fill, and other post types. Pictures, films and forms are content. Of
    any other page it is a notice, because a theme may fill it.
    """

    remedy = "Write the text, or take the post back to the drafts."
    sources = (WP_POSTS,)
    needs = frozenset({"field:content"})
    reads_content = True
    examples = (
        Bad("<p>&nbsp;</p>\n<p> </p>", fields={"type": "post", "featured_media": 0}, says="has no content"),
        Bad("", fields={"type": "page", "featured_media": 0}, says="has no content"),
        Bad(
            "",
            fields={"acf": {"subtitle": "", "wide": False}, "meta": {"_et_pb_use_builder": "off"}, "featured_media": 0},
            says="has no content",
            note="Fields that nobody filled, and a builder that is switched off.",
        ),
        Good("<p>Tide.</p>"),
        Good('<p><img src="/tide.jpg" alt="Tide"></p>', note="A picture is content."),
        Good("", fields={"content": {"rendered": "", "protected": True}}, note="A password hides it."),
        Good("", fields={"meta": {"_elementor_edit_mode": "builder"}}, note="The text is the builder's."),
        Good("", fields={"acf": {"sections": [{"text": "Tide."}]}}, note="The text stands in a field."),
        Good("", fields={"type": "page", "template": "page-harbour.php"}, note="The template prints the text."),
        Good("", fields={"type": "page", "slug": "cart"}, note="The shop prints the basket there."),
        Good("", fields={"type": "page", "link": "https://saltmarsh.example/"}, note="The front page."),
        Good("", fields={"format": "gallery"}),
        Good("", fields={"type": "crew-member"}, note="Custom types keep theirs in fields."),
        Good("", fields={"status": "draft"}),
        Good(
            fields={"content": {"raw": '<!-- wp:block {"ref":12} /-->'}, "type": "page"},
            note="The stored source of a page that is one shared block.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """Nothing to read and nothing to see. With a featured picture it is a notice: the theme shows that."""
        text = facts.text
        if text[:_LOOKED_AT].strip(_NOTHING) or text.strip(_NOTHING):
            return ()
        content = facts.content
        if content is None or not _is_meant(subject, facts) or shows_something(content.container):
            return ()
        if not facts.rendered and _DYNAMIC in content.source:
            return ()
        page = subject.type == "page"
        finding = Finding(
            f"The published {'page' if page else 'post'} has no content.",
            at=Place("content.rendered"),
            severity=Severity.NOTICE if page or subject.featured_media else None,
            confidence=Confidence.LIKELY if page else Confidence.DEFINITIVE,
        )
        return (finding,)


def _is_meant(post: Post, facts: Facts) -> bool:
    if post.type not in {None, "post", "page"} or post.format not in {None, "", "standard"}:
        return False
    if not facts.published or post.template or text_stands_elsewhere(post):
        return False
    return post.type != "page" or not _is_filled(post, facts)


def _is_filled(post: Post, facts: Facts) -> bool:
    """WordPress, the theme or a plugin prints something there: the front page, the list of posts, a basket."""
    if post.link and post.link.rstrip("/") == facts.home.rstrip("/"):
        return True
    if (post.slug or "").rstrip("-0123456789") in _FUNCTIONS:
        return True
    return not {"CollectionPage", "Blog"}.isdisjoint(facts.graph.types)
