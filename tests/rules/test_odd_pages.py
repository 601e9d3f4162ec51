"""Pages as plugins, languages and servers make them: what is merely unusual stays silent, what is wrong is told."""

from __future__ import annotations

import json

import pytest

from audit import audit
from audit.settings import Settings
from audit.testing import base_record

HOME = "https://saltmarsh.example/"
LINK = f"{HOME}tide/"
PICTURE = f"{HOME}wp-content/uploads/2026/05/tide.jpg"
TITLE = "When the tide turns"
WHEN = "2026-05-04T08:30:00+00:00"
DESCRIPTION = "What the pilots of the estuary know about the tide, and how they read it before they set out at night."
FAMILIES = ("MET", "CAN", "SOC", "AGR", "JLD", "COR")
SETTINGS = Settings(offline=True, preview=True)


def head(
    link=LINK,
    *,
    canonical="",
    og_url="",
    title=f"{TITLE} - Saltmarsh",
    picture=PICTURE,
    graph=(),
    locale="en_GB",
    more="",
):
    """The part of a head that any SEO plugin prints."""
    canonical = canonical or link
    script = (
        f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@graph": graph})}</script>'
    )
    return f"""<title>{title}</title>
<meta name="description" content="{DESCRIPTION}" />
<meta name="robots" content="index, follow, max-image-preview:large, max-snippet:-1, max-video-preview:-1" />
<link rel="canonical" href="{canonical}" />
<meta property="og:locale" content="{locale}" />
<meta property="og:type" content="article" />
<meta property="og:title" content="{title}" />
<meta property="og:description" content="{DESCRIPTION}" />
<meta property="og:url" content="{og_url or canonical}" />
<meta property="og:site_name" content="Saltmarsh" />
<meta property="og:image" content="{picture}" />
<meta property="og:image:width" content="1200" />
<meta property="og:image:height" content="630" />
<meta name="twitter:card" content="summary_large_image" />
{more}{script if graph else '<script type="application/ld+json"></script>'}"""


def page(link=LINK, **properties):
    return {
        "@type": "WebPage",
        "@id": link,
        "url": link,
        "name": f"{TITLE} - Saltmarsh",
        "isPartOf": {"@id": f"{HOME}#website"},
        **properties,
    }


def website(home=HOME, **properties):
    return {"@type": "WebSite", "@id": f"{home}#website", "url": home, "name": "Saltmarsh", **properties}


GRAPH = [page(), website()]


def post(number=12, link=LINK, *, home=HOME, **fields):
    """A record whose head is given as HTML alone."""
    record = base_record() | {
        "id": number,
        "link": link,
        "slug": link.rstrip("/").rpartition("/")[2],
        "_links": {"self": [{"href": f"{home}wp-json/wp/v2/posts/{number}"}]},
    }
    del record["yoast_head_json"]
    return {name: value for name, value in (record | fields).items() if value is not None}


def said(*records):
    """Rule and post of every finding of these families, on the posts together; what another explains too."""
    report = audit(list(records), SETTINGS)
    assert not report.errors
    return {
        name
        for finding in report.findings
        for code, name in ((finding.code, finding.rule), *((one.code, one.rule) for one in finding.also))
        if code[:3] in FAMILIES
    }


# -- other plugins ---------------------------------------------------------------------------------------------------

