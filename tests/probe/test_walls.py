# ruff: noqa: E501, ISC004, Q003 - pages as servers send them
from __future__ import annotations

import json
import time
from importlib.resources import files

import pytest

from audit.probe.answer import Answer
from audit.probe.page import Page
from audit.probe.walls import _signature_of, wall_of

HTML = ("content-type", "text/html; charset=utf-8")
PROSE = "The ferry waits for the tide, and whoever misses it walks along the quay to the lock and back. " * 40
SHORT = "The ferry waits for the tide, and whoever misses it walks."


def wall(status, body="", *headers):
    answer = Answer("https://harbour.example/boats/", status, (HTML, *headers), body.encode())
    return wall_of(answer, Page(answer))


def titled(title, text="", inside=""):
    return f"<!doctype html><title>{title}</title>{inside}<body><h1>{title}</h1><p>{text}</p>"


WALLS = {
    # Cloudflare
    "cloudflare header": ("Cloudflare", 403, titled("Just a moment..."), ("cf-mitigated", "challenge")),
    "cloudflare header alone": ("Cloudflare", 403, "", ("cf-mitigated", "challenge")),
    "cloudflare title": ("Cloudflare", 503, titled("Just a moment...")),
    "cloudflare block": (
        "Cloudflare",
        403,
        "<title>Attention Required! | Cloudflare</title><h1>Sorry, you have been blocked</h1><p>You are unable to access</p>",
    ),
    "cloudflare code": ("Cloudflare", 403, "error code: 1020"),
    "cloudflare page": ("Cloudflare", 403, titled("Access denied", "Error 1010 Ray ID: 8f • 2024-01-01 UTC")),
    "cloudflare limit": ("Cloudflare", 403, titled("Error 1015", "You are being rate limited")),
    "cloudflare script": (
        "Cloudflare",
        200,
        "<title>harbour.example</title><script>window._cf_chl_opt = {cType: 'managed'}</script>"
        "<script src=/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1></script>",
    ),
    # by headers and cookies
    "aws empty": ("AWS WAF", 202, "", ("x-amzn-waf-action", "challenge")),
    "aws captcha": ("AWS WAF", 405, titled("Human Verification"), ("x-amzn-waf-action", "captcha")),
    "aws script": (
        "AWS WAF",
        200,
        "<script>window.gokuProps = {}</script><script src=https://1.edge.sdk.awswaf.com/1/challenge.js></script>"
        "<body><div id=challenge-container></div><noscript>JavaScript is disabled</noscript>",
    ),
    "datadome header": ("DataDome", 403, "", ("x-datadome", "protected")),
    "datadome cookie": ("DataDome", 403, "<p>no", ("set-cookie", "datadome=abc; Path=/")),
    "datadome success": (
        "DataDome",
        200,
        "<title>harbour.example</title><p id=cmsg>Please enable JS and disable any ad blocker</p>"
        "<script src=https://ct.captcha-delivery.com/c.js></script>",
    ),
    "kasada": (
        "Kasada",
        429,
        "<script>window.KPSDK={};</script><script src=/149e/2d20/ips.js></script>",
        ("x-kpsdk-ct", "abc"),
    ),
    "kasada success": ("Kasada", 200, "<script>window.KPSDK={};</script><script src=/149e/2d20/ips.js?x=1></script>"),
    "akamai": (
        "Akamai",
        403,
        "<TITLE>Access Denied</TITLE><H1>Access Denied</H1>You don't have permission to access \"http&#58;&#47;&#47;h\" on "
        "this server.<P>Reference&#32;&#35;18&#46;2f8c1102&#46;1700000000&#46;1a2b3c<P>",
        ("server", "AkamaiGHost"),
    ),
    "akamai interstitial": (
        "Akamai",
        200,
        "<meta http-equiv=refresh content=\"5; URL='/boats/?bm-verify=AAQ'\"><script>var i = 1</script>",
    ),
    "incapsula": (
        "Imperva/Incapsula",
        200,
        '<META NAME="robots" CONTENT="noindex,nofollow"><script src="/_Incapsula_Resource?SWJIYLWA=719d"></script><body></body>',
    ),
    "incapsula frame": (
        "Imperva/Incapsula",
        403,
        "<iframe id=main-iframe src=/_Incapsula_Resource?CWUDNSAI=23>Request unsuccessful. Incapsula incident ID: 1-2</iframe>",
    ),
    "distil": ("Imperva/Incapsula", 200, titled("Pardon Our Interruption...", "As you were browsing we thought")),
    "sucuri": ("Sucuri", 403, titled("Forbidden"), ("x-sucuri-id", "14001")),
    "sucuri page": ("Sucuri", 403, titled("Access Denied - Sucuri Website Firewall", "Block ID: XSS")),
    "vercel": ("Vercel", 429, titled("Vercel Security Checkpoint"), ("x-vercel-mitigated", "challenge")),
    "human": ("PerimeterX/HUMAN", 403, titled("Access to this page has been denied", "Press & Hold to confirm you are a human")),
    "human cookie": ("PerimeterX/HUMAN", 403, "", ("set-cookie", "_pxhd=1; Path=/")),
    "linkedin": ("LinkedIn", 999, "Request denied"),
    "anubis": (
        "Anubis",
        200,
        "<title>Making sure you&#39;re not a bot!</title><main><h1>Making sure you&#39;re not a bot!</h1>"
        "<img src=/.within.website/x/cmd/anubis/static/img/pensive.webp><p id=status>Loading...</p></main>"
        "<script type=module src=/.within.website/x/cmd/anubis/static/js/main.mjs></script>",
    ),
    "f5": (
        "F5",
        200,
        "<title>Request Rejected</title>The requested URL was rejected. Please consult with your administrator.<br><br>"
        "Your support ID is: 123<br><br><a href='javascript:history.back();'>[Go Back]</a>",
    ),
    "fortiweb": ("FortiWeb", 403, titled("Web Page Blocked!", "The page cannot be displayed. Attack ID: 20000051")),
    "barracuda": ("Barracuda", 403, "<p>You have been blocked by the Barracuda Web Application Firewall"),
    "radware": ("Radware", 200, "<title>Radware Captcha Page</title><p>We apologize for the inconvenience"),
    "reblaze": ("Reblaze", 403, "<p>Access denied (403). Current session has been terminated."),
    "stackpath": ("StackPath", 403, "<p>You performed an action that triggered the service and blocked your request."),
    "fastly": ("Fastly", 406, "Not Acceptable", ("x-sigsci-agentresponse", "406")),
    "fastly challenge": ("Fastly", 200, titled("Client Challenge", "A required part of this site couldn’t load.")),
    "wordfence": ("Wordfence", 503, titled("Your access to this site has been limited by the site owner", "Generated by Wordfence")),
    "siteground": (
        "SiteGround",
        202,
        '<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2Fboats"></meta>',
        ("sg-captcha", "challenge"),
    ),
    "siteground page": ("SiteGround", 202, '<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F">'),
    "azure": ("Azure", 403, "<h2>The request is blocked.</h2><pre>20240101T000000Z-abc</pre>", ("x-azure-ref", "2024")),
    "cloudfront": (
        "Amazon CloudFront",
        403,
        "<h1>403 ERROR</h1><h2>The request could not be satisfied.</h2>Request blocked. We can't connect to the server for "
        "this app or website at this time.<pre>Generated by cloudfront (CloudFront)</pre>",
    ),
    "ddos-guard": ("DDoS-Guard", 403, "<title>DDoS-Guard</title><p>Checking your browser", ("server", "ddos-guard")),
    "qrator": ("Qrator", 401, "<script src=/__qrator/qauth_utm_v2.js></script>", ("server", "QRATOR")),
    "modsecurity": (
        "ModSecurity",
        406,
        "<h1>Not Acceptable!</h1><p>An appropriate representation of the requested resource could not be found on this server. "
        "This error was generated by Mod_Security.</p>",
    ),
    "imunify": ("Imunify360", 200, titled("One moment, please...", "Please wait while your request is being verified...")),
    "bunkerweb": ("BunkerWeb", 403, titled("403 Forbidden", "This site is protected with BunkerWeb. Request forbidden.")),
    "cloudflare waiting room": ("Cloudflare", 200, titled("Waiting Room powered by Cloudflare", "You are now in line.")),
    "distil identification": (
        "Distil",
        200,
        '<meta http-equiv="refresh" content="10; url=/distil_r_captcha.html?requestId=a&httpReferrer=%2Fboats">'
        '<script src="/quay.js" defer></script><div id="distilIdentificationBlock">&nbsp;</div>',
    ),
    "edgeone": ("Tencent EdgeOne", 567, titled("Restricted Access", "Sorry."), ("eo-log-uuid", "1234")),
    "amazon button": (
        "Amazon",
        200,
        "<title>Amazon.com</title><h4>Click the button below to continue shopping</h4><form><button>Go on</button></form>",
    ),
    # without a name
    "recaptcha": ("CAPTCHA", 200, titled("One step", "Go on:", "<form><div class=g-recaptcha data-sitekey=x></div><button>OK</button></form>")),
    "turnstile": ("CAPTCHA", 403, titled("Wait", "", "<div class=cf-turnstile></div>")),
    "hcaptcha": ("CAPTCHA", 429, titled("Too many requests", "", "<div class=h-captcha></div>")),
    "riddle": (
        "CAPTCHA",
        200,
        "<h1>Are you human?</h1><img src=c.png><form method=post><input name=captcha><input type=submit></form>",
    ),
    "question": ("CAPTCHA", 200, titled("harbour.example", "Verify you are human by completing the action below.", "<script>1</script>")),
    "german": ("CAPTCHA", 403, titled("Prüfung", "Bitte bestätigen Sie, dass Sie ein Mensch sind.")),
    "french": ("CAPTCHA", 403, titled("Contrôle", "Vérifiez que vous êtes un humain.")),
    "spanish": ("CAPTCHA", 403, titled("Control", "Marque la casilla: No soy un robot")),
    "italian": ("CAPTCHA", 403, titled("Controllo", "Conferma di essere umano")),
    "portuguese": ("CAPTCHA", 403, titled("Controle", "Confirme que você é humano")),
    "polish": ("CAPTCHA", 403, titled("Kontrola", "Potwierdź, że nie jesteś robotem")),
    "russian": ("CAPTCHA", 403, titled("Проверка", "Подтвердите, что вы не робот")),
    "japanese": ("CAPTCHA", 403, titled("確認", "私はロボットではありません")),
    "chinese": ("CAPTCHA", 403, titled("请稍候", "请完成人机验证")),
    "korean": ("CAPTCHA", 403, titled("확인", "로봇이 아닙니다")),
    "turkish": ("CAPTCHA", 403, titled("Kontrol", "Lütfen insan olduğunuzu doğrulayın")),
    "cookie": (
        "cookie gate",
        200,
        "<html><body><script>document.cookie=\"humans_21909=1\"; document.location.reload(true)</script></body></html>",
    ),
    "cookie 409": ("cookie gate", 409, "<script>document.cookie = 'k=1';window.location.href = '/boats/';</script>"),
    "aes": (
        "cookie gate",
        200,
        '<script src="/aes.js"></script><script>function toNumbers(d){} document.cookie="__test="+toHex(a);'
        'location.href="https://harbour.example/boats/?i=1";</script><noscript>This site requires Javascript</noscript>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WALLS)
def test_walls(name):
    product, status, body, *headers = WALLS[name]
    found = wall(status, body, *headers)
    assert found is not None
    assert found.product == product
    assert 10 < len(found.evidence) < 200


FORM = "<form><input name=name><input type=email name=mail><textarea name=text></textarea><div class=g-recaptcha></div></form>"
SHELL = "<title>Boats</title><div id=root></div><script src=/main.js></script>"
PAGES = {
    "content behind cloudflare": (200, titled("Boats", PROSE), ("server", "cloudflare"), ("cf-ray", "8f")),
    "short page behind cloudflare": (200, titled("Boats", SHORT), ("server", "cloudflare"), ("cf-ray", "8f")),
    "gone behind cloudflare": (404, titled("Not found", "No such page."), ("server", "cloudflare"), ("cf-ray", "8f")),
    "cloudflare's script": (
        200,
        titled("Boats", SHORT, "<script>window.__CF$cv$params={}</script><script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js>"),
    ),
    "origin without name": (530, titled("Origin DNS error", "Error 1016")),
    "rate limit": (429, "error code: 1015"),
    "too many": (429, titled("Too many requests", "Slow down.")),
    "forbidden": (403, titled("403 Forbidden", "nginx")),
    "unavailable": (503, titled("Service unavailable", "Be back soon.")),
    "refused elsewhere": (404, titled("Not found"), ("x-sucuri-id", "14001"), ("x-iinfo", "1-2"), ("x-datadome", "protected")),
    "success of datadome": (200, titled("Boats", SHORT), ("x-datadome", "protected"), ("set-cookie", "datadome=abc")),
    "success of sucuri": (200, titled("Boats", PROSE), ("x-sucuri-id", "14001"), ("server", "Sucuri/Cloudproxy")),
    "success of human": (200, titled("Boats", SHORT), ("set-cookie", "_pxhd=1")),
    "success of imperva": (
        200,
        titled("Boats", SHORT, "<script src=/_Incapsula_Resource?SWJIYLWA=719d></script>"),
        ("x-cdn", "Incapsula"),
        ("set-cookie", "visid_incap_1=x"),
    ),
    "gone at imperva": (404, titled("Not found", SHORT, "<script src=/_Incapsula_Resource?SWJIYLWA=719d></script>") + PROSE),
    "app at imperva": (200, SHELL + "<script src=/_Incapsula_Resource?SWJIYLWA=719d></script>"),
    "app at kasada": (200, SHELL + "<script>window.KPSDK={}</script><script src=/149e/2d20/ips.js></script>"),
    "app at human": (200, SHELL + "<script>window._pxAppId='PX1'</script><script src=https://client.perimeterx.net/PX1/main.min.js></script>"),
    "app": (200, SHELL),
    "akamai's own fault": (503, "<h1>An error occurred</h1>Reference&#32;&#35;97&#46;2f8c", ("server", "AkamaiGHost")),
    "cloudfront's own fault": (
        502,
        "<h2>The request could not be satisfied.</h2>CloudFront wasn't able to connect to the origin. Generated by cloudfront",
    ),
    "comment form": (200, titled("Boats", PROSE) + FORM),
    "short contact page": (200, titled("Contact", SHORT) + FORM),
    "login": (200, titled("Log in") + "<form><input name=user><input type=password name=p><div class=h-captcha></div></form>"),
    "newsletter": (200, titled("Boats", SHORT) + "<form><input type=email name=mail><div class=cf-turnstile></div></form>"),
    "invisible": (200, titled("Boats", SHORT) + "<div class=g-recaptcha data-size=invisible></div>"),
    "gone with a captcha": (404, titled("Not found", SHORT) + "<div class=g-recaptcha></div>"),
    "overloaded contact page": (503, titled("Contact", SHORT) + FORM),
    "fault with a captcha": (500, titled("Oh no", SHORT) + "<div class=g-recaptcha></div>"),
    "article about walls": (
        200,
        titled("Just a moment...", f"Sorry, you have been blocked. Are you a robot? Verify you are human. Access Denied Reference #18. {PROSE}"),
    ),
    "short article about walls": (
        200,
        "<title>What does it mean?</title><article><h1>What does it mean?</h1><p>Sites say: sorry, you have been blocked. "
        "Generated by Wordfence. Verify you are human.</p></article><script src=count.js></script>",
    ),
    "page of the maker": (
        200,
        titled("Wordfence", "Pages say “Generated by Wordfence” when they refuse.") + "<a href=/x>x</a>" * 12,
    ),
    "gone in a shop": (404, titled("Page not found", "Click the button below to continue shopping")),
    "cart": (200, titled("Your cart is empty", "Click the button below to continue shopping.", "<a href=/>Go on</a>")),
    "story": (200, titled("Are you human?", "A story by the sea about a robot that rows.")),
    "cookie banner": (
        200,
        titled("Boats", SHORT) + "<img src=a.jpg>" + PROSE[:400] + "<script>document.cookie='seen=1';b.onclick=()=>location.reload()</script>",
    ),
    "redirect by script": (200, "<script>location.href = 'https://ferry.example/'</script>"),
    "cookie without reload": (200, titled("Boats", SHORT) + "<script>document.cookie='seen=1'</script>"),
    "empty": (200, ""),
    "accepted": (202, ""),
    "action on content": (200, titled("Boats", PROSE * 4), ("x-amzn-waf-action", "challenge")),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_pages_that_are_no_walls(name):
    status, body, *headers = PAGES[name]
    assert wall(status, body, *headers) is None


@pytest.mark.parametrize("media_type", ["application/json", "text/plain"])
def test_an_answer_that_is_no_page(media_type):
    body = b"Access denied by Imunify360 bot-protection. IPs used for automation should be whitelisted"
    answer = Answer("https://harbour.example/", 415, (("content-type", media_type),), body)
    assert wall_of(answer, Page(answer)).product == "Imunify360"
    served = Answer("https://harbour.example/robots", 200, (("content-type", media_type),), body)
    assert wall_of(served, Page(served)) is None


def test_every_entry_has_something_to_tell_it_by():
    rows = json.loads((files("audit.probe") / "walls.json").read_text("utf-8"))["products"]
    for row in rows:
        assert {"headers", "refused", "titles", "texts", "marks", "only_status"} & row.keys(), row
        with pytest.raises(TypeError):
            _signature_of({**row, "mark": ""})


@pytest.mark.parametrize("unit", ["access denied ", "barracuda ", "<script>document.cookie=", "\u0130", "<title>"])
def test_hostile_pages_cost_little(unit):
    started = time.process_time()
    for status in (200, 403):
        wall(status, unit * (60_000 // len(unit)), ("set-cookie", "x" * 5000), ("cf-mitigated", ""))
        wall(status, unit * 100)
    assert time.process_time() - started < 2
