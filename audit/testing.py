"""What tests of rules need: an ordinary clean record, records out of an example, and what a rule says of them.

```python
from audit.testing import findings_of

def test_a_long_row_is_cut():
    (finding,) = findings_of(MyRule(most=3), Bad("<p>…</p>", says="four"))
    assert finding.marked == "<p>"
```
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from audit.engine.draft import quote
from audit.engine.judge import judge
from audit.engine.map import Mapped, map_block
from audit.engine.plan import Plan
from audit.engine.store import SITE_ORDER, Store
from audit.facts.html import Lines
from audit.facts.url import parse_url
from audit.finding import Evidence, Severity
from audit.post import Origin, value_at
from audit.post_filter import PostFilter
from audit.rule import Example, LinkRule, Rule
from audit.site import Sitemap, SiteSettings, SiteTotals
from audit.sources import Block, open_source
from audit.sources.pages import with_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from audit.engine.draft import Draft
    from audit.finding import Spot
    from audit.post import Form
    from audit.probe import Probe

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)
"""The day that rules take for today in `findings_of`: four weeks after the base record was published."""

_HOME = "https://saltmarsh.example/"
_LINK = f"{_HOME}tide/"
_ID = 12
_PICTURE = f"{_HOME}wp-content/uploads/2026/05/tide.jpg"
_NAME = "Saltmarsh"
_TITLE = "When the tide turns"
_DESCRIPTION = "Why the flats flood later each spring, and how the ferry crews read the water before they cast off."
_PUBLISHED = "2026-05-04T08:30:00"
_AUTHOR = "Maren Holt"

_CONTENT = f"""
<p>The ferry sails when the water says so, not when the clock does. Every spring the flats flood a little later, and the
crews move their departure by a few minutes.</p>

<figure class="wp-block-image size-large"><img decoding="async" width="1024" height="683"
src="{_HOME}wp-content/uploads/2026/05/crew-at-the-gauge.jpg" alt="Two deckhands read the tide gauge at the quay"
class="wp-image-31" /></figure>

<p>How they reckon is told in <a href="{_HOME}reading-the-gauge/">reading the gauge</a>.</p>

<p>At the quay a painted board shows the depth. When the third white line goes under, the keel clears the sandbar by a
hand, and the mate calls the first cars aboard. With an easterly wind the line stays dry for another quarter of an
hour; with a westerly the harbour fills early and nobody waits. Both are written into a book that lies beside the
wheel, and the oldest of these books is from 1921.</p>

<p>The flats themselves move. A channel that was straight when the crews learnt their trade bends to the north today,
and the buoys follow it twice a year. In March a small boat with a pole sounds the whole way to the island, a reading
every twenty metres, and draws the new line. The chart hangs in the waiting room, so that passengers see why the
crossing takes longer than it did.</p>

<p>Nobody minds much. The seals lie on the new bank within sight of the rail, children count them, and the cook keeps
the soup warm for those who missed the earlier boat.</p>
"""


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule said.

    Attributes:
        message: the message.
        severity: how bad it is.
        post: ref of the post; None for a fault of the site.
        spot: where it is; None if the post as a whole is meant.
        marked: the text that stands there, or "".
        evidence: further evidence.
        value: the offending value, which the fingerprint is made of.
        related: refs of the other posts that it rests on.
    """

    message: str
    severity: Severity
    post: str | None
    spot: Spot | None
    marked: str
    evidence: tuple[Evidence, ...]
    value: str
    related: tuple[str, ...]


def base_record() -> dict[str, Any]:
    """A new copy of an ordinary published post by WordPress and Yoast, of which no stable rule has anything to say."""
    return copy.deepcopy(_BASE)


def records_of(example: Example) -> list[dict[str, Any]]:
    """The records of an example: those of an ordinary post, with what the example says laid over.

    Where the example gives the head as HTML and does not speak of `yoast_head_json`, that field is left out: else the
    two would contradict each other.
    """
    overlays = example.posts or ({},)
    return [_laid_over(example, overlay, number) for number, overlay in enumerate(overlays)]


def findings_of(rule: Rule | type[Rule], example: Example | Sequence[Mapping[str, Any]]) -> list[Said]:
    """What one rule says, alone: companions speak, and nothing is explained by another rule's finding.

    Args:
        rule: the rule; a class stands for the rule with its default settings.
        example: an example, or records.

    Raises:
        RuntimeError: the rule crashed, or a record cannot be read.
    """
    chosen = rule() if isinstance(rule, type) else rule
    records = records_of(example) if isinstance(example, Example) else example
    complete = isinstance(example, Example) and example.complete
    sitemap = sitemap_of(example) if isinstance(example, Example) else None
    probes = example.probes if isinstance(example, Example) else ()
    offline = not isinstance(chosen, LinkRule)
    plan = Plan((chosen,), {}, SiteSettings(), PostFilter(), AS_OF, offline=offline, complete=complete)
    plan = replace(plan, sitemap=sitemap is not None)
    with TemporaryDirectory(prefix="postaudit-") as folder:
        path = Path(folder, "records.ndjson")
        path.write_text("".join(f"{json.dumps(record)}\n" for record in records), "ascii")
        form: Form = "visited" if isinstance(example, Example) and is_visited(example) else "rest"
        return list(_said(plan, path, records, probes, form, sitemap))


