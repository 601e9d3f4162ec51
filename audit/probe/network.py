"""How the network is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from audit._version import __version__
from audit.probe.names import Names, system_names

DAY = 86_400.0
USER_AGENT = f"Mozilla/5.0 (compatible; postaudit/{__version__})"
"""Says who asks: server owners may want to know, and few servers mind."""
BROWSER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
"""For the second question to a server that refused the first."""


class Target(NamedTuple):
    """One address to ask about.

    Attributes:
        url: resolved and normalised, with its fragment.
        image: a post shows it as a picture.
        referrer: address of the post that does.
        own: it is on the host of an audited site.
    """

    url: str
    image: bool = False
    referrer: str = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """How the network is asked.

    Attributes:
        timeout: seconds that one request may take, from the start of the connection to the end of what is read.
        max_concurrency: most requests at the same time.
        host_concurrency: most requests to one host at the same time.
        max_age: seconds for which an earlier run's success is believed.
        accept: further HTTP statuses that count as working.
        allow_private_hosts: private, loopback and other non-public addresses may be asked.
        headers: (name, value) of further request headers. User-Agent and the Accept family go to every host, all
            others, which may be secrets, only to the audited sites' own.
        ca_file: certificates of the authorities that are believed, instead of the system's.
        fail_after: runs in a row after which a transient failure is a fault.
        cache_dir: folder where what was read of a site waits if the reading is interrupted; None: nowhere.
        names: looks host names up.
    """

    timeout: float = 10.0
    max_concurrency: int = 384
    host_concurrency: int = 384
    max_age: float = 7 * DAY
    accept: frozenset[int] = frozenset()
    allow_private_hosts: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    ca_file: str | None = None
    fail_after: int = 3
    cache_dir: str | None = None
    names: Names = system_names
