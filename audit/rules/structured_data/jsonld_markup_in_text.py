"""JLD016."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING

from audit.finding import Evidence, Finding, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.structured_data._examples import node
from audit.rules.structured_data._values import faults, markup, rewritten, shown, tags_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts
    from audit.finding import Fix
    from audit.rules.structured_data._values import Fault

_MOST_SHOWN = 3


class JsonldMarkupInText(PostRule[Post], code="JLD016", severity=Severity.WARNING, since="0.1.0"):
    """A name or a headline in the structured data holds HTML.

    These are plain texts: tags and codes are shown as they stand. Google decodes one level of references (`&amp;`), an
    app that reads the same data may not; a text that was coded twice shows its code to everybody.
    """

    remedy = "Put plain text into names, headlines and captions: no tags, and letters instead of their codes."
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/article",)
    needs = frozenset({"jsonld"})
    examples = (
        Bad(
            node('"@type":"ListItem","position":1,"name":"<i class=icon></i> Harbour"'),
            says="ListItem.name holds a tag",
            points_at='"<i class=icon></i> Harbour"',
        ),
        Bad(node('"@type":"Thing","name":"The ferry&amp;#8217;s log"'), says="coded twice"),
        Bad(node('"@type":"Thing","name":"Tide &#038; time"'), says="HTML references in Thing.name"),
        Good(
            node('"@type":"JobPosting","title":"Ferry hand","description":"<p>On the <b>estuary</b></p>"'),
            note="Descriptions of jobs are HTML.",
        ),
        Good(
            node('"@type":"Article","headline":"How to use the <a> tag"'),
            fields={"title": {"rendered": "How to use the &lt;a&gt; tag"}},
            note="The title shows the tag to its readers.",
        ),
        Good(node('"@type":"Thing","name":"AT&T; R&D <3"'), note="Not every ampersand begins a code."),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """One finding for each tag and each text that was coded twice; all texts coded once are one notice."""
        found = [fault for fault in faults(facts, "text") if not _is_of_the_title(fault, facts)]
        return _findings(found) if found else ()


def _is_of_the_title(fault: Fault, facts: Facts) -> bool:
    """Whether the tag is what the post is about: its title, as readers see it, has it too."""
    if fault.way != "tag":
        return False
    tags = tags_in(fault.value)
    return all(tag in facts.title for tag in tags)


def _findings(found: Iterable[Fault]) -> Iterator[Finding]:
    coded = []
    for fault in found:
        if fault.way == "coded":
            coded.append(fault)
            continue
        what = "holds a tag" if fault.way == "tag" else "was coded twice"
        yield Finding(
            f"{fault.where} {what}: {shown(fault.value)}.",
            at=fault.node.place(fault.name),
            value=f"{fault.where}={shown(fault.value)}",
            fix=_plain(fault),
        )
    if coded:
        names = list(dict.fromkeys(fault.where for fault in coded))
        first = coded[0]
        yield Finding(
            f"The structured data holds HTML references in {', '.join(names)}.",
            at=first.node.place(first.name),
            value=", ".join(sorted(names)),
            severity=Severity.NOTICE,
            evidence=tuple(Evidence(fault.where, shown(fault.value)) for fault in coded[1:_MOST_SHOWN]),
            fix=_plain(first) if len(coded) == 1 else None,
        )


def _plain(fault: Fault) -> Fix | None:
    """The edit that writes the text as readers see it: no tags, and letters in the place of their codes."""
    if fault.node.syntax != "JSON-LD" or type(fault.value) is not str:
        return None
    text = fault.value
    for tag in tags_in(text):
        text = text.replace(tag, "")
    for _ in range(1 + (fault.way == "coded twice")):
        text = unescape(text)
    text = " ".join(text.split())
    return rewritten(fault.value, text) if text and not markup(text) else None
