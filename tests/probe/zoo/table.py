"""All cases of the zoo."""

from __future__ import annotations

from tests.probe.zoo import fragments, hosts, images, plain, redirects, secure, soft, statuses, walls

CASES = (
    *plain.CASES,
    *redirects.CASES,
    *statuses.CASES,
    *walls.CASES,
    *soft.CASES,
    *fragments.CASES,
    *images.CASES,
    *secure.CASES,
    *hosts.CASES,
)