def _laid_over(example: Example, overlay: Mapping[str, Any], number: int) -> dict[str, Any]:
    record = base_record()
    record["id"] += number
    fields = {**example.fields, **overlay}
    if example.html is not None:
        record["content"]["rendered"] = example.html
    if example.head is not None:
        record["yoast_head"] = example.head
        fields.setdefault("yoast_head_json", None)
    for name, value in fields.items():
        if value is None:
            record.pop(name, None)
        else:
            record[name] = copy.deepcopy(value)
    return _visited(example, record) if is_visited(example) else record


def sitemap_of(example: Example) -> Sitemap | None:
    """What an example says that the site's sitemap lists; None if it says nothing of one."""
    if example.sitemap is None:
        return None
    sitemap = Sitemap(files=1, whole=True)
    for address, lastmod in example.sitemap.items():
        if (url := parse_url(address)) is not None:
            sitemap.add(url, address, lastmod)
    return sitemap


def is_visited(example: Example) -> bool:
    """Whether the example has the page as readers get it, or headers of its answer."""
    return example.page is not None or bool(example.headers)


def _visited(example: Example, record: dict[str, Any]) -> dict[str, Any]:
    page = example.page
    if page is None:
        content = f'<main class="entry-content">{record["content"]["rendered"]}</main>'
        page = f"<!DOCTYPE html><html><head>{record.get('yoast_head', '')}</head><body>{content}</body></html>"
    return with_page(record, page, url=record.get("link", ""), status=200, headers=example.headers.items())


def _said(
    plan: Plan,
    path: Path,
    records: Sequence[Mapping[str, Any]],
    probes: Sequence[Probe],
    form: Form,
    sitemap: Sitemap | None,
) -> Iterator[Said]:
    store, totals = Store(), dict[str, SiteTotals]()
    for number, mapped in enumerate(_mapped(plan, path, form)):
        store.add(number, mapped)
        for site, part in mapped.totals.items():
            totals.setdefault(site, SiteTotals(sitemap=sitemap)).merge(part)
    for probe in probes:
        store.add_probe(probe)
    for entry in judge(plan, store, totals, lambda order: (dict(records[order]), Origin(str(path), form=form))):
        raise RuntimeError(entry.message)
    for _, draft in store.site_verdicts():
        yield _shown(draft, SITE_ORDER, store, records)
    for post in store.stored_posts():
        for draft in post.drafts:
            yield _shown(draft, post.order, store, records)


def _mapped(plan: Plan, path: Path, form: Form) -> Iterator[Mapped]:
    for block in open_source(str(path), spool=path.parent):
        if not isinstance(block, Block):
            raise RuntimeError(str(block))  # noqa: TRY004 - the input is at fault, no type
        mapped = map_block(plan, replace(block, form=form))
        for *_, message in mapped.errors:
            raise RuntimeError(message)
        yield mapped


def _shown(draft: Draft, order: int, store: Store, records: Sequence[Mapping[str, Any]]) -> Said:
    quoted, spot = draft.quote, draft.spot
    if quoted is None and spot is not None and spot.start >= 0:
        source = value_at(records[order if order >= 0 else draft.related[0][0]], spot.field)
        quoted = quote(Lines(source), spot.start, spot.end) if isinstance(source, str) else None
    return Said(
        message=draft.message,
        severity=Severity(draft.severity),
        post=store.ref_of(order) if order >= 0 else None,
        spot=spot,
        marked=quoted.text if quoted is not None else "",
        evidence=tuple(Evidence(*entry) for entry in draft.evidence),
        value=draft.value,
        related=tuple(store.ref_of(other) for other, _ in draft.related),
    )


# -- the record --------------------------------------------------------------------------------------------------------


