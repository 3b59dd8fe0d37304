"""What the API takes and gives of product types."""

from typing import Annotated

from ninja import Field, Schema
from pydantic import AfterValidator, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from productwatch.catalog.attributes import Kind
from productwatch.catalog.models import MOST_ATTRIBUTES, MOST_CHOICES
from productwatch.catalog.schemas.values import Choice, Code, Name, Slug, Unit, absent
from productwatch.platform.schema import Body, Next


class AttributeIn(Body):
    code: Code
    name: Name = Field(examples=["Size"])
    kind: Kind = Field(examples=["number"])
    unit: Unit | None = Field(None, validate_default=True, description="of a number, and of nothing else")
    choices: list[Choice] | None = Field(
        None,
        validate_default=True,
        max_length=MOST_CHOICES,
        description="the values that a choice may have, and null for all other kinds",
        examples=[None],
    )
    required: bool = Field(False, description="whether no product of the type may be without it")
    facet: bool = Field(False, description="whether a search counts its values")

    @field_validator("unit")
    @classmethod
    def _measures_a_number(cls, unit: str | None, info: ValidationInfo) -> str | None:
        if unit is not None and info.data.get("kind", "number") != "number":
            raise PydanticCustomError("unit", "only a number has a unit")
        return unit

    @field_validator("choices")
    @classmethod
    def _belong_to_a_choice(cls, choices: list[str] | None, info: ValidationInfo) -> list[str] | None:
        kind = info.data.get("kind")
        if kind == "choice" and not choices:
            raise PydanticCustomError("choices", "must name at least one value")
        if kind not in {"choice", None} and choices is not None:
            raise PydanticCustomError("choices", "only a choice has choices")
        if len(set(choices or ())) < len(choices or ()):
            raise PydanticCustomError("choices", "must name each value once")
        return choices


def _distinct(attributes: list[AttributeIn]) -> list[AttributeIn]:
    codes = [attribute.code for attribute in attributes]
    for code in codes:
        if codes.count(code) > 1:
            raise PydanticCustomError("codes", "names {code} more than once", {"code": code})
    return attributes


AttributesIn = Annotated[
    list[AttributeIn],
    Field(max_length=MOST_ATTRIBUTES, description="in the order of showing"),
    AfterValidator(_distinct),
]


class ProductTypeIn(Body):
    """A new product type."""

    slug: Slug | None = Field(
        None, description="made from the name where it is left out; never changes", examples=["shoe"]
    )
    name: Name = Field(examples=["Shoe"])
    attributes: AttributesIn = Field(default_factory=list)


class ProductTypeChange(Body):
    """The fields that change, each as a whole; what is left out stays."""

    name: Name = Field(default_factory=absent, examples=["Shoe"])
    attributes: AttributesIn = Field(default_factory=absent)


class Attribute(Schema):
    code: str = Field(examples=["size"])
    name: str = Field(examples=["Size"])
    kind: Kind = Field(examples=["number"])
    unit: str | None = Field(examples=[None])
    choices: list[str] | None = Field(examples=[None])
    required: bool
    facet: bool


class TypeName(Schema):
    slug: str = Field(examples=["shoe"])
    name: str = Field(examples=["Shoe"])


class TypeOfProduct(TypeName):
    """With `expand=type` all of it."""

    attributes: list[Attribute] = Field(default_factory=absent, description="in the order of showing")


class ProductType(TypeName):
    attributes: list[Attribute] = Field(description="in the order of showing")


class ProductTypePage(Schema):
    items: list[ProductType]
    next: Next
