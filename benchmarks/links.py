"""Checking links, side by side: postaudit, lychee, linkinator, LinkChecker, and the bare cost of the requests.

    python benchmarks/links.py [--tool NAME] [--job NAME] [--rounds N] [--lychee FILE] [--linkinator FILE] ...

Needs Linux and listens on loopback only. A tool is looked for beside this Python and on the PATH; one that is not there
is said to be missing. In each round every tool does the job once, in turn; the table has the medians. A tool that takes
more than a minute does it in the first round only, and after five minutes it is stopped.

What is made equal: the same links in the same order, as one HTML file, and for postaudit as 100 posts of the WordPress
REST API; one link in a hundred is dead (404), and the table says whether a tool found just those. Each tool runs with
its own defaults and the options that `TOOLS` gives it: to be let onto loopback, to leave what it remembers alone, and
to say what it found in a form that can be read. lychee has a second row with its limits for each host lifted;
LinkChecker's (a request every 0.1 to 0.6 s) only the server can lift. The bare requests keep postaudit's limits, and
have a second row without any.

What is measured: wall and CPU seconds of the tool with all its processes, the largest resident set of any one of them,
and, counted by the server, the requests, the distinct links among them, the connections, the most requests that waited
for their answer at once, and how busy the server was itself.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from _link_server import address
from tabulate import tabulate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

HERE = Path(__file__).parent
POSTS = 100
DEAD_ONE_IN = 100
SLOW, GIVE_UP = 60.0, 300.0
BAD_VERDICTS = {"broken", "soft-404", "server-error", "timeout", "connection-error", "dns-error", "tls-error"}


@dataclass(frozen=True)
class Job:
    """So many distinct links on so many hosts, each answered after a delay in milliseconds."""

    title: str
    hosts: int
    links: int
    delay: int


JOBS = {
    "spread": Job("10,000 links on 500 hosts, 50 ms", hosts=500, links=10_000, delay=50),
    "one-host": Job("2,000 links on one host, 50 ms", hosts=1, links=2_000, delay=50),
    "one-host-instant": Job("2,000 links on one host, no delay", hosts=1, links=2_000, delay=0),
}


@dataclass(frozen=True)
class Tool:
    """A program to compare.

    Attributes:
        program: name of the executable.
        options: what it is called with, {html}, {posts}, {list} and {report} being files.
        bad: the links that it calls bad, from its standard output and its report.
    """

    program: str
    options: str
    bad: Callable[[Path, Path], set[str]]


def bad_of_postaudit(_: Path, report: Path) -> set[str]:
    links = json.loads(report.read_bytes())["links"]
    return {link["url"] for link in links if link["verdict"] in BAD_VERDICTS}


def bad_of_lychee(out: Path, _: Path) -> set[str]:
    said = json.loads(out.read_bytes())
    return {each["url"] for kind in ("error_map", "timeout_map") for found in said[kind].values() for each in found}


def bad_of_linkinator(out: Path, _: Path) -> set[str]:
    return {each["url"] for each in json.loads(out.read_bytes())["links"] if each["state"] == "BROKEN"}


def bad_of_linkchecker(out: Path, _: Path) -> set[str]:
    with out.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";")
        return {row["urlname"] for row in rows if row["valid"] == "False"}


def bad_of_floor(out: Path, _: Path) -> set[str]:
    return set(out.read_text(encoding="ascii").split())


TOOLS = {
    "raw": Tool(sys.executable, f"{HERE / '_link_floor.py'} {{list}}", bad_of_floor),
    "raw-unlimited": Tool(sys.executable, f"{HERE / '_link_floor.py'} {{list}} 1000 1000", bad_of_floor),
    "postaudit": Tool(
        "postaudit",
        "check {posts} --allow-private-hosts --no-cache --fail-on never --quiet --no-progress -o {report}",
        bad_of_postaudit,
    ),
    "lychee": Tool("lychee", "--no-progress --format json {html}", bad_of_lychee),
    "lychee-unlimited": Tool(
        "lychee",
        "--no-progress --format json --host-concurrency 128 --host-request-interval 0ms {html}",
        bad_of_lychee,
    ),
    "linkinator": Tool("linkinator", "--format json {html}", bad_of_linkinator),
    "linkchecker": Tool("linkchecker", "--no-status --check-extern -o csv {html}", bad_of_linkchecker),
}


@dataclass
class Run:
    """What one run of a tool took, and what the server saw of it."""

    seconds: float
    cpu: float
    kib: int
    code: int
    requests: int
    links: int
    connections: int
    at_once: int
    server_cpu: float
    bad: set[str] | None


@dataclass
class Inputs:
    """The files of a job, the same links in each."""

    folder: Path
    html: Path = field(init=False)
    posts: Path = field(init=False)
    list: Path = field(init=False)

    def __post_init__(self) -> None:
        self.html = self.folder / "links.html"
        self.posts = self.folder / "posts.json"
        self.list = self.folder / "links.txt"


class Server:
    """The other end: a process of its own."""

    def __init__(self, hosts: int, delay: int) -> None:
        command = [sys.executable, str(HERE / "_link_server.py"), str(hosts), str(delay)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = json.loads(self.process.stdout.readline())["port"]

    def counts(self) -> dict:
        """What was asked since the last call."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@contextmanager
