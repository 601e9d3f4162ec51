"""A large WordPress export: what auditing it takes, offline.

    python benchmarks/wxr.py [MEGABYTES]        (1024 by default: takes about two minutes and 3 GB of disk)

An export of that size is written into a temporary folder: posts with blocks, links, pictures, custom fields and
comments, no two of them alike, and attachments behind them. Then `postaudit check` audits it, as anybody would call
it. Printed are the size, the seconds, and the peak of the memory of all its processes together: resident pages,
of which those that processes share count once for each (RSS), and once in all (PSS).
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = "https://saltmarsh.example"
WORDS = (
    "tide ebb quay gauge ferry crew water spring flat bar rope sail mast deck pier lock sand reed gull kelp harbour "
    "channel buoy signal anchor chain keel hull wind rain cloud shore marsh creek bridge tower bell lamp"
).split()
OTHERS = ("weather.example", "charts.example", "museum.example", "news.example", "boats.example")
PAUSE = 0.1
"""Seconds between two looks at the memory."""
HEAD = f"""<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Saltmarsh</title><link>{HOME}</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{HOME}</wp:base_site_url><wp:base_blog_url>{HOME}</wp:base_blog_url>
<wp:author><wp:author_login>holt</wp:author_login>
<wp:author_display_name>Maren Holt</wp:author_display_name></wp:author>
<wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>harbour</wp:category_nicename></wp:category>
"""
TAIL = "</channel></rss>\n"


class Writer:
    """Makes up posts, always the same ones."""

    def __init__(self) -> None:
        self.chance = random.Random(7)

    def sentence(self) -> str:
        """Some words that hardly ever come twice."""
        chosen = [f"{word}{self.chance.choice(('', 's', 'er', 'ing'))}" for word in self.chance.choices(WORDS, k=14)]
        return f"{' '.join(chosen).capitalize()} {self.chance.randrange(10_000)}."

    def paragraph(self) -> str:
        """A paragraph block, one in three with a link."""
        text = " ".join(self.sentence() for _ in range(4))
        if self.chance.random() < 1 / 3:
            other = f"https://{self.chance.choice(OTHERS)}/{self.chance.randrange(5_000)}/"
            target = self.chance.choice((other, f"{HOME}/post-{self.chance.randrange(50_000)}/"))
            text += f' <a href="{target}">The {self.chance.choice(WORDS)} of {self.chance.choice(WORDS)}</a>'
        return f"<!-- wp:paragraph -->\n<p>{text}</p>\n<!-- /wp:paragraph -->\n"

    def post(self, number: int) -> str:
        """An item with its custom fields, and comments on every second post."""
        blocks = [self.paragraph() for _ in range(self.chance.randrange(8, 60))]
        blocks[3] = (
            f'<!-- wp:image -->\n<figure class="wp-block-image"><img src="{HOME}/wp-content/uploads/{number}.jpg" '
            f'alt="The {self.chance.choice(WORDS)}"/></figure>\n<!-- /wp:image -->\n'
        )
        comments = "".join(
            f"<wp:comment><wp:comment_id>{number * 10 + one}</wp:comment_id>"
            f"<wp:comment_content><![CDATA[{self.sentence()}]]></wp:comment_content></wp:comment>"
            for one in range(self.chance.randrange(12) if number % 2 else 0)
        )
        title = f"{self.chance.choice(WORDS).title()} and {self.chance.choice(WORDS)} in the year {number}"
        return (
            f"<item><title>{title}</title><link>{HOME}/post-{number}/</link><dc:creator>holt</dc:creator>"
            f'<guid isPermaLink="false">{HOME}/?p={number}</guid>'
            f"<content:encoded><![CDATA[{''.join(blocks)}]]></content:encoded>"
            f"<excerpt:encoded><![CDATA[{self.sentence()}]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>"
            f"<wp:post_date>2026-05-04 08:30:00</wp:post_date><wp:post_date_gmt>2026-05-04 08:30:00</wp:post_date_gmt>"
            f"<wp:post_name>post-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
            f'<category domain="category" nicename="harbour">Harbour</category>'
            f"<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>{number + 10_000_000}</wp:meta_value>"
            f"</wp:postmeta><wp:postmeta><wp:meta_key>_yoast_wpseo_metadesc</wp:meta_key>"
            f"<wp:meta_value>{self.sentence()}</wp:meta_value></wp:postmeta>{comments}</item>\n"
        )

    def attachment(self, number: int) -> str:
        """The featured picture of a post."""
        return (
            f"<item><title>{number}</title><link>{HOME}/picture-{number}/</link>"
            f"<wp:post_id>{number + 10_000_000}</wp:post_id><wp:status>inherit</wp:status>"
            f"<wp:post_type>attachment</wp:post_type>"
            f"<wp:attachment_url>{HOME}/wp-content/uploads/{number}.jpg</wp:attachment_url></item>\n"
        )


def write_export(path: Path, size: int) -> int:
    """Write an export of at least `size` bytes; returns the number of its posts."""
    writer = Writer()
    posts = 0
    with path.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        while out.tell() < size:
            for _ in range(100):
                posts += 1
                out.write(writer.post(posts))
        for number in range(1, posts + 1):
            out.write(writer.attachment(number))
        out.write(TAIL)
    return posts


def tree_of(root: int) -> list[int]:
    """A process and all that it has started."""
    found = [root]
    for process in found:
        try:
            tasks = list(Path(f"/proc/{process}/task").iterdir())
            found += [int(child) for task in tasks for child in (task / "children").read_text().split()]
        except OSError:
            continue  # it has just ended
    return found


def memory_of(process: int) -> tuple[int, int]:
    """Resident pages of a process in KiB: all, and with its share of those that it shares."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0, 0
    sizes = {line.partition(":")[0]: int(line.split()[1]) for line in lines[1:]}
    return sizes.get("Rss", 0), sizes.get("Pss", 0)


