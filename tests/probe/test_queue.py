from __future__ import annotations

import threading
from collections import Counter
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from audit.probe.network import Target
from audit.probe.queue import Queue, Wanted


def wants(targets):
    """As (host, address to ask, target), the way that the prober cuts an address."""
    for target in targets:
        ask = target.url.partition("#")[0]
        yield ask.split("/")[2], ask, target


def filled(*targets):
    queue = Queue()
    queue.want(wants(targets))
    return closing(queue)


def all_of(queue):
    return [wanted for host in queue.hosts() for wanted in queue.of_host(host)]


def test_an_empty_queue_has_nothing():
    with filled() as queue:
        assert not [*queue.hosts(), *queue.doubted_hosts()]
        assert not [*queue.of_host("lake.example"), *queue.doubts_of_host("lake.example")]


def test_addresses_that_differ_in_the_fragment_are_one_request():
    targets = [Target(f"https://lake.example/a{fragment}") for fragment in ("", "#one", "#two")]
    with filled(*targets) as queue:
        assert all_of(queue) == [Wanted("lake.example", "https://lake.example/a", tuple(targets))]


def test_an_address_is_a_picture_if_one_post_shows_it_as_one():
    url = "https://lake.example/a.png"
    with filled(Target(url), Target(url, image=True, referrer="https://quay.example/p/"), Target(url)) as queue:
        assert all_of(queue)[0].targets == (Target(url, image=True, referrer="https://quay.example/p/"),)


def test_an_address_is_of_an_audited_site_if_one_post_says_so():
    url = "https://lake.example/a"
    with filled(Target(url), Target(url, own=True)) as queue:
        assert all_of(queue)[0].targets == (Target(url, own=True),)


def test_the_first_referrer_stays():
    url = "https://lake.example/a.png"
    referrers = ("", "https://quay.example/1/", "https://quay.example/2/")
    with filled(*(Target(url, image=True, referrer=referrer) for referrer in referrers)) as queue:
        assert all_of(queue)[0].targets[0].referrer == "https://quay.example/1/"


def test_more_addresses_than_are_read_at_once():
    targets = [Target(f"https://lake.example/{number}#{part}") for number in range(200) for part in "ab"]
    with filled(*targets) as queue:
        asks = [wanted.ask for wanted in queue.of_host("lake.example")]
        assert len(asks) == len(set(asks)) == 200


def test_hosts_can_be_read_at_the_same_time():
    targets = [Target(f"https://{host}.example/{number}") for host in "ab" for number in range(80)]
    with filled(*targets) as queue:
        pairs = list(zip(queue.of_host("a.example"), queue.of_host("b.example"), strict=True))
        assert len(pairs) == 80
        assert all(one.host == "a.example" and two.host == "b.example" for one, two in pairs)


def test_a_doubt_is_kept_once_for_an_address():
    with filled() as queue:
        queue.doubt("lake.example", "https://lake.example/a", ("first", 404))
        queue.doubt("lake.example", "https://lake.example/a", ("second", 404))
        queue.doubt("lake.example", "https://lake.example/b", {"any": ["thing"]})
        assert list(queue.doubted_hosts()) == ["lake.example"]
        assert list(queue.doubts_of_host("lake.example")) == [("second", 404), {"any": ["thing"]}]


def test_what_is_doubted_while_doubts_are_read_comes_too():
    with filled() as queue:
        queue.doubt("lake.example", "https://lake.example/a", 1)
        doubts = queue.doubts_of_host("lake.example")
        assert next(doubts) == 1
        queue.doubt("lake.example", "https://lake.example/b", 2)
        assert list(doubts) == [2]


def test_another_thread_may_finish_what_one_began():
    with filled(*(Target(f"https://lake.example/{number}") for number in range(100))) as queue:
        wanted = queue.of_host("lake.example")
        next(wanted)
        rest = []
        thread = threading.Thread(target=lambda: rest.extend(wanted))
        thread.start()
        thread.join()
        assert len(rest) == 99


PARTS = st.text(st.sampled_from("ab/%?ä\N{BLACK STAR}Z~ _'\""), max_size=5)
TARGETS = st.builds(
    lambda host, path, fragment, image, referrer: Target(f"https://{host}/{path}{fragment}", image, referrer),
    st.sampled_from(["a.example", "b.example", "b.example:8080", "[2606:2800::1]", "ä.example"]),
    PARTS,
    st.sampled_from(["", "#a", "#b", "#a#b", "#%20"]),
    st.booleans(),
    st.sampled_from(["", "https://quay.example/1/", "https://quay.example/2/"]),
)


@given(st.lists(TARGETS, max_size=120))
def test_every_wanted_address_comes_once(targets):
    with filled(*targets) as queue:
        found = all_of(queue)
    urls = Counter(target.url for wanted in found for target in wanted.targets)
    assert set(urls) == {target.url for target in targets}
    assert not [url for url, count in urls.items() if count > 1]
    assert len({(wanted.host, wanted.ask) for wanted in found}) == len(found)
    assert all(target.url.partition("#")[0] == wanted.ask for wanted in found for target in wanted.targets)
    pictures = {target.url for target in targets if target.image}
    assert {target.url for wanted in found for target in wanted.targets if target.image} == pictures
