"""MET003."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import Head
from audit.finding import Evidence, Finding, Severity
from audit.rule import Bad, Good, PostRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts
    from audit.facts.head import HeadValue

# %%name%%: Yoast and SEOPress. Source: their lists of replacement variables.
_PERCENT_PAIRS = """
    _category_description _category_title archive_date archive_date_day archive_date_month
    archive_date_month_name archive_date_year archive_title author_bio author_first_name author_last_name
    author_nickname author_website caption category category_description category_title cpt_plural
    current_pagination currentdate currentday currentmonth currentmonth_num currentmonth_short currenttime
    currentyear date excerpt excerpt_only focuskw id modified name page pagenumber pagetotal parent_title
    permalink post_author post_category post_content post_date post_day post_excerpt post_modified_date
    post_month post_tag post_thumbnail_url post_title post_url post_year primary_category pt_plural pt_single
    search_keywords searchphrase sep sitedesc sitename sitetitle tag tag_description tag_title tagline
    target_keyword term404 term_description term_hierarchy term_title title user_description userid wc_brand
    wc_get_price wc_price wc_shortdesc wc_single_cat wc_single_price wc_single_price_exc_tax
    wc_single_short_desc wc_single_sku wc_single_tag wc_sku
""".split()
# %name%: Rank Math, and All in One SEO before its fourth version
_PERCENTS = """
    blog_description blog_title categories category category_title count current_date current_year currentdate
    currentday currentmonth currenttime currentyear customfield customterm customterm_desc date excerpt
    excerpt_only filename focuskw group_desc group_name id keywords modified name org_logo org_name org_url page
    page_title pagenumber pagetotal parent_title post_author post_date post_thumbnail post_title post_year
    primary_category primary_taxonomy_terms pt_plural pt_single randomword search_query seo_description
    seo_title sep site_description site_title sitedesc sitename tag tags term term_description title url
    user_description userid wc_brand wc_price wc_shortdesc wc_sku
""".split()
# #name: All in One SEO; only those that nobody would take for a hashtag
_HASHES = """
    archive_date archive_title attachment_caption attachment_description author_bio author_first_name
    author_last_name author_link author_name author_url blog_link blog_title current_date current_day
    current_month current_year page_number parent_title post_content post_date post_day post_excerpt
    post_excerpt_only post_link post_month post_title post_year search_term separator_sa site_link site_title
    tax_name tax_parent_name taxonomy_description taxonomy_title
""".split()
# {{name}}: Squirrly, without blanks; with them it is a template language that somebody writes about
_BRACES = """
    category category_description currentyear excerpt excerpt_only keyword page parent_title sep sitedesc sitename
    tag title
""".split()

_VARIABLE = re.compile(
    rf"%%(?:{'|'.join(_PERCENT_PAIRS)}|_?cf_[\w-]+|_?ct_[\w-]+|_ucf_[\w-]+)%%"
    rf"|(?<![%\d])%(?:{'|'.join(_PERCENTS)})(?:\([^()%]*\))?%(?!%)"
    rf"|(?<!\w)#(?:{'|'.join(_HASHES)}|custom_field-\w+|tax_name-\w+)(?!\w)"
    rf"|\{{\{{(?:{'|'.join(_BRACES)})\}}\}}"
)
_NAMES = ("og:title", "og:description", "twitter:title", "twitter:description")


class TitleUnresolvedVariable(PostRule[Head], code="MET003", severity=Severity.ERROR, since="0.1.0"):
    """A variable of a template stands in the title or the description.

    The SEO plugin did not put the value in: the variable belongs to a plugin that is gone, was mistyped, or has no
    value here. Readers of search results and shares see its name.
    """

    remedy = "Correct the template in the SEO plugin's settings, or the field of this post where the variable stands."
    sources = (
        "https://github.com/Yoast/wordpress-seo",
        "https://developers.google.com/search/docs/appearance/title-link",
    )
    needs = frozenset({"head"})
    examples = (
        Bad(head="<title>Tide %%sep%% Saltmarsh</title>", says="%%sep%%", points_at="<title>"),
        Bad(
            head='<title>Tide</title><meta property="og:description" content="%excerpt%">',
            says="%excerpt%",
            points_at='content="%excerpt%"',
        ),
        Bad(head="<title>%count(title)% tides</title>", says="%count(title)%"),
        Bad(head="<title>#post_title #separator_sa Saltmarsh</title>", says="#post_title"),
        Bad(head="<title>Tide - %%cf_harbour%%</title>", says="%%cf_harbour%%"),
        Bad(head="<title>Tide of %%date%%</title>", says="%%date%%"),
        Bad(head="<title>%post_title% | %site_title%</title>", says="%post_title%"),
        Good(head="<title>50% off the ferry, 20% on foot - Saltmarsh</title>"),
        Good(head="<title>Why a link says 50%category%20off</title>", note="An escape behind a percentage."),
        Good(head="<title>Where %APPDATA% is</title>", note="A variable of something else."),
        Good(head="<title>What {{ page.title }} prints in Jekyll</title>"),
        Good(
            "<p>Write <code>%%sep%%</code> where the separator belongs.</p>",
            head="<title>What %%sep%% stands for</title>",
            note="The post writes about this variable.",
        ),
    )

    def check(self, subject: Head, facts: Facts) -> Iterable[Finding]:
        """One finding for a post, at the first place; the others are evidence."""
        found = [
            (label, value, match[0])
            for label, value in _values(subject)
            if ("%" in (text := value.decoded) or "#" in text or "{" in text)
            and (match := _VARIABLE.search(text)) is not None
        ]
        if not found:
            return ()
        label, value, variable = found[0]
        if variable in facts.rendered:
            return ()
        return (
            Finding(
                f"A variable was not replaced in the {label}: {variable}",
                at=value.place,
                value=variable,
                evidence=tuple(Evidence(label, value.decoded) for label, value, _ in found),
            ),
        )


def _values(head: Head) -> Iterator[tuple[str, HeadValue]]:
    if head.titles:
        yield "title", head.titles[0]
    by_name = head.by_name
    if "description" in by_name:
        yield "description", by_name["description"][0]
    for name in _NAMES:
        if name in by_name:
            yield name, by_name[name][0]
