"""What building a wheel adds to it: the manual page, in `share/man/man1`, where `man` looks beside the command."""

from __future__ import annotations

import importlib.util
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManualHook(BuildHookInterface[Any]):
    """Make the manual page, and let the wheel ship it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Called before the wheel is written."""
        spec = importlib.util.spec_from_file_location("make_manual", Path(self.root, "tools", "make_manual.py"))
        if spec is None or spec.loader is None:
            raise FileNotFoundError("tools/make_manual.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self._folder = tempfile.TemporaryDirectory(prefix="postaudit-manual-")
        page = Path(self._folder.name, "postaudit.1")
        page.write_text(module.manual(), "utf-8")
        build_data["shared_data"][str(page)] = "share/man/man1/postaudit.1"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Called when it is written."""
        self._folder.cleanup()
