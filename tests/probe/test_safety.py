"""Nobody who writes a post, or a redirect, makes us open a connection to a private address.

What is asserted is the absence of connections: listening sockets that nobody came to, and a note of every socket that
was about to be opened. All servers of these tests are on loopback, which is itself private, so where an answer is
needed one address of loopback passes for public: `allow_private_hosts` would switch off what is tested.
"""

from __future__ import annotations

import socket
from collections import Counter

import pytest

from audit.probe import exchange, guard, names, proxies
from audit.probe.network import Target
from tests.probe.conftest import LOOPBACK, Answer, Names, Trap, ask, page, redirect

PUBLIC = "127.0.0.1"
"""Passes for public where `public_server` is used; all other addresses are judged as they are."""
PRIVATE = "127.0.0.2"


@pytest.fixture
def opened(monkeypatch):
    """The addresses to which sockets were opened."""
    seen = []
    real = exchange._open_any

    def noting(purpose, address):
        seen.append(str(address[3][0]))
        return real(purpose, address)

    monkeypatch.setattr(exchange, "_open_any", noting)
    return seen


@pytest.fixture
def public_server(serve, monkeypatch):
    """A server at an address that passes for public, under any name that the resolver leads to it."""
    for module in (names, exchange):
        monkeypatch.setattr(module, "is_public", lambda address: address == PUBLIC or guard.is_public(address))
    return serve({}, address=PUBLIC)


@pytest.fixture
def trap():
    with Trap(PRIVATE) as trap:
        yield trap


def guarded(urls, **settings):
    return ask(urls, allow_private_hosts=False, **settings)


# -- addresses in links ------------------------------------------------------------------------------------------------

LITERALS = [
    "127.0.0.1",
    "127.0.0.2",
    "127.1",
    "0x7f.1",
    "0x7f000001",
    "0177.0.0.1",
    "2130706433",
    "017700000001",
    "0",
    "0.0.0.0",  # noqa: S104 - nothing is bound to it
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::169.254.169.254]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "[::ffff:169.254.169.254]",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "１２７.0.0.1",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "a.localhost",
    "printer.local",
    "intranet",
    "metadata.google.internal",
]


@pytest.mark.parametrize("host", LITERALS)
def test_no_connection_to_a_private_address_however_it_is_written(host, opened):
    with Trap() as trap, Trap(PRIVATE) as other:
        urls = [
            f"http://{host}:{trap.port}/latest",
            f"http://{host}:{other.port}/",
            f"http://{host}/",
            f"https://{host}/",
        ]
        told = guarded(urls, names=Names({}, others=LOOPBACK))

        assert told.verdicts <= {"unsafe", "invalid-url"}
        assert len(told.probes) == len(urls)
        assert trap.is_untouched(0.05)
        assert other.is_untouched(0.05)
    assert opened == []


@pytest.mark.skipif(not socket.has_ipv6, reason="this system has no IPv6")
@pytest.mark.parametrize("host", ["[::1]", "[0:0:0:0:0:0:0:1]", "ip6.example"])
def test_no_connection_to_loopback_of_ipv6(host, opened):
    try:
        trap = Trap("::1")
    except OSError:
        pytest.skip("this machine has no loopback address of IPv6")
    with trap:
        told = guarded([f"http://{host}:{trap.port}/"], names=Names({"ip6.example": "::1"}))

        assert told.verdicts == {"unsafe"}
        assert trap.is_untouched()
    assert opened == []


# -- names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "addresses",
    [
        PRIVATE,
        "10.1.2.3",
        "169.254.169.254",
        "::1",
        "::ffff:127.0.0.2",
        "64:ff9b::7f00:2",
        "fe80::1%eth0",
        f"93.184.215.14 {PRIVATE}",
        f"{PRIVATE} 93.184.215.14",
        f"2606:2800:21f:cb07:6820:80da:af6b:8b2c {PRIVATE}",
        "93.184.215.14 ::ffff:127.0.0.2",
        "93.184.215.14 nonsense",
    ],
)
def test_a_name_with_a_private_address_is_not_asked(addresses, trap, opened):
    url = f"http://shop.example:{trap.port}/"

    told = guarded([url, f"{url}other"], names=Names({"shop.example": addresses}))

    assert {(probe.verdict, probe.cause) for probe in told.probes.values()} == {("unsafe", "private-address")}
    assert {probe.attempts for probe in told.probes.values()} == {0}
    assert trap.is_untouched()
    assert opened == []


def test_a_public_server_is_asked(public_server, opened):
    """Or none of these tests would show anything."""
    public_server.pages["/welcome"] = page("Welcome")

    told = guarded([public_server.url("/welcome", "shop.example")], names=Names({"shop.example": PUBLIC}))

    assert told.verdicts == {"ok"}
    assert opened == [PUBLIC]


def test_where_it_is_allowed_private_hosts_are_asked(serve):
    server = serve({"/welcome": page("Welcome")}, address=PRIVATE)

    assert ask([server.url("/welcome")]).verdicts == {"ok"}