def measured(path: Path, report: Path) -> tuple[float, int, int, int]:
    """Seconds, and the peaks in KiB of all processes (RSS, PSS) and of the largest one."""
    command = [sys.executable, "-m", "audit", "check", str(path), "--offline", "--quiet", "-o", f"json={report}"]
    started = time.perf_counter()
    peaks = [0, 0, 0]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None:
            found = [memory_of(process) for process in tree_of(running.pid)]
            sums = [sum(rss for rss, _ in found), sum(pss for _, pss in found), max(rss for rss, _ in found)]
            peaks = [max(pair) for pair in zip(peaks, sums, strict=True)]
            time.sleep(PAUSE)
    if running.returncode not in {0, 1}:
        sys.exit(f"postaudit ended with {running.returncode}")
    return time.perf_counter() - started, peaks[0], peaks[1], peaks[2]


def main() -> None:
    """Write, measure, print."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 1024
    with tempfile.TemporaryDirectory(prefix="postaudit-wxr-") as folder:
        os.environ["TMPDIR"] = folder
        path, report = Path(folder, "export.xml"), Path(folder, "report.json")
        posts = write_export(path, megabytes << 20)
        size = path.stat().st_size
        print(f"{posts:,} posts, {size / (1 << 20):,.0f} MB")
        seconds, rss, pss, largest = measured(path, report)
        with report.open("rb") as file:
            found = json.loads(file.read(64 << 10).partition(b'"summary":')[2].partition(b',\n"posts"')[0])
        if found["posts"] != posts:
            sys.exit(f"{found['posts']:,} posts were audited")
        print(f"{seconds:.0f} s, {size / seconds / (1 << 20):.1f} MB/s; findings: {found['findings']}")
        print(
            f"peak of all processes: {pss / 1024:.0f} MB (counted one by one: {rss / 1024:.0f} MB); of the largest: "
            f"{largest / 1024:.0f} MB"
        )


if __name__ == "__main__":
    main()
