"""What the API takes and gives of products."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Field, Schema

from productwatch.catalog.orders import SearchSort
from productwatch.catalog.schemas.categories import CategoryOfProduct
from productwatch.catalog.schemas.images import ShownImage
from productwatch.catalog.schemas.moments import Moment
from productwatch.catalog.schemas.product_types import TypeOfProduct
from productwatch.catalog.schemas.search import MOST_FACETS, Facet, FacetName, Meaning, Total
from productwatch.catalog.schemas.values import (
    MOST_ASKED,
    Alt,
    Amount,
    AskedAttribute,
    Attributes,
    Brand,
    Currency,
    Description,
    ImageUrl,
    Name,
    Sku,
    Slug,
    Stock,
    Tag,
    Tags,
    Words,
    absent,
)
from productwatch.platform.permissions import Permission
from productwatch.platform.schema import Body, Filters, Next, Page
from productwatch.platform.sparse import NOT_EXPLODED, SEPARATED, OneOf


class PriceIn(Body):
    amount: Amount
    currency: Currency


class ImageIn(Body):
    url: ImageUrl
    alt: Alt = ""


Stage = Literal["draft", "scheduled", "published"]
Status = Literal["draft", "scheduled", "published", "archived"]

_FROM, _FROM_THEN = "when what is scheduled becomes published, within a minute", ["2026-06-01T06:00:00Z"]
_UNTIL, _UNTIL_THEN = "when what is published becomes archived, within a minute", ["2099-06-01T06:00:00Z"]


class ProductIn(Body):
    """A new product."""

    slug: Slug | None = Field(None, description="its address; made from the name where it is left out")
    name: Name
    description: Description = ""
    price: PriceIn
    category: Slug | None = Field(None, description="the category's slug", examples=["shoes"])
    type: Slug | None = Field(None, description="the product type's slug", examples=["shoe"])
    attributes: Attributes = Field(default_factory=dict)
    stock: Stock = 0
    sku: Sku | None = None
    brand: Brand | None = None
    tags: Tags = Field(default_factory=list)
    image: ImageIn | None = None
    status: Stage = Field("published", description="the public sees what is published, and nothing else")
    publish_from: Moment | None = Field(None, description=_FROM, examples=_FROM_THEN)
    publish_until: Moment | None = Field(None, description=_UNTIL, examples=_UNTIL_THEN)


class ProductChange(Body):
    """The fields that change, each as a whole; what is left out stays, and null empties."""

    slug: Slug = Field(default_factory=absent, description="the earlier one leads on to it")
    name: Name = Field(default_factory=absent)
    description: Description = Field(default_factory=absent)
    price: PriceIn = Field(default_factory=absent)
    category: Slug | None = Field(default_factory=absent, description="the category's slug", examples=["shoes"])
    type: Slug | None = Field(default_factory=absent, description="the product type's slug", examples=["shoe"])
    attributes: Attributes = Field(default_factory=absent)
    stock: Stock = Field(default_factory=absent)
    sku: Sku | None = Field(default_factory=absent)
    brand: Brand | None = Field(default_factory=absent)
    tags: Tags = Field(default_factory=absent)
    image: ImageIn | None = Field(default_factory=absent)
    status: Stage = Field(default_factory=absent, description="it becomes archived by DELETE alone, or in time")
    publish_from: Moment | None = Field(default_factory=absent, description=_FROM, examples=_FROM_THEN)
    publish_until: Moment | None = Field(default_factory=absent, description=_UNTIL, examples=_UNTIL_THEN)


class Price(Schema):
    amount: str = Field(examples=["10.00"], description="with all decimals of its currency")
    currency: str = Field(examples=["USD"], description="ISO 4217")


class Image(Schema):
    url: str = Field(examples=["products/white-plimsolls.png"])
    alt: str = Field(examples=["A pair of white plimsolls"])


class Product(Schema):
    slug: str = Field(examples=["white-plimsolls"])
    name: str = Field(examples=["White Plimsolls"])
    description: str = Field(examples=["Canvas, with a rubber sole."])
    price: Price
    category: CategoryOfProduct | None
    type: TypeOfProduct | None
    attributes: dict[str, str | bool] = Field(
        examples=[{"size": "42", "waterproof": True}], description="by their codes; numbers as decimal strings"
    )
    stock: int = Field(examples=[12])
    sku: str | None = Field(examples=["918223582"])
    brand: str | None = Field(examples=["Seaside Shoes"])
    tags: list[str] = Field(examples=[["canvas", "summer"]])
    image: Image | None = Field(description="as it was given, wherever that is kept")
    images: list[ShownImage] = Field(description="those uploaded, in their order")
    status: Status = Field(description="`published`, save for admins")
    publish_from: datetime | None = Field(examples=_FROM_THEN)
    publish_until: datetime | None = Field(examples=_UNTIL_THEN)
    created_at: datetime
    updated_at: datetime


class ProductDetail(Product):
    description_html: str = Field(
        examples=["<p>Canvas, with a rubber sole.</p>\n"],
        description="the description, which is CommonMark, as HTML that may stand in any page: text, lists, quotations,"
        " code, and links to http, https and mailto",
    )


class ProductPage(Schema):
    items: list[Product]
    next: Next
    total: Total | None = Field(None, description="with `q` or `facets`")
    facets: list[Facet] | None = Field(None, description="with `q` or `facets`: those asked for, in that order")
    meant: list[Meaning] | None = Field(
        None, description="with `q` or `facets`: words that no product has, and near ones that were searched instead"
    )


class Embedding(Filters):
    """What products show of what they belong to."""

    expand: Annotated[list[Annotated[str, OneOf(("category", "type"))]], SEPARATED, NOT_EXPLODED] = Field(
        default_factory=list, description="what of a product is shown as a whole, with commas between"
    )

    @property
    def expanded(self) -> str:
        """What is shown as a whole, as one text: of the same it is the same."""
        return ",".join(sorted(set(self.expand)))


class ProductView(Embedding):
    fields: Annotated[list[Annotated[str, OneOf(tuple(ProductDetail.model_fields))]], SEPARATED, NOT_EXPLODED] = Field(
        default_factory=list, description="only these members of the product, with commas between"
    )


class Products(Embedding, Page):
    fields: Annotated[list[Annotated[str, OneOf(tuple(Product.model_fields))]], SEPARATED, NOT_EXPLODED] = Field(
        default_factory=list, description="only these members of each product, with commas between"
    )
    category: Slug | None = Field(None, description="only what lies in this category or below it", examples=["shoes"])
    brand: Brand | None = Field(None, description="only what is of this brand")
    tag: Tag | None = Field(None, description="only what has this tag")
    status: Status | None = Field(
        None,
        description=f"only what has this status; needs the permission `{Permission.CATALOG_WRITE}`",
        json_schema_extra={"x-needs": Permission.CATALOG_WRITE.value},
    )
    type: Slug | None = Field(None, description="only what is of this product type", examples=["shoe"])
    attribute: list[AskedAttribute] = Field(
        default_factory=list,
        max_length=MOST_ASKED,
        description="only what has this value, as `code:value`; repeated, of one code any value, of several codes each;"
        " needs `type`",
    )
    in_stock: bool = Field(False, description="only what is in stock")
    q: Words | None = Field(
        None,
        description='words that must all be there, in any form; the last may be a beginning, "some words" follow one'
        " another, and -word must not be there",
    )
    facets: Annotated[list[FacetName], SEPARATED, NOT_EXPLODED] = Field(
        default_factory=list,
        max_length=MOST_FACETS,
        description="what to count the values of, with commas between: brand, tag, category, type, attribute.CODE",
    )
    sort: SearchSort | None = Field(
        None,
        description="the order, with a minus the other way round: `slug` unless told, and with `q`, which it needs,"
        " `relevance`; prices by their currency first",
        examples=["-created_at"],
    )

    @property
    def order(self) -> SearchSort:
        return self.sort or ("relevance" if self.q else "slug")

    @property
    def variant(self) -> str | None:
        """What tells the page from others that are kept; None where it is not to be kept, there being too many."""
        if not self.is_kept or self.q or self.facets or self.brand or self.tag or self.attribute or self.in_stock:
            return None
        if self.category and self.type:
            return None
        return f"{self.category or ''}:{self.type or ''}:{self.order}:{self.limit}:{self.expanded}"