_AUTHOR = f"{HOME}author/maren/#author"
_CRUMBS = [
    {
        "@type": "ListItem",
        "@id": f"{HOME}#listItem",
        "position": 1,
        "name": "Home",
        "item": HOME,
        "nextItem": {"@type": "ListItem", "@id": f"{LINK}#listItem", "name": TITLE},
    },
    {
        "@type": "ListItem",
        "@id": f"{LINK}#listItem",
        "position": 2,
        "name": TITLE,
        "previousItem": {"@type": "ListItem", "@id": f"{HOME}#listItem", "name": "Home"},
    },
]
ALL_IN_ONE = [
    {
        "@type": "BlogPosting",
        "@id": f"{LINK}#blogposting",
        "name": f"{TITLE} - Saltmarsh",
        "headline": TITLE,
        "author": {"@id": _AUTHOR},
        "publisher": {"@id": f"{HOME}#organization"},
        "image": {"@type": "ImageObject", "url": PICTURE, "@id": f"{LINK}#articleImage", "width": 1200, "height": 630},
        "datePublished": "2026-05-04T10:30:00+02:00",
        "dateModified": "2026-05-04T10:30:00+02:00",
        "inLanguage": "en-GB",
        "mainEntityOfPage": {"@id": f"{LINK}#webpage"},
        "isPartOf": {"@id": f"{LINK}#webpage"},
        "articleSection": "Harbour",
    },
    {"@type": "BreadcrumbList", "@id": f"{LINK}#breadcrumblist", "itemListElement": _CRUMBS},
    {
        "@type": "Organization",
        "@id": f"{HOME}#organization",
        "name": "Saltmarsh",
        "url": HOME,
        "logo": {"@type": "ImageObject", "url": f"{HOME}mark.png", "@id": f"{LINK}#organizationLogo"},
        "image": {"@id": f"{LINK}#organizationLogo"},
    },
    {"@type": "Person", "@id": _AUTHOR, "url": f"{HOME}author/maren/", "name": "Maren Holt"},
    page()
    | {
        "@id": f"{LINK}#webpage",
        "breadcrumb": {"@id": f"{LINK}#breadcrumblist"},
        "author": {"@id": _AUTHOR},
        "creator": {"@id": _AUTHOR},
        "primaryImageOfPage": {"@type": "ImageObject", "url": PICTURE, "@id": f"{LINK}#mainImage"},
        "inLanguage": "en-GB",
    },
    website(publisher={"@id": f"{HOME}#organization"}),
]
RANK_MATH = [
    {
        "@type": ["Person", "Organization"],
        "@id": f"{HOME}#person",
        "name": "Saltmarsh",
        "logo": {
            "@type": "ImageObject",
            "@id": f"{HOME}#logo",
            "url": f"{HOME}mark.png",
            "width": "512",
            "height": "512",
        },
        "image": {"@type": "ImageObject", "@id": f"{HOME}#logo", "url": f"{HOME}mark.png", "width": "512"},
    },
    website(publisher={"@id": f"{HOME}#person"}) | {"url": HOME.rstrip("/")},
    {"@type": "ImageObject", "@id": PICTURE, "url": PICTURE, "width": "1200", "height": "630"},
    {
        "@type": "BreadcrumbList",
        "@id": f"{LINK}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": "1", "item": {"@id": HOME.rstrip("/"), "name": "Home"}},
            {"@type": "ListItem", "position": "2", "item": {"@id": f"{HOME}sea/", "name": "Sea"}},
            {"@type": "ListItem", "position": "3", "item": {"@id": LINK, "name": TITLE}},
        ],
    },
    page()
    | {
        "@id": f"{LINK}#webpage",
        "primaryImageOfPage": {"@id": PICTURE},
        "breadcrumb": {"@id": f"{LINK}#breadcrumb"},
    },
    {
        "@type": "Person",
        "@id": f"{HOME}author/maren/",
        "name": "Maren Holt",
        "url": f"{HOME}author/maren/",
        "worksFor": {"@id": f"{HOME}#person"},
    },
    {
        "@type": "BlogPosting",
        "@id": f"{LINK}#richSnippet",
        "headline": f"{TITLE} - Saltmarsh",
        "datePublished": WHEN,
        "dateModified": WHEN,
        "author": {"@id": f"{HOME}author/maren/", "name": "Maren Holt"},
        "publisher": {"@id": f"{HOME}#person"},
        "isPartOf": {"@id": f"{LINK}#webpage"},
        "image": {"@id": PICTURE},
        "mainEntityOfPage": {"@id": f"{LINK}#webpage"},
    },
]


def seo_framework(link=LINK, name=TITLE):
    trail = [{"@type": "ListItem", "position": 1, "item": HOME, "name": "Saltmarsh"}]
    trail += [{"@type": "ListItem", "position": 2, "name": name}]
    return [
        website() | {"@id": f"{HOME}#/schema/WebSite"},
        page(
            link,
            breadcrumb={"@type": "BreadcrumbList", "@id": f"{HOME}#/schema/BreadcrumbList", "itemListElement": trail},
        )
        | {"isPartOf": {"@id": f"{HOME}#/schema/WebSite"}, "name": f"{name} - Saltmarsh"},
    ]


