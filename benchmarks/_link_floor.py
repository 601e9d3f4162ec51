"""The least that asking costs: libcurl, GET, nothing read out of the answers.

    python benchmarks/_link_floor.py LINKS.txt [AT_ONCE OF_A_HOST]

Reads one URL a line. Keeps to so many requests at a time and so many of them to one host; postaudit's own limits unless
told. Prints the URLs that answered with an error, one a line.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pycurl

from audit.probe.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterator


def ask(links: Iterator[str], at_once: int, of_a_host: int) -> Iterator[tuple[str, int]]:
    """Each link and its status, 0 without an answer, in the order of completion."""
    multi = pycurl.CurlMulti()
    multi.setopt(pycurl.M_MAX_HOST_CONNECTIONS, of_a_host)
    multi.setopt(pycurl.M_MAX_TOTAL_CONNECTIONS, at_once)
    free = [prepared() for _ in range(at_once)]
    urls: dict[pycurl.Curl, str] = {}
    while True:
        while free and (link := next(links, "")):
            curl = free.pop()
            curl.setopt(pycurl.URL, link)
            urls[curl] = link
            multi.add_handle(curl)
        if not urls:
            return
        multi.perform()
        _, done, failed = multi.info_read()
        for curl in [*done, *(curl for curl, _, _ in failed)]:
            multi.remove_handle(curl)
            free.append(curl)
            yield urls.pop(curl), curl.getinfo(pycurl.RESPONSE_CODE)
        if not done and not failed:
            multi.select(1.0)


def prepared() -> pycurl.Curl:
    curl = pycurl.Curl()
    curl.setopt(pycurl.WRITEFUNCTION, len)
    curl.setopt(pycurl.NOSIGNAL, 1)
    curl.setopt(pycurl.TIMEOUT, int(Network().timeout))
    return curl


def main() -> None:
    limits = [int(limit) for limit in sys.argv[2:4]] or [Network().max_concurrency, Network().host_concurrency]
    with Path(sys.argv[1]).open(encoding="ascii") as lines:
        for link, status in ask((line.strip() for line in lines), *limits):
            if not 200 <= status < 300:
                print(link)


if __name__ == "__main__":
    main()
