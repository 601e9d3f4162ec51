# ruff: noqa: INP001
"""Makes `audit/facts/stop_words.json`: the words that every text of a language has, whatever it is about.

Run it where the PyPI packages `whoosh-reloaded` and `stopwordsiso` are installed:

    pip install whoosh-reloaded stopwordsiso && python tools/make_stop_words.py

Snowball's lists (BSD licence, in whoosh-reloaded) hold grammatical words alone. Those of Stopwords ISO (MIT licence)
serve the languages that Snowball has not; their English list has `computer`, `home` and `free`, which a title may well
be stuffed with.
"""

from __future__ import annotations

import json
from pathlib import Path

from stopwordsiso import stopwords
from whoosh.lang.stopwords import stoplists

OTHERS = "ar bg ca cs el et eu fa gl he hr id lv pl ro sk sl uk vi"
"""Languages beside Snowball's that write blanks between words, and in which there are many WordPress sites."""
SHORTEST = 3
"""Letters of the shortest word that a rule would count."""
TARGET = Path(__file__).parents[1] / "audit" / "facts" / "stop_words.json"


def lists() -> dict[str, str]:
    """The words of each language, as one text: that is smaller and faster to read than a list."""
    words = {language: stopwords(language) for language in OTHERS.split()} | stoplists
    return {language: " ".join(sorted(filter(_counts, words[language]))) for language in sorted(words)}


def _counts(word: str) -> bool:
    return len(word) >= SHORTEST and " " not in word and word.replace("'", "").replace("’", "").isalpha()


def main() -> None:
    """Write the file."""
    TARGET.write_text(f"{json.dumps(lists(), ensure_ascii=False, indent=0)}\n", "utf-8")


if __name__ == "__main__":
    main()
