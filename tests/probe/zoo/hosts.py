"""Names and addresses: what lookups give, hosts that are asked another way, and addresses that must not be asked."""

from __future__ import annotations

import socket
from typing import Any

from tests.probe.zoo.behaviours import PROSE, missing, page, redirect, reply
from tests.probe.zoo.case import Case
from tests.probe.zoo.server import ELSEWHERE, LOOPBACK, NOBODY

_NODATA = getattr(socket, "EAI_NODATA", socket.EAI_NONAME)

NAMES: dict[str, tuple[str | int, ...]] = {
    "nxdomain.example": (socket.EAI_NONAME,),
    "nodata.example": (_NODATA,),
    "servfail.example": (socket.EAI_FAIL,),
    "again.example": (socket.EAI_AGAIN,),
    "again-once.example": (socket.EAI_AGAIN, LOOPBACK),
    "nxdomain-once.example": (socket.EAI_NONAME, LOOPBACK),
    "servfail-then-nxdomain.example": (socket.EAI_AGAIN, socket.EAI_NONAME),
    "refused-everywhere.example": (f"{NOBODY} {LOOPBACK}",),
    "dead-address-first.example": (f"{NOBODY} {LOOPBACK}",),
    "dead-ipv6-first.example": (f"2001:db8::1 {LOOPBACK}",),
    "only-ipv6.example": ("2001:db8::1",),
    "shop.public.example": (ELSEWHERE,),
    "mixed.public.example": (f"{ELSEWHERE} {LOOPBACK}",),
    "rebinding.public.example": (ELSEWHERE, LOOPBACK),
    "metadata.public.example": ("169.254.169.254",),
    "cgnat.public.example": ("100.64.0.1",),
    "private.public.example": ("10.0.0.7",),
    "mapped.public.example": (f"::ffff:{LOOPBACK}",),
    "private.example": (LOOPBACK,),
    f"{'x' * 64}.example": (socket.EAI_NONAME,),
}

LOOKUPS = (
    Case("nxdomain", None, "dns-error", "nxdomain", at="nxdomain.example:{http}/"),
    Case("nxdomain-https", None, "dns-error", "nxdomain", at="https://nxdomain.example:{tls}/"),
    Case("nodata", None, "dns-error", "nodata", at="nodata.example:{http}/"),
    Case("servfail", None, "dns-error", ("servfail", "try-again"), at="servfail.example:{http}/"),
    Case("again", None, "dns-error", ("servfail", "try-again"), at="again.example:{http}/"),
    Case("label-too-long", None, "dns-error", "nxdomain", at=f"{'x' * 64}.example:{{http}}/"),
    Case("again-once", {"/": page("Tides", PROSE)}, "ok", at="again-once.example:{http}/"),
    Case("nxdomain-once", {"/": page("Tides", PROSE)}, "ok", at="nxdomain-once.example:{http}/"),
    Case("dead-ipv6-first", {"/": page("Tides", PROSE)}, "ok", at="dead-ipv6-first.example:{http}/"),
    Case("only-ipv6", None, "unknown", at="only-ipv6.example:{http}/", needs="no-ipv6"),
    Case("root-dot", {"/": page("Tides", PROSE)}, "ok", at="root-dot.example.:{http}/"),
    Case("underscore", {"/": page("Tides", PROSE)}, "ok", at="a_b.underscore.example:{http}/"),
    Case("upper-case-host", {"/": page("Tides", PROSE)}, "ok", at="http://upper-case-host.EXAMPLE:{http}/"),
    Case("unicode-host", None, "ok", at="http://bücher.example:{http}/end"),
    Case("punycode-host", None, "ok", at="http://xn--bcher-kva.example:{http}/end"),
    Case("address-host", {"/address-host": page("Tides", PROSE)}, "ok", at="http://127.0.0.1:{http}/address-host"),
    Case("no-path", {"/": page("Tides", PROSE)}, "ok", at="http://no-path.example:{http}"),
)

