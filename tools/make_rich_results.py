# ruff: noqa: INP001
"""Writes `schemas/structured_data/`: what Google's rich results need of each type, as JSON Schemas.

    python tools/make_rich_results.py

The table below is the source. A requirement is a path of properties (`location.address`); `a|b` is one of them; a text
will do in place of the object whose property is marked with `~` (`author.name~`). An object that is nothing but an
`@id` is described on another page, and satisfies what is asked of its properties.

Source: https://developers.google.com/search/docs/appearance/structured-data/search-gallery, as of July 2026.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "schemas" / "structured_data"
GALLERY = "https://developers.google.com/search/docs/appearance/structured-data/"

FEATURES: dict[str, tuple[str, str, str]] = {
    # type: (page of the documentation, required, recommended)
    "Article": (
        "article",
        "",
        "author author.name~ author.url|author.sameAs headline image datePublished",
    ),
    "Product": ("product-snippet", "name review|aggregateRating|offers", "review aggregateRating offers"),
    "ProductGroup": ("product-variants", "name", "hasVariant productGroupID variesBy"),
    "Review": ("review-snippet", "author author.name~ reviewRating.ratingValue~", "datePublished"),
    "AggregateRating": ("review-snippet", "ratingValue ratingCount|reviewCount", "bestRating worstRating"),
    "EmployerAggregateRating": (
        "employer-rating",
        "itemReviewed ratingValue ratingCount|reviewCount",
        "bestRating worstRating",
    ),
    "Recipe": (
        "recipe",
        "name image",
        (
            "author datePublished description prepTime|totalTime cookTime|totalTime recipeYield recipeIngredient "
            "recipeInstructions recipeCategory recipeCuisine keywords nutrition.calories aggregateRating video"
        ),
    ),
    "Event": (
        "event",
        "name startDate location.address",
        "description endDate eventStatus image location.name offers organizer performer",
    ),
    "VideoObject": ("video", "name thumbnailUrl|thumbnail uploadDate", "contentUrl|embedUrl description duration"),
    "JobPosting": (
        "job-posting",
        (
            "title description datePosted hiringOrganization hiringOrganization.name~ jobLocation "
            "jobLocation.address.addressCountry~"
        ),
        "baseSalary employmentType identifier validThrough",
    ),
    "LocalBusiness": (
        "local-business",
        "name address",
        "geo openingHoursSpecification|openingHours priceRange telephone url",
    ),
    "ProfilePage": ("profile-page", "mainEntity.name~|mainEntity.alternateName", "dateCreated dateModified"),
    "DiscussionForumPosting": (
        "discussion-forum",
        "author author.name~ datePublished text|image|video",
        "author.url url headline",
    ),
    "QAPage": ("qapage", "mainEntity", ""),
    "Question": (
        "qapage",
        "name answerCount acceptedAnswer.text|suggestedAnswer.text",
        "author datePublished text upvoteCount",
    ),
    "SoftwareApplication": (
        "software-app",
        "name offers.price|offers.priceSpecification|offers.lowPrice aggregateRating|review",
        "applicationCategory operatingSystem",
    ),
    "Dataset": ("dataset", "name description", "creator license identifier keywords url distribution"),
    "Course": ("course", "name description", "provider"),
    "Movie": ("movie", "name image", "aggregateRating dateCreated director review"),
    "VacationRental": (
        "vacation-rental",
        "name identifier image latitude|geo.latitude longitude|geo.longitude containsPlace.occupancy.value~",
        "address aggregateRating description",
    ),
    "MerchantReturnPolicy": (
        "return-policy",
        "applicableCountry|merchantReturnLink returnPolicyCategory|merchantReturnLink",
        "returnMethod returnFees",
    ),
    "OfferShippingDetails": (
        "merchant-listing",
        "deliveryTime shippingDestination shippingRate shippingRate.currency shippingRate.value|shippingRate.maxValue",
        "",
    ),
    "3DModel": ("product-snippet", "encoding.contentUrl", ""),
    "Certification": ("merchant-listing", "issuedBy", "certificationIdentification|certificationRating"),
    "MemberProgram": ("loyalty-program", "name description hasTiers hasTiers.name hasTiers.hasTierBenefit", "url"),
    "ShippingService": ("shipping-policy", "shippingConditions", "name description"),
    "Clip": ("video", "name startOffset url", "endOffset"),
    "BroadcastEvent": ("video", "isLiveBroadcast startDate endDate", ""),
    "SeekToAction": ("video", "target startOffset-input", ""),
    "BreadcrumbList": (
        "breadcrumb",
        (
            "itemListElement itemListElement.position itemListElement.name|itemListElement.item.name~ "
            "itemListElement.item|itemListElement.name"
        ),
        "",
    ),
    "ItemList": (
        "carousel",
        "itemListElement itemListElement.position itemListElement.url|itemListElement.item.url~",
        "",
    ),
    "Offer": (
        "product-snippet",
        "price|priceSpecification.price",
        "availability priceCurrency|priceSpecification.priceCurrency priceValidUntil",
    ),
    "AggregateOffer": ("product-snippet", "lowPrice priceCurrency", "highPrice offerCount"),
    "MerchantListing": (
        "merchant-listing",
        (
            "name image offers offers.price|offers.priceSpecification.price "
            "offers.priceCurrency|offers.priceSpecification.priceCurrency"
        ),
        (
            "aggregateRating audience brand.name~ category color description "
            "gtin|gtin8|gtin12|gtin13|gtin14|isbn material mpn pattern review size sku offers.availability "
            "offers.hasMerchantReturnPolicy offers.itemCondition offers.shippingDetails offers.url"
        ),
    ),
    "UnitPriceSpecification": ("merchant-listing", "price priceCurrency", ""),
    "Organization": (
        "organization",
        "",
        (
            "name url logo address description email|contactPoint.email telephone|contactPoint.telephone legalName "
            "foundingDate numberOfEmployees sameAs taxID|vatID|leiCode|duns|naics|iso6523Code|globalLocationNumber"
        ),
    ),
    "ImageObject": (
        "image-license-metadata",
        "contentUrl creator|creditText|copyrightNotice|license",
        "acquireLicensePage creator.name~ creditText copyrightNotice license",
    ),
    "PaywalledContent": (
        "paywalled-content",
        "isAccessibleForFree",
        "hasPart.isAccessibleForFree hasPart.cssSelector",
    ),
    "SpeakableSpecification": ("speakable", "cssSelector|xPath|xpath", ""),
    "Comment": ("discussion-forum", "author author.name~ datePublished text|image|video", "author.url"),
    "Quiz": (
        "education-qa",
        "hasPart hasPart.eduQuestionType hasPart.text hasPart.acceptedAnswer.text~",
        "about.name~ educationalAlignment",
    ),
    "MathSolver": (
        "math-solvers",
        "url usageInfo potentialAction.target potentialAction.mathExpression-input",
        "inLanguage assesses potentialAction.eduQuestionType",
    ),
    "WebSite": ("site-names", "name url", "alternateName"),
}
_ELSEWHERE = {"type": "object", "required": ["@id"], "maxProperties": 1}
_TEXT = {"type": ["string", "number"]}


def _path(path: str) -> dict[str, Any]:
    """A schema that asks for one path of properties."""
    name, _, rest = path.partition(".")
    if not rest:
        return {"required": [name.removesuffix("~")]}
    inner: list[dict[str, Any]] = [{"type": "object", **_path(rest)}, _ELSEWHERE]
    if rest.endswith("~") and "." not in rest:
        inner.append(_TEXT)
    return {"required": [name], "properties": {name: {"type": "array", "contains": {"anyOf": inner}}}}


def _requirement(text: str) -> dict[str, Any]:
    ways = [_path(way) for way in text.split("|")]
    title = text.replace("~", "").replace("|", " or ")
    return {"title": title, **(ways[0] if len(ways) == 1 else {"anyOf": ways})}


def schema_of(name: str) -> dict[str, Any]:
    """The schema of one type."""
    page, required, recommended = FEATURES[name]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        "description": f"What Google's rich results need of {name}. Every property holds a list of its values.",
        "$comment": GALLERY + page,
        **_all_of(required),
        "$defs": {"recommended": _all_of(recommended)},
    }


def _all_of(requirements: str) -> dict[str, Any]:
    """A schema of an object that meets all requirements."""
    asked = [_requirement(one) for one in requirements.split()]
    return {"type": "object", "allOf": asked} if asked else {"type": "object"}


def main() -> None:
    """Write all schemas, and remove what is in the table no more."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.json"):
        if path.stem not in FEATURES:
            path.unlink()
    for name in FEATURES:
        text = json.dumps(schema_of(name), indent=2)
        (FOLDER / f"{name}.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
