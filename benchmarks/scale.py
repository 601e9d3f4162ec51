"""How an audit grows: two processes against one, and the memory for 2,000 and for 20,000 posts.

    python benchmarks/scale.py [POSTS.json]

The posts (by default those of `examples/`) are repeated under new ids and addresses until there are enough. Each run is
a process of its own; memory is the largest resident set of the process and, with a worker, of its largest child.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import orjson

MANY, FEW = 20_000, 2_000
ROUNDS = 3
CHILD = """
import json, resource, sys, time
from audit.engine import run
from audit.settings import Settings
start = time.perf_counter()
report = run([sys.argv[1]], Settings(jobs=int(sys.argv[2]), fail_on="never", offline=True))
findings = report.summary.findings.total
spent = time.perf_counter() - start
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"seconds": spent, "own_kib": own, "child_kib": child, "findings": findings}))
"""


def repeated(posts: list[dict], number: int, target: Path) -> None:
    """Write `number` posts: the given ones again and again, each with an id and address of its own."""
    with target.open("wb") as out:
        out.write(b"[")
        for index in range(number):
            post = dict(posts[index % len(posts)])
            turn = index // len(posts)
            if turn:
                post["id"] = index + 1_000_000
                link = post.get("link")
                if isinstance(link, str):
                    post["link"] = f"{link.rstrip('/')}-{turn}/"
                retitle(post, f" {turn}")
            out.write(orjson.dumps(post) if not index else b"," + orjson.dumps(post))
        out.write(b"]")


def retitle(post: dict, suffix: str) -> None:
    """Give a post a title of its own, wherever it says it."""
    title = post.get("title")
    if isinstance(title, dict) and title.get("rendered"):
        post["title"] = {**title, "rendered": f"{title['rendered']}{suffix}"}
    head, data = post.get("yoast_head"), post.get("yoast_head_json")
    if isinstance(head, str):
        post["yoast_head"] = head.replace("</title>", f"{suffix}</title>", 1)
    if isinstance(data, dict) and isinstance(data.get("title"), str):
        post["yoast_head_json"] = {**data, "title": f"{data['title']}{suffix}"}


def measured(path: Path, jobs: int) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path), str(jobs)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def main() -> None:
    given = [Path(name) for name in sys.argv[1:]] or sorted((Path(__file__).parents[1] / "examples").glob("*.json"))
    posts = [post for path in given for post in orjson.loads(path.read_bytes())]
    with tempfile.TemporaryDirectory() as folder:
        many, few = Path(folder, "many.json"), Path(folder, "few.json")
        repeated(posts, MANY, many)
        repeated(posts, FEW, few)
        print(f"{MANY:,} posts of {many.stat().st_size / MANY / 1000:.1f} KB each")
        ratios = []
        for _ in range(ROUNDS):
            one, two = measured(many, 1), measured(many, 2)
            ratios.append(one["seconds"] / two["seconds"])
            print(f"one process {one['seconds']:.1f} s, two processes {two['seconds']:.1f} s: {ratios[-1]:.2f} times")
            time.sleep(1)
        small = measured(few, 1)
        print(f"two processes: {sorted(ratios)[len(ratios) // 2]:.2f} times as fast (median)")
        print(
            f"memory: {small['own_kib'] / 1024:.0f} MB for {FEW:,} posts, {one['own_kib'] / 1024:.0f} MB for {MANY:,}: "
            f"{one['own_kib'] / small['own_kib']:.2f} times"
        )
        print(f"memory with two processes: {two['own_kib'] / 1024:.0f} MB, a worker {two['child_kib'] / 1024:.0f} MB")


if __name__ == "__main__":
    main()