# -- redirects ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, "Refresh", "meta"])
@pytest.mark.parametrize(
    "host",
    [PRIVATE, "0x7f.2", "2130706434", "[::ffff:127.0.0.2]", "private.example", "mixed.example", "localhost"],
)
def test_a_public_redirect_does_not_lead_to_a_private_address(status, host, public_server, trap, opened):
    where = f"http://{host}:{trap.port}/admin"
    public_server.pages["/bait"] = {
        "Refresh": Answer(200, "<title>Bait</title>", (("Content-Type", "text/html"), ("Refresh", f"0;url={where}"))),
        "meta": Answer(200, f'<title>Bait</title><meta http-equiv=refresh content="0;url={where}">'),
    }.get(status) or redirect(where, status)
    url = public_server.url("/bait", "shop.example")
    resolver = Names(
        {
            "shop.example": PUBLIC,
            "private.example": PRIVATE,
            "mixed.example": f"{PUBLIC} {PRIVATE}",
            "localhost": PRIVATE,
        }
    )

    told = guarded([url], names=resolver)

    assert (told[url].verdict, told[url].cause) == ("unsafe", "private-address")
    assert told[url].hops[0].url == url
    assert trap.is_untouched(0.05)
    assert set(opened) == {PUBLIC}


def test_a_redirect_to_the_metadata_service_is_not_followed(public_server, opened):
    public_server.pages["/bait"] = redirect("http://169.254.169.254/latest/meta-data/iam/", 302)
    url = public_server.url("/bait", "shop.example")

    told = guarded([url], names=Names({"shop.example": PUBLIC}))

    assert told[url].verdict == "unsafe"
    assert set(opened) == {PUBLIC}


def test_the_guard_is_there_at_the_last_of_many_hops(public_server, trap, opened):
    for n in range(8):
        public_server.pages[f"/hop-{n}"] = redirect(f"/hop-{n + 1}", 302)
    public_server.pages["/hop-8"] = redirect(f"http://{PRIVATE}:{trap.port}/", 302)
    url = public_server.url("/hop-0", "shop.example")

    told = guarded([url], names=Names({"shop.example": PUBLIC}))

    assert told[url].verdict == "unsafe"
    assert trap.is_untouched()
    assert set(opened) == {PUBLIC}


def test_pictures_are_guarded_too(public_server, trap, opened):
    public_server.pages["/bait.png"] = redirect(f"http://{PRIVATE}:{trap.port}/", 302)
    bait = public_server.url("/bait.png", "shop.example")
    straight = f"http://{PRIVATE}:{trap.port}/one.png"

    told = guarded([Target(bait, image=True), Target(straight, image=True)], names=Names({"shop.example": PUBLIC}))

    assert told.verdicts == {"unsafe"}
    assert trap.is_untouched()
    assert set(opened) == {PUBLIC}


@pytest.mark.parametrize("scheme", ["gopher", "dict", "ldap", "ftp", "file", "tftp", "smb", "telnet", "scp", "imap"])
def test_other_schemes_are_never_asked(scheme, public_server, trap, opened):
    public_server.pages["/bait"] = redirect(f"{scheme}://{PRIVATE}:{trap.port}/x", 302)
    bait, straight = public_server.url("/bait", "shop.example"), f"{scheme}://{PRIVATE}:{trap.port}/x"

    told = guarded([bait, straight], names=Names({"shop.example": PUBLIC}))

    assert told[bait].verdict == "broken"
    assert told[straight].verdict == "invalid-url"
    assert trap.is_untouched(0.05)
    assert set(opened) == {PUBLIC}


def test_an_alternative_service_is_not_used(public_server, trap, opened):
    """`Alt-Svc` would lead a browser elsewhere without a redirect (RFC 7838)."""
    public_server.pages["*"] = Answer(
        200, "<title>Some-page</title>", (("Content-Type", "text/html"), ("Alt-Svc", f'h2="{PRIVATE}:{trap.port}"'))
    )
    urls = [public_server.url(f"/some-page-{n}", "shop.example") for n in range(10)]

    guarded(urls, names=Names({"shop.example": PUBLIC}))

    assert trap.is_untouched()
    assert set(opened) == {PUBLIC}


# -- names that change -------------------------------------------------------------------------------------------------


