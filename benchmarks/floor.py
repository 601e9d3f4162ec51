"""How dear an audit is: against the bare cost of decoding, parsing and walking the same bytes once.

    python benchmarks/floor.py POSTS.json [ROUNDS]

Prints microseconds a post for both, measured in turn in one process, and the ratio of the medians.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from pathlib import Path

import orjson
from turbohtml import Element, Text, parse

from audit.engine import run
from audit.settings import Settings


def floor(path: Path) -> int:
    """Decode, parse content and head with places, read the JSON-LD, and walk all three once, looking at each node."""
    read = orjson.loads(path.read_bytes())
    posts = read if isinstance(read, list) else [read]
    for post in posts:
        content = post.get("content")
        html = content.get("rendered") if isinstance(content, dict) else None
        for source in (html, post.get("yoast_head")):
            if not isinstance(source, str) or not source:
                continue
            document = parse(source, source_locations=True)
            if "ld+json" in source:
                walk_json(document.json_ld())
            for node in document.descendants:
                if isinstance(node, Element):
                    _ = node.tag
                elif isinstance(node, Text):
                    _ = node.data
    return len(posts)


def walk_json(value) -> None:
    waiting = [value]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)


def audit(path: Path) -> int:
    """The whole audit, in this process, all stable rules on, to the finished report."""
    report = run([str(path)], Settings(jobs=1, fail_on="never", offline=True))
    return report.summary.posts


def seconds(work, path: Path) -> tuple[float, int]:
    gc.collect()
    start = time.perf_counter()
    posts = work(path)
    return time.perf_counter() - start, posts


def main() -> None:
    path = Path(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 7
    figures: dict[str, list[float]] = {"floor": [], "audit": []}
    for work in (floor, audit):
        work(path)  # warm up: imports, compiled patterns, caches
    for _ in range(rounds):
        for work in (floor, audit):
            spent, posts = seconds(work, path)
            figures[work.__name__].append(spent / posts * 1e6)
    for name, values in figures.items():
        print(f"{name}: median {statistics.median(values):.0f} us a post, from {min(values):.0f} to {max(values):.0f}")
    pairs = [audited / bare for audited, bare in zip(figures["audit"], figures["floor"], strict=True)]
    print(f"audit / floor: {statistics.median(pairs):.2f} (from {min(pairs):.2f} to {max(pairs):.2f})")


if __name__ == "__main__":
    main()