def _graph() -> dict[str, Any]:
    """Yoast's graph for the record, of a site that represents an organization."""
    organization, website, person, image = (
        {"@id": f"{_HOME}#organization"},
        {"@id": f"{_HOME}#website"},
        {"@id": f"{_HOME}#/schema/person/holt"},
        {"@id": f"{_LINK}#primaryimage"},
    )
    return {
        "@context": "https://schema.org",
        "@graph": [
            {
                "@type": "Article",
                "@id": f"{_LINK}#article",
                "isPartOf": {"@id": _LINK},
                "author": {"name": _AUTHOR, **person},
                "headline": _TITLE,
                "datePublished": f"{_PUBLISHED}+00:00",
                "mainEntityOfPage": {"@id": _LINK},
                "wordCount": 220,
                "publisher": organization,
                "image": image,
                "thumbnailUrl": _PICTURE,
                "articleSection": ["Harbour"],
                "inLanguage": "en-GB",
            },
            {
                "@type": "WebPage",
                "@id": _LINK,
                "url": _LINK,
                "name": f"{_TITLE} - {_NAME}",
                "isPartOf": website,
                "primaryImageOfPage": image,
                "image": image,
                "thumbnailUrl": _PICTURE,
                "datePublished": f"{_PUBLISHED}+00:00",
                "description": _DESCRIPTION,
                "inLanguage": "en-GB",
            },
            {
                "@type": "ImageObject",
                **image,
                "url": _PICTURE,
                "contentUrl": _PICTURE,
                "width": 1200,
                "height": 630,
                "inLanguage": "en-GB",
            },
            {
                "@type": "WebSite",
                **website,
                "url": _HOME,
                "name": _NAME,
                "description": "News from the estuary",
                "publisher": organization,
                "inLanguage": "en-GB",
            },
            {
                "@type": "Organization",
                **organization,
                "name": _NAME,
                "url": _HOME,
                "logo": {"@type": "ImageObject", "url": f"{_HOME}wp-content/uploads/2025/01/mark.png"},
            },
            {"@type": "Person", **person, "name": _AUTHOR, "url": f"{_HOME}author/maren-holt/"},
        ],
    }


def _head_json(graph: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": f"{_TITLE} - {_NAME}",
        "description": _DESCRIPTION,
        "robots": {"index": "index", "follow": "follow", "max-image-preview": "max-image-preview:large"},
        "canonical": _LINK,
        "og_locale": "en_GB",
        "og_type": "article",
        "og_title": _TITLE,
        "og_description": _DESCRIPTION,
        "og_url": _LINK,
        "og_site_name": _NAME,
        "article_published_time": f"{_PUBLISHED}+00:00",
        "og_image": [{"width": 1200, "height": 630, "url": _PICTURE, "type": "image/jpeg"}],
        "author": _AUTHOR,
        "twitter_card": "summary_large_image",
        "schema": graph,
    }


def _head(graph: Mapping[str, Any]) -> str:
    """The same as HTML."""
    script = json.dumps(graph, separators=(",", ":")).replace("/", "\\/")
    return f"""<title>{_TITLE} - {_NAME}</title>
<meta name="description" content="{_DESCRIPTION}" />
<meta name="robots" content="index, follow, max-image-preview:large" />
<link rel="canonical" href="{_LINK}" />
<meta property="og:locale" content="en_GB" />
<meta property="og:type" content="article" />
<meta property="og:title" content="{_TITLE}" />
<meta property="og:description" content="{_DESCRIPTION}" />
<meta property="og:url" content="{_LINK}" />
<meta property="og:site_name" content="{_NAME}" />
<meta property="article:published_time" content="{_PUBLISHED}+00:00" />
<meta property="og:image" content="{_PICTURE}" />
\t<meta property="og:image:width" content="1200" />
\t<meta property="og:image:height" content="630" />
\t<meta property="og:image:type" content="image/jpeg" />
<meta name="author" content="{_AUTHOR}" />
<meta name="twitter:card" content="summary_large_image" />
<script type="application/ld+json" class="yoast-schema-graph">{script}</script>"""


def _record() -> dict[str, Any]:
    graph = _graph()
    return {
        "id": _ID,
        "date": _PUBLISHED,
        "date_gmt": _PUBLISHED,
        "guid": {"rendered": f"{_HOME}?p={_ID}"},
        "modified": _PUBLISHED,
        "modified_gmt": _PUBLISHED,
        "slug": "tide",
        "status": "publish",
        "type": "post",
        "link": _LINK,
        "title": {"rendered": _TITLE},
        "content": {"rendered": _CONTENT, "protected": False},
        "excerpt": {"rendered": f"<p>{_DESCRIPTION}</p>\n", "protected": False},
        "author": 3,
        "featured_media": 30,
        "comment_status": "closed",
        "ping_status": "closed",
        "sticky": False,
        "template": "",
        "format": "standard",
        "meta": {"footnotes": ""},
        "categories": [4],
        "tags": [],
        "class_list": [
            f"post-{_ID}",
            "post",
            "type-post",
            "status-publish",
            "format-standard",
            "has-post-thumbnail",
            "hentry",
            "category-harbour",
        ],
        "yoast_head": _head(graph),
        "yoast_head_json": _head_json(graph),
        "jetpack_featured_media_url": _PICTURE,
        "_links": {
            "self": [{"href": f"{_HOME}wp-json/wp/v2/posts/{_ID}"}],
            "collection": [{"href": f"{_HOME}wp-json/wp/v2/posts"}],
            "about": [{"href": f"{_HOME}wp-json/wp/v2/types/post"}],
        },
    }


_BASE = _record()
