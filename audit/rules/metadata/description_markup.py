"""MET019."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Finding, Severity
from audit.rule import Bad, Good, PostRule
from audit.rules._edits import of_head
from audit.rules.data_quality._shortcodes import CUT_OFF
from audit.rules.data_quality._shown import found_in_text
from audit.rules.metadata._head import description_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.facts import Facts
    from audit.facts.head import HeadValue
    from audit.finding import Fix

# Elements that editors write; `<name>` or `<your text>` is a blank to fill in.
_TAG = (
    r"</?(?:a|abbr|article|aside|b|blockquote|br|center|cite|code|div|em|figcaption|figure|font|footer|h[1-6]|header|hr"
    r"|i|iframe|img|li|link|main|meta|nav|ol|p|picture|pre|script|section|small|source|span|strike|strong|style|sub|sup"
    r"|svg|table|tbody|td|th|thead|tr|u|ul|video)(?:\s[^<>]*)?/?>|<!--"
)
# Shortcodes of WordPress, and of plugins that build pages and forms; else brackets with settings, and closing ones.
_SHORTCODE = (
    r"\[/?(?:caption|gallery|playlist|embed|wp_caption|contact-form-7|contact-form|elementor-template|gravityform|ninja_form"
    r"|ninja_forms|rev_slider|toc|ez-toc|wpforms|(?:vc|et_pb|fusion|av|su|fl_builder|mk|ux|tatsu|themify|wpb|cs)_\w+)"
    rf"(?:\s[^\[\]]*)?\]|\[[a-z][\w-]*(?:\s+[\w-]+=[^\[\]]*)\]|\[/[a-z][\w-]*\]|{CUT_OFF}"
)
_MARKUP = re.compile(rf"{_TAG}|{_SHORTCODE}|&(?:lt|gt);", re.IGNORECASE)


class DescriptionMarkup(PostRule[Head], code="MET019", severity=Severity.WARNING, since="0.1.0"):
    """The meta description has markup in it.

    A search result shows the text as it stands: readers see tags, shortcodes or `&lt;` instead of a sentence. As a
    rule the description was copied out of the editor, or a plugin made it of a text whose shortcodes nobody ran.
    """

    remedy = "Write the description anew as plain text."
    sources = ("https://developers.google.com/search/docs/appearance/snippet",)
    needs = frozenset({"head"})
    examples = (
        Bad(
            head='<title>Ferry</title><meta name="description" content="When the &lt;b&gt;ferry&lt;/b&gt; sails.">',
            says="<b>",
            points_at='content="When the',
        ),
        Bad(
            head='<title>Ferry</title><meta name="description" content="[vc_row][vc_column]When the ferry sails.">',
            says="[vc_row]",
        ),
        Bad(
            head='<title>Ferry</title><meta name="description" content="Fares &amp;lt; 10 coins">',
            says="&lt;",
        ),
        Good(
            head='<title>Ferry</title><meta name="description" content="Why x &lt; y, and 3 &gt; 2 in spring.">',
            note="A sign of mathematics.",
        ),
        Good(
            "<p>A page has one <code>&lt;main&gt;</code>.</p>",
            head='<title>Code</title><meta name="description" content="What the &lt;main&gt; element is for.">',
            note="The post writes about this element.",
        ),
        Good(
            head='<title>Ferry</title><meta name="description" content="&#8220;The captain decide [sic]&#8221; '
            '[Video] [2026].">',
            note="Brackets are text, unless they hold the name of a shortcode or its settings.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding, at the first piece of markup that the text of the post does not show as well."""
        description = facts.once(description_of)
        if "<" not in description and "[" not in description and "&" not in description:
            return ()
        match = _MARKUP.search(description)
        if match is None or _is_in_text(match[0], facts):
            return ()
        value = next(value for value in subject.descriptions if not value.blank)
        fix = _plain(value)
        return (Finding(f"The meta description has markup in it: {match[0]}", at=value.place, value=match[0], fix=fix),)


def _is_in_text(markup: str, facts: Facts) -> bool:
    """Whether the post writes about it: a tag stands in its text, a shortcode stands there as code."""
    if escape(markup, quote=False) not in facts.rendered:
        return False
    return markup[0] != "[" or next(found_in_text(facts, re.compile(re.escape(markup))), None) is None


def _plain(value: HeadValue) -> Fix | None:
    """The edit that takes tags and shortcodes out; a reference that was encoded twice is what it stands for."""
    after = " ".join(unescape(_MARKUP.sub(_sign, value.text)).split())
    return of_head(value, after, "write plain text") if after and value.node is not None else None


def _sign(match: re.Match[str]) -> str:
    return _SIGNS.get(match[0].lower(), " ")


_SIGNS = {"&lt;": "<", "&gt;": ">"}
