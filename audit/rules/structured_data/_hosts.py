"""Hosts that structured data names beside the page's own."""

from __future__ import annotations

from functools import lru_cache

from audit.facts.url import parse_url

_AUTHORITIES = frozenset(
    {
        "orcid.org",
        "wikidata.org",
        "dbpedia.org",
        "viaf.org",
        "isni.org",
        "d-nb.info",
        "schema.org",
        "purl.org",
        "wikipedia.org",
        "geonames.org",
        "id.loc.gov",
        "ror.org",
        "doi.org",
    }
)


@lru_cache(maxsize=1024)
def is_authority(name: str) -> bool:
    """Whether an id identifies a thing of the world in a file that all share: Wikidata, ORCID, schema.org's words."""
    url = parse_url(name)
    return url is not None and (url.host in _AUTHORITIES or url.registrable in _AUTHORITIES)
