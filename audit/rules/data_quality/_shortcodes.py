"""How a shortcode that nobody replaced looks, and how brackets look that are prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts.text import holds_any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from audit.facts import Facts

_PREFIXES = (
    "vc_|et_pb_|fusion_|av_|mk_|ux_|su_|wpb_|cs_element|tatsu_|themify_|thrive_|nd_options_|qode_|edgtf_|mkdf_|"
    "eltdf_|dt_|ultimate_|stm_|trx_|wpdm_|woocommerce_|gravityform|ninja_form|wpforms|rev_slider|layerslider|"
    "smartslider3|tablepress|elementor-template|contact-form-7|formidable|mc4wp_form|metaslider|ngg(?:allery)?_|"
    "nggallery|advanced_iframe|embedpress|wp-rss-aggregator|siteorigin_widget|porto_|bsf-|ads-quads|adrotate|"
    "caldera_form|fluentform|wpdatatable|easy-pricing-table|sc_embed_player|soliloquy|envira-gallery|foogallery|"
    "instagram-feed|custom-facebook-feed|custom-twitter-feeds|youtube-feed|wpgmza|maxbutton|forminator_|mailpoet_form|"
    "everest_form|give_form|edd_|bbp-|ameliabooking|ez-toc|lwptoc|wpseo_breadcrumb|rank_math_breadcrumb"
)
"""How the names of families begin that no prose has."""
_WORDS = (
    "gallery|caption|wp_caption|embed|audio|video|playlist|button|dropcap|accordions?|toggles?|tabs?|columns?|row|"
    "one_half|one_third|two_third|box|spoiler|highlight|divider|spacer|product|products|table|slider|map|youtube|"
    "vimeo|iframe|download|form|recipe|section|icon|quote"
)
_QUOTE = r"[\"'“”„‟‘’‚″′«»`]"
SHORTCODE = re.compile(
    rf"\[(?:"
    rf"/?(?P<family>(?:{_PREFIXES})[\w-]*+)[^\[\]\n<>]{{0,2000}}+"
    # A remark in brackets begins with a capital letter too, but not with an attribute.
    rf"|(?P<attributed>(?:[a-z]|[A-Z](?=[\w-]+\s+[a-z][\w-]*\s*=))[A-Za-z0-9_-]{{2,60}})"
    rf"\s+(?:[a-z][\w-]*\s*=\s*{_QUOTE}|[^\[\]\n=<>]{{0,80}}\s[a-z][\w-]*={_QUOTE})"
    rf"[^\[\]\n<>]{{0,2000}}+"
    rf"|(?P<word>{_WORDS})\s+[a-z_]+\s*=\s*[\w.-]+[^\[\]\n<>]{{0,500}}+"
    rf"|/(?P<closing>[a-z][a-z0-9_-]{{1,60}}+)"
    rf"|(?P<language>:[a-z]{{2}})"
    rf")\]"
)
CUT_OFF = (
    rf"\[(?:(?:{_PREFIXES})[\w-]*+|[a-z][A-Za-z0-9_-]{{2,60}}+\s+[a-z][\w-]*\s*={_QUOTE})[^\[\]\n<>]*+(?![\]\n<>])"
)
"""A shortcode that lost its end where a text was cut to some words, as a description is."""
_CUT_OFF = re.compile(CUT_OFF)
_NAME = re.compile(r"[/:]?[\w-]+")
_LANGUAGES_END = "[:]"
_OPENING = re.compile(r"\[([a-z][a-z0-9_-]{1,60}+)[\]\s=]")  # `[url=…]…[/url]` came from a forum
SHORTCODE_CUES = (
    rf"\[/?(?:{_PREFIXES})",
    r"\[[a-z][a-z0-9_-]*\s[^\[\]\n]*=",
    r"\[/[a-z][a-z0-9_-]*\]",
    r"\[:[a-z][a-z]\]",
)
"""Patterns without which `SHORTCODE` does not occur. They count nothing: each count would be a state of the scan."""

_JOKES = frozenset("geek humor humour irony joke nerd rant sarcasm sarcastic sigh snark soapbox whisper".split())
"""Tags that writers make up to say how a passage is meant."""
_AT_WORK = "wpb-content-wrapper"  # WPBakery puts it around every content, with or without its shortcodes
_BUILDER_CODES = ("[et_pb_", "[vc_", "[fusion_builder_", "[av_", "[mk_page_section", "[cs_content", "[tatsu_")
"""How the shortcodes begin that a page builder makes sections, columns and texts of."""


def builder_works(facts: Facts) -> bool:
    """A page builder shows that it is there and replaces its shortcodes on the page, if not in the REST API."""
    meta = facts.post.meta
    return _AT_WORK in facts.rendered or (isinstance(meta, dict) and meta.get("_et_pb_use_builder") == "on")


def holds_builder_code(facts: Facts) -> bool:
    """Headings, links and texts may stand in shortcodes of a page builder, where nobody has read them yet."""
    return facts.once(_holds_builder_code)


def _holds_builder_code(facts: Facts) -> bool:
    return holds_builder_code_between(facts, 0, None)


def holds_builder_code_between(facts: Facts, start: int, end: int | None) -> bool:
    """The same for a range of the content's source; without an end up to the end of the source."""
    source = facts.content.source if facts.content is not None else ""
    return holds_any(source, _BUILDER_CODES, start, end)


def real(matches: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The matches in a text that are shortcodes: an end tag alone is one only where its start tag stands before it.

    qTranslate keeps a text in all its languages, `[:en]Tide[:de]Flut[:]`: such a tag counts only before `[:]`.

    One in a second pair of brackets was written to be read.
    Source: https://developer.wordpress.org/plugins/shortcodes/enclosing-shortcodes/
    """
    openings: Mapping[str, int] | None = None
    languages_end: int | None = None
    for match in matches:
        if match.string.startswith("]", match.end()) and match.string.endswith("[", 0, match.start()):
            continue
        if match["language"] is not None:
            if languages_end is None:
                before = match.string[max(0, match.start() - 1) : match.start()]
                is_slice = before == " " or before.isalnum()
                languages_end = -1 if is_slice else match.string.rfind(_LANGUAGES_END)
            if match.end() <= languages_end:
                yield match
            continue
        closing = match["closing"]
        if closing is None:
            yield match
            continue
        if openings is None:
            openings = _openings(match.string)
        if closing not in _JOKES and openings.get(closing, match.start()) < match.start():
            yield match


def _openings(text: str) -> Mapping[str, int]:
    """Where the first start tag of each name begins."""
    first: dict[str, int] = {}
    for match in _OPENING.finditer(text):
        first.setdefault(match[1], match.start())
    return first


def first_name_in(text: str) -> str:
    """The name of the first shortcode of a short text, of which the end may have been cut off; "" without one."""
    found = [match.start() for match in (next(shortcodes_in(text), None), _CUT_OFF.search(text)) if match is not None]
    name = _NAME.match(text, min(found) + 1) if found else None
    return name[0].lstrip("/") if name is not None else ""


def name_of(match: re.Match[str]) -> str:
    """The shortcode's name."""
    return match[match.lastgroup or 0]


def shortcodes_in(text: str) -> Iterator[re.Match[str]]:
    """The shortcodes of a short text."""
    return real(SHORTCODE.finditer(text))
