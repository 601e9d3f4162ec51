from __future__ import annotations

import os

import pytest

from audit.facts.url import parse_url
from audit.probe import proxies
from audit.probe.proxies import proxy_for

QUAY, LOCK = "http://quay.example:3128", "socks5h://lock.example:1080"


@pytest.fixture
def environment(monkeypatch):
    for name in os.environ:
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.delenv("REQUEST_METHOD", raising=False)

    def clear():
        proxies._proxies.cache_clear()
        proxies._proxy_for.cache_clear()

    clear()
    yield monkeypatch.setenv
    monkeypatch.undo()
    clear()


CASES = {
    "no proxy": ({}, "https://lake.example/", ""),
    "for TLS": ({"https_proxy": QUAY}, "https://lake.example/", QUAY),
    "not for TLS": ({"http_proxy": QUAY}, "https://lake.example/", ""),
    "without TLS": ({"http_proxy": QUAY}, "http://lake.example/", QUAY),
    "in upper case": ({"HTTPS_PROXY": QUAY}, "https://lake.example/", QUAY),
    "for all": ({"all_proxy": LOCK}, "https://lake.example/", LOCK),
    "for all, and one for TLS": ({"all_proxy": LOCK, "https_proxy": QUAY}, "https://lake.example/", QUAY),
    "a host without": ({"https_proxy": QUAY, "no_proxy": "lake.example"}, "https://lake.example/", ""),
    "a host with a port, without": (
        {"https_proxy": QUAY, "no_proxy": "lake.example"},
        "https://lake.example:8443/",
        "",
    ),
    "a host below, without": ({"https_proxy": QUAY, "no_proxy": ".lake.example"}, "https://www.lake.example/", ""),
    "one of a list, without": ({"all_proxy": QUAY, "no_proxy": "a.example, lake.example"}, "http://lake.example/", ""),
    "a host that ends alike": ({"https_proxy": QUAY, "no_proxy": "lake.example"}, "https://notlake.example/", QUAY),
    "no host at all": ({"https_proxy": QUAY, "no_proxy": "*"}, "https://lake.example/", ""),
    "an address": ({"http_proxy": QUAY, "no_proxy": "127.0.0.1"}, "http://127.0.0.1:8080/", ""),
    "an IPv6 address": ({"http_proxy": QUAY, "no_proxy": "::1"}, "http://[::1]:8080/", ""),
    "another IPv6 address": ({"http_proxy": QUAY, "no_proxy": "::1"}, "http://[::2]/", QUAY),
}


@pytest.mark.parametrize(("variables", "url", "proxy"), CASES.values(), ids=CASES.keys())
def test_proxy(environment, variables, url, proxy):
    for name, value in variables.items():
        environment(name, value)
    assert proxy_for(parse_url(url)) == proxy
