"""Keys in a text, and what only looks like one. All are made up, and put together here so that no scanner minds."""

from __future__ import annotations

import io
import json
from base64 import b32encode
from hashlib import sha256
from time import process_time

import pytest

from audit import Settings, audit
from audit.formats import json_format
from audit.rule import Good
from audit.rules.exposure.secret_in_content import SecretInContent
from audit.testing import base_record, findings_of

LETTERS = "q8Zk3LwPv5Nt2RyBm7XcJd4HsGf9Kj1Qe6Wu0aOiTzYxVbMnCrDl"
BODY = LETTERS * 4


def private_key(name="RSA ", body=BODY, dashes="-----"):
    return f"{dashes}BEGIN {name}PRIVATE KEY{dashes}\n{body}\n{dashes}END {name}PRIVATE KEY{dashes}"


def said(html):
    return findings_of(SecretInContent, Good(html))


@pytest.mark.parametrize(
    ("secret", "kind"),
    [
        ("AK" + "IAQ7ZN4WKDM2RTY5HB", "Amazon"),
        ("gh" + "p_" + LETTERS[:36], "GitHub"),
        ("github" + "_pat_" + LETTERS[:22] + "_" + (LETTERS + LETTERS)[:59], "GitHub"),
        ("gl" + "pat-" + LETTERS[:20], "GitLab"),
        ("AI" + "za" + LETTERS[:35], "Google"),
        ("sk_" + "live_" + LETTERS[:24], "Stripe"),
        ("xo" + "xb-" + LETTERS[:30], "Slack"),
        (private_key(), "a private key"),
        (private_key("", LETTERS * 4 + "AAAAAAAA"), "a private key"),
        (private_key("OPENSSH ", dashes="—–"), "a private key"),
        (private_key(body=f"Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,77\n\n{BODY}"), "a private key"),
    ],
)
def test_key(secret, kind):
    (finding,) = said(f"<p>The boat's own.</p><pre><code>KEY={secret}\n</code></pre>")

    assert kind in finding.message
    assert secret not in json.dumps([finding.message, finding.value, finding.marked, finding.evidence])


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "AKIAXXXXXXXXXXXXXXXX",
        "ghp_" + "x" * 36,
        "sk_" + "test_" + LETTERS[:24],
        "&lt;your sk_live_ key&gt;",
        "-----BEGIN PRIVATE KEY-----",
        private_key(body="…"),
        private_key(body="x" * 200),
        f"-----BEGIN CERTIFICATE-----\n{BODY}\n-----END CERTIFICATE-----",
        f"-----BEGIN PGP PUBLIC KEY BLOCK-----\n{BODY}\n-----END PGP PUBLIC KEY BLOCK-----",
        "MAPS=https://maps.googleapis.com/maps/api/js?key=AI" + "za" + LETTERS[:35],
        'authDomain: "tide.example", apiKey: "AI' + "za" + LETTERS[:35] + '"',
    ],
)
def test_no_key(text):
    assert not said(f"<pre>{text}</pre>")


def test_each_key_is_told_once_and_no_evidence_repeats_another():
    one, other = "AK" + "IAQ7ZN4WKDM2RTY5HB", "gh" + "p_" + LETTERS[:36]

    found = said(f"<pre>{one} {one} {other}</pre>")

    assert len(found) == 2
    assert one not in str(found)
    assert other not in str(found)


@pytest.mark.parametrize("filling", [" " * 20_000, "Abc: " * 4000, "Abc: x\n" * 3000, "A" * 20_000])
def test_a_beginning_without_an_end_takes_time_in_proportion(filling):
    began = process_time()

    assert not said(f"<pre>-----BEGIN PRIVATE KEY-----{filling}</pre>")
    assert process_time() - began < 1  # second; when blanks were given back one by one, it took 7


def test_keys_behind_a_long_text_take_time_in_proportion():
    keys = ["AK" + "IA" + b32encode(sha256(bytes([number])).digest()).decode()[:16] for number in range(100)]
    began = process_time()

    found = said(f"<pre>{'tide ' * 100_000}{' '.join(keys)}</pre>")

    assert len(found) > 90
    assert not any(key in str(finding.evidence) for finding in found for key in keys)
    assert process_time() - began < 3  # seconds; with all the text before each of them, it took 8


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Upload with {}.</p>", "AKIA****************"),
        ("<p>Tides.</p><!-- upload with {} -->", "AKIA****************"),
        ("<script>upload('{}')</script>", "AKIA****************"),
    ],
)
def test_the_place_is_told_and_the_key_is_not(html, shown):
    key = "AK" + "IAQ7ZN4WKDM2RTY5HB"
    record = base_record()
    before = record["content"]["rendered"] + "<p>Tides.</p>\n"
    record["content"]["rendered"] = before + html.format(key)
    (finding,) = audit([record], Settings(offline=True, select=("EXP008",))).findings

    assert finding.where.line == before.count("\n") + 1
    assert record["content"]["rendered"][finding.where.start : finding.where.end] == key
    assert finding.evidence[0].text == shown
    assert key not in finding.model_dump_json()


def test_no_other_finding_quotes_a_key():
    key = "gh" + "p_" + LETTERS[:36]
    record = base_record()
    record["content"]["rendered"] += f'<p>Token {key} <img src="/tide.jpg" width="9" height="9"> {private_key()}</p>'
    record["content"]["rendered"] += f'<p><a href="https://api.example/?token={key}">this</a></p><p>&nbsp;</p>'
    out = io.StringIO()
    json_format.json(audit([record], Settings(offline=True, preview=True)), out)
    report = out.getvalue()

    assert "img-alt-missing" in report
    assert key not in report
    assert LETTERS[:40] not in report
