from __future__ import annotations

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from audit.probe.exchange import Failure
from audit.probe.tls import CERTIFICATE_FAULTS, diagnose, trusted_organizations

TRUSTED = frozenset({"Harbour Trust", "Quay, Inc."})
LEAF = {
    "Subject": "CN = lake.example",
    "Issuer": "C = XX, O = Beacon, CN = Beacon E1",
    "Start date": "Jan  5 00:00:00 2024 GMT",
    "Expire date": "Feb 29 12:00:00 2024 GMT",
    "X509v3 Subject Alternative Name": "DNS:lake.example, DNS:www.lake.example, IP Address:192.0.2.1",
}
MIDDLE = {
    "Subject": "C = XX, O = Beacon, CN = Beacon E1",
    "Issuer": "C = XX, O = Beacon, CN = Beacon X",
    "Expire date": "Feb 29 12:00:00 2024 GMT",
}


def told(cause, *certificates):
    return diagnose(Failure(cause, "verification failed"), certificates, TRUSTED)


@pytest.mark.parametrize(
    ("cause", "certificates", "evidence"),
    [
        pytest.param("expired", [LEAF], "certificate of lake.example expired on 2024-02-29", id="the day it expired"),
        pytest.param(
            "expired",
            [LEAF | {"Expire date": "Feb 28 12:00:00 2999 GMT"}, MIDDLE],
            "certificate of Beacon E1 expired on 2024-02-29",
            id="which of the chain expired",
        ),
        pytest.param("not-yet-valid", [LEAF], "certificate is valid from 2024-01-05", id="the day it begins"),
        pytest.param(
            "not-yet-valid",
            [LEAF | {"Start date": "soon"}],
            "certificate is valid from soon",
            id="a day in other words",
        ),
        pytest.param(
            "hostname", [LEAF], "certificate is for lake.example, www.lake.example, 192.0.2.1", id="whom it is for"
        ),
        pytest.param(
            "hostname", [{"Subject": "CN = lake.example"}], "certificate is for lake.example", id="an old one"
        ),
        pytest.param("hostname", [{"Subject": ""}], "certificate is for no name", id="nobody"),
    ],
)
def test_evidence(cause, certificates, evidence):
    seen = told(cause, *certificates)
    assert (seen.cause, seen.evidence) == (cause, evidence)


def test_a_certificate_for_many_names_is_cut_short():
    names = ", ".join(f"DNS:shop-{number}.example" for number in range(30))
    assert told("hostname", {"X509v3 Subject Alternative Name": names}).evidence.endswith("shop-5.example and 24 more")


OWN = {"Subject": "CN = lake.example"}
AUTHORITIES = {
    "its own authority": ([OWN | {"Issuer": "CN = lake.example"}], "self-signed"),
    "an authority of its own, which it sends": ([LEAF, MIDDLE | {"Issuer": MIDDLE["Subject"]}], "untrusted"),
    "an authority that nobody knows": ([OWN | {"Issuer": "O = Nobody, CN = Nobody R1"}], "untrusted"),
    "an authority that says where to fetch it": (
        [OWN | {"Issuer": "CN = E1", "Authority Information Access": "CA Issuers - URI:http://ca.example/e1"}],
        "incomplete-chain",
    ),
    "an authority that only answers about revocation": (
        [OWN | {"Issuer": "CN = E1", "Authority Information Access": "OCSP - URI:http://ocsp.example"}],
        "untrusted",
    ),
    "an authority that calls itself intermediate": ([OWN | {"Issuer": "CN = Beacon Issuing CA 3"}], "incomplete-chain"),
    "a root": ([OWN | {"Issuer": "O = Harbour Trust, CN = Harbour Root R1"}], "untrusted"),
    "a known organization": ([OWN | {"Issuer": "C = XX, O = Harbour Trust, CN = H1"}], "incomplete-chain"),
    "a known organization with a comma": ([OWN | {"Issuer": 'C = XX, O = "Quay, Inc.", CN = Q1'}], "incomplete-chain"),
    "a known organization, slashes between": ([OWN | {"Issuer": "/C=XX/O=Harbour Trust/CN=H1"}], "incomplete-chain"),
    "a known organization, semicolons between": (
        [OWN | {"Issuer": "C=XX; O=Harbour Trust; CN=H1"}],
        "incomplete-chain",
    ),
    "a known organization in another's name": ([OWN | {"Issuer": "O = Not Harbour Trust, CN = N1"}], "untrusted"),
    "a known organization in a common name": ([OWN | {"Issuer": "O = Nobody, CN = Harbour Trust"}], "untrusted"),
    "a chain that goes on": ([LEAF, MIDDLE], "untrusted"),
}


@pytest.mark.parametrize(("certificates", "cause"), AUTHORITIES.values(), ids=AUTHORITIES.keys())
@pytest.mark.parametrize("said", ["untrusted", "self-signed", "incomplete-chain"])
def test_cause(certificates, cause, said):
    seen = told(said, *certificates)
    assert seen.cause == cause
    assert seen.issuer == certificates[0]["Issuer"]


@pytest.mark.parametrize(
    ("issuer", "name"),
    [
        ('C = XX, CN = "Quay, the \\"old\\" one", OU = a', 'Quay, the "old" one'),
        ("/C=XX/CN=Quay R1/OU=a", "Quay R1"),
        ("C=XX; CN=Quay R1", "Quay R1"),
        ("C = XX, CN = Quay http://quay.example/ca, OU = a", "Quay http://quay.example/ca"),
        ("CN = *.lake.example", "*.lake.example"),
        ("O = Quay", "O = Quay"),
    ],
)
def test_the_name_of_an_authority(issuer, name):
    assert (
        told("self-signed", {"Subject": issuer, "Issuer": issuer}).evidence
        == f"certificate of {name} is signed by itself"
    )


def test_without_certificates_the_failure_stays():
    failure = Failure("untrusted", "words")
    assert diagnose(failure, [], TRUSTED) is failure


def test_organizations_of_a_file(tmp_path):
    path = tmp_path / "ca.pem"
    trustme.CA(organization_name="Harbour Trust").cert_pem.write_to_path(str(path))
    assert trusted_organizations(str(path)) == {"Harbour Trust"}


@pytest.mark.parametrize("text", [None, "", "no certificate"])
def test_a_file_that_cannot_be_read_has_none(tmp_path, text):
    path = tmp_path / "ca.pem"
    if text is not None:
        path.write_text(text)
    assert trusted_organizations(str(path)) == frozenset()


FIELDS = st.sampled_from(
    [
        "Subject",
        "Issuer",
        "Start date",
        "Expire date",
        "X509v3 Subject Alternative Name",
        "Authority Information Access",
    ]
)


@given(
    cause=st.sampled_from(sorted(CERTIFICATE_FAULTS)),
    certificates=st.lists(st.dictionaries(FIELDS, st.text(max_size=40), max_size=5), max_size=3),
)
def test_hostile_certificates_are_borne(cause, certificates):
    seen = diagnose(Failure(cause, "words"), certificates, TRUSTED)
    assert seen.cause in CERTIFICATE_FAULTS
    assert seen.evidence
