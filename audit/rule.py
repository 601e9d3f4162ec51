"""What a rule is: a frozen value whose fields are its settings, whose docstring is its page, whose examples are tests.

Three kinds. `PostRule[Subject]` looks at one element of one post, or at the post. `CorpusRule` collects small witnesses
from every post and judges all that share a key. `LinkRule` is a corpus rule whose key is a URL and who also gets what
the network said about it.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar, dataclass_transform, get_args

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audit.facts import Facts
    from audit.finding import CorpusFinding, Finding, Severity, Witness
    from audit.probe import Probe
    from audit.site import SiteTotals


class Status(StrEnum):
    """When a rule runs: see `audit.rule.FAMILIES` and `audit.selection.selected`."""

    STABLE = "stable"
    PREVIEW = "preview"
    NAMED = "named"
    COMPANION = "companion"


class Scope(StrEnum):
    """Whose fault a rule finds: a post's own, one that only several posts show, the site's, or a link's."""

    POST = "post"
    CORPUS = "corpus"
    SITE = "site"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Family:
    """A family of rules: its code prefix, the folder under `audit/rules/`, and its name for people."""

    code: str
    folder: str
    title: str
    seo: bool = False  # bound by "not published" and "noindex": nobody but a search engine would mind


FAMILIES: Mapping[str, Family] = {
    family.code: family
    for family in (
        Family("INJ", "injected", "Injected content"),
        Family("SPM", "sponsors", "Sponsors and spam"),
        Family("LNK", "links", "Links"),
        Family("AGR", "agreement", "Agreement", seo=True),
        Family("CAN", "canonical", "Canonical", seo=True),
        Family("MET", "metadata", "Metadata", seo=True),
        Family("SOC", "social", "Social", seo=True),
        Family("IMG", "images", "Images"),
        Family("JLD", "structured_data", "Structured data"),
        Family("RRS", "rich_results", "Rich results", seo=True),
        Family("DAT", "data_quality", "Data quality"),
        Family("TXT", "content", "Content"),
        Family("EXP", "exposure", "Exposure"),
        Family("COR", "corpus", "Corpus", seo=True),
    )
}


@dataclass(frozen=True, slots=True)
class Explained:
    """How near a finding must be to another rule's finding to be explained by it.

    Attributes:
        nearness: the same post, the same element, the same target (`Finding.target`), or the same site.
        form: only findings with this `Finding.form`; None for all.
    """

    nearness: Literal["post", "element", "target", "site"]
    form: str | None = None

    def when(self, form: str) -> Explained:
        """The same nearness, for findings of one form only."""
        return Explained(self.nearness, form)


SAME_POST = Explained("post")
SAME_ELEMENT = Explained("element")
SAME_TARGET = Explained("target")
SAME_SITE = Explained("site")


class Example:
    """An example of a rule: documentation, and a test.

    Args:
        html: the content of a post (`content.rendered`).
        head: HTML of the SEO plugin's head (`yoast_head`).
        fields: further fields of the REST record, laid over those of an ordinary clean post; None removes a field.
        posts: several records (each like `fields`), for rules over a corpus.
        probes: what the network says about addresses of the example, for rules over links.
        complete: these records are all that the site has.
        sitemap: what its sitemap lists: when each address was last changed, or "".
        page: HTML of the page as readers get it, where the source visited it.
        headers: headers of its answer. Without `page`, the page is the example's head and content.
        note: what it shows, for readers.
    """

    def __init__(
        self,
        html: str | None = None,
        *,
        head: str | None = None,
        fields: Mapping[str, Any] | None = None,
        posts: Sequence[Mapping[str, Any]] = (),
        probes: Sequence[Probe] = (),
        complete: bool = False,
        sitemap: Mapping[str, str] | None = None,
        page: str | None = None,
        headers: Mapping[str, str] | None = None,
        note: str = "",
    ) -> None:
        self.html = html
        self.head = head
        self.fields = dict(fields or {})
        self.posts = tuple(dict(record) for record in posts)
        self.probes = tuple(probes)
        self.complete = complete
        self.sitemap = dict(sitemap) if sitemap is not None else None
        self.page = page
        self.headers = dict(headers or {})
        self.note = note


class Good(Example):
    """An example on which the rule is silent."""