_THERE = page("Tides", PROSE)
_PUBLISHER = {"publisher.example": {"/article": reply(403, "<title>Forbidden</title>")}}
KNOWN = (
    Case(
        "doi-refused-by-publisher",
        {"/10.1000/182": redirect(302, "http://publisher.example:{http}/article")},
        "ok",
        at="http://doi.org:{http}/10.1000/182",
        hosts=_PUBLISHER,
    ),
    Case("doi-unknown", {"/10.1000/none": missing}, "broken", at="http://doi.org:{http}/10.1000/none"),
    Case(
        "wayback-limited",
        {"/web/2020/http://a.example/": reply(429, "")},
        "rate-limited",
        at="http://web.archive.org:{http}/web/2020/http://a.example/",
    ),
    Case(
        "wayback-busy",
        {"/web/2021/http://a.example/": reply(503, "")},
        "rate-limited",
        at="http://web.archive.org:{http}/web/2021/http://a.example/",
    ),
    Case("social-400", {"/harbour": reply(400, "")}, ("blocked", "skipped"), at="http://x.com:{http}/harbour"),
    Case(
        "social-login",
        {"/p/harbour/": redirect(302, "/accounts/login/"), "/accounts/login/": _THERE},
        ("blocked", "skipped", "auth-required"),
        at="http://www.instagram.com:{http}/p/harbour/",
    ),
    Case("repository-gone", {"/harbour/none": missing}, "broken", at="http://github.com:{http}/harbour/none"),
    Case(
        "shortener-known",
        {"/3xyz": redirect(301, "http://shortened.example:{http}/tides")},
        "redirected-permanent",
        at="http://bit.ly:{http}/3xyz",
        hosts={"shortened.example": {"/tides": _THERE}},
    ),
)


def _unsafe(name: str, where: str, **facts: Any) -> Case:
    return Case(name, None, "unsafe", at=f"http://{where}/", guarded=True, most=0, **facts)


def _public(name: str, location: str, verdict: str = "unsafe") -> Case:
    """A server that passes for a public one, and leads elsewhere."""
    return Case(
        name,
        {f"/{name}": redirect(302, location)},
        verdict,
        at=f"http://shop.public.example:{{elsewhere}}/{name}",
        guarded=True,
    )


GUARD = (
    _unsafe("guard-loopback", "127.0.0.1:{trap}"),
    _unsafe("guard-localhost", "localhost:{trap}"),
    _unsafe("guard-decimal", "2130706433:{trap}"),
    _unsafe("guard-hexadecimal", "0x7f.1:{trap}"),
    _unsafe("guard-octal", "0177.0.0.1:{trap}"),
    _unsafe("guard-short", "127.1:{trap}"),
    _unsafe("guard-zero", "0.0.0.0:{trap}"),
    _unsafe("guard-ipv6", "[::1]:{trap}"),
    _unsafe("guard-mapped", "[::ffff:127.0.0.1]:{trap}"),
    _unsafe("guard-nat64", "[64:ff9b::7f00:1]:{trap}"),
    _unsafe("guard-6to4", "[2002:7f00:1::]:{trap}"),
    _unsafe("guard-cgnat", "100.64.0.1:{trap}"),
    _unsafe("guard-metadata", "169.254.169.254"),
    _unsafe("guard-ten", "10.0.0.1:{trap}"),
    _unsafe("guard-name", "private.example:{trap}"),
    _unsafe("guard-name-metadata", "metadata.public.example"),
    _unsafe("guard-name-cgnat", "cgnat.public.example"),
    _unsafe("guard-name-ten", "private.public.example"),
    _unsafe("guard-name-mapped", "mapped.public.example:{trap}"),
    _unsafe("guard-name-mixed", "mixed.public.example:{trap}"),
    Case(
        "guard-public",
        {"/guard-public": _THERE},
        "ok",
        at="http://shop.public.example:{elsewhere}/guard-public",
        guarded=True,
    ),
    Case("guard-rebinding", {"/": _THERE}, "ok", at="http://rebinding.public.example:{elsewhere}/", guarded=True),
    _public("guard-redirect-loopback", "http://127.0.0.1:{trap}/"),
    _public("guard-redirect-metadata", "http://169.254.169.254/latest/meta-data/"),
    _public("guard-redirect-ten", "http://10.1.2.3:{trap}/"),
    _public("guard-redirect-decimal", "http://2130706433:{trap}/"),
    _public("guard-redirect-ipv6", "http://[::1]:{trap}/"),
    _public("guard-redirect-name", "http://private.example:{trap}/"),
    _public("guard-redirect-file", "file:///etc/passwd", "broken"),
)
CASES = (*LOOKUPS, *KNOWN, *GUARD)
