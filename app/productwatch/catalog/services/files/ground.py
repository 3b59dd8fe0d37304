"""What is there already of what the rows of a part name, asked once for all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from productwatch.catalog import selectors
from productwatch.catalog.models import Product
from productwatch.catalog.services.categories import placing
from productwatch.catalog.services.differences import Diff
from productwatch.catalog.services.fields import Fields
from productwatch.catalog.services.files.rows import REQUIRED, Fault, Row
from productwatch.catalog.services.product_types.attributes import shared_types
from productwatch.catalog.services.products.writing import applied, columns_of, drafted
from productwatch.platform.problems import Invalid, Problem


@dataclass(slots=True)
class Intent:
    """What a row is to do to `product`: that of its slug, as it was when we looked, or a new one.

    `diff` is what that changes; `category` is the id of the one where it is to lie.
    """

    row: Row
    fields: Fields
    slug: str
    product: Product | None = None
    is_new: bool = True
    diff: Diff = field(default_factory=dict)
    category: int | None = None

    @property
    def path(self) -> placing.Path:
        return tuple(self.row.product.path)

    @property
    def touches_attributes(self) -> bool:
        return "type" in self.fields or "attributes" in self.fields

    @property
    def type(self) -> str | None:
        """The one that the product is to have."""
        had = self.product.type.slug if self.product and self.product.type else None
        return self.fields.get("type", had)


class Register(Protocol):
    """What the rows of a file name, each thing once."""

    def first_lines(self, named: dict[str, int]) -> dict[str, int]:
        """Notes these lines for what no line has named yet, and tells of each thing which line named it first."""


class Notes:
    """A register in memory."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}

    def first_lines(self, named: dict[str, int]) -> dict[str, int]:
        return {name: self._lines.setdefault(name, line) for name, line in named.items()}


class Ground:
    """Judges the rows of one part, in their order, and sets what they say: each finds what others leave behind."""

    def __init__(self, intents: Sequence[Intent], register: Register) -> None:
        _identify(intents)
        self._lines = register.first_lines({each.slug: each.row.line for each in reversed(intents)})
        self._categories = placing.by_slug({slug for each in intents if (slug := each.fields.get("category"))})
        self._types = shared_types({kind for each in intents if each.touches_attributes and (kind := each.type)})
        skus = {sku for each in intents if (sku := each.fields.get("sku"))}
        self._owners = dict(Product.objects.filter(sku__in=skus).values_list("sku", "slug"))

    def faults(self, intent: Intent) -> list[Fault]:
        """Why the row cannot be written; none where it can."""
        faults = [*self._second(intent), *self._unknown(intent)] or list(self._sku_taken(intent))
        if faults or is_archived(intent):
            return faults
        try:
            self._set(intent)
        except Invalid as refusal:
            return faults_of(intent.row, refusal)
        return []

    def _second(self, intent: Intent) -> Iterator[Fault]:
        earlier = self._lines[intent.slug]
        if earlier != intent.row.line:
            yield intent.row.fault(["slug"], f"{intent.slug!r} stands in line {earlier} already")

    def _unknown(self, intent: Intent) -> Iterator[Fault]:
        row, category = intent.row, intent.fields.get("category")
        if intent.is_new:
            yield from row.lacks(REQUIRED)
        if category and category not in self._categories:
            yield row.fault(["category"], f"there is no category {category!r}")
        if intent.touches_attributes and intent.type and intent.type not in self._types:
            yield row.fault(["type"], f"there is no product type {intent.type!r}")

    def _sku_taken(self, intent: Intent) -> Iterator[Fault]:
        """An sku is free once its product has been given another, by an earlier row."""
        if "sku" not in intent.fields:
            return
        sku = intent.fields["sku"]
        if sku and self._owners.get(sku, intent.slug) != intent.slug:
            yield taken_sku(intent.row, sku)
            return
        if intent.product and intent.product.sku and intent.product.sku != sku:
            self._owners.pop(intent.product.sku, None)
        if sku:
            self._owners[sku] = intent.slug

    def _set(self, intent: Intent) -> None:
        """All but the category, which has to be locked first."""
        fields = intent.fields.copy()
        category = fields.pop("category", None)
        intent.category = self._categories[category] if category else None
        if intent.touches_attributes:
            fields["type"] = intent.type
        columns = columns_of(fields, {"type": self._types.get})
        product, image = intent.product, columns.get("image")
        if product is None:
            intent.product = drafted({**columns, "slug": intent.slug})
            return
        if image and product.image and intent.row.is_silent_about_alt and image["url"] == product.image["url"]:
            del columns["image"]
        intent.diff = applied(product, columns)


def is_archived(intent: Intent) -> bool:
    return bool(intent.product and intent.product.archived_at)


def _identify(intents: Sequence[Intent]) -> None:
    """Finds the products that are there, by the slugs that they have or had."""
    ids = selectors.product_ids(each.slug for each in intents)
    known = Product.objects.select_related("category", "type").in_bulk(list({*ids.values()}))
    for each in intents:
        if each.slug in ids:
            each.product, each.is_new = known[ids[each.slug]], False
            each.slug = each.product.slug


def faults_of(row: Row, problem: Problem) -> list[Fault]:
    errors = problem.members.get("errors", [{"pointer": "#/", "detail": problem.detail}])
    return [row.fault(error["pointer"].split("/")[1:], error["detail"]) for error in errors]


def taken_sku(row: Row, sku: str) -> Fault:
    return row.fault(["sku"], f"{sku!r} is the sku of another product")