@pytest.mark.parametrize(
    ("field", "graph"), [("aioseo_head", ALL_IN_ONE), ("rank_math_head", RANK_MATH)], ids=["all-in-one", "rank-math"]
)
def test_the_graph_of_another_plugin(field, graph):
    assert not said(post(yoast_head=None, **{field: head(graph=graph)}))


def test_one_trail_for_every_page_of_the_seo_framework():
    ebb = f"{HOME}ebb/"
    other = head(ebb, title="Ebb and flow of the sea - Saltmarsh", graph=seo_framework(ebb, "Ebb and flow of the sea"))
    other = other.replace(DESCRIPTION, "How the water runs out of the estuary, and when it comes back, told by pilots.")
    text = "The pilot waits for the ebb at the mouth of the estuary and reads the water. " * 30
    records = (
        post(yoast_head=head(graph=seo_framework())),
        post(13, ebb, title={"rendered": "Ebb and flow of the sea"}, yoast_head=other, content={"rendered": text}),
    )
    assert not said(*records)


def test_a_shop_with_two_scripts():
    product = {
        "@context": "https://schema.org/",
        "@type": "Product",
        "@id": f"{LINK}#product",
        "name": TITLE,
        "image": PICTURE,
        "sku": 12,
        "offers": [
            {
                "@type": "Offer",
                "priceSpecification": [{"@type": "UnitPriceSpecification", "price": "12.50", "priceCurrency": "EUR"}],
                "availability": "http://schema.org/InStock",
                "seller": {"@type": "Organization", "name": "Saltmarsh", "url": HOME},
            }
        ],
        "aggregateRating": {"@type": "AggregateRating", "ratingValue": "4.50", "reviewCount": 2},
    }
    scripts = f'<script type="application/ld+json">{json.dumps(product)}</script>'
    assert not said(post(type="product", yoast_head=head(graph=GRAPH, more=scripts)))


# -- languages -------------------------------------------------------------------------------------------------------

_GERMAN = f"{HOME}de/wenn-die-flut-kommt/"
_VERSIONS = "".join(
    f'<link rel="alternate" hreflang="{code}" href="{href}" />'
    for code, href in (("en", LINK), ("de", _GERMAN), ("x-default", LINK))
)


def test_two_versions_that_name_each_other():
    german = head(
        _GERMAN,
        title="Wenn die Flut kommt - Saltmarsh",
        locale="de_DE",
        graph=[
            page(_GERMAN, inLanguage="de-DE") | {"isPartOf": {"@id": f"{HOME}de/#website"}},
            website(f"{HOME}de/", inLanguage="de-DE"),
        ],
        more=_VERSIONS,
    )
    records = (
        post(lang="en", yoast_head=head(graph=GRAPH, more=_VERSIONS)),
        post(13, _GERMAN, lang="de", title={"rendered": "Wenn die Flut kommt"}, yoast_head=german),
    )
    assert not said(*records)


@pytest.mark.parametrize("folder", ["de", "pt-br", "zh-hans"])
def test_the_front_page_of_a_language_is_called_like_the_site(folder):
    link = f"{HOME}{folder}/"
    title = "Saltmarsh"
    record = post(13, link, type="page", yoast_head=head(link, title=title, graph=[page(link), website()]))
    assert said(record) <= {"title-too-short"}
    assert "title-half-empty" in said(post(13, f"{HOME}about/", yoast_head=record["yoast_head"]))


def test_a_page_in_another_language_may_have_the_same_title():
    def without_head(number, link):
        return post(number, link, title={"rendered": "FAQ"}, content=None, yoast_head=None)

    assert not said(without_head(1, f"{HOME}faq/"), without_head(2, f"{HOME}de/faq/"))
    assert said(without_head(1, f"{HOME}faq/"), without_head(2, f"{HOME}help/faq/")) == {"duplicate-title"}


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("en-GB", ""),
        ("zh-Hant-TW", ""),
        ("sr-Latn", ""),
        ("haw", "hreflang-invalid-code"),
        ("en_US", "hreflang-invalid-code"),
        ("de-DE-formal", "hreflang-invalid-code"),
        ("jp", "hreflang-invalid-code"),
        ("es-419", "hreflang-unsupported-region"),
        ("en-UK", "hreflang-unsupported-region"),
    ],
)
def test_codes_of_languages(code, rule):
    links = f'<link rel="alternate" hreflang="{code}" href="{HOME}x/" />'
    links += f'<link rel="alternate" hreflang="en" href="{LINK}" />'
    assert said(post(yoast_head=head(graph=GRAPH, more=links))) - {"hreflang-missing-x-default"} == {rule} - {""}


