"""One fault of a server is told once, wherever it struck."""

from __future__ import annotations

from audit.sources.answers import Answer
from audit.sources.failures import FailedError, Failures, Lost


def failed(where, reason="answered 403: closed", body=b"", status=403):
    return FailedError(reason, where, answer=Answer("https://saltmarsh.example/", status, {}, body))


def told(failures):
    return [problem.message for problem in failures.told()]


def test_parts_that_failed_for_one_cause_are_told_together():
    failures = Failures("https://saltmarsh.example/")
    for where in ("/wp/v2/posts", "/wp/v2/pages", "/wp/v2/recipes"):
        failures.add(failed(where))

    assert told(failures) == ["/wp/v2/posts, /wp/v2/pages and /wp/v2/recipes answered 403: closed."]


def test_ranges_of_a_list_are_joined():
    failures = Failures("https://saltmarsh.example/")
    for first in (101, 201, 501):
        failures.add(failed("/wp/v2/posts"), Lost("items", first, first + 99))
    failures.note(failed("/wp/v2/posts"), "No more were asked for.")

    assert told(failures) == [
        "/wp/v2/posts (items 101 to 300, items 501 to 600) answered 403: closed. No more were asked for."
    ]


def test_posts_are_named_and_many_counted():
    failures = Failures("https://saltmarsh.example/")
    for number in range(1, 9):
        failures.add(failed("/wp/v2/posts"), Lost("post", number, number))

    assert told(failures) == ["/wp/v2/posts (post 1, post 2, post 3, post 4, post 5, and 3 more) answered 403: closed."]


def test_messages_that_differ_have_one_cause_where_the_code_is_the_same():
    failures = Failures("https://saltmarsh.example/")
    for number in (1, 2):
        body = b'{"code":"internal_server_error","message":"Request %d"}' % number
        failures.add(failed("/wp/v2/posts", f"answered 500: request {number}", body, 500), Lost("post", number, number))

    assert told(failures) == ["/wp/v2/posts (post 1, post 2) answered 500: request 1."]


def test_other_causes_are_told_apart_and_not_without_end():
    failures = Failures("https://saltmarsh.example/")
    for number in range(30):
        failures.add(failed("/wp/v2/posts", f"answered in way {number}"))

    assert len(told(failures)) == 21
    assert told(failures)[-1] == "failed in 10 other ways, too."


def test_the_site_as_a_whole_has_no_name():
    failures = Failures("https://saltmarsh.example/")
    failures.add(FailedError("cannot be reached"))

    assert told(failures) == ["cannot be reached."]
