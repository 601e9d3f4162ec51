"""RRS030."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.finding import Severity
from audit.rule import Bad, Good
from audit.rules.rich_results._features import Incomplete, lacking
from audit.rules.structured_data._examples import node

if TYPE_CHECKING:
    from audit.facts import Node


class JobIncomplete(Incomplete, code="RRS030", severity=Severity.ERROR, since="0.1.0"):
    """A job lacks what a job search needs.

    Title, description, date, employer and place are required; a job that is done from anywhere says that instead.
    """

    remedy = (
        "Give title, description, datePosted, hiringOrganization and jobLocation (or jobLocationType TELECOMMUTE with "
        "applicantLocationRequirements)."
    )
    sources = ("https://developers.google.com/search/docs/appearance/structured-data/job-posting",)
    kind = "JobPosting"
    examples = (
        Bad(
            node(
                '"@type":"JobPosting","title":"Lock keeper","description":"<p>Opens and closes.</p>",'
                '"datePosted":"2026-03-01","hiringOrganization":"Harbour office"'
            ),
            says="lacks jobLocation",
        ),
        Bad(
            node(
                '"@type":"JobPosting","title":"Lock keeper","description":"<p>Opens and closes.</p>",'
                '"datePosted":"2026-03-01","hiringOrganization":"Harbour office",'
                '"jobLocation":{"@type":"Place","address":{"@type":"PostalAddress","addressLocality":"Wick"}}'
            ),
            says="lacks jobLocation.address.addressCountry",
        ),
        Bad(
            node(
                '"@type":"JobPosting","title":"Lock keeper","description":"<p>Opens and closes.</p>",'
                '"datePosted":"2026-03-01","hiringOrganization":{"@type":"Organization","name":"","sameAs":""},'
                '"jobLocation":{"@type":"Place","address":"Quay 1, Wick, UK"}'
            ),
            says="lacks hiringOrganization.name",
        ),
        Bad(
            node(
                '"@type":"JobPosting","title":"Chart drawer","description":"<p>At home.</p>","datePosted":"2026-03-01",'
                '"hiringOrganization":"Harbour office","jobLocationType":"TELECOMMUTE"'
            ),
            says="lacks jobLocation or applicantLocationRequirements",
        ),
        Good(
            node(
                '"@type":"JobPosting","title":"Lock keeper","description":"<p>Opens and closes.</p>",'
                '"datePosted":"2026-03-01","hiringOrganization":"Harbour office",'
                '"jobLocation":{"@type":"Place","address":"Quay 1, Wick, UK"}'
            ),
            note="Whether a text names the country is for people to see.",
        ),
        Good(
            node(
                '"@type":"JobPosting","title":"Chart drawer","description":"<p>At home.</p>",'
                '"datePosted":"2026-03-01","hiringOrganization":"Harbour office",'
                '"jobLocationType":"TELECOMMUTE","applicantLocationRequirements":{"@type":"Country","name":"NL"}'
            )
        ),
    )

    def lacks(self, node: Node) -> list[str]:
        """Whoever works from anywhere needs no place; who does so in name, but not from where, needs either."""
        lacks = lacking(node, self.kind)
        if node.text("jobLocationType") != "TELECOMMUTE":
            return lacks
        if node.get(_FROM_WHERE) is not None:
            return [name for name in lacks if not name.startswith("jobLocation")]
        return [f"{name} or {_FROM_WHERE}" if name == "jobLocation" else name for name in lacks]


_FROM_WHERE = "applicantLocationRequirements"
