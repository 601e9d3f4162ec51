"""The example site: its heads agree with themselves, and postaudit says of each post what it was written to show."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from audit import Settings, audit

EXAMPLES = Path(__file__).parents[1] / "examples"

# What each post was written to show: the rules that must speak, in a finding or in a finding's `also`. Every other
# post is clean, and so is every rule that is not named here.
FAULTS = {
    110: {"paid-link-unqualified", "sponsor-only-outbound"},
    111: {
        "og-image-primary-image-mismatch",
        "og-image-third-party-host",
        "og-image-volatile-url",
        "og-image-dimensions-missing",
        "rest-empty-string-number",
        "img-hotlinked",
        "img-hotlink-local-copy",
        "featured-image-repeated",
    },
    112: {"img-alt-missing", "img-alt-empty-meaningful", "img-dimensions-missing"},
    113: {
        "description-missing",
        "title-too-long",
        "og-description-auto-excerpt",
        "excerpt-auto-generated",
        "json-html-entity",
    },
    114: {"author-generic-name", "admin-login-exposed", "user-enumeration-url", "person-sameas-own-site"},
    115: {"empty-paragraph", "empty-inline-element", "br-spacing", "nbsp-padding"},
    116: {"rest-enum-invalid", "rest-empty-string-number", "og-image-dimensions-missing"},
    117: {"duplicate-title"},
    118: {"duplicate-title"},
    119: {"lost-link-phrase"},
    120: {"slug-too-long", "category-default-only", "no-subheadings", "no-internal-links"},
}


def posts() -> list[dict[str, Any]]:
    array = json.loads((EXAMPLES / "posts.json").read_text("utf-8"))
    lines = (EXAMPLES / "more-posts.ndjson").read_text("utf-8").splitlines()
    return [*array, *map(json.loads, lines)]


def by_id(post: dict[str, Any]) -> str:
    return str(post["id"])


class Head(HTMLParser):
    """The tags of an SEO head, in document order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.metas: list[tuple[str, str]] = []
        self.canonical = self.title = self.script = ""
        self._inside = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._inside = tag
        if tag == "meta":
            self.metas.append((values.get("name") or values["property"] or "", values["content"] or ""))
        elif tag == "link":
            self.canonical = values["href"] or ""

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the head's elements do not nest
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        elif self._inside == "script":
            self.script += data


def tags_of(fields: dict[str, Any]) -> list[tuple[str, str]]:
    """The meta tags that Yoast prints for these fields of `yoast_head_json`: an empty value has no tag."""
    tags = [("robots", ", ".join(fields["robots"].values()))]
    tags += [("description", fields["description"])] if "description" in fields else []
    tags += [
        (name.replace("_", ":", 1), value)
        for name, value in fields.items()
        if name.startswith("og_") and isinstance(value, str)
    ]
    tags += [
        (name.replace("_", ":", 1), fields[name])
        for name in ("article_published_time", "article_modified_time")
        if name in fields
    ]
    for image in fields["og_image"]:
        tags.append(("og:image", image["url"]))
        tags += [(f"og:image:{part}", str(image[part])) for part in ("width", "height", "type") if image[part] != ""]
    tags += [("author", fields["author"]), ("twitter:card", fields["twitter_card"])]
    for number, (label, value) in enumerate(fields["twitter_misc"].items(), start=1):
        tags += [(f"twitter:label{number}", label), (f"twitter:data{number}", value)]
    return [(name, value.replace("&hellip;", "…")) for name, value in tags]


@pytest.mark.parametrize("post", posts(), ids=by_id)
def test_the_two_heads_agree(post):
    head, fields = Head(post["yoast_head"]), post["yoast_head_json"]

    assert head.title == fields["title"]
    assert head.canonical == fields["canonical"] == fields["og_url"] == post["link"]
    assert sorted(head.metas) == sorted(tags_of(fields))
    assert json.loads(head.script) == fields["schema"]


@pytest.mark.parametrize("post", posts(), ids=by_id)
def test_the_graph_is_whole(post):
    graph = post["yoast_head_json"]["schema"]["@graph"]
    ids = {node["@id"] for node in graph} | {node["logo"]["@id"] for node in graph if "logo" in node}

    def references(value):
        if isinstance(value, dict):
            yield from [value["@id"]] if set(value) <= {"@id", "name"} and "@id" in value else []
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    assert set(references(graph)) <= ids


def test_internal_links_lead_to_posts_of_the_site():
    site = posts()
    known = {post["link"] for post in site}
    for post in site:
        linked = post["content"]["rendered"].split('<a href="https://saltmarsh.example/')[1:]
        for rest in linked:
            path = rest.partition('"')[0]
            assert path.startswith("?author=") or f"https://saltmarsh.example/{path}" in known, (post["id"], path)


def test_every_post_shows_what_it_was_written_to_show():
    report = audit(str(EXAMPLES), Settings(offline=True))
    said: dict[int, set[str]] = {}
    for finding in report.findings:
        refs = [finding.post] if finding.post else [related.post for related in finding.related]
        for ref in refs:
            said.setdefault(int(ref.rpartition("#")[2]), set()).update(
                [finding.rule, *(also.rule for also in finding.also)]
            )

    assert not report.errors
    assert said == FAULTS


def test_the_two_files_make_one_site():
    report = audit(str(EXAMPLES), Settings(offline=True))

    assert {post.site for post in report.posts} == {"saltmarsh.example"}
    assert report.summary.posts == len(posts())