# -- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "canonical"),
    [
        (LINK, "https://SALTMARSH.example:443/tide/"),
        (f"{HOME}%e6%bd%ae/", f"{HOME}潮/"),
        (f"{HOME}%e6%bd%ae/", f"{HOME}%E6%BD%AE/"),
        ("https://salzm%C3%B6we.example/tide/", "https://xn--salzmwe-e1a.example/tide/"),
        ("https://salzmöwe.example/tide/", "https://xn--salzmwe-e1a.example/tide/"),
        ("http://localhost/saltmarsh/tide/", LINK),
        ("https://staging.saltmarsh.example/tide/", LINK),
        ("https://saltmarsh.wpengine.com/tide/", LINK),
        (f"{LINK}amp/", LINK),
        (f"{LINK}?amp=1", LINK),
    ],
)
def test_two_spellings_of_one_address_and_copies_of_it(link, canonical):
    home = link[: link.index("tide/")] if "tide/" in link else HOME
    record = post(link=link, home=home, yoast_head=head(link, canonical=canonical, graph=[page(canonical), website()]))
    assert not said(record) & {
        "canonical-cross-domain",
        "link-canonical-mismatch",
        "og-url-canonical-mismatch",
        "jsonld-webpage-url-mismatch",
        "url-non-ascii-unencoded",
    }


@pytest.mark.parametrize(
    ("canonical", "rule"),
    [
        ("https://saltmarsh.example/tide", "link-canonical-mismatch"),
        ("https://saltmarsh.example/Tide/", "link-canonical-mismatch"),
        ("https://www.saltmarsh.example/tide/", "link-canonical-mismatch"),
        ("https://staging.saltmarsh.example/tide/", "link-canonical-mismatch"),
        ("https://saltmarsh.wpengine.com/tide/", "canonical-cross-domain"),
        ("https://saltmarsh.example/", "canonical-to-home"),
        ("http://saltmarsh.example/tide/", "canonical-http"),
        ("/tide/", "canonical-relative"),
        ("//saltmarsh.example/tide/", "canonical-relative"),
        ("https://saltmarsh.example/tide/?utm_source=x", "canonical-tracking-params"),
        ("https://saltmarsh.example/tide/#start", "canonical-fragment"),
    ],
)
def test_another_address_is_told(canonical, rule):
    assert rule in said(post(yoast_head=head(canonical=canonical, graph=GRAPH)))


@pytest.mark.parametrize(
    "picture",
    [
        "https://i0.wp.com/saltmarsh.example/wp-content/uploads/2026/05/tide.jpg?fit=1200%2C630&amp;ssl=1",
        "https://cdn.saltmarsh.example/wp-content/uploads/2026/05/tide-1200x630.jpg",
        f"{HOME}wp-content/uploads/2026/05/tide-scaled.jpg",
    ],
)
def test_the_picture_for_shares_on_a_network_of_copies(picture):
    assert not said(post(yoast_head=head(picture=picture, graph=GRAPH)))


# -- authors and dates -----------------------------------------------------------------------------------------------


def article(**properties):
    return {"@type": "Article", "@id": f"{LINK}#article", "headline": TITLE, "mainEntityOfPage": LINK, **properties}


def people(*names):
    return [{"@type": "Person", "name": name} for name in names]


@pytest.mark.parametrize(
    ("tag", "names", "speaks"),
    [
        ("Maren Holt", ("Maren Holt", "Jon Dahl"), False),
        ("Jon Dahl, Maren Holt", ("Maren Holt", "Jon Dahl"), False),
        ("maren holt", ("Maren Holt",), False),
        ("Ole Kay", ("Maren Holt", "Jon Dahl"), True),
        ("Maren Holt, Ole Kay", ("Maren Holt", "Jon Dahl"), True),
    ],
)
def test_several_authors(tag, names, speaks):
    more = f'<meta name="author" content="{tag}" />'
    record = post(yoast_head=head(graph=[*GRAPH, article(author=people(*names))], more=more))
    assert said(record) == ({"author-name-mismatch"} if speaks else set())


