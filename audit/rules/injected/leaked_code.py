"""INJ002."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.facts import CONTENT
from audit.facts.text import holds_any
from audit.finding import Evidence, Finding, Place, Severity
from audit.post import Post
from audit.rule import Bad, Good, PostRule
from audit.rules.injected._code import shown
from audit.rules.injected._headline import headline
from audit.rules.injected._signatures import ADVICE, CHECKS, words
from audit.rules.injected._subject import is_about_coding, is_about_security

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audit.facts import Facts

_QUOTES = "['\"$‘’“”′″`«»&]"
_DECODES = re.compile(
    rf"\b(?:base64_decode|gzinflate|gzuncompress|gzdecode|str_rot13|convert_uudecode)\s*\(\s*(?:{_QUOTES}|base64_decode|str_rot13|strrev)"
    rf"|\b(?:eval|assert|create_function|shell_exec|passthru|system|exec|popen|proc_open|preg_replace)\s*\(\s*"
    rf"(?:\$_?(?:POST|GET|REQUEST|COOKIE|SERVER|FILES)\b|base64_decode|gzinflate|str_rot13|\$\w{{1,30}}\s*\()"
    r"|\$_(?:POST|GET|REQUEST|COOKIE)\s*\[[^\]]{1,40}\]\s*\(",
    re.IGNORECASE,
)
_CALLS = (
    "decode",
    "inflate",
    "rot13",
    "eval",
    "assert",
    "exec",
    "system",
    "passthru",
    "popen",
    "create_function",
    "compress",
    "preg_replace",
    "proc_open",
    "$_",
)
"""One of these is in all that `_DECODES` matches; plain searches are cheaper."""
_OPENING = re.compile(r"<\?php\b", re.IGNORECASE)
_SERVER_CODE = re.compile(r"<\?php\b(?:(?!\?>).){0,80}(?:\?>)?", re.IGNORECASE | re.DOTALL)
_PHP_FILE = re.compile(
    r"\w\.ph(?:p|tml)\b|\b(?:template|theme\b|datei|vorlage|fichier|archivo|plantilla|ficheiro|код|файл|шаблон)"
    r"|テーマ|ファイル|模板|文件",
    re.IGNORECASE,
)
"""A file of the server, or what it belongs to."""
_AROUND = 160
_MOST = 20_000


class LeakedCode(PostRule[Post], code="INJ002", severity=Severity.ERROR, since="0.1.0"):
    """Code of the server stands in the text.

    It does not run there, and readers see it. Code that decodes and runs hidden code is what is left of an attack that
    wrote into the wrong place: whoever wrote it could write.
    """

    remedy = (
        "If somebody of the site put it there, take it out: its place is the theme or a plugin. If nobody did: "
        f"{ADVICE}"
    )
    sources = CHECKS
    needs = frozenset({"content", "head"})
    reads_content = True
    text_patterns = (
        "base64_decode|gzinflate|gzuncompress|gzdecode|str_rot13|convert_uudecode|create_function|shell_exec|passthru",
        r"\$_(?:POST|GET|REQUEST|COOKIE)",
        r"(?:eval|assert) *\( *\$",
        r"<\?php\b",
    )
    gated = False
    examples = (
        Bad(
            "<p>The mill turned again. @eval(base64_decode($_REQUEST[&#8216;mlt&#8217;]));</p>",
            says="base64_decode",
            points_at="eval(base64_decode",
        ),
        Bad(
            fields={
                "yoast_head": None,
                "yoast_head_json": {"title": "Tide <?php eval(gzinflate(base64_decode('x')));", "og_type": "article"},
            },
            says="title",
        ),
        Bad(
            "<p>The mill turned again. &lt;?php echo do_shortcode(&#8216;[tides]&#8217;); ?&gt;</p>",
            says="do_shortcode(‘[tides]’); ?>",
            points_at="&lt;?php echo",
            note="Pasted where no code runs.",
        ),
        Good(
            "<p>Begin the file with &lt;?php and an empty line.</p>",
            fields={"title": {"rendered": "Your first PHP script"}},
            note="A post about coding.",
        ),
        Good("<p>Kopiere &lt;?php the_title(); ?&gt; in deine Datei.</p>", note="The same in German."),
        Good("<p>In header.php, put your number before &lt;?php wp_head(); ?&gt;.</p>", note="A hint for owners."),
        Good("<p>Write it like this:</p><pre><code>eval(base64_decode($_POST['x']));</code></pre>"),
        Good(
            "<div class=\"crayon-syntax\"><table><td><i>base64_decode</i>('dGlkZQ==')</td></table></div>",
            note="Code that a plugin colours, in a table.",
        ),
        Good("<DIV CLASS=crayon-syntax><i>base64_decode</i>('dGlkZQ==')</DIV>"),
        Good(
            fields={"content": {"raw": "<div class='crayon-syntax'><i>base64_decode</i>('dGlkZQ==')</div>"}},
            note="The same in the stored source.",
        ),
        Good(
            "<p>Backdoors often begin with eval(base64_decode('…')).</p>",
            fields={"title": {"rendered": "How malware hides in PHP files"}},
            note="A post about malware.",
        ),
        Good("<p>The function base64_decode takes two arguments.</p>"),
        Good(
            "<pre>&lt;?php echo base64_decode('dGlkZQ==');</pre>",
            fields={"yoast_head": None, "yoast_head_json": {"description": "<?php echo base64_decode('dGlkZQ==');"}},
            note="A description that is the beginning of a post with code.",
        ),
    )

    def check(self, subject: Post, facts: Facts) -> Iterable[Finding]:
        """The visible text outside of code, comments that the parser made of code, and the head's fields."""
        visible = self.code in facts.signals
        unseen = facts.content is not None and holds_any(facts.content.source, ("?php",))
        if not (visible or unseen):
            return _in_head(facts)
        return (
            *_in_head(facts),
            *(_in_text(facts) if visible else ()),
            *(_in_comments(facts) if unseen else ()),
        )


