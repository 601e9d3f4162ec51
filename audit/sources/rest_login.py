"""Who asks a WordPress site, and so which statuses its posts may have.

The password goes to the address that the user named and to no other, over https or to this machine.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from audit._nearest import did_you_mean
from audit.sources.answers import error_code
from audit.sources.failures import FailedError
from audit.sources.records import SourceProblem
from audit.sources.rest_api import LOGIN_NEEDED, address_in_api
from audit.sources.web import origin_of

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence

    from audit.post_filter import PostFilter
    from audit.sources.rest_api import RestApi

USER_VARIABLE, PASSWORD_VARIABLE = "POSTAUDIT_WP_USER", "POSTAUDIT_WP_PASSWORD"

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_STATUSES = ("publish", "future", "draft", "pending", "private")


class _Unknown(NamedTuple):
    """Names that the site does not have, and how that is told."""

    names: list[str]
    told: str


class Login:
    """Logs in where a user is set.

    Args:
        api: the API of the site.
        wanted: which posts are audited.

    Attributes:
        user: who is logged in; empty for nobody.
    """

    def __init__(self, api: RestApi, wanted: PostFilter) -> None:
        self.user = ""
        self._api = api
        self._wanted = wanted

    def statuses(self) -> Generator[SourceProblem, None, tuple[str, ...]]:
        """The statuses to ask for; none where nothing can be asked for."""
        wished = () if self._wanted.any_status else self._wanted.status
        user = os.environ.get(USER_VARIABLE, "")
        public = ("publish",) if not wished or "publish" in wished else ()
        if not user:
            if told := self._without_login():
                yield SourceProblem("rest-error", self._api.source, "", told)
            return public
        try:
            self._log_in(user)
        except FailedError as error:
            self._api.web.log_out()
            yield SourceProblem(error.kind, self._api.source, "", str(error))
            return public
        self.user = user
        if unknown := self._unknown_statuses(wished):
            yield SourceProblem("rest-error", self._api.source, "", unknown.told)
            return tuple(status for status in wished if status not in unknown.names)
        return wished or _STATUSES

    def _without_login(self) -> str | None:
        """What is not shown because nobody logs in; None where nothing else was asked for."""
        if os.environ.get(PASSWORD_VARIABLE):
            return f"is read without a login: {PASSWORD_VARIABLE} is set, and {USER_VARIABLE} is not."
        hidden = [status for status in self._wanted.status if status != "publish"]
        if not hidden:
            return None
        what = "what is not published" if self._wanted.any_status else ", ".join(hidden)
        meant = _meant([] if self._wanted.any_status else sorted(set(hidden) - set(_STATUSES)), _STATUSES)
        return (
            f"shows {what} only to who is logged in. Set {USER_VARIABLE} and {PASSWORD_VARIABLE} (an application "
            f"password).{meant}"
        )

    def _unknown_statuses(self, wished: Sequence[str]) -> _Unknown | None:
        """Wished statuses that the site does not have; plugins add some to those of WordPress."""
        if set(wished) <= set(_STATUSES):
            return None
        try:
            _, known = self._api.json(address_in_api(self._api.root, "wp/v2/statuses", {}))
        except FailedError:
            return None
        names = sorted({*known, *_STATUSES}) if isinstance(known, dict) else []
        missing = [status for status in wished if status not in names]
        if not names or not missing:
            return None
        told = f"has no status {', '.join(missing)}.{_meant(missing, names)} Statuses: any, {', '.join(names)}."
        return _Unknown(missing, told)

    def _log_in(self, user: str) -> None:
        if origin_of(self._api.root) != origin_of(self._api.source):
            where = "{}://{}".format(*urlsplit(self._api.root)[:2])
            raise FailedError(
                f"has its REST API at {where}: the password is not sent there, and only published posts are read. Name "
                "that address as the source"
            )
        if urlsplit(self._api.source).scheme != "https" and urlsplit(self._api.source).hostname not in _LOOPBACK:
            raise FailedError("is no https address: the password is not sent, and only published posts are read")
        password = os.environ.get(PASSWORD_VARIABLE, "") or _prompt(user)
        if not password:
            raise FailedError(
                f"was not logged in to: {PASSWORD_VARIABLE} is not set, and only published posts are read"
            )
        self._api.web.log_in(user, password)
        try:
            self._api.first("wp/v2/users/me", {"context": "edit"})
        except FailedError as error:
            raise FailedError(
                "did not accept the user name and the application password, and only published posts are read: "
                f"{self._refusal(error)}",
            ) from None

    def _refusal(self, error: FailedError) -> str:
        """Why a login was not accepted, and what to look at."""
        if error.answer is None or error.status not in LOGIN_NEEDED:
            return str(error).rstrip(".")
        code = error_code(error.answer)
        told = f"{error.where} answered {error.status}" + (f" ({code})" if code else "")
        # https://developer.wordpress.org/reference/functions/wp_is_application_passwords_supported/
        needs = " Application passwords need https that WordPress itself sees, or an environment of the type local."
        return (
            f"{told}. Look whether {USER_VARIABLE} and {PASSWORD_VARIABLE} are right: an application password of this "
            f"user, not the one of the login page.{needs} A plugin or the server may hold them back, too"
        )


def _meant(missing: Sequence[str], known: Iterable[str]) -> str:
    """What may be meant by the first of the names that are not known."""
    return did_you_mean(missing[0], known) if missing else ""


def _prompt(user: str) -> str:
    """Ask on a terminal; empty where there is none, or no answer."""
    if not sys.stdin or not sys.stdin.isatty():
        return ""
    from getpass import getpass  # noqa: PLC0415 - rare

    try:
        return getpass(f"Application password of {user}: ", sys.stderr)
    except EOFError:  # Ctrl-D: no password
        return ""
