"""Which proxy an address is asked through: `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` say."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]  # typeshed lacks the latter

if TYPE_CHECKING:
    from audit.facts.url import Url


@lru_cache(maxsize=1)
def _proxies() -> dict[str, str]:
    return getproxies_environment()


@lru_cache(maxsize=4096)
def _proxy_for(scheme: str, host: str) -> str:
    proxies = _proxies()
    proxy = proxies.get(scheme) or proxies.get("all", "")
    return "" if not proxy or proxy_bypass_environment(host, proxies) else proxy


def proxy_for(url: Url) -> str:
    """Address of the proxy for a URL, or "" for none."""
    return _proxy_for(url.scheme, url.host.strip("[]"))
