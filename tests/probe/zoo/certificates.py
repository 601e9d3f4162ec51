"""Certificates of the zoo, made anew for each run: one authority that is believed, and every fault of the others."""

from __future__ import annotations

import ssl
import warnings
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

if TYPE_CHECKING:
    from pathlib import Path

_DAY = timedelta(days=1)
_GOOD_NAMES = ("tls-good.example", "*.tls.example", "tls-good-ipv4.example", "127.0.0.1", "xn--bcher-kva.example")
_TRUSTED = "Harbour Trust"
_WIDE = 30
"""Names on a certificate of a hoster that serves many."""


class Certificates:
    """Makes certificates and the contexts that show them.

    Attributes:
        ca_file: the authority that is believed, PEM.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._now = datetime.now(UTC)
        self._trusted = trustme.CA(organization_name=_TRUSTED)
        self.ca_file = str(folder / "ca.pem")
        self._trusted.cert_pem.write_to_path(self.ca_file)

    def contexts(self) -> dict[str, ssl.SSLContext]:
        """Port name -> what is shown there. Hosts are named like their ports."""
        late: dict[str, Any] = {"not_before": self._now - 90 * _DAY, "not_after": self._now - _DAY}
        early: dict[str, Any] = {"not_before": self._now + 2 * _DAY, "not_after": self._now + 90 * _DAY}
        issue = self._trusted.issue_cert
        contexts = {
            "tls": self.good(),
            "tls-12": self._limited(self.good(), most=ssl.TLSVersion.TLSv1_2),
            "tls-13": self._limited(self.good(), least=ssl.TLSVersion.TLSv1_3),
            "tls-expired": self._shows(issue("tls-expired.example", **late)),
            "tls-not-yet": self._shows(issue("tls-not-yet.example", **early)),
            "tls-wrong-host": self._shows(issue("other.example", "www.other.example")),
            "tls-www-only": self._shows(issue("www.tls-www-only.example")),
            "tls-wide": self._shows(issue(*(f"shop-{number}.example" for number in range(_WIDE)))),
            "tls-deep-wildcard": self._shows(issue("*.tls-deep-wildcard.example")),
            "tls-name-in-subject": self._shows(issue("other.example", common_name="tls-name-in-subject.example")),
            "tls-expired-wrong-host": self._shows(issue("other.example", **late)),
            "tls-whole-chain": self._shows(self._intermediate().issue_cert("tls-whole-chain.example")),
            "tls-incomplete-chain": self._incomplete(),
            "tls-incomplete-known": self._incomplete_known(),
            "tls-self-signed": self._self_signed("tls-self-signed.example", common_name="tls-self-signed.example"),
            "tls-appliance": self._self_signed(common_name="firewall"),
            "tls-untrusted-root": self._untrusted("Lighthouse Root", "tls-untrusted-root.example", with_root=True),
            "tls-untrusted-leaf": self._untrusted("Company Root", "tls-untrusted-leaf.example", with_root=False),
            "tls-client-asked": self.good("tls-client-asked.example"),
        }
        contexts["tls-client-asked"].verify_mode = ssl.CERT_OPTIONAL
        return contexts

    def refusing_contexts(self) -> dict[str, ssl.SSLContext]:
        """Port name -> what makes the server end the handshake with an alert."""
        return {
            "tls-old": self._old(),
            "tls-client-cert": self._demanding(self.good("tls-client-cert.example")),
            "tls-client-cert-12": self._limited(
                self._demanding(self.good("tls-client-cert-12.example")), most=ssl.TLSVersion.TLSv1_2
            ),
        }

    def good(self, *names: str) -> ssl.SSLContext:
        """A context without fault, for the hosts of the zoo or those named."""
        return self._shows(self._trusted.issue_cert(*names) if names else self._good)

    def http2(self, *, fallback: bool) -> ssl.SSLContext:
        """A context that agrees on HTTP/2, and on HTTP/1.1 with `fallback`."""
        context = self.good()
        context.set_alpn_protocols(["h2", "http/1.1"] if fallback else ["h2"])
        return context

    @cached_property
    def _good(self) -> trustme.LeafCert:
        return self._trusted.issue_cert(*_GOOD_NAMES)

    def _intermediate(self) -> trustme.CA:
        return self._trusted.create_child_ca()

    def _shows(self, leaf: trustme.LeafCert) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        leaf.configure_cert(context)
        return context

    def _limited(
        self, context: ssl.SSLContext, *, least: ssl.TLSVersion | None = None, most: ssl.TLSVersion | None = None
    ) -> ssl.SSLContext:
        if least is not None:
            context.minimum_version = least
        if most is not None:
            context.maximum_version = most
        return context

    def _demanding(self, context: ssl.SSLContext) -> ssl.SSLContext:
        context.load_verify_locations(self.ca_file)
        context.verify_mode = ssl.CERT_REQUIRED
        return context

    def _old(self) -> ssl.SSLContext:
        """TLS 1.0 at most; OpenSSL 3 has to be talked into it."""
        context = self.good("tls-old.example")
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Python warns of the versions that this is about
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = ssl.TLSVersion.TLSv1
        return context

    # -- certificates that trustme does not make -----------------------------------------------------------------------

    def _self_signed(self, *names: str, common_name: str) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(common_name, organization="")
        certificate = self._sign(subject, names or (common_name,), key, issuer=subject, issuer_key=key)
        return self._context(common_name, [certificate], key)

    def _untrusted(self, organization: str, name: str, *, with_root: bool) -> ssl.SSLContext:
        root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        issuer = _name(f"{organization} R1", organization=organization)
        root = self._sign(issuer, (), root_key, issuer=issuer, issuer_key=root_key, authority=True)
        leaf = self._sign(_name(name), (name,), key, issuer=issuer, issuer_key=root_key)
        return self._context(name, [leaf, root] if with_root else [leaf], key)

    def _incomplete(self) -> ssl.SSLContext:
        """The certificate says where its issuer's can be fetched, as those of all public authorities do."""
        middle_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        middle = _name("Beacon E1", organization="Beacon")
        name = "tls-incomplete-chain.example"
        leaf = self._sign(_name(name), (name,), key, issuer=middle, issuer_key=middle_key, fetch="http://ca.example/e1")
        return self._context(name, [leaf], key)

    def _incomplete_known(self) -> ssl.SSLContext:
        """The root is believed, and of the same organization; only the certificate between is left out."""
        middle_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        middle = _name(f"{_TRUSTED} E1", organization=_TRUSTED)
        name = "tls-incomplete-known.example"
        leaf = self._sign(_name(name), (name,), key, issuer=middle, issuer_key=middle_key)
        return self._context(name, [leaf], key)

    def _sign(
        self,
        subject: x509.Name,
        names: tuple[str, ...],
        key: ec.EllipticCurvePrivateKey,
        *,
        issuer: x509.Name,
        issuer_key: ec.EllipticCurvePrivateKey,
        authority: bool = False,
        fetch: str = "",
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - _DAY)
            .not_valid_after(self._now + 30 * _DAY)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if names:
            alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
            builder = builder.add_extension(alternatives, critical=False)
        if fetch:
            where = x509.AccessDescription(
                AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(fetch)
            )
            builder = builder.add_extension(x509.AuthorityInformationAccess([where]), critical=False)
        return builder.sign(issuer_key, hashes.SHA256())

    def _context(self, name: str, chain: list[x509.Certificate], key: ec.EllipticCurvePrivateKey) -> ssl.SSLContext:
        path = self._folder / f"{name}.pem"
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(secret + b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context


def _name(common: str, organization: str = "Harbour Hosting") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization)] if organization else []
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, common)])
