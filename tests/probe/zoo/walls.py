"""Bot walls that stand instead of a page, and pages that merely have one of their signs."""

from __future__ import annotations

from tests.probe.zoo.behaviours import PROSE, in_turn, page, redirect, reply
from tests.probe.zoo.case import Case, on

_CHALLENGE = ("cf-mitigated", "challenge")
_CLOUDFLARE = ("Server", "cloudflare")
_CAPTCHA = '<title>{}</title><p>Please verify that you are human.</p><div class="{}" data-sitekey="k"></div>'

WALLS = (
    Case("cf-challenge-403", reply(403, "", _CHALLENGE, _CLOUDFLARE), "blocked", evidence="cloudflare"),
    Case(
        "cf-challenge-503",
        page("Just a moment...", "<script>window._cf_chl_opt={}</script>", _CLOUDFLARE, status=503),
        "blocked",
        evidence="cloudflare",
    ),
    Case(
        "cf-1020",
        page("Access denied", "Error 1020. Ray ID: 8a", _CLOUDFLARE, status=403),
        "blocked",
        evidence="cloudflare",
    ),
    Case(
        "cf-attention",
        page("Attention Required! | Cloudflare", "Sorry, you have been blocked", _CLOUDFLARE, status=403),
        "blocked",
        evidence="cloudflare",
    ),
    Case("cf-challenge-429", reply(429, "", _CHALLENGE, _CLOUDFLARE), "blocked", evidence="cloudflare"),
    Case(
        "siteground-202",
        reply(
            202,
            '<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2Fa&y=ipc">',
            ("SG-Captcha", "challenge"),
        ),
        "blocked",
        evidence="siteground",
    ),
    Case(
        "unusual-activity",
        page(
            "Are you a robot?",
            "We've detected unusual activity from your network. Let us know you're not a robot.<button>OK</button>",
        ),
        "blocked",
    ),
    Case("aws-waf-202", reply(202, "", ("x-amzn-waf-action", "challenge")), "blocked", evidence="aws"),
    Case("aws-waf-405", reply(405, "", ("x-amzn-waf-action", "captcha")), "blocked", evidence="aws"),
    Case(
        "datadome-403",
        reply(403, "", ("x-datadome", "protected"), ("Set-Cookie", "datadome=a; Path=/")),
        "blocked",
        evidence="datadome",
    ),
    Case(
        "datadome-200",
        reply(200, "<html><body><script src='https://ct.captcha-delivery.com/c.js'></script></body></html>"),
        "blocked",
        evidence="datadome",
    ),
    Case(
        "kasada-429",
        reply(429, "<script>window.KPSDK={};</script><script src='/a/ips.js'></script>", ("x-kpsdk-ct", "a")),
        "blocked",
        evidence="kasada",
    ),
    Case(
        "kasada-403",
        reply(403, "<script>window.KPSDK={};</script><script src='/a/ips.js'></script>"),
        "blocked",
        evidence="kasada",
    ),
    Case(
        "akamai-403",
        reply(
            403,
            "<TITLE>Access Denied</TITLE><BODY><H1>Access\nDenied</H1>Reference&#32;&#35;18&#46;2f1&#46;17</BODY>",
            ("Server", "AkamaiGHost"),
        ),
        "blocked",
        evidence="akamai",
    ),
    Case(
        "akamai-no-header",
        reply(403, "<TITLE>Access Denied</TITLE><H1>Access Denied</H1>Reference #18.2f1.17"),
        "blocked",
        evidence="akamai",
    ),
    Case(
        "incapsula-200",
        reply(200, "<html><script src='/_Incapsula_Resource?SWJIYLWA=7'></script></html>"),
        "blocked",
        evidence="imperva",
    ),
    Case(
        "incapsula-403",
        reply(403, "<iframe src='/_Incapsula_Resource?a'></iframe>", ("x-iinfo", "1-2"), ("x-cdn", "Incapsula")),
        "blocked",
        evidence="imperva",
    ),
    Case(
        "sucuri-403",
        page(
            "Sucuri WebSite Firewall - Access Denied",
            "Blocked.",
            ("Server", "Sucuri/Cloudproxy"),
            ("x-sucuri-id", "1"),
            status=403,
        ),
        "blocked",
        evidence="sucuri",
    ),
    Case(
        "vercel-429",
        reply(429, "<title>Vercel Security Checkpoint</title>", ("x-vercel-mitigated", "challenge")),
        "blocked",
        evidence="vercel",
    ),
    Case("vercel-403", reply(403, "", ("x-vercel-mitigated", "challenge")), "blocked", evidence="vercel"),
    Case(
        "perimeterx-403",
        page(
            "Access to this page has been denied", "Press &amp; Hold to confirm", ("Set-Cookie", "_pxhd=a"), status=403
        ),
        "blocked",
        evidence="perimeterx",
    ),
    Case("linkedin-999", reply(999, "<html><script>window.location='/authwall'</script></html>"), "blocked"),
    Case(
        "anubis-200",
        reply(
            200,
            "<title>Making sure you&#39;re not a bot!</title><script src='/.within.website/x/cmd/anubis/a'></script>",
        ),
        "blocked",
        evidence="anubis",
    ),
    Case("captcha-200", reply(200, _CAPTCHA.format("Security check", "g-recaptcha")), "blocked"),
    Case("captcha-hcaptcha-200", reply(200, _CAPTCHA.format("One more step", "h-captcha")), "blocked"),
    Case("captcha-turnstile-200", reply(200, _CAPTCHA.format("Checking", "cf-turnstile")), "blocked"),
    Case("captcha-403", reply(403, _CAPTCHA.format("Security check", "g-recaptcha")), "blocked"),
    Case("captcha-429", reply(429, _CAPTCHA.format("Unusual traffic", "g-recaptcha")), ("blocked", "rate-limited")),
    Case(
        "cookie-gate-409",
        reply(409, "<script>document.cookie='a=1';location.reload(true)</script>", ("Set-Cookie", "humans_21909=1")),
        "blocked",
    ),
    Case(
        "wall-behind-redirect",
        {"/a": redirect(301, "/b"), "/b": reply(403, "", _CHALLENGE, _CLOUDFLARE)},
        "blocked",
        at="/a",
        hops=1,
    ),
    Case("wall-with-fragment", reply(403, "", _CHALLENGE, _CLOUDFLARE), "blocked", at="/x#y"),
    Case("wall-then-page", in_turn(reply(403, "", _CHALLENGE, _CLOUDFLARE), page("Tides")), "ok"),
)

