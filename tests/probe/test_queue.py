from __future__ import annotations

import gc
import threading
from collections import Counter
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from audit.probe.network import Target
from audit.probe.queue import Queue, Wanted


def wants(*targets):
    """As (host, address to ask, target), the way that the prober cuts an address."""
    for target in targets:
        ask = target.url.partition("#")[0]
        yield ask.split("/")[2], ask, target


def all_of(queue):
    return [wanted for host in queue.hosts() for wanted in queue.of_host(host)]


def queue_of(*targets):
    queue = Queue()
    queue.want(wants(*targets))
    return closing(queue)


def test_an_empty_queue_has_nothing():
    with closing(Queue()) as queue:
        assert list(queue.hosts()) == list(queue.doubted_hosts()) == list(queue.of_host("lake.example")) == []
        assert list(queue.doubts_of_host("lake.example")) == []


def test_addresses_that_differ_in_the_fragment_are_one_request():
    urls = [f"https://lake.example/a{fragment}" for fragment in ("", "#one", "#two")]
    with queue_of(*map(Target, urls)) as queue.__self__ if False else queue_of(*map(Target, urls)) as queue:
        assert all_of(queue) == [Wanted("lake.example", urls[0], tuple(map(Target, urls)))]
