"""What is wrong with a server's certificate, told from the certificates that it sends."""

from __future__ import annotations

import re
import ssl
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from audit.probe.exchange import Failure

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

CERTIFICATE_FAULTS = frozenset({"expired", "not-yet-valid", "hostname", "untrusted", "self-signed", "incomplete-chain"})
"""Causes that are worth a look at the certificates."""
_MOST_NAMES = 6
_DATE = "%b %d %H:%M:%S %Y %Z"
# `C = US, O = "Quay, Inc.", CN = R3` of OpenSSL 1.1 and later; older ones and other libraries put / or ; between.
_FIELD = re.compile(r'(?:^|[,;/+])\s*(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|((?:(?![,;]|/\w+\s*=).)*))')
_INTERMEDIATE = re.compile(r"intermediate|issuing|sub(?:ordinate)?[ -]?ca", re.IGNORECASE)
_ROOT = re.compile(r"\broot\b", re.IGNORECASE)


def diagnose(failure: Failure, certificates: Sequence[Mapping[str, str]], trusted: Collection[str]) -> Failure:
    """The failure with the dates, names and issuers of the certificates as evidence, and with its cause refined.

    A server that leaves its intermediate certificate out is told from one whose authority nobody knows by what its
    own certificate says of the issuer: where to fetch it (RFC 5280 4.2.2.1), its name, or an organization that is
    among the trusted ones.

    Args:
        failure: what verification said.
        certificates: as curl lists them, the server's own first: name of the field -> value.
        trusted: organizations of the authorities that are believed.
    """
    if not certificates:
        return failure
    own = certificates[0]
    issuer = own.get("Issuer", "")
    words = {"expired": _words_on_expiry, "not-yet-valid": _words_on_start, "hostname": _words_on_names}.get(
        failure.cause
    )
    if words is not None:
        return Failure(failure.cause, words(certificates), issuer)
    if own.get("Subject", "") == issuer:
        return Failure("self-signed", f"certificate of {_name(issuer)} is signed by itself", issuer)
    if len(certificates) == 1 and _is_intermediate(own, issuer, trusted):
        return Failure("incomplete-chain", f"the server does not send the certificate of {_name(issuer)}", issuer)
    authority = _name(certificates[-1].get("Issuer", ""))
    return Failure("untrusted", f"certificate is signed by {authority}, which is not trusted", issuer)


def _words_on_expiry(certificates: Sequence[Mapping[str, str]]) -> str:
    late = next((one for one in certificates if _is_over(one.get("Expire date", ""))), certificates[0])
    return f"certificate of {_name(late.get('Subject', ''))} expired on {_day(late, 'Expire date')}"


def _words_on_start(certificates: Sequence[Mapping[str, str]]) -> str:
    return f"certificate is valid from {_day(certificates[0], 'Start date')}"


def _words_on_names(certificates: Sequence[Mapping[str, str]]) -> str:
    own = certificates[0]
    return f"certificate is for {_alternative_names(own) or _name(own.get('Subject', ''))}"


def _is_intermediate(own: Mapping[str, str], issuer: str, trusted: Collection[str]) -> bool:
    if "CA Issuers" in own.get("Authority Information Access", ""):
        return True
    if _ROOT.search(issuer):
        return False
    if _INTERMEDIATE.search(issuer):
        return True
    return _field(issuer, "O") in trusted


@lru_cache(maxsize=4)
def trusted_organizations(ca_file: str) -> frozenset[str]:
    """Organizations of the authorities in a file of certificates; none if it cannot be read."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(ca_file)
    except (OSError, ssl.SSLError):
        return frozenset()
    subjects: list[Any] = [authority.get("subject", ()) for authority in context.get_ca_certs()]
    return frozenset(
        str(value) for subject in subjects for part in subject for name, value in part if name == "organizationName"
    )


def _name(distinguished: str) -> str:
    """The common name of a distinguished name, else all of it."""
    return _field(distinguished, "CN") or distinguished or "no name"


def _field(distinguished: str, name: str) -> str:
    """One field of a distinguished name, or ""."""
    found = next((match for match in _FIELD.finditer(distinguished) if match[1] == name), None)
    return re.sub(r"\\(.)", r"\1", found[2] or found[3] or "").strip() if found is not None else ""


def _alternative_names(certificate: Mapping[str, str]) -> str:
    names = [
        name.strip().partition(":")[2] for name in certificate.get("X509v3 Subject Alternative Name", "").split(",")
    ]
    names = [name for name in names if name]
    rest = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + rest


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(" ".join(text.split()), _DATE).replace(tzinfo=UTC)
    except ValueError:
        return None


def _day(certificate: Mapping[str, str], field: str) -> str:
    text = certificate.get(field, "")
    moment = _moment(text)
    return f"{moment:%Y-%m-%d}" if moment else text


def _is_over(text: str) -> bool:
    moment = _moment(text)
    return moment is not None and moment < datetime.now(UTC)
