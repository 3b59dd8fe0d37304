"""A product type for tests: shoes, with one attribute of each kind."""

from typing import Any, cast

from productwatch.catalog.attributes import Attribute, Kind, Values
from productwatch.catalog.services import product_types

URL = "/api/v1/product-types"


def attribute(code: str, kind: Kind = "text", **more: Any) -> Attribute:
    plain = {"name": code.title(), "unit": None, "choices": None, "required": False, "facet": False}
    return cast("Attribute", {"code": code, "kind": kind, **plain, **more})


SIZE = attribute("size", "number", unit="EU", required=True, facet=True)
COLOUR = attribute("colour", "choice", choices=["red", "white"], facet=True)
SHOE = [SIZE, COLOUR, attribute("waterproof", "boolean"), attribute("sole"), attribute("since", "date")]
VALUES: Values = {"size": "42", "colour": "red", "waterproof": True, "sole": "Rubber", "since": "2026-11-20"}


def shoe_type(*attributes: Attribute) -> str:
    """Makes the type and returns its slug."""
    return product_types.create({"name": "Shoe", "attributes": list(attributes or SHOE)})
