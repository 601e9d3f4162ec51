from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from audit.probe.network import Network
from audit.probe.settings import NetworkSettings


def test_what_is_not_set_is_what_the_prober_takes_by_itself():
    assert NetworkSettings().network() == Network(cache_dir=".postaudit")
    assert NetworkSettings(no_cache=True).network() == Network()


SPANS = {
    "seconds": (90, 90.0),
    "seconds in words": ("90", 90.0),
    "seconds with a unit": ("90s", 90.0),
    "minutes": ("1.5m", 90.0),
    "hours": ("12h", 43_200.0),
    "days": ("7d", 604_800.0),
    "weeks": ("2 w", 1_209_600.0),
    "upper case": (" 7D ", 604_800.0),
    "nothing": (0, 0.0),
}


@pytest.mark.parametrize(("value", "seconds"), SPANS.values(), ids=SPANS.keys())
def test_span(value, seconds):
    assert NetworkSettings(max_age=value).network().max_age == seconds


REFUSED = {
    "a span in words": {"max-age": "a week"},
    "a span without a number": {"max-age": "d"},
    "a negative span": {"max-age": -1},
    "a negative span in words": {"max-age": "-1d"},
    "a span of two units": {"max-age": "1d12h"},
    "a span that is true": {"max-age": True},
    "no number": {"max-age": float("nan")},
    "no time at all": {"timeout": 0},
    "more than five minutes": {"timeout": "6m"},
    "nobody at the same time": {"max-concurrency": 0},
    "too many at the same time": {"host-concurrency": 1001},
    "half a request": {"host-concurrency": 1.5},
    "a number as text": {"max-concurrency": "8"},
    "a status below all": {"accept": [99]},
    "a status above all": {"accept": [1000]},
    "a status as text": {"accept": ["404"]},
    "no run at all": {"fail-after": 0},
    "a header without colon": {"header": ["X-Preview"]},
    "a header without name": {"header": [": 1"]},
    "a header with a blank in its name": {"header": ["X Preview: 1"]},
    "a header of two lines": {"header": ["X-A: 1\r\nX-B: 2"]},
    "a header with NUL": {"header": ["X-A: \0"]},
    "a header that is not ASCII": {"header": ["X-A: fähre"]},
    "one header that is no list": {"header": "X-A: 1"},
    "a yes in words": {"allow-private-hosts": "yes"},
    "a setting that nobody knows": {"proxy": "http://quay.example"},
}


@pytest.mark.parametrize("values", REFUSED.values(), ids=REFUSED.keys())
def test_refused(values):
    with pytest.raises(ValidationError):
        NetworkSettings(**values)


def test_headers_are_names_and_values():
    own = NetworkSettings(header=["X-Preview: 1", "Authorization:Basic eDp5", "X-Url:  https://a.example ", "X-None:"])
    assert own.network().headers == (
        ("X-Preview", "1"),
        ("Authorization", "Basic eDp5"),
        ("X-Url", "https://a.example"),
        ("X-None", ""),
    )


def test_the_rest_is_handed_on(tmp_path):
    path = tmp_path / "ca.pem"
    path.touch()
    network = NetworkSettings(
        **{
            "timeout": "30s",
            "max-concurrency": 4,
            "host-concurrency": 2,
            "accept": [403, 999],
            "allow-private-hosts": True,
            "ca-file": str(path),
            "fail-after": 5,
        }
    ).network()
    assert network == Network(
        timeout=30.0,
        max_concurrency=4,
        host_concurrency=2,
        accept=frozenset({403, 999}),
        allow_private_hosts=True,
        ca_file=str(path),
        fail_after=5,
        cache_dir=".postaudit",
    )


@given(name=st.text(max_size=6), value=st.text(max_size=12))
def test_no_header_ends_the_line(name, value):
    try:
        own = NetworkSettings(header=[f"{name}:{value}"])
    except ValidationError:
        return
    ((_, sent),) = own.network().headers
    assert sent.isascii()
    assert not set(sent) & set("\r\n\0")