def serving(hosts: int, delay: int) -> Iterator[Server]:
    server = Server(hosts, delay)
    try:
        yield server
    finally:
        server.process.stdin.close()
        server.process.wait()
        server.process.stdout.close()


def url_of(number: int, hosts: int, port: int) -> str:
    """The link with this number; every hundredth is dead."""
    kind = "gone" if number % DEAD_ONE_IN == DEAD_ONE_IN // 2 else "page"
    return f"http://{address(number % hosts)}:{port}/{kind}/{number}/"


def paragraph(url: str) -> str:
    """Short: LinkChecker reads no file of more than 1 MiB (its `maxfilesizeparse`)."""
    return f'<p><a href="{url}">Notes of watch {url.rsplit("/", 2)[1]}</a></p>\n'


def post(number: int, links: Iterable[str]) -> dict:
    """A post of the WordPress REST API, with what the API always gives."""
    slug = f"harbour-log-{number}"
    return {
        "id": number,
        "date": "2026-01-09T08:30:00",
        "date_gmt": "2026-01-09T08:30:00",
        "modified": "2026-01-09T08:30:00",
        "modified_gmt": "2026-01-09T08:30:00",
        "slug": slug,
        "status": "publish",
        "type": "post",
        "link": f"https://harbour.example/{slug}/",
        "title": {"rendered": f"Harbour log, volume {number}"},
        "content": {"rendered": "".join(map(paragraph, links)), "protected": False},
        "excerpt": {"rendered": f"<p>Notes of the watches in volume {number}.</p>\n", "protected": False},
        "author": 1,
        "featured_media": 0,
        "categories": [1],
        "tags": [],
    }


def write_posts(target: Path, posts: Iterable[dict]) -> None:
    with target.open("w", encoding="utf-8") as out:
        for index, each in enumerate(posts):
            out.write("[" if not index else ",\n")
            json.dump(each, out)
        out.write("]\n")


def write(inputs: Inputs, links: list[str]) -> None:
    share = len(links) // POSTS
    write_posts(inputs.posts, (post(n + 1, links[n * share : (n + 1) * share]) for n in range(POSTS)))
    body = "".join(map(paragraph, links))
    inputs.html.write_text(f"<!doctype html>\n<html lang=en><title>Links</title>\n{body}", encoding="utf-8")
    inputs.list.write_text("\n".join(links), encoding="ascii")


def run(program: Path, tool: Tool, inputs: Inputs, server: Server) -> Run:
    out, report = inputs.folder / "out", inputs.folder / "report.json"
    report.unlink(missing_ok=True)
    options = tool.options.format(html=inputs.html, posts=inputs.posts, list=inputs.list, report=report).split()
    server.counts()
    measured = subprocess.run(
        [sys.executable, "-I", "-S", str(HERE / "_measured.py"), str(GIVE_UP), str(out), str(program), *options],
        cwd=inputs.folder,
        capture_output=True,
        text=True,
        check=True,
    )
    took, saw = json.loads(measured.stdout), server.counts()
    try:
        bad = tool.bad(out, report)
    except (OSError, ValueError, KeyError):
        bad = None
        print(f"{program}: {Path(f'{out}.err').read_text(encoding='utf-8').strip()}", file=sys.stderr)
    return Run(
        **took,
        requests=saw["requests"],
        links=saw["links"],
        connections=saw["connections"],
        at_once=saw["at_once"],
        server_cpu=saw["cpu"],
        bad=bad,
    )


