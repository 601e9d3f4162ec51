"""How checking links grows: a tenth, and a hundredth, of 1,000,000 links in 100,000 posts with 200,000 addresses.

    python benchmarks/links_scale.py [--links N] ... [--tool NAME] [--postaudit FILE]

Ten links a post, each address in five posts, on 500 loopback hosts that answer at once. Each run is a process of its
own, started on an empty cache. Beside postaudit stands the bare cost of the requests, one for each address; what
postaudit takes beyond that is the reading, the joining and the judging.

Only the link rules (`--select LNK`) are on: posts so alike would have findings of other families each, and the memory
for a million findings is another question.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from links import TOOLS, Inputs, Run, find, post, run, serving, url_of, write_posts
from tabulate import tabulate

if TYPE_CHECKING:
    from collections.abc import Iterator

HOSTS = 500
LINKS = (10_000, 100_000, 1_000_000)
LINKS_A_POST = 10
LINKS_A_URL = 5
STEP = 7_919
POSTAUDIT = replace(TOOLS["postaudit"], options=TOOLS["postaudit"].options + " --select LNK")
COLUMNS = "links|posts|addresses|tool|wall s|CPU s|peak MB|requests|addresses asked|bad|wall us a link".split("|")


def posts(links: int, port: int) -> Iterator[dict]:
    """One after the other, so that the benchmark itself stays small; a prime as step spreads the hosts over a post."""
    addresses = links // LINKS_A_URL
    for number in range(links // LINKS_A_POST):
        first = number * LINKS_A_POST
        yield post(number + 1, (url_of((first + k) * STEP % addresses, HOSTS, port) for k in range(LINKS_A_POST)))


def write(inputs: Inputs, links: int, port: int) -> None:
    write_posts(inputs.posts, posts(links, port))
    order = list(range(links // LINKS_A_URL))
    random.Random(1).shuffle(order)
    with inputs.list.open("w", encoding="ascii") as out:
        out.writelines(url_of(number, HOSTS, port) + "\n" for number in order)


def line(links: int, tool: str, took: Run) -> list[str]:
    return [
        f"{links:,}",
        f"{links // LINKS_A_POST:,}",
        f"{links // LINKS_A_URL:,}",
        tool,
        f"{took.seconds:.2f}",
        f"{took.cpu:.2f}",
        f"{took.kib / 1024:.0f}",
        f"{took.requests:,}",
        f"{took.links:,}",
        f"exit {took.code}" if took.bad is None else f"{len(took.bad):,}",
        f"{took.seconds / links * 1e6:.0f}",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--links", type=int, action="append", help="so many instead of these three; may be repeated")
    parser.add_argument("--tool", action="append", choices=("raw", "postaudit"), help="only this one")
    parser.add_argument("--postaudit", type=Path, metavar="FILE", help="where it is")
    options = parser.parse_args()
    program = options.postaudit or find("postaudit")
    programs = {"raw": (Path(sys.executable), TOOLS["raw"])}
    if program:
        programs["postaudit"] = (program.absolute(), POSTAUDIT)
    else:
        print("postaudit: missing")
    rows = []
    for links in options.links or LINKS:
        with tempfile.TemporaryDirectory() as name, serving(HOSTS, 0) as server:
            inputs = Inputs(Path(name))
            write(inputs, links, server.port)
            for tool, (executable, called) in programs.items():
                if tool in (options.tool or programs):
                    rows.append(line(links, tool, run(executable, called, inputs, server)))
                    print(" ".join(rows[-1]), file=sys.stderr)
    print(tabulate(rows, headers=COLUMNS, disable_numparse=True))


if __name__ == "__main__":
    main()
