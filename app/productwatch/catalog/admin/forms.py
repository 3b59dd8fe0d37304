"""What is typed in the admin, as the bodies that the API takes: both are held to the same."""

import json
from collections.abc import Iterable
from typing import Any, ClassVar

from django.forms import CharField, HiddenInput
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from productwatch.catalog.models import LONGEST_TEXT, LONGEST_URL
from productwatch.catalog.schemas import (
    CategoryChange,
    CategoryIn,
    ProductChange,
    ProductIn,
    ProductTypeChange,
    ProductTypeIn,
)
from productwatch.catalog.services.fields import (
    CategoryFields,
    Fields,
    TypeFields,
    category_given_by,
    given_by,
    type_given_by,
)
from productwatch.catalog.slugs import LONGEST
from productwatch.platform.admin.forms import RecordForm, body_of

Given = dict[str, Any]

NEEDED = frozenset({"name", "amount", "currency", "stage"})


class Slugged(RecordForm):
    slug = CharField(
        max_length=LONGEST,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text="Its address; made from the name where it is left out. An earlier one leads on to it.",
    )
    version = CharField(required=False, widget=HiddenInput)

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        for name, field in self.fields.items():
            field.required = name in NEEDED

    def typed(self, names: Iterable[str]) -> Given:
        """Those of the fields that were changed, empty ones as null."""
        return {name: self.cleaned_data[name] or None for name in names if name in self.changed_data}

    def named(self, given: Given) -> Given:
        """The slug, where one is given."""
        slug = self.cleaned_data["slug"]
        return given | {"slug": slug} if slug and "slug" in self.changed_data else given


class ProductForm(Slugged):
    places: ClassVar[dict[str, str]] = {
        "price/currency": "currency",
        "price": "amount",
        "image/alt": "image_alt",
        "image": "image_url",
        "status": "stage",
    }

    description = CharField(required=False, max_length=LONGEST_TEXT, strip=False, widget=UnfoldAdminTextareaWidget)
    amount = CharField(max_length=21, widget=UnfoldAdminTextInputWidget, help_text="A decimal number, such as 10.00")
    tags = CharField(required=False, widget=UnfoldAdminTextareaWidget({"rows": 3}), help_text="One a line")
    image_url = CharField(required=False, max_length=LONGEST_URL, widget=UnfoldAdminTextInputWidget)
    attributes = CharField(
        required=False, widget=UnfoldAdminTextareaWidget({"rows": 6}), help_text="A JSON object, as the type wants it"
    )

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        row = self.instance
        if row.slug:
            self.initial["tags"] = "\n".join(row.tags)
            self.initial["attributes"] = as_json(row.attributes)
            self.initial["amount"] = row.price.as_json()["amount"]

    def given(self) -> Fields:
        """Invalid as the API would say it."""
        plain = self.typed(("name", "sku", "brand", "publish_from", "publish_until"))
        found = self.named(plain | self._whole() | self._parts())
        for name in found.keys() & {"publish_from", "publish_until"}:
            found[name] = found[name] and found[name].isoformat()
        schema = ProductChange if self.instance.slug else ProductIn
        return given_by(body_of(schema, found))

    def _whole(self) -> Given:
        """What is never null."""
        readers = {
            "description": lambda text: text.replace("\r\n", "\n"),
            "stock": lambda number: number,
            "tags": lambda text: [line.strip() for line in text.splitlines() if line.strip()],
            "attributes": from_json,
        }
        return {name: read(self.cleaned_data[name]) for name, read in readers.items() if name in self.changed_data}

    def _parts(self) -> Given:
        """What the API has as objects, or calls otherwise."""
        typed, changed = self.cleaned_data, set(self.changed_data)
        found: Given = {}
        for name in changed & {"category", "type"}:
            found[name] = typed[name].slug if typed[name] else None
        if changed & {"amount", "currency"}:
            found["price"] = {"amount": typed["amount"], "currency": typed["currency"]}
        if changed & {"image_url", "image_alt"}:
            url = typed["image_url"]
            found["image"] = {"url": url, "alt": typed["image_alt"]} if url else None
        if "stage" in changed:
            found["status"] = typed["stage"]
        return found


class CategoryForm(Slugged):
    def given(self) -> CategoryFields:
        found = self.named(self.typed(("name", "icon", "colour")))
        if "parent" in self.changed_data:
            parent = self.cleaned_data["parent"]
            found["parent"] = parent.slug if parent else None
        if "position" in self.changed_data:
            found["position"] = self.cleaned_data["position"]
        return category_given_by(body_of(CategoryChange if self.instance.slug else CategoryIn, found))


class ProductTypeForm(Slugged):
    attributes = CharField(
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 16}),
        help_text="A JSON list of {code, name, kind, unit, choices, required, facet}",
    )

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        self.initial["attributes"] = as_json(self.instance.attributes)

    def given(self) -> TypeFields:
        found = self.typed(("name",))
        if "attributes" in self.changed_data:
            found["attributes"] = from_json(self.cleaned_data["attributes"] or "[]")
        if self.instance.slug:
            return type_given_by(body_of(ProductTypeChange, found))
        return type_given_by(body_of(ProductTypeIn, self.named(found)))


def as_json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


def from_json(text: str) -> Any:
    """What is no JSON stays a text, which the schema refuses in its own words."""
    try:
        return json.loads(text or "{}")
    except ValueError:
        return text
