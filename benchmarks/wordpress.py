"""Auditing a live site, side by side with curl: 2,000 posts of a real WordPress over REST.

    python benchmarks/wordpress.py [--posts N] [--rounds N]

Needs what the tests in tests/wordpress/ need (Debian's WordPress, PHP, nginx, MariaDB), and starts it on loopback in a
folder of its own. In each round, in turn: postaudit audits the posts without probing links; curl fetches the very
addresses that this run asked the REST API for, one after the other over one connection, and throws the answers away;
postaudit audits the whole site with its sitemap and probes its links, with nothing remembered. The table has the
medians and, as `times curl`, what each takes compared with curl. The posts should take at most 1.5 times curl.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tabulate import tabulate

LAB = Path(__file__).parents[1] / "tests" / "wordpress" / "lab.py"


def main():
    parser = argparse.ArgumentParser(description="Auditing a live site, side by side with curl.")
    parser.add_argument("--posts", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    spec = importlib.util.spec_from_file_location("wordpress_lab", LAB)
    lab_module = sys.modules["wordpress_lab"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(lab_module)
    if lacking := lab_module.missing():
        sys.exit(f"These Debian packages are missing: {', '.join(lacking)}")
    with lab_module.Lab() as lab:
        lab.main.php("bulk.php", options.posts)
        measure(lab.main, options.rounds)


def measure(site, rounds):
    audited(site, "--ignore", "LNK")  # warm: PHP has compiled its files, the database has read its pages
    seconds = {"postaudit, posts over REST": [], "curl": [], "postaudit, whole site, links probed": []}
    for _ in range(rounds):
        site.forget_requests()
        seconds["postaudit, posts over REST"].append(audited(site, "--type", "post", "--ignore", "LNK"))
        asked = [site.url + one.address for one in site.requests() if "/wp-json/" in one.address]
        seconds["curl"].append(fetched(asked))
        site.forget_requests()
        seconds["postaudit, whole site, links probed"].append(audited(site))
        crowd = sum(one.crowded for one in site.requests())
    curl = statistics.median(seconds["curl"])
    rows = [(name, statistics.median(times), statistics.median(times) / curl) for name, times in seconds.items()]
    print(tabulate(rows, headers=["", "seconds", "times curl"], floatfmt=".2f"))
    print(
        f"{len(asked)} requests to the REST API; with links, {crowd} requests came while more than four were answered"
    )


def audited(site, *options):
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "audit", "check", site.url, "--allow-private-hosts", "--no-cache", "--quiet"]
        began = time.perf_counter()
        subprocess.run(
            [*command, *options, "-o", f"{folder}/report.json"], check=False, capture_output=True, cwd=folder
        )
        return time.perf_counter() - began


def fetched(addresses):
    targets = [word for address in addresses for word in ("-o", "/dev/null", address)]
    began = time.perf_counter()
    subprocess.run(["curl", "-sf", "--compressed", "--noproxy", "*", *targets], check=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
