"""Asks addresses: every distinct one once, many at a time, gently to each host, and again where an answer is doubted.

One thread runs everything. A host that makes us wait holds nobody up: it is put aside until its time has come.
"""

from __future__ import annotations

import random
import string
import time
from collections import deque
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from audit.facts.url import Url, is_private_host, parse_url, without_credentials
from audit.probe import LIVE, TRANSIENT, Hop, Probe
from audit.probe.exchange import Failure, Request, ca_bundle
from audit.probe.fragment import is_of_comments, is_perhaps_state, kind_of
from audit.probe.job import Doubt, Ending, Host, Job, authority_of, settled
from audit.probe.landing import (
    fragment_of,
    has_target,
    is_complete,
    is_page,
    is_suspect,
    names_target,
    stands_before,
)
from audit.probe.loop import Loop
from audit.probe.names import Resolved, is_private_name, resolve
from audit.probe.network import Network, Target
from audit.probe.pacing import LONGEST_WAIT, Pace
from audit.probe.page import Page
from audit.probe.pictures import picture_fault
from audit.probe.proxies import proxy_for
from audit.probe.queue import Queue, Wanted
from audit.probe.quirks import REFUSED, quirk_of, wall_at
from audit.probe.redirects import LONGEST_URL, Leads, fault_of, leads_of
from audit.probe.requests import headers_of
from audit.probe.retry_after import wait_of
from audit.probe.sanity import Sanity
from audit.probe.tls import CERTIFICATE_FAULTS, diagnose, trusted_organizations
from audit.probe.verdict import (
    Ruling,
    is_endpoint,
    live_ruling,
    ruling_of_answer,
    ruling_of_failure,
    ruling_of_one_page,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from audit.probe.answer import Answer
    from audit.probe.exchange import Exchange
    from audit.probe.memory import Memory

_RETRIES = 2
_FIRST_DELAY, _DELAY_GROWTH = 0.4, 2.5  # seconds
_LONG_WAIT = 5.0  # a host that asks for more seconds is asked once again, not twice
_MOST_NAMES = 20_000  # whose addresses are kept
_TOO_MANY, _UNAVAILABLE = 429, 503
_SAME_FAULT = {"refused": 3, "timeout-connect": 3, "timeout-tls": 3, "unreachable": 3, "timeout-answer": 5, "reset": 4}
_SAME_FAULT |= dict.fromkeys(CERTIFICATE_FAULTS, 2)
"""How often in a row a host that never answered may fail in one way until its other addresses share the failure."""
_BROKEN_OFF = frozenset({"refused", "reset", "handshake"})
_PUT_OFF = 3  # addresses in a row for which a host wants more patience than a minute
_COMPLAINTS = 5  # waves of complaints in a row, with waits that double, before a host is asked no more
_PATIENCE = 120.0  # seconds that one host is waited for in a run
_NO_OLD_PROTOCOL = frozenset({"not-http", "reset"})  # from a host that failed over HTTP/2: it knows nothing else
_REFUSED_PICTURE = frozenset({"blocked", "auth-required", "broken"})


class Fetched(NamedTuple):
    """What came of fetching a page.

    Attributes:
        probe: what the network said about the address.
        answer: the last answer, if a reader gets there what the address promises; None otherwise.
    """

    probe: Probe
    answer: Answer | None


class Prober:
    """Asks the network about addresses.

    Attributes:
        problem: what is wrong with this machine's own network, so that some or all of what it said is no verdict; None
            if nothing is. Known when the asking has ended.
    """

    def __init__(self, network: Network, memory: Memory | None = None) -> None:
        self._network = network
        self._memory = memory
        self.problem: str | None = None

    def ask(self, targets: Iterable[Target]) -> Generator[Probe, None, None]:
        """What the network says about each distinct address, in order of completion.

        With no network at all nothing is yielded, and `problem` says so.
        """
        run = _Run(self._network, self._memory)
        try:
            yield from run.ask(targets)
        finally:
            self.problem = run.sanity.problem
            run.close()

    def fetch(self, targets: Iterable[Target]) -> Generator[Fetched, None, None]:
        """The pages at addresses, asked for as links are, and judged as links are, in order of completion.

        Nothing is recalled from earlier runs, and nothing remembered for later ones.
        """
        run = _Run(self._network, None, keeps_pages=True)
        try:
            for probe in run.ask(targets):
                yield Fetched(probe, run.pages.pop(probe.url, None))
        finally:
            self.problem = run.sanity.problem
            run.close()


class _Run:
    """One run over some addresses: first all of them, then those whose first answer is doubted."""

    def __init__(self, network: Network, memory: Memory | None, *, keeps_pages: bool = False) -> None:
        self._network = network
        self._memory = memory
        self._keeps_pages = keeps_pages
        self.pages: dict[str, Answer] = {}  # by address, until the probe of the address is told
        self._queue = Queue()
        self._loop = Loop(network)
        self._hosts: dict[str, Host] = {}
        self._listed: deque[Host] = deque()
        self._resolved: dict[str, Resolved] = {}
        self._looked_up: dict[str, list[Job]] = {}
        self._owners: dict[Exchange, Job] = {}
        self._done: list[Probe] = []
        self._is_second = False
        self._random = random.Random()  # noqa: S311 - jitter
        self._ca_file = ca_bundle(network.ca_file)
        self.sanity = Sanity(network.names)

    def close(self) -> None:
        """Close every connection and forget what was still to be asked."""
        self._loop.close()
        self._queue.close()

    def ask(self, targets: Iterable[Target]) -> Iterator[Probe]:
        """See `Prober.ask`."""
        self._queue.want(self._wanted(targets))
        yield from self._take_done()
        yield from self._drain(self._queue.hosts(), self._queue.of_host)
        self.sanity.conclude()
        if self.sanity.is_mute:
            return
        self._begin_again()
        yield from self._drain(self._queue.doubted_hosts(), self._queue.doubts_of_host)

    def _begin_again(self) -> None:
        """A second question is a new one: names are looked up again, and no host counts as down."""
        self._is_second = True
        self._resolved.clear()
        for host in self._hosts.values():
            if host.pace.complained_once:  # perhaps it takes only so many at once
                host.pace.one_by_one()
            host.fault, host.faults, host.down = "", 0, None

    # -- what is to be asked -------------------------------------------------------------------------------------------

    def _wanted(self, targets: Iterable[Target]) -> Iterator[tuple[str, str, Target]]:
        """What must be asked: (host, address, target). What needs no question is answered here."""
        for target in targets:
            url = parse_url(without_credentials(target.url))
            probe = self._without_asking(target, url)
            if probe is not None:
                self._done.append(probe)
            elif url is not None:
                quirk = quirk_of(url)
                asked = (parse_url(quirk.ask) if quirk is not None and quirk.ask else None) or url
                yield authority_of(asked), asked.href.partition("#")[0], target

    def _without_asking(self, target: Target, url: Url | None) -> Probe | None:
        """The answer of the address itself, or of an earlier run."""
        if url is None or not url.host or url.scheme not in {"http", "https"}:
            return Probe(target.url, "invalid-url", "malformed", evidence="no browser can open this address")
        if len(url.href) > LONGEST_URL:
            return Probe(target.url, "skipped", "url-too-long", evidence=f"an address of {len(url.href):,} characters")
        if is_endpoint(url):
            return Probe(target.url, "skipped", "policy", evidence="an endpoint for programs")
        quirk = quirk_of(url)
        if quirk is not None and quirk.skip:
            return Probe(target.url, "skipped", "policy", evidence=quirk.why)
        network = self._network
        is_near = is_private_name(url.host) or is_private_host(url.host)
        if self._memory is None or (is_near and not network.allow_private_hosts):
            return None
        return self._memory.recall(
            target.url, image=target.image, max_age=network.max_age, now=time.time(), accept=network.accept
        )

    def _drain(self, names: Iterator[str], of_host: Callable[[str], Iterator[Any]]) -> Iterator[Probe]:
        """Ask everything of all hosts, and of the hosts that their redirects lead to."""
        more = True
        while not self.sanity.is_mute:
            while more and len(self._listed) < self._loop.most:
                name = next(names, None)
                if name is None:
                    more = False
                else:
                    host = self._host(name)
                    host.fresh = of_host(name)
                    self._list(host)
            self._start_jobs()
            yield from self._take_done()
            if not more and self._loop.is_idle and not self._looked_up and not self._listed:
                return
            self._loop.wait()
            self._take_names()
            for exchange, code, message in self._loop.finished():
                self._finished_safely(self._owners.pop(exchange), exchange, code, message)
            if self._memory is not None:
                self._memory.save(time.time())
            yield from self._take_done()

    def _take_done(self) -> Iterator[Probe]:
        done, self._done = self._done, []
        yield from done

    # -- hosts ---------------------------------------------------------------------------------------------------------

    def _host(self, name: str) -> Host:
        host = self._hosts.get(name)
        if host is None:
            quirk = quirk_of(parse_url(f"https://{name}/"))
            most = self._network.host_concurrency
            if quirk is not None and quirk.concurrency is not None:
                most = min(most, quirk.concurrency)
            host = self._hosts[name] = Host(name, Pace(most))
        return host

    def _list(self, host: Host) -> None:
        """The host may have something to start."""
        if not host.listed:
            host.listed = True
            self._listed.append(host)

    def _start_jobs(self) -> None:
        """Start a request of each host that may, one after the other and round after round, while there is room."""
        while self._listed and self._loop.active < self._loop.most:
            host = self._listed.popleft()
            host.listed = False
            now = time.monotonic()
            if not host.pace.may_start(now):
                if host.pace.ready_at > now:
                    self._loop.after(host.pace.ready_at - now, partial(self._list, host))
                continue  # else the end of one of its requests lists it again
            job = self._next_job(host)
            if job is None:
                self._forget_if_done(host)
                continue
            self._start(job)
            self._list(host)

    def _next_job(self, host: Host) -> Job | None:
        if host.waiting:
            return host.waiting.popleft()
        if host.fresh is None or host.lookups:
            return None
        for what in host.fresh:
            job = self._second_job(host, what) if self._is_second else self._first_job(host, what)
            if job is not None:
                return job
            if len(self._done) >= self._loop.most:
                self._list(host)
                return None
        host.fresh = None
        return None

    def _forget_if_done(self, host: Host) -> None:
        """Hosts that nobody waits for are forgotten, so that memory does not grow with their number."""
        if host.fresh is None and not (
            host.waiting or host.lookups or host.pace.active or host.samplers or host.held or host.pace.complained_once
        ):
            self._hosts.pop(host.name, None)

    def _first_job(self, host: Host, wanted: Wanted) -> Job | None:
        url = parse_url(wanted.ask)
        if url is None:
            return None
        job = Job(wanted, host, url)
        if host.down is not None:
            self._end(job, Ending(ruling_of_failure(host.down)))
            return None
        return job

    def _second_job(self, host: Host, doubt: Doubt) -> Job | None:
        url = parse_url(doubt.wanted.ask)
        if url is None:
            return None
        job = Job(doubt.wanted, host, url, attempts=doubt.attempts, doubt=doubt)
        ruling = self.sanity.excuse(doubt.ending.ruling, host.bare_name)
        if ruling is not None:
            self._emit(job, replace(doubt.ending, ruling=ruling))
            return None
        if doubt.suspect:
            return self._compared(job, doubt)
        if not doubt.ending.ruling.doubt and not doubt.ending.missing:
            self._emit(job, doubt.ending)
            return None
        if host.down is not None:
            self._end(job, Ending(ruling_of_failure(host.down)))
            return None
        return job

    # -- requests ------------------------------------------------------------------------------------------------------

    def _start(self, job: Job) -> None:
        """Send the job's next request, or look its host up first."""
        if job.host.given_up is not None:
            self._end(job, Ending(job.host.given_up, hops=tuple(job.hops)))
            return
        url, proxy = job.url, proxy_for(job.url)
        resolved = self._resolved.get(url.host)
        if resolved is None:
            self._look_up(url.host, job)
            return
        if resolved.cause is not None:
            self._fail(job, _behind_proxy(resolved, proxy) or Failure(resolved.cause, resolved.evidence))
            return
        if self.sanity.is_wildcard(resolved.addresses):
            self._end(job, Ending(self.sanity.wildcard_ruling()))
            return
        if job.exchange is None:
            job.exchange = self._loop.exchange()
        request = Request(
            url.href.partition("#")[0],
            () if proxy else resolved.addresses,
            headers_of(job, self._network),
            wants_target=bool(job.fragment) or any(names_target(target.url) for target in job.wanted.targets),
            wants_picture=job.image,
            wants_page=self._keeps_pages and not job.is_own,
            proxy=proxy,
            fresh=(job.is_second and not job.hops) or job.retries > 0,
            old_protocol=job.old_protocol,
            handshake_only=job.diagnosed is not None,
        )
        self._owners[job.exchange] = job
        job.asked_at, job.asked_with = time.monotonic(), job.exchange.cookies
        self._loop.start(job.exchange, request)
        job.host.pace.started(job.asked_at)

    def _look_up(self, name: str, job: Job) -> None:
        job.host.lookups += 1
        waiting = self._looked_up.setdefault(name, [])
        waiting.append(job)
        if len(waiting) == 1:
            self._loop.look_up(name, self._resolve)

    def _resolve(self, name: str) -> Resolved:
        """In another thread."""
        self.sanity.look_for_wildcard(name)
        return resolve(name, self._network.names, allow_private=self._network.allow_private_hosts)

    def _take_names(self) -> None:
        for name, resolved in self._loop.looked_up():
            if len(self._resolved) >= _MOST_NAMES:
                self._resolved.clear()
            self._resolved[name] = resolved
            for job in self._looked_up.pop(name, ()):
                job.host.lookups -= 1
                self._put_back(job)

    def _put_back(self, job: Job, seconds: float = 0.0) -> None:
        """The job's next request may be sent, at once or later."""
        if seconds > 0:
            self._loop.after(seconds, partial(self._put_back, job))
            return
        job.host.waiting.append(job)
        self._list(job.host)

    def _finished_safely(self, job: Job, exchange: Exchange, code: int, message: str) -> None:
        """An answer that crashes us must not take those of all others with it."""
        try:
            self._finished(job, exchange, code, message)
        except Exception as error:  # noqa: BLE001 - servers send what nobody thought of
            evidence = f"{type(error).__name__}: {error}"
            self.sanity.crashed(without_credentials(job.url.href), evidence)
            ending = Ending(Ruling("unknown", "crashed", evidence))
            if job.is_own:
                self._end(job, ending)
            else:
                self._emit(job, ending)

    def _finished(self, job: Job, exchange: Exchange, code: int, message: str) -> None:
        self._list(job.host)
        if job.diagnosed is not None:
            failure, job.diagnosed = job.diagnosed, None
            job.host.pace.failed()
            if code == 0:
                failure = diagnose(failure, exchange.certificates, trusted_organizations(self._ca_file))
            self._fail(job, failure)
            return
        sent = max(1, min(exchange.sent, 2))
        job.attempts += sent
        job.sent += sent
        outcome = exchange.outcome(code, message)
        if not isinstance(outcome, Failure):
            self._answered(job, outcome)
            return
        if outcome.cause in _BROKEN_OFF:
            job.host.pace.struggled()
        else:
            job.host.pace.failed()
        if outcome.cause in CERTIFICATE_FAULTS:
            job.diagnosed = outcome
            self._put_back(job)
            return
        self._fail(job, outcome)

    # -- no answer -----------------------------------------------------------------------------------------------------

    def _fail(self, job: Job, failure: Failure) -> None:
        if job.old_protocol and failure.cause in _NO_OLD_PROTOCOL:
            failure = replace(failure, cause="http2")
        job.old_protocol = job.old_protocol or failure.cause == "http2"
        self._note_fault(job, failure)
        self.sanity.failed(job.url.host, failure)
        ruling = self._quirky(job, REFUSED) if failure.cause in {"refused", "reset"} else None
        ruling = ruling or ruling_of_failure(failure)
        if ruling.again and job.retries < _most_retries(job) and job.sent <= _RETRIES and job.host.down is None:
            job.retries += 1
            self._put_back(job, self._delay(job))
            return
        self._end(job, self._ending(job, ruling))

    def _note_fault(self, job: Job, failure: Failure) -> None:
        """Count failures in a row; where many requests at once may be the reason, those under way together are one."""
        host = job.host
        if failure.cause != host.fault:
            host.fault, host.faults = failure.cause, 1
        elif job.asked_at > host.fault_at or failure.cause not in _BROKEN_OFF:
            host.faults += 1
        else:
            return
        host.fault_at = time.monotonic()
        limit = _SAME_FAULT.get(failure.cause)
        if limit is not None and host.faults >= limit and not host.good:
            host.down = failure

    def _delay(self, job: Job) -> float:
        return float(_FIRST_DELAY * _DELAY_GROWTH ** (job.retries - 1) * (0.75 + self._random.random() / 2))

    # -- an answer -----------------------------------------------------------------------------------------------------

    def _answered(self, job: Job, answer: Answer) -> None:
        host = job.host
        host.good += 1
        host.faults, host.down = 0, None
        if not host.witness and not job.hops:
            host.witness = job.url.href.partition("#")[0]
        if job.canary_of is not None:
            host.pace.failed()  # one answer alone says nothing about the pace
            self._release(job)
            self._has_answered_again(host, alive=True)
            return
        if answer.status not in {_TOO_MANY, _UNAVAILABLE}:
            host.put_off = 0
        self.sanity.answered(job.url.host, answer, time.time())
        page = Page(answer)
        if self._is_put_off(job, answer, page):
            return
        if answer.status >= 500 or job.exchange is None:  # noqa: PLR2004 - a fault of the server
            host.pace.failed()
        else:
            host.pace.answered(job.exchange.latency)
        leads = leads_of(answer, page, image=job.image)
        if leads is not None and answer.status not in self._network.accept:
            self._follow(job, answer, leads)
        elif job.sample_of is not None:
            self._sampled(job, (page.fingerprint(answer.url), page.is_app_shell) if is_page(answer, page) else None)
        else:
            self._judge(job, answer, page)

    def _is_put_off(self, job: Job, answer: Answer, page: Page) -> bool:
        """Whether the host asks for patience. It gets it for a minute; past that the address is left to another run."""
        asked_for = wait_of(answer, time.time())
        if answer.status != _TOO_MANY and (answer.status != _UNAVAILABLE or asked_for is None):
            return False
        host = job.host
        wait = host.pace.complained(time.monotonic(), asked_for, self._random.random(), job.asked_at)
        ruling = ruling_of_answer(answer, page, job.hops, self._network.accept)
        most = min(_most_retries(job), 1 if wait > _LONG_WAIT else _RETRIES)
        self._give_up(host, wait, ruling)
        if host.given_up is None and ruling.again and wait <= LONGEST_WAIT and job.retries < most:
            job.retries += 1
            self._put_back(job, max(wait, _FIRST_DELAY))
            return True
        if wait > LONGEST_WAIT:
            ruling = replace(ruling, evidence=f"{ruling.evidence}; it asks to wait {wait:,.0f} seconds", doubt=False)
        elif host.given_up is None and host.pace.has_answered:  # others were answered: perhaps it is so at the end
            ruling = replace(ruling, doubt=True)
        self._end(job, self._ending(job, ruling, answer))
        return True

    def _give_up(self, host: Host, wait: float, ruling: Ruling) -> None:
        """A host that never has enough is asked no more in this run: its other addresses share its last answer."""
        host.put_off += wait > LONGEST_WAIT
        if host.put_off >= _PUT_OFF or host.pace.complaints >= _COMPLAINTS or host.pace.waited > _PATIENCE:
            evidence = f"{ruling.evidence}, as to other addresses of the host"
            host.given_up = replace(ruling, cause="left-alone", evidence=evidence, doubt=False)

    def _follow(self, job: Job, answer: Answer, leads: Leads) -> None:
        """Go where an answer leads."""
        fault = self._end_of_the_way(job, leads) or fault_of(leads, len(job.hops))
        if fault is not None or leads.url is None or job.exchange is None:
            self._end(job, self._ending(job, fault or Ruling("broken", "bad-location"), answer))
            return
        here = job.url.href.partition("#")[0]
        there = leads.url.href.partition("#")[0]
        cookies = job.exchange.cookies
        job.seen.add((here, job.asked_with))
        if (there, cookies) in job.seen:
            evidence = f"it leads back to {without_credentials(there)}"
            self._end(job, self._ending(job, Ruling("broken", "redirect-loop", evidence, doubt=True), answer))
            return
        job.hops.append(Hop(here, answer.status))
        if "#" in leads.location:
            job.fragment = leads.url.fragment
        job.url = parse_url(without_credentials(leads.url.href)) or leads.url
        job.retries = job.sent = 0
        job.host = self._host(authority_of(job.url))
        self._put_back(job)

    def _end_of_the_way(self, job: Job, leads: Leads) -> Ruling | None:
        """A redirect that says all that there is to say: a registered DOI, a login wall, a consent wall."""
        quirk = quirk_of(job.url)
        if quirk is not None and quirk.redirect_proves and leads.url is not None and not quirk.owns(leads.url.host):
            return live_ruling((), quirk.why)
        asked = parse_url(job.wanted.targets[0].url)
        wall = wall_at(asked, leads.url) if asked is not None and leads.url is not None else None
        if wall is None or wall.arrival is None:
            return None
        return Ruling(*wall.arrival, evidence=f"it leads to {wall.name}: {wall.why}")

    def _quirky(self, job: Job, status: int) -> Ruling | None:
        """What a host's answer means where it is not what a status usually means."""
        quirk = quirk_of(parse_url(job.wanted.targets[0].url))
        reading = quirk.verdict_of(status) if quirk is not None else None
        if quirk is None or reading is None:
            return None
        live = reading.verdict in LIVE
        return Ruling(reading.verdict, reading.cause, quirk.why, definitive=live, doubt=reading.verdict == "broken")

    def _judge(self, job: Job, answer: Answer, page: Page) -> None:
        """The end of a chain: what it means."""
        ruling = self._quirky(job, answer.status) or ruling_of_answer(answer, page, job.hops, self._network.accept)
        if ruling.again and job.retries < _most_retries(job):
            job.retries += 1
            self._put_back(job, self._delay(job))
            return
        if job.only_image and ruling.verdict in _REFUSED_PICTURE and not ruling.definitive:
            ruling = replace(ruling, doubt=True)  # perhaps it was refused to this post only
        ending = self._ending(job, ruling, answer)
        if not ruling.live:
            self._end(job, ending)
            return
        self._look_at_picture(job, answer, ending)
        self._look_for_targets(job, answer, page, ending)
        may_be_any_page = ending.ruling.live and not (job.image or job.is_second or stands_before(job.url, job.hops))
        if may_be_any_page and is_suspect(job.url, answer, page):
            self._end(job, ending, page.fingerprint(answer.url), ruling_of_one_page(page))
        else:
            self._end(job, ending)

    def _look_at_picture(self, job: Job, answer: Answer, ending: Ending) -> None:
        fault = picture_fault(answer) if job.image else None
        if fault is None:
            return
        ending.image_fault = fault.evidence
        if job.only_image:
            ending.ruling = Ruling("broken", fault.cause, fault.evidence, doubt=True)

    def _look_for_targets(self, job: Job, answer: Answer, page: Page, ending: Ending) -> None:
        """Which fragments have no target on the page."""
        quirk = quirk_of(parse_url(job.wanted.targets[0].url)) or quirk_of(job.url)
        if quirk is not None and not quirk.judges_fragments:
            return
        is_read = page.is_html and is_complete(answer) and not page.is_app_shell
        for target in job.wanted.targets:
            fragment = job.fragment if job.fragment is not None else fragment_of(target.url)
            if not has_target(page, answer, fragment):
                if is_read and not (is_of_comments(fragment) or is_perhaps_state(fragment)):
                    ending.missing += (target.url,)
                else:
                    ending.unread += (target.url,)

    def _ending(self, job: Job, ruling: Ruling, answer: Answer | None = None) -> Ending:
        if answer is None:
            return Ending(ruling, hops=tuple(job.hops), fragment=job.fragment)
        final = without_credentials(job.url.href.partition("#")[0])
        kept = answer if self._keeps_pages and ruling.live else None
        return Ending(ruling, answer.status, final, job.fragment, tuple(job.hops), answer.media_type, answer=kept)

    # -- one page for every path ---------------------------------------------------------------------------------------

    def _compared(self, job: Job, doubt: Doubt) -> Job | None:
        """Hold a suspect against what the host answers to an address that nobody has, which is asked once."""
        host = job.host
        if host.sample is not None:
            self._hold_against(host.sample, job, doubt)
            return None
        if host.samplers is not None:
            host.samplers.append(job)
            return None
        host.samplers = [job]
        url = parse_url(f"{job.url.scheme}://{host.name}/{''.join(self._random.choices(string.ascii_lowercase, k=24))}")
        if url is None:
            return None
        return Job(Wanted(host.name, url.href, (Target(url.href),)), host, url, sample_of=host)

    def _sampled(self, job: Job, sample: tuple[bytes, bool] | None) -> None:
        host = job.sample_of
        self._release(job)
        if host is None:
            return
        host.sample = sample or (b"", False)
        samplers, host.samplers = host.samplers or [], []
        for one in samplers:
            if one.doubt is not None:
                self._hold_against(host.sample, one, one.doubt)

    def _hold_against(self, sample: tuple[bytes, bool], job: Job, doubt: Doubt) -> None:
        ending = doubt.ending
        if doubt.suspicion is not None and sample[0] and sample[0] == doubt.suspect:
            ending.ruling = doubt.suspicion
        if ending.ruling.live and ending.missing:  # the page is its own, and is asked again for its fragments
            self._put_back(Job(job.wanted, job.host, job.url, attempts=job.attempts, doubt=replace(doubt, suspect=b"")))
        else:
            self._emit(job, ending)

    # -- the end of a chain --------------------------------------------------------------------------------------------

    def _release(self, job: Job) -> None:
        if job.exchange is not None:
            self._loop.give_back(job.exchange)
            job.exchange = None

    def _end(self, job: Job, ending: Ending, suspect: bytes = b"", suspicion: Ruling | None = None) -> None:
        """A chain has come to its end: tell it, or ask again at the end of the run."""
        self._release(job)
        if job.canary_of is not None:
            self._has_answered_again(job.canary_of, alive=False)
        elif job.sample_of is not None:
            self._sampled(job, None)
        elif job.doubt is not None:
            self._settle(job, job.doubt, ending)
        elif ending.ruling.doubt or ending.missing or suspect or self.sanity.may_excuse(ending.ruling):
            wanted = job.wanted
            self._queue.doubt(wanted.host, wanted.ask, Doubt(wanted, ending, job.attempts, suspect, suspicion))
        else:
            self._emit(job, ending)

    def _settle(self, job: Job, doubt: Doubt, second: Ending) -> None:
        """Two answers are there, of a refused picture three."""
        if job.bare:
            if second.ruling.live and not second.image_fault:
                evidence = f"with the post as referrer {doubt.ending.ruling.evidence}; without it the picture is served"
                second.ruling = Ruling("blocked", "hotlink-protected", evidence, definitive=True)
                self._emit(job, second)
            else:
                self._emit(job, doubt.ending)
            return
        ending = settled(doubt.ending, second)
        is_refused = ending.ruling.verdict in _REFUSED_PICTURE and ending.status is not None
        if job.only_image and is_refused and any(target.referrer for target in job.wanted.targets):
            url = parse_url(job.wanted.ask) or job.url
            host = self._host(job.wanted.host)
            again = Doubt(job.wanted, ending, job.attempts)
            self._put_back(Job(job.wanted, host, url, attempts=job.attempts, doubt=again, bare=True))
            return
        if ending.ruling.verdict == "broken" and ending.ruling.cause in _BROKEN_OFF and job.host.good:
            self._hold(job, ending)
        else:
            self._emit(job, ending)

    def _hold(self, job: Job, ending: Ending) -> None:
        """A host that answered others breaks off twice: is it this address, or does it want no more of us?

        An address that worked is asked once more, and its answer tells.
        """
        host = job.host
        if host.alive is not None:
            self._emit(job, ending if host.alive else _cut_off(ending))
            return
        url = parse_url(host.witness)
        if url is None:  # it has answered nothing but the ends of redirects
            self._emit(job, ending)
            return
        host.held.append((job, ending))
        if len(host.held) == 1:
            self._put_back(Job(Wanted(host.name, url.href, (Target(url.href),)), host, url, canary_of=host))

    def _has_answered_again(self, host: Host, *, alive: bool) -> None:
        host.alive = alive
        held, host.held = host.held, []
        for one, ending in held:
            self._emit(one, ending if alive else _cut_off(ending))

    def _emit(self, job: Job, ending: Ending) -> None:
        self._release(job)
        now = time.time()
        for target in job.wanted.targets:
            probe = _probe(job, ending, target, now)
            if self._memory is not None:
                probe = self._memory.remember(probe, image=target.image, now=now, fail_after=self._network.fail_after)
            elif probe.verdict in TRANSIENT and self._network.fail_after <= 1:
                probe = replace(probe, streak=1, persistent=True)
            self._done.append(probe)
            if ending.answer is not None and probe.verdict in LIVE:
                self.pages[probe.url] = ending.answer


def _cut_off(ending: Ending) -> Ending:
    evidence = f"the host answered at first, and then no more ({ending.ruling.evidence})"
    return replace(ending, ruling=Ruling("connection-error", "cut-off", evidence))


def _most_retries(job: Job) -> int:
    """How often a request may be sent again: the second question is itself a repetition."""
    return 0 if job.is_second else _RETRIES


def _probe(job: Job, ending: Ending, target: Target, now: float) -> Probe:
    """What is told of one address of those that a chain answers."""
    ruling, final = ending.ruling, ending.final
    fragment = ending.fragment if ending.fragment is not None else fragment_of(target.url)
    if ruling.live and target.url in ending.missing:
        is_text = kind_of(fragment, "text/html") == "text"
        words = "the page does not have the text" if is_text else f"the page has no target #{fragment}"
        ruling = Ruling("anchor-missing", "text" if is_text else "target", words, definitive=ruling.definitive)
    elif ruling.live and target.url in ending.unread:
        evidence = f"the page works; whether it has a target #{fragment}, only a browser can tell"
        ruling = Ruling("unknown", "anchor-unchecked", evidence)
    asked = parse_url(target.url)
    quirk = quirk_of(asked)
    if quirk is not None and quirk.ask:  # the answer to another question is about this address all the same
        final, ending = without_credentials(target.url.partition("#")[0]), replace(ending, hops=())
    twice = job.doubt is not None and not ruling.doubt
    return Probe(
        target.url,
        ruling.verdict,
        ruling.cause,
        ending.status,
        f"{final}#{fragment}" if final and fragment else final,
        ending.hops,
        ruling.evidence,
        "definitive" if ruling.definitive else "confirmed" if twice else "single-observation",
        job.attempts,
        datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        media_type=ending.media_type,
        image_fault=ending.image_fault if target.image else "",
    )


def _behind_proxy(resolved: Resolved, proxy: str) -> Failure | None:
    """Behind a proxy a name that this machine cannot find is not dead, but nobody can judge its address either."""
    if not proxy or resolved.cause == "private-address":
        return None
    return Failure("proxy", f"{resolved.evidence}; asked through a proxy it might be found, but not judged")