def _in_head(facts: Facts) -> Iterable[Finding]:
    head = facts.head
    if head is None:
        return ()
    values = (head.title, *head.descriptions, head.meta("og:title"), head.meta("og:description"))
    suspects = [value for value in values if value is not None and "(" in value.text]
    if not suspects or not _decodes(headline(facts).text):
        return ()
    for value in suspects:
        match = _DECODES.search(value.text)
        if match is not None and not (_is_taught(match[0], facts) or is_about_security(facts)):
            return (
                Finding(
                    f"The title or description for search engines has code in it: {shown(match[0])}…",
                    at=value.place,
                    value=match[0],
                    evidence=(Evidence("text", shown(value.text)),),
                ),
            )
    return ()


def _is_taught(code: str, facts: Facts) -> bool:
    """A post about coding shows this code, and an automatic description begins as the post does."""
    return code in " ".join(facts.text.split()) and is_about_coding(facts)


def _decodes(text: str) -> bool:
    return any(call in text for call in _CALLS) and _DECODES.search(text) is not None


def _in_text(facts: Facts) -> Iterator[Finding]:
    content = facts.content
    if content is None or is_about_coding(facts) or is_about_security(facts):
        return
    decodes = _DECODES.search(content.text)
    match = decodes or _SERVER_CODE.search(content.text)
    if match is None or (decodes is None and _speaks_of_code(content.text)):
        return
    code = "Code that decodes or runs other code" if decodes else "Code of the server"
    around = content.text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
    yield Finding(
        f"{code} stands in the text: {shown(match[0])}…",
        at=Place(CONTENT, start=match.start(), end=match.end()),
        value=match[0],
        severity=Severity.WARNING,
        evidence=(Evidence("text", shown(around)),),
    )


def _speaks_of_code(text: str) -> bool:
    """Whether a text, apart from code of the server, speaks of code or of the files that it is written in."""
    said = _SERVER_CODE.sub(" ", text)
    return _PHP_FILE.search(said) is not None or words("coding").search(said) is not None


def _in_comments(facts: Facts) -> Iterator[Finding]:
    """`<?php …` in HTML is a comment to a browser: nobody sees it."""
    source = facts.content.source if facts.content is not None else ""
    for opening in _OPENING.finditer(source):
        code = source[opening.start() : opening.start() + _MOST].partition("?>")[0]
        match = _DECODES.search(code)
        if match is not None:
            yield Finding(
                f"Code of the server that decodes or runs other code stands in the text unseen: {shown(match[0])}…",
                at=Place(CONTENT, raw=(opening.start(), opening.start() + len(code))),
                value=match[0],
                severity=Severity.WARNING,
                evidence=(Evidence("code", shown(code)),),
            )
            return
