"""What the rules on planted links, injected content and hotlinks cost: of one audit, and as a site grows.

    python benchmarks/planted.py POSTS [--pairs N] [--grow N [N ...]]

POSTS is any source of posts. They are audited with and without these rules, in turn, in one process, and the median of
the ratios is printed. With `--grow`, invented sites of so many posts are audited with these rules alone: half of their
posts carry the same block of a sponsor, every twentieth a slot whose tenant changes, every tenth a hotlink, and every
tenth was changed on one day, so that every corpus rule has witnesses that grow with the site. The time for a post that
is printed should not grow.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from audit.engine import run
from audit.settings import Settings

HOTLINKS = ("img-hotlinked", "img-unknown-cdn", "img-hotlink-permitted", "jsonld-image-hotlinked")
RULES = ("SPM", "INJ", *HOTLINKS)
_WARM_UP = 100  # posts, after which the lexicons are loaded and the patterns compiled
_SHORT = 10_000
_WORDS = (
    "harbour ferry weighbridge crane plank timber bolt loft tide gauge mill wheel bearing race school choir market "
    "square roof slate tower bell orchard bean harvest root winter frost road van lamp rope anchor sail pilot chart"
).split()


def spent(sources: list[str], **chosen: tuple[str, ...]) -> float:
    """Seconds of processor time of one audit with the chosen rules; the findings are read, as a report would."""
    gc.collect()
    start = time.process_time()
    report = run(sources, Settings(offline=True, jobs=1, **chosen))
    for _ in report.findings:
        pass
    return time.process_time() - start


def compare(sources: list[str], pairs: int) -> tuple[float, float, float]:
    """Median seconds without and with the rules, and the median of the ratios of neighbouring runs."""
    spent(sources)
    timed = [(spent(sources, ignore=RULES), spent(sources)) for _ in range(pairs)]
    ratios = [most / least for least, most in timed]
    return (*(statistics.median(column) for column in zip(*timed, strict=True)), statistics.median(ratios))


def invented(number: int) -> dict[str, object]:
    """One post of an invented site."""
    words = [_WORDS[(number * step + step) % len(_WORDS)] for step in range(3, 60)]
    title = f"The {words[0]} and the {words[1]} of {number}"
    parts = [f"<p>{' '.join(words[start : start + 19]).capitalize()}.</p>" for start in (0, 19, 38)]
    if number % 2:
        parts.append('<p>Please visit: <a href="https://tractors.test/en/">Our sponsor</a></p>')
    if number % 20 == 0:
        domain = f"tenant-{number % 40}.test"
        parts.append(f'<p>This week at our partner: <a href="https://{domain}/offer">carpet cleaning prices</a></p>')
    if number % 10 == 4:
        parts.append('<p><img src="https://agency.test/press/tide.jpg" alt="The tide" width="600" height="400"></p>')
    if number % 10 == 6:
        parts.append(f'<p>See <a href="https://loans-now.test/">quick loan {words[5]}</a> too.</p>')
    changed = "2026-03-02T09:00:00" if number % 10 == 6 else "2024-03-01T10:00:00"
    return {
        "id": number,
        "date": "2024-03-01T10:00:00",
        "date_gmt": "2024-03-01T10:00:00",
        "modified": changed,
        "modified_gmt": changed,
        "slug": f"post-{number}",
        "status": "publish",
        "type": "post",
        "link": f"https://quay.test/post-{number}/",
        "title": {"rendered": title},
        "content": {"rendered": "\n".join(parts), "protected": False},
    }


def grow(sizes: list[int]) -> None:
    """Print the microseconds a post for sites of these sizes: the best of several runs where one is short."""
    print(f"{'posts':>9} {'us a post':>10}")
    with TemporaryDirectory(prefix="planted-") as folder:
        path = Path(folder, "posts.ndjson")
        for size in (_WARM_UP, *sizes):
            with path.open("wb") as out:
                for number in range(1, size + 1):
                    out.write(orjson.dumps(invented(number)) + b"\n")
            runs = 3 if size <= _SHORT else 1
            seconds = min(spent([str(path)], select=RULES) for _ in range(runs))
            if size != _WARM_UP:
                print(f"{size:9,} {seconds / size * 1e6:10.0f}", flush=True)


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("posts", nargs="*", help="sources of posts")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--grow", type=int, nargs="+", default=[])
    arguments = parser.parse_args()
    if arguments.posts:
        without, whole, ratio = compare(arguments.posts, arguments.pairs)
        print(f"without {without:.2f} s, with {whole:.2f} s: {100 * (ratio - 1):.0f} % more")
    if arguments.grow:
        grow(arguments.grow)


if __name__ == "__main__":
    main()