def line(name: str, runs: list[Run], links: list[str]) -> list[str]:
    """The row of a tool: medians of its runs."""

    def middle(value: Callable[[Run], float]) -> float:
        return statistics.median(map(value, runs))

    seconds = middle(lambda run: run.seconds)
    return [
        name,
        f"over {GIVE_UP:.0f}" if seconds >= GIVE_UP else f"{seconds:.2f}",
        f"{min(run.seconds for run in runs):.2f}-{max(run.seconds for run in runs):.2f}",
        f"{middle(lambda run: run.cpu):.2f}",
        f"{middle(lambda run: run.kib) / 1024:.0f}",
        f"{middle(lambda run: run.requests):,.0f}",
        f"{middle(lambda run: run.links):,.0f}",
        f"{middle(lambda run: run.connections):,.0f}",
        f"{middle(lambda run: run.at_once):,.0f}",
        *verdicts(runs[-1], links),
        f"{middle(lambda run: run.server_cpu / run.seconds):.0%}",
    ]


def verdicts(last: Run, links: list[str]) -> tuple[str, str]:
    """How many links the last run called bad, and in how many it was wrong."""
    if last.seconds >= GIVE_UP:
        return "stopped", ""
    if last.bad is None:
        return "no report", f"exit {last.code}"
    dead = {link for link in links if "/gone/" in link}
    return f"{len(last.bad):,}", f"{len(last.bad ^ dead):,}"


COLUMNS = "tool|wall s|from-to|CPU s|peak MB|requests|links asked|connections|at once|bad|wrong|server busy".split("|")


def compare(job: Job, programs: dict[str, Path], rounds: int) -> str:
    with tempfile.TemporaryDirectory() as name, serving(job.hosts, job.delay) as server:
        folder = Path(name)
        folder.chmod(0o755)  # LinkChecker, started by root, reads its input as nobody
        inputs = Inputs(folder)
        links = [url_of(number, job.hosts, server.port) for number in range(job.links)]
        random.Random(1).shuffle(links)
        write(inputs, links)
        runs: dict[str, list[Run]] = {tool: [] for tool in programs}
        for _ in range(rounds):
            for tool, program in programs.items():
                if not (runs[tool] and runs[tool][0].seconds > SLOW):
                    runs[tool].append(run(program, TOOLS[tool], inputs, server))
                    print(f"{job.title}: {tool} {runs[tool][-1].seconds:.1f} s", file=sys.stderr)
        return tabulate(
            [line(tool, done, links) for tool, done in runs.items()], headers=COLUMNS, disable_numparse=True
        )


def find(program: str) -> Path | None:
    beside = Path(sys.executable).parent / program
    found = beside if beside.is_file() else shutil.which(program)
    return Path(found).absolute() if found else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tool", action="append", choices=TOOLS, help="only this one; may be repeated")
    parser.add_argument("--job", action="append", choices=JOBS, help="only this one; may be repeated")
    parser.add_argument("--rounds", type=int, default=3)
    for program in ("postaudit", "lychee", "linkinator", "linkchecker"):
        parser.add_argument(f"--{program}", type=Path, metavar="FILE", help="where it is")
    options = vars(parser.parse_args())
    programs: dict[str, Path] = {}
    for tool in options["tool"] or TOOLS:
        program = options.get(TOOLS[tool].program) or find(TOOLS[tool].program)
        if program:
            programs[tool] = program.absolute()
        else:
            print(f"{tool}: missing")
    for name in options["job"] or JOBS:
        print(f"\n{JOBS[name].title}\n\n{compare(JOBS[name], programs, options['rounds'])}")


if __name__ == "__main__":
    main()
