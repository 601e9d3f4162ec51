"""One answer of a server, as far as it was read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Answer:
    """One answer of a server.

    Attributes:
        url: the address that was asked, without fragment.
        status: HTTP status.
        headers: (lower-case name, value) in the order of the answer; values are decoded as UTF-8, else Latin-1.
        body: what was read of the body, content coding undone; capped, so that it may be a beginning.
        whole: the body was read to its end.
        undecodable: the body has a content coding that could not be undone.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    whole: bool = True
    undecodable: bool = False

    def header(self, name: str) -> str:
        """The last value of a header (its name in lower case), or ""."""
        for key, value in reversed(self.headers):
            if key == name:
                return value
        return ""

    def all(self, name: str) -> list[str]:
        """All values of a header (its name in lower case)."""
        return [value for key, value in self.headers if key == name]

    @property
    def media_type(self) -> str:
        """`text/html` and the like: lower-case, without parameters; "" where the server names none."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def cookies(self) -> frozenset[str]:
        """Names of the cookies that the answer sets."""
        return frozenset(value.partition("=")[0].strip() for value in self.all("set-cookie"))
