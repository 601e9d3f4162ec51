"""Settings in an editor: what `postaudit init` writes lets the language servers of editors complete and check them."""

from __future__ import annotations

import json
import subprocess
import time
from contextlib import contextmanager

import pytest

from audit.cli import main

pytestmark = pytest.mark.ecosystem

BEGUN = "#:schema ./postaudit.schema.json\n\nfail-on = \n\n[rules.title-too-long]\n\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 0
    return tmp_path


@pytest.mark.parametrize("lint", [("taplo", "lint"), ("tombi", "lint", "--offline")], ids=lambda lint: lint[0])
def test_editors_check_them(folder, lint):
    settings = folder / "postaudit.toml"
    assert subprocess.run([*lint, settings], cwd=folder, capture_output=True, check=False).returncode == 0

    settings.write_text('#:schema ./postaudit.schema.json\nfail-on = "eror"\n', "utf-8")

    done = subprocess.run([*lint, settings], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "postaudit.toml:2:11" in done.stdout + done.stderr


class LanguageServer:
    """As much of an editor as is needed to ask for completions."""

    def __init__(self, process):
        self.process = process
        self.asked = 0

    def send(self, **message):
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()

    def _received(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return json.loads(self.process.stdout.read(length))

    def ask(self, method, **parameters):
        self.asked += 1
        self.send(id=self.asked, method=method, params=parameters)
        while True:
            message = self._received()
            if message.get("id") == self.asked and "method" not in message:
                return message["result"]
            if "id" in message:
                self.send(id=message["id"], result=None)

    def tell(self, method, **parameters):
        self.send(method=method, params=parameters)

    def completions(self, uri, line, character):
        place = {"line": line, "character": character}
        answer = None
        for _ in range(100):
            answer = self.ask("textDocument/completion", textDocument={"uri": uri}, position=place)
            if answer is not None:
                break
            time.sleep(0.1)  # it has not opened the document yet
        assert answer is not None
        return {item["label"] for item in (answer["items"] if isinstance(answer, dict) else answer)}


@contextmanager
def language_server(folder):
    command = ["tombi", "lsp", "--offline"]
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            server = LanguageServer(process)
            server.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities={})
            server.tell("initialized")
            yield server
        finally:
            process.kill()


def test_editors_complete_keys_values_and_the_settings_of_rules(folder):
    uri = (folder / "postaudit.toml").as_uri()
    with language_server(folder) as server:
        opened = {"uri": uri, "languageId": "toml", "version": 1, "text": BEGUN}
        server.tell("textDocument/didOpen", textDocument=opened)

        assert {"select", "max-warnings", "baseline", "network", "site", "rules"} <= server.completions(uri, 1, 0)
        assert server.completions(uri, 2, 10) == {'"error"', '"warning"', '"notice"', '"never"'}
        assert server.completions(uri, 5, 0) == {"pixels"}
