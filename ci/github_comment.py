# ruff: noqa: INP001
"""Puts a report into a comment of a pull request: `github_comment.py NUMBER REPORT.md`.

Part of `action.yml`. The comment of an earlier run of the same job is updated, so that there is one and not twenty.
What fails here is told as a warning and fails no job: the gate decides. A token that may not comment is ordinary; for
pull requests from forks there is no other.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import requests

MOST = 65_536
"""Characters that GitHub takes in a comment."""
_SECONDS = 30
_PAGE, _MOST_PAGES = 100, 20


def main(number: str, report: str) -> int:
    """Comment, and say so; 0 whatever comes of it."""
    try:
        print(_commented(int(number), Path(report).read_text("utf-8")))  # noqa: T201 - the log is where this is read
    except requests.RequestException as error:
        answer = error.response
        reason = f"{answer.status_code} {answer.reason}" if answer is not None else type(error).__name__
        told = (
            f"No comment: GitHub says {reason}. Does the job have the permission pull-requests: write? Pull requests "
            "from forks never have it."
        )
        print(f"::warning title=postaudit::{told}")  # noqa: T201 - see above
    return 0


def _commented(number: int, report: str) -> str:
    """Update our comment, or write the first one.

    Raises:
        requests.RequestException: GitHub did not answer, or refused.
    """
    body = f"{_marker()}\n{report}"
    if len(body) > MOST:
        body = f"{_marker()}\nThe report is too long for a comment: see the summary of the job.\n"
    home = f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/issues"
    with requests.Session() as github:
        github.headers.update(
            {
                "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": "2022-11-28",
            }
        )
        ours = _earlier(github, f"{home}/{number}/comments")
        if ours is None:
            answer = github.post(f"{home}/{number}/comments", json={"body": body}, timeout=_SECONDS)
        else:
            answer = github.patch(f"{home}/comments/{ours}", json={"body": body}, timeout=_SECONDS)
        answer.raise_for_status()
    return f"{'Commented on' if ours is None else 'Updated the comment on'} pull request {number}."


def _marker() -> str:
    """What tells our comment from others; a reader does not see it. Jobs of one workflow have one each."""
    job = f"{os.environ.get('GITHUB_WORKFLOW', '')}/{os.environ.get('GITHUB_JOB', '')}"
    return f"<!-- postaudit {''.join(char for char in job if char.isalnum() or char in '/_. ')} -->"


def _earlier(github: requests.Session, address: str) -> int | None:
    """The id of our comment. Anybody can write the marker, so the comment must be a bot's."""
    for page in range(1, _MOST_PAGES + 1):
        answer = github.get(address, params={"per_page": _PAGE, "page": page}, timeout=_SECONDS)
        answer.raise_for_status()
        comments: list[dict[str, Any]] = answer.json()
        for comment in comments:
            if comment["user"]["type"] == "Bot" and comment["body"].startswith(_marker()):
                return int(comment["id"])
        if len(comments) < _PAGE:
            return None
    return None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
