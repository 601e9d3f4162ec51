"""The generated pages: every rule's is whole, and nothing that a rule quotes does anything but be read."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
import turbohtml
from markdown_it import MarkdownIt

from audit.cli import command_parser
from audit.finding import Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules import all_rules

DOCS = Path(__file__).parents[2] / "docs"
RAW = re.compile(r"^(`{3,})\{raw\} html\n(.*?)\n\1$", re.DOTALL | re.MULTILINE)
FENCED = re.compile(r"^(`{3,}).*?\n\1$", re.DOTALL | re.MULTILINE)


def loaded():
    spec = importlib.util.spec_from_file_location("pages", DOCS / "_site" / "pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pages = loaded()


@pytest.fixture(scope="module")
def made():
    return dict(pages.pages())


def test_every_rule_has_a_page_with_all_that_it_says(made):
    for rule in all_rules():
        page = made[f"rules/{rule.name}.md"]
        assert all(f"<{source}>" in page for source in rule.sources), rule.name
        assert all(f"\n{part}\n" in page for part in ("## Why it matters", "## What to do", "### Wrong", "### Right"))
        assert rule.code in page
        assert rule.severity.value in page
        assert page.count('class="said"') >= 1, f"{rule.name}: what it says of its examples is missing"


def test_every_rule_is_in_the_index_and_in_its_family(made):
    for rule in all_rules():
        assert f"]({rule.name}.md)" in made["rules/index.md"]
        assert f"](../{rule.name}.md)" in made[f"rules/families/{rule.family.folder}.md"]


def test_every_option_of_every_command_is_in_the_reference(made):
    reference = made["command.md"].replace("\\", "")
    (commands,) = [action for action in command_parser()._actions if isinstance(action.choices, dict)]
    for name, command in commands.choices.items():
        assert f"## postaudit {name}\n" in reference
        for option in command._option_string_actions:
            assert option in {"-h", "--help"} or re.search(rf"[`>]{option}[ `<]", reference), option


def test_nothing_of_an_example_becomes_an_element(made):
    allowed = {
        "figure",
        "figcaption",
        "pre",
        "code",
        "mark",
        "strong",
        "ul",
        "li",
        "dl",
        "div",
        "dt",
        "dd",
        "span",
        "html",
        "head",
        "body",
    }
    for path, page in made.items():
        for _, html in RAW.findall(page):
            assert {element.tag for element in turbohtml.parse(html).find_all()} <= allowed, path


# -- a rule of somebody who means no good ------------------------------------------------------------------------------

EVIL = (
    "<script>alert(1)</script> ![x](javascript:alert(1)) [x](javascript:alert(1)) {raw}`x` `</code><b>` ``` | --- "
    "<https://evil.example> &lt;b&gt; \u202e {{ x }} **x** (x)= %x"
)


class Hostile(PostRule[Post], code="TXT998", severity=Severity.NOTICE, since="<b>1</b>"):
    """Hostile."""

    remedy = EVIL
    sources = ("https://a.example/`> <script>alert(1)</script>",)
    examples = (
        Bad(f"<p>{EVIL}</p>\n```\n~~~\n````{{raw}} html", says="<b>", note=EVIL, points_at="<p>"),
        Good(fields={"title": {"rendered": EVIL}}, note=EVIL),
    )

    words: str = f"{EVIL} ```"

    def check(self, subject, facts):  # noqa: ARG002
        if "evil" in (subject.content.rendered or ""):
            yield Finding(f"<b>{EVIL}</b>")


Hostile.summary = Hostile.why = EVIL


def rendered(markdown):
    """The Markdown outside of what is handed through, as HTML."""
    return MarkdownIt("commonmark").enable("table").render(RAW.sub("", markdown))


def test_a_hostile_rule_stays_text():
    page = pages.rule_page(Hostile)
    html = rendered(page.partition("\n---\n")[2])
    elements = turbohtml.parse(html).find_all()

    assert not {element.tag for element in elements} & {"script", "img", "b", "iframe"}
    assert {element.attr("href") for element in elements if element.tag == "a"} >= {"../settings.md", "index.md"}
    assert "javascript:" not in {str(element.attr("href")).partition("alert")[0] for element in elements}
    assert "alert(1)" in turbohtml.parse(html).text
    assert "\u202e" not in page
    for _, raw in RAW.findall(page):
        assert not {element.tag for element in turbohtml.parse(raw).find_all()} & {"script", "img", "b", "p"}


def test_a_hostile_rule_opens_no_block_of_its_own():
    """Every fence, target or comment that Sphinx would act on is one of ours."""
    page = pages.rule_page(Hostile).partition("\n---\n")[2]
    opened = [language for _, language, _ in re.findall(r"^(`{3,})(.*)\n((?s:.*?))\n\1$", page, re.MULTILINE)]
    outside = FENCED.sub("", page)

    assert set(opened) == {"{raw} html", "toml"}
    assert not re.search(r"^(\(|%|:::|~~~|```)", outside, re.MULTILINE)
    assert "{raw}" not in re.sub(r"\\.", "", outside)