@pytest.mark.parametrize(
    ("published", "rules"),
    [
        ("2026-05-04T10:30:00+02:00", set()),
        ("20260504T083000Z", set()),
        ("2026-05-04", set()),
        ("2026-05-04T22:30:00+14:00", set()),
        ("2026-05-04 10:30:00", {"jsonld-date-invalid", "jsonld-date-no-timezone"}),
        ("2026-05-04T10:30:00", {"jsonld-date-no-timezone"}),
        ("04.05.2026", {"jsonld-date-invalid"}),
        ("2026-05-06T08:30:00Z", {"date-published-mismatch"}),
    ],
)
def test_dates_with_zones(published, rules):
    record = post(yoast_head=head(graph=[*GRAPH, article(author=people("Maren Holt"), datePublished=published)]))
    assert said(record) == rules


# -- fixes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "rule", "before", "after"),
    [
        ('<link rel="alternate" hreflang="en_GB" href="{}" />', "hreflang-invalid-code", "en_GB", "en-GB"),
        ('<link rel="alternate" hreflang="en-UK" href="{}" />', "hreflang-unsupported-region", "en-UK", "en-GB"),
        ('<link rel="alternate" hreflang="en" href="/tide/" />', "hreflang-relative", "/tide/", LINK),
        ('<meta name="twitter:site" content="https://x.com/marsh" />', "twitter-handle-invalid", None, "@marsh"),
    ],
)
def test_a_tag_of_which_the_right_value_is_certain(more, rule, before, after):
    report = audit([post(yoast_head=head(graph=GRAPH, more=more.format(LINK)))], SETTINGS)
    fix = next(finding.fix for finding in report.findings if finding.rule == rule)
    assert fix is not None
    assert not fix.safe
    assert before is None or fix.before == before
    assert fix.after == after


@pytest.mark.parametrize(
    ("properties", "after"),
    [
        ({"@type": "Offer", "price": "1,299.00"}, '"1299.00"'),
        ({"@type": "Offer", "price": "1 299"}, '"1299"'),
        ({"@type": "Offer", "price": "1.299,50"}, '"1299.50"'),
        ({"@type": "Rating", "ratingValue": "4,5"}, '"4.5"'),
        ({"@type": "Offer", "price": "1,299"}, None),
        ({"@type": "Offer", "price": "12 EUR"}, None),
        ({"@type": "Offer", "price": "12 EUR", "priceCurrency": "EUR"}, '"12"'),
        ({"@type": "Offer", "priceCurrency": "eur"}, '"EUR"'),
        ({"@type": "Offer", "availability": "in stock"}, '"InStock"'),
        ({"@type": "Event", "startDate": "2026-05-04 19:30"}, '"2026-05-04T19:30"'),
        ({"@type": "Book", "inLanguage": "en_GB"}, '"en-GB"'),
        ({"@type": "Organization", "url": "www.saltmarsh.example"}, '"https://www.saltmarsh.example/"'),
    ],
)
def test_a_value_of_the_structured_data_of_which_the_right_one_is_certain(properties, after):
    node = {"@context": "https://schema.org", "name": "Rope", **properties}
    content = f'<p>Text.</p><script type="application/ld+json">{json.dumps(node)}</script>'
    report = audit([post(content={"rendered": content, "protected": False})], SETTINGS)
    (finding,) = [finding for finding in report.findings if finding.code.startswith("JLD")]
    written = finding.fix.after.partition(": ")[2] if finding.fix is not None else None  # behind the property's name
    assert written == after


# -- whole pages -----------------------------------------------------------------------------------------------------

_PIXEL = '<noscript><img height="1" width="1" src="https://www.facebook.com/tr?id=1&amp;noscript=1" /></noscript>'
_LOST = {"head-closed-early", "canonical-outside-head"}


def said_of_page(folder, before="", after="", heading=TITLE, crumb=TITLE):
    """What is said of a file that holds a whole page: something before and behind the tags of its head."""
    trail = [{"@type": "ListItem", "position": 1, "item": HOME, "name": "Home"}]
    trail += [{"@type": "ListItem", "position": 2, "name": crumb}]
    graph = [*GRAPH, {"@type": "BreadcrumbList", "itemListElement": trail}]
    path = folder / "page.html"
    path.write_text(
        f"<!DOCTYPE html><html lang=en><head>{before}{head(graph=graph)}{after}</head>"
        f"<body><article><h1>{heading}</h1><p>The ferry leaves when the water allows it.</p></article></body></html>",
        "utf-8",
    )
    report = audit(path, SETTINGS)
    assert not report.errors
    return {finding.rule for finding in report.findings if finding.code[:3] in FAMILIES}