def test_a_name_that_changes_between_lookup_and_connection_is_connected_to_what_was_judged(
    public_server, trap, opened, monkeypatch
):
    """DNS rebinding: there is no second lookup that could say something else, neither ours nor the system's."""
    public_server.pages["*"] = lambda asked: page(asked.target)
    resolver = Names({"rebind.example": [PUBLIC, PRIVATE]})
    system = Counter()
    real = socket.getaddrinfo

    def noting(host, *arguments, **options):
        system[host] += 1
        return real(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", noting)
    urls = [public_server.url(f"/page-{n:04}", "rebind.example") for n in range(30)]
    urls.append(f"http://rebind.example:{trap.port}/one-more")  # the same name: it was judged, and nobody listens there

    told = guarded(urls, names=resolver)

    assert {told[url].verdict for url in urls[:30]} == {"ok"}
    assert set(opened) == {PUBLIC}
    assert trap.is_untouched()
    assert "rebind.example" not in system


def test_a_name_that_changes_before_the_second_question_is_judged_again(public_server, opened):
    public_server.pages["*"] = Answer(404)
    url = f"http://rebind.example:{public_server.port}/lost"
    resolver = Names({"rebind.example": [PUBLIC, PRIVATE]})

    told = guarded([url], names=resolver)

    assert set(opened) == {PUBLIC}
    assert told[url].verdict in {"unsafe", "unknown"}, "two answers of which one is a riddle are no proof"


def test_a_name_that_changes_within_a_chain(public_server, trap, opened):
    """The chain comes back to a name that it has asked already, on the port of the trap."""
    public_server.pages["/bait"] = redirect(f"http://rebind.example:{trap.port}/admin", 302)
    url = public_server.url("/bait", "rebind.example")

    guarded([url], names=Names({"rebind.example": [PUBLIC, PRIVATE]}))

    assert trap.is_untouched()
    assert set(opened) <= {PUBLIC}


def test_the_socket_is_the_last_line(trap, opened, monkeypatch):
    """Should the judgement of names fail one day, no socket is opened all the same."""
    monkeypatch.setattr(names, "is_public", bool)
    url = f"http://shop.example:{trap.port}/"

    told = guarded([url], names=Names({"shop.example": PRIVATE}), timeout=2)

    assert told[url].verdict not in {"ok", "redirected-temporary", "redirected-permanent"}
    assert trap.is_untouched()
    assert opened == []


# -- behind a proxy ----------------------------------------------------------------------------------------------------


@pytest.fixture
def proxy(serve, monkeypatch):
    """A proxy that the environment names; it answers everything itself."""
    server = serve({"*": page("By the proxy")})

    def forget():
        proxies._proxies.cache_clear()
        proxies._proxy_for.cache_clear()

    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, f"http://{LOOPBACK}:{server.port}")
    forget()
    yield server
    monkeypatch.undo()
    forget()


def test_a_public_name_is_asked_through_the_proxy(proxy):
    """Or none of the following would show anything."""
    url = "http://shop.example/by-the-proxy"

    told = guarded([url], names=Names({"shop.example": "93.184.215.14"}))

    assert told[url].verdict == "ok"
    assert [asked.target for asked in proxy.log.requests] == [url]


@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254",
        "0x7f.1",
        "2130706433",
        "[::ffff:10.0.0.1]",
        "localhost",
        "intranet",
        "private.example",
        "mixed.example",
        "metadata.google.internal",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_private_names_are_refused_before_the_proxy_is_asked(proxy, opened, scheme, host):
    """The proxy would connect on our behalf, and it may well stand where the private addresses are."""
    url = f"{scheme}://{host}/latest"

    told = guarded([url], names=Names({"private.example": "10.0.0.8", "mixed.example": "93.184.215.14 10.0.0.8"}))

    assert {(probe.verdict, probe.cause) for probe in told.probes.values()} == {("unsafe", "private-address")}
    assert proxy.log.requests == []
    assert opened == []


def test_a_redirect_behind_a_proxy_is_judged_before_it_is_followed(proxy):
    proxy.pages["*"] = redirect("http://169.254.169.254/latest/", 302)
    url = "http://shop.example/bait"

    told = guarded([url], names=Names({"shop.example": "93.184.215.14"}))

    assert told[url].verdict == "unsafe"
    assert {asked.target for asked in proxy.log.requests} == {url}


def test_a_name_that_only_the_proxy_knows_is_neither_asked_nor_called_dead(proxy):
    """We cannot judge its address, so it is not asked; but it may be alive."""
    told = guarded(
        ["http://shop.example/known", "http://only.the-proxy.net/"], names=Names({"shop.example": "93.184.215.14"})
    )

    assert told["http://only.the-proxy.net/"].verdict == "unknown"
    assert {asked.target for asked in proxy.log.requests if "the-proxy" in asked.target} == set()


def test_secrets_are_not_sent_to_the_proxy_for_others(proxy):
    guarded(
        [Target("http://other.example/by-the-proxy"), "http://user:hunter2@third.example/by-the-proxy"],
        names=Names({"other.example": "93.184.215.14", "third.example": "93.184.215.14"}),
        headers=(("Authorization", "Bearer s3cret"),),
    )

    assert len(proxy.log.requests) == 2
    assert not [asked for asked in proxy.log.requests if "authorization" in asked.headers or "hunter2" in asked.target]


def test_hosts_that_the_environment_exempts_are_asked_directly(proxy, public_server, monkeypatch):
    monkeypatch.setenv("no_proxy", "shop.example")
    proxies._proxies.cache_clear()
    proxies._proxy_for.cache_clear()
    public_server.pages["/welcome"] = page("Welcome")

    told = guarded([public_server.url("/welcome", "shop.example")], names=Names({"shop.example": PUBLIC}))

    assert told.verdicts == {"ok"}
    assert proxy.log.requests == []
    assert public_server.log.count("/welcome") == 1