HEALTHY = on(
    "healthy.example",
    Case("healthy-cloudflare", page("Tides", PROSE, _CLOUDFLARE, ("CF-Ray", "8a-FRA")), "ok"),
    Case(
        "healthy-cloudflare-short",
        page("Tides", "High at noon.", _CLOUDFLARE, ("CF-Ray", "8a-FRA"), ("Set-Cookie", "__cf_bm=a")),
        "ok",
    ),
    Case(
        "healthy-cloudflare-script",
        page(
            "Tides",
            PROSE,
            _CLOUDFLARE,
            inside="<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
        ),
        "ok",
    ),
    Case("healthy-cloudfront", page("Tides", PROSE, ("x-amz-cf-id", "a=="), ("via", "1.1 a.cloudfront.net")), "ok"),
    Case("healthy-sucuri", page("Tides", PROSE, ("x-sucuri-id", "1"), ("Server", "Sucuri/Cloudproxy")), "ok"),
    Case(
        "healthy-incapsula",
        page(
            "Tides",
            PROSE,
            ("x-iinfo", "1"),
            ("x-cdn", "Incapsula"),
            ("Set-Cookie", "visid_incap_1=a"),
            inside="<script src='/_Incapsula_Resource?SWJIYLWA=7'></script>",
        ),
        "ok",
    ),
    Case(
        "healthy-datadome",
        page(
            "Tides",
            PROSE,
            ("Set-Cookie", "datadome=a; Path=/"),
            ("x-datadome", "protected"),
            inside="<script src='https://js.datadome.co/tags.js'></script>",
        ),
        "ok",
    ),
    Case(
        "healthy-kasada",
        page(
            "Tides",
            PROSE,
            ("x-kpsdk-ct", "a"),
            inside="<script>window.KPSDK={}</script><script src='/a/ips.js'></script>",
        ),
        "ok",
    ),
    Case(
        "healthy-perimeterx",
        page(
            "Tides",
            PROSE,
            ("Set-Cookie", "_pxhd=a"),
            inside="<script src='//client.px-cloud.net/main.min.js'></script>",
        ),
        "ok",
    ),
    Case("healthy-akamai", page("Tides", PROSE, ("Server", "AkamaiGHost"), ("Set-Cookie", "ak_bmsc=a")), "ok"),
    Case("healthy-vercel", page("Tides", PROSE, ("Server", "Vercel"), ("x-vercel-cache", "HIT")), "ok"),
    Case("healthy-waf-allow", page("Tides", PROSE, ("x-amzn-waf-action", "allow")), "ok"),
    Case(
        "healthy-recaptcha-form",
        page("Tides", f'{PROSE}<form><div class="g-recaptcha" data-sitekey=k></div></form>'),
        "ok",
    ),
    Case(
        "healthy-turnstile-form",
        page("Tides", f'{PROSE}<form><div class="cf-turnstile" data-sitekey=k></div></form>'),
        "ok",
    ),
    Case(
        "healthy-recaptcha-v3",
        page(
            "Tides", "High at noon.", inside="<script src='https://www.google.com/recaptcha/api.js?render=k'></script>"
        ),
        "ok",
    ),
    Case("healthy-about-captcha", page("What g-recaptcha is", f"The class g-recaptcha marks a widget. {PROSE}"), "ok"),
    Case("healthy-just-a-moment", page("Just a moment: a harbour diary", PROSE), "ok"),
    Case("healthy-access-denied", page("Access Denied: films about borders", PROSE), "ok"),
    Case(
        "healthy-reference",
        page("Reading server errors", f"“Access Denied … Reference #18.” comes from a cache. {PROSE}"),
        "ok",
    ),
    Case(
        "healthy-robot",
        page("Are you a robot? A short history", f"“Verify you are human” is an old demand. {PROSE}"),
        "ok",
    ),
    Case(
        "healthy-anubis",
        page("Anubis, the jackal", f"The wall called Anubis says: Making sure you're not a bot! {PROSE}"),
        "ok",
    ),
)
NOT_WALLS = (
    Case("s404-cloudflare", page("Not here", "Nothing.", _CLOUDFLARE, ("CF-Ray", "8a"), status=404), "broken"),
    Case("s404-akamai", page("Not here", "Nothing.", ("Server", "AkamaiGHost"), status=404), "broken"),
    Case(
        "s404-datadome",
        page("Not here", PROSE, ("x-datadome", "protected"), ("Set-Cookie", "datadome=a"), status=404),
        "broken",
    ),
    Case(
        "s404-incapsula",
        page(
            "Not here",
            PROSE,
            ("x-iinfo", "1"),
            ("Set-Cookie", "visid_incap_1=a"),
            inside="<script src='/_Incapsula_Resource?a'></script>",
            status=404,
        ),
        "broken",
    ),
    Case(
        "s404-recaptcha-form",
        page("Not here", f'{PROSE}<form><div class="g-recaptcha"></div></form>', status=404),
        "broken",
    ),
    Case("s410-cloudflare", page("Gone", "", _CLOUDFLARE, status=410), "broken"),
    Case("s500-sucuri", page("Oops", PROSE, ("x-sucuri-id", "1"), status=500), "server-error"),
    Case(
        "s502-cloudflare",
        page("example | 502: Bad gateway", "Error code 502", _CLOUDFLARE, ("CF-Ray", "8a"), status=502),
        "server-error",
    ),
)
CASES = (*WALLS, *HEALTHY, *NOT_WALLS)