def test_a_pixel_for_browsers_without_scripts_ends_no_head(tmp_path):
    assert not said_of_page(tmp_path, _PIXEL) & _LOST
    assert said_of_page(tmp_path, f"{_PIXEL}<div>Hello</div>") >= _LOST


def test_a_picture_ends_the_head_if_something_that_matters_is_behind_it(tmp_path):
    picture = '<img src="/pixel.gif" alt="" />'
    assert said_of_page(tmp_path, picture) >= _LOST
    assert not said_of_page(tmp_path, after=f'{picture}<meta name="theme-color" content="#fff" />') & _LOST


def test_a_text_ends_the_head(tmp_path):
    assert said_of_page(tmp_path, '<script src="/a.js"></script> async="async"></script>') >= _LOST
    assert not said_of_page(tmp_path, "<noscript>Please switch scripts on.</noscript>") & _LOST


def test_a_canonical_in_the_body_is_told(tmp_path):
    path = tmp_path / "page.html"
    link = f'<link rel="canonical" href="{LINK}" />'
    path.write_text(f"<html><head><title>Tide</title></head><body>{link}<h1>Tide</h1></body></html>", "utf-8")
    assert "canonical-outside-head" in {finding.rule for finding in audit(path, SETTINGS).findings}


def test_the_first_heading_of_a_page_is_not_always_its_title(tmp_path):
    rules = {"breadcrumb-title-mismatch", "headline-title-mismatch", "post-title-markup"}
    assert not said_of_page(tmp_path, heading="<span>Our house</span>", crumb="Harbour") & rules


def test_a_relative_canonical_explains_what_follows_from_it():
    report = audit([post(yoast_head=head(canonical="index.html", og_url=LINK, graph=GRAPH))], SETTINGS)
    (finding,) = [finding for finding in report.findings if finding.rule == "canonical-relative"]
    assert {other.rule for other in finding.also} >= {"link-canonical-mismatch", "og-url-canonical-mismatch"}


def test_a_headline_that_was_cut_at_a_blank():
    title = "When the tide turns at the mouth of the estuary in spring, and what pilots do then - Saltmarsh harbour"
    cut = title.rpartition(" ")[0]
    graph = [*GRAPH, article(author=people("Maren Holt")) | {"headline": cut}]
    assert "headline-title-mismatch" not in said(post(yoast_head=head(title=title, graph=graph)))
    graph[-1] = graph[-1] | {"headline": "When the tide"}
    assert "headline-title-mismatch" in said(post(yoast_head=head(title=title, graph=graph)))


def test_a_breadcrumb_may_be_called_like_a_part_of_the_title():
    trail = [{"@type": "ListItem", "position": 1, "item": HOME, "name": "Home"}]
    trail += [{"@type": "ListItem", "position": 2, "name": "Spring tides"}]
    graph = [*GRAPH, {"@type": "BreadcrumbList", "itemListElement": trail}]
    assert "breadcrumb-title-mismatch" not in said(post(yoast_head=head(title="Spring tides - Saltmarsh", graph=graph)))
    assert "breadcrumb-title-mismatch" in said(post(yoast_head=head(graph=graph)))


def test_a_piece_of_a_page_with_an_item_says_nothing_about_the_head(tmp_path):
    piece = tmp_path / "trail.html"
    piece.write_text(
        '<ul itemscope itemtype="https://schema.org/BreadcrumbList"><li itemprop="itemListElement" itemscope '
        'itemtype="https://schema.org/ListItem"><meta itemprop="position" content="1"><a itemprop="item" href="/">'
        '<b itemprop="name">Home</b></a></li></ul><p>The tide turns at noon.</p>'
    )

    said = {finding.rule for finding in audit(str(piece), SETTINGS).findings}

    assert said.isdisjoint({"title-missing", "canonical-missing", "og-required-missing", "jsonld-relative-url"})
    assert "breadcrumb-single" in said