class Bad(Example):
    """An example on which the rule speaks.

    Args:
        says: a part of the message.
        points_at: what the marked evidence begins with.
    """

    def __init__(self, html: str | None = None, *, says: str, points_at: str = "", **rest: Any) -> None:
        super().__init__(html, **rest)
        self.says = says
        self.points_at = points_at


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
@dataclass(frozen=True, kw_only=True)
class Rule(ABC):
    """The base of all rules. A subclass of one of the three kinds is a frozen dataclass; its fields are its settings.

    Attributes:
        remedy: what to do, in one or two sentences.
        sources: URLs of the documents that the rule rests on.
        examples: at least one `Bad` and one `Good`.
        explained_by: rules whose finding explains this rule's (name -> how near): it then stands in their `also`.
        needs: what must be there for the rule to have a say, any of: `tag:img` (in the content), `head` (any SEO
            head), `head:html`, `head:json`, `type:Person` (a JSON-LD type), `jsonld`, `field:slug` (a non-null field
            of the record), `content`. Empty: every post.
        text_patterns: RE2 patterns (case-insensitive) over the visible text of the content; the rule is called only
            where one of them occurs.
        gated: False if the rule has other reasons to speak: it is then called anyway, and asks `Facts.signals`.
        reads_content: the rule reads content or excerpt, so a password-protected post says nothing to it.
        offline: works without the network.
        reads_sitemap: the rule compares with what the site's sitemap lists (`SiteTotals.sitemap`).
        judges_unindexed: the rule judges drafts and pages that search engines are kept out of, too, in spite of its
            family: its question is whether they should be.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    family: ClassVar[Family]
    severity: ClassVar[Severity]
    status: ClassVar[Status]
    scope: ClassVar[Scope]
    since: ClassVar[str]
    summary: ClassVar[str]
    why: ClassVar[str]
    remedy: ClassVar[str] = ""
    sources: ClassVar[tuple[str, ...]] = ()
    examples: ClassVar[tuple[Example, ...]] = ()
    explained_by: ClassVar[Mapping[str, Explained]] = {}
    needs: ClassVar[frozenset[str]] = frozenset()
    text_patterns: ClassVar[tuple[str, ...]] = ()
    gated: ClassVar[bool] = True
    reads_content: ClassVar[bool] = False
    offline: ClassVar[bool] = True
    reads_sitemap: ClassVar[bool] = False
    judges_unindexed: ClassVar[bool] = False

    def __init_subclass__(
        cls,
        *,
        code: str = "",
        severity: Severity | None = None,
        since: str = "",
        status: Status = Status.STABLE,
        scope: Scope | None = None,
        **rest: Any,
    ) -> None:
        super().__init_subclass__(**rest)
        if not code:
            return  # one of the three kinds, or a base that rules share
        if severity is None or not since:
            raise TypeError(f"{cls.__name__}: a rule needs code=, severity= and since=")
        if not cls.__doc__:
            raise TypeError(f"{cls.__name__} has no docstring; postaudit cannot run under python -OO")
        if "__annotations__" in cls.__dict__:  # others have no settings: to make each a dataclass takes 0.3 s in all
            dataclass(frozen=True, kw_only=True)(cls)
        cls.code, cls.severity, cls.since, cls.status = code, severity, since, status
        cls.scope = scope or cls._usual_scope()
        cls.family = FAMILIES[code[:3]]
        cls.name = _kebab(cls.__name__)
        summary, _, why = cleandoc(cls.__doc__).partition("\n\n")
        cls.summary = summary.replace("\n", " ")
        cls.why = re.sub(r"(?<!\n)\n(?!\n)", " ", why)

    @classmethod
    @abstractmethod
    def _usual_scope(cls) -> Scope: ...

    def applies(self, facts: Facts) -> bool:  # noqa: ARG002 - the default looks at nothing
        """Whether this post can be judged at all. A post that cannot is *not evaluated*, never *passed*."""
        return True


def _kebab(name: str) -> str:
    """`ImgAltMissing` -> `img-alt-missing`; `LinkSoft404` -> `link-soft-404`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[0-9])(?=[A-Z])", "-", name).lower()


Subject = TypeVar("Subject")


class PostRule(Rule, Generic[Subject]):
    """A rule over one element of one post, or the post itself (`PostRule[Post]`)."""

    subject: ClassVar[type]

    def __init_subclass__(cls, **options: Any) -> None:
        for base in getattr(cls, "__orig_bases__", ()):
            arguments = get_args(base)
            if arguments and isinstance(arguments[0], type):
                cls.subject = arguments[0]
        super().__init_subclass__(**options)

    @classmethod
    def _usual_scope(cls) -> Scope:
        return Scope.POST

    @abstractmethod
    def check(self, subject: Subject, facts: Facts) -> Iterable[Finding]:
        """The faults of one subject. Pure: no network, clock, file or chance."""

    def suspects(self, facts: Facts) -> Sequence[Subject]:
        """The subjects that `check` is asked about, in their order: all of them.

        A rule may leave out those that it is sure to be silent on, where that is told faster for all at once.
        """
        return facts.of(self.subject)


class CorpusRule(Rule):
    """A rule over what several posts, or a post among its siblings, show together."""

    @classmethod
    def _usual_scope(cls) -> Scope:
        return Scope.CORPUS

    keeps_quotes: ClassVar[bool] = False
    """Most witnesses become findings, so that the place is quoted at once; else the post is read again for it."""
    needs_several: ClassVar[bool] = False
    """It compares witnesses: a key with a single one, as most have, says nothing, and is not judged."""

    @abstractmethod
    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """What to keep of one post: (key, witness) pairs. Witnesses of one key are judged together."""

    @abstractmethod
    def check(self, key: str, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """The verdict on one key. Must not depend on the order of the witnesses; the engine sorts them by post."""


class LinkRule(Rule):
    """A rule over one URL: who links to it, and what the network said about it."""

    offline: ClassVar[bool] = False

    @classmethod
    def _usual_scope(cls) -> Scope:
        return Scope.LINK

    def gather(self, facts: Facts) -> Iterable[tuple[str, Witness]]:
        """The URLs to ask about: (URL, witness) pairs. As a rule, every address that a browser or crawler follows.

        A witness has the values of `Reference.values`: kind, tag name, attribute, the address as written, and which
        of several equal ones in the field it is. Rules that share this method share its witnesses.
        """
        return facts.link_witnesses

    @abstractmethod
    def check(self, probe: Probe, witnesses: Sequence[Witness], totals: SiteTotals) -> Iterable[CorpusFinding]:
        """The verdict on one URL. The engine sorts the witnesses by post."""
