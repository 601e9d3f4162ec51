"""Between map and judge: the network is asked about every distinct address that the posts hold."""

from __future__ import annotations

import os
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from audit.engine.state import Progress
from audit.errors import SettingsError
from audit.probe import Hop
from audit.report import ErrorEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from audit.engine.earlier import Earlier
    from audit.engine.plan import Plan
    from audit.engine.state import State
    from audit.probe import Probe
    from audit.probe.network import Target
    from audit.probe.settings import NetworkSettings


_SECRET = 6  # characters of a header's value that may be one
_STARS = "***"


def check_network(settings: NetworkSettings) -> None:
    """Before a run that asks: whether it can.

    Raises:
        SettingsError: the file of authorities is missing, or has no certificates.
    """
    for name, path in (("--ca-file", settings.ca_file), ("SSL_CERT_FILE", os.environ.get("SSL_CERT_FILE"))):
        if path and not Path(path).is_file():
            raise SettingsError(f"{name}: {path}: there is no such file.")
        if path and not _has_certificates(path):
            raise SettingsError(f"{name}: {path}: holds no certificates. It must be in PEM form.")


def _has_certificates(path: str) -> bool:
    import ssl  # noqa: PLC0415 - only where somebody names a file

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(path)
    except (OSError, ssl.SSLError):
        return False
    return bool(context.get_ca_certs())


def ask_links(
    plan: Plan,
    state: State,
    settings: NetworkSettings,
    progress: Callable[[Progress], None] | None,
    began: float,
    earlier: Earlier | None = None,
) -> None:
    """Ask about the addresses that rules over links gathered, and keep the answers in the store.

    Ctrl-C ends the asking, not the run: what is known is kept.

    Args:
        plan: what the run does; offline, nothing is asked.
        state: has the witnesses, and takes the answers, what went wrong and why the run is partial.
        settings: how the network is asked.
        progress: called now and then.
        began: when the run began (monotonic seconds).
        earlier: what an earlier run knew; then only new links and those of changed posts are asked.
    """
    if not plan.link_groups or state.partial is not None:
        return
    from audit.probe.memory import Memory  # noqa: PLC0415 - curl takes 20 ms that an offline run does not pay
    from audit.probe.prober import Prober  # noqa: PLC0415 - the same

    total = state.store.count_links()
    memory = None if settings.no_cache else Memory(Path(settings.cache_dir), time.time())
    told = 0.0
    secrets = [value for one in settings.header if len(value := one.partition(":")[2].strip()) >= _SECRET]
    prober = Prober(settings.network(), memory)
    try:
        with closing(prober.ask(_targets(plan, state, earlier))) as probes:
            for probe in probes:
                state.store.add_probe(_without(secrets, probe))
                state.links[probe.verdict] += 1
                state.links["cached"] += probe.cached
                now = time.monotonic()
                if progress is not None and now - told >= 0.1:  # noqa: PLR2004 - ten times a second
                    told = now
                    done = sum(state.links.values()) - state.links["cached"]
                    progress(Progress(len(state.store), None, state.findings, now - began, done, total))
    except KeyboardInterrupt:
        state.partial = "stopped by the user while links were checked"
    finally:
        if memory is not None:
            memory.close(time.time())
    notes = ([prober.problem] if prober.problem else []) + (memory.notices if memory is not None else [])
    state.errors.extend(ErrorEntry(kind="network", message=note) for note in notes)


def _without(secrets: Sequence[str], probe: Probe) -> Probe:
    """The answer without the values of the user's own headers, which a server may have sent back."""
    for secret in secrets:
        if secret in f"{probe.final_url} {probe.evidence} {probe.hops}":
            hops = tuple(Hop(hop.url.replace(secret, _STARS), hop.status) for hop in probe.hops)
            final = probe.final_url.replace(secret, _STARS) if probe.final_url is not None else None
            probe = replace(probe, hops=hops, final_url=final, evidence=probe.evidence.replace(secret, _STARS))
    return probe


def _targets(plan: Plan, state: State, earlier: Earlier | None) -> Iterator[Target]:
    from audit.probe.network import Target  # noqa: PLC0415 - see above

    changed: set[int] = set()
    if earlier is not None:
        changed.update(o for o, ref, version in state.store.versions() if earlier.has_changed(ref, version))
    for target in state.store.link_targets(plan.link_groups):
        if earlier is not None and earlier.knows(target.url) and changed.isdisjoint(target.orders):
            continue
        host = target.url.partition("://")[2].partition("/")[0].removeprefix("www.")
        own = any(site.partition("/")[0] == host for site in target.sites)
        yield Target(target.url, target.image, target.referrer, own)


def link_counts(state: State) -> dict[str, int]:
    """The links of a run in numbers: distinct addresses, those by verdict, those from memory, those not asked."""
    distinct = state.store.count_links()
    verdicts = {verdict: count for verdict, count in sorted(state.links.items()) if verdict != "cached"}
    asked = sum(verdicts.values())
    counts = {"distinct": distinct, **verdicts}
    if state.links["cached"]:
        counts["cached"] = state.links["cached"]
    if asked < distinct:
        counts["skipped"] = counts.get("skipped", 0) + distinct - asked
    return counts
