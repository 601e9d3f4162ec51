"""Products as WooCommerce's own API answers them, read as the posts that they are."""

from __future__ import annotations

from typing import Any

_TEXTS = {"name": "title", "description": "content", "short_description": "excerpt"}
_FIELDS = {
    "permalink": "link",
    "date_created": "date",
    "date_created_gmt": "date_gmt",
    "date_modified": "modified",
    "date_modified_gmt": "modified_gmt",
}
_KEPT = ("id", "slug", "status", "yoast_head", "yoast_head_json", "_links")


def is_product(data: dict[str, Any]) -> bool:
    """Whether an object is a product of the API with keys (`wc/v3`), or of the one for shops (`wc/store`).

    Sources: https://developer.woocommerce.com/docs/apis/rest-api/v3/products/,
    https://developer.woocommerce.com/docs/apis/store-api/resources-endpoints/products/
    """
    return "permalink" in data and "link" not in data and ("catalog_visibility" in data or "prices" in data)


def record_of_product(data: dict[str, Any]) -> dict[str, Any]:
    """The record of the post: its fields by the names of `wp/v2`; the first picture is the featured one.

    What a shop alone has (prices, stock, attributes) is left out, and so are categories, which are objects there.
    """
    record: dict[str, Any] = {name: data[name] for name in _KEPT if name in data}
    record["type"] = "product"
    for name, field in _FIELDS.items():
        if name in data:
            record[field] = data[name]
    for name, field in _TEXTS.items():
        if type(data.get(name)) is str:
            record[field] = {"rendered": data[name]}
    images = data.get("images")
    first = images[0] if isinstance(images, list) and images else None
    if isinstance(first, dict):
        record["featured_media"] = first.get("id", 0)
        record["_embedded"] = {
            "wp:featuredmedia": [
                {"id": first.get("id"), "source_url": first.get("src"), "alt_text": first.get("alt") or ""}
            ]
        }
    return record
