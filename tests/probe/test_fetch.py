"""Pages fetched by the prober: what links get of guard, pace and judgement, with the page."""

from __future__ import annotations

from typing import Any

import pytest

from audit.probe.network import Network, Target
from audit.probe.page import text_of
from audit.probe.prober import Prober

from .conftest import RESET, Answer, Names, in_turn, page, redirect


def fetch(*urls: str, **settings: Any) -> dict[str, Any]:
    """What came of fetching pages, by address."""
    settings.setdefault("timeout", 4.0)
    settings.setdefault("allow_private_hosts", True)
    prober = Prober(Network(names=Names({}), **settings))
    found = {one.probe.url: one for one in prober.fetch(Target(url) for url in urls)}
    assert set(found) == set(urls)
    return found


def test_a_page_comes_whole(serve: Any) -> None:
    long = page("The tide", "x" * 500_000)
    server = serve({"/tide": long, "/old": redirect("/tide")})

    found = fetch(server.url("/tide"), server.url("/old"))

    assert [text_of(one.answer) for one in found.values()] == [long.body, long.body]
    assert found[server.url("/old")].probe.final_url == server.url("/tide")
    assert found[server.url("/old")].answer.url == server.url("/tide")


@pytest.mark.parametrize("first", [Answer(403, "no"), Answer(503, "busy"), RESET])
def test_a_second_question_may_bring_it(serve: Any, first: Answer) -> None:
    server = serve({"/tide": in_turn(first, page("The tide"))})

    found = fetch(server.url("/tide"))[server.url("/tide")]

    assert found.probe.verdict == "ok"
    assert "The tide" in text_of(found.answer)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(404, "<title>Lost</title>"),
        Answer(401, "who are you?"),
        Answer(200, "<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x.js'></script>"),
        redirect("http://127.0.0.1:1/"),
    ],
)
def test_what_a_reader_does_not_get_is_no_page(serve: Any, answer: Answer) -> None:
    server = serve({"/tide": answer})

    assert fetch(server.url("/tide"))[server.url("/tide")].answer is None


def test_a_short_page_with_a_name_of_its_own_is_kept_until_it_is_compared(serve: Any) -> None:
    server = serve({"/x1": page("Short"), "/x2": page("Also short")})

    found = fetch(server.url("/x1"), server.url("/x2"))

    assert all("hort" in text_of(one.answer) for one in found.values())


def test_a_page_that_the_host_gives_for_every_address_is_none(serve: Any) -> None:
    server = serve({"*": page("Welcome", "Welcome to our page")})

    found = fetch(server.url("/tide-tables"))[server.url("/tide-tables")]

    assert found.probe.verdict == "soft-404"
    assert found.answer is None
