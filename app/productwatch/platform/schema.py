"""What requests and problems look like: nothing unknown is taken in silence."""

import re
from typing import Annotated, Any, ClassVar, get_origin

from ninja import Field, Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, ValidationInfo, model_validator

from productwatch.platform.cursors import LONGEST
from productwatch.platform.json import escaped
from productwatch.platform.problems import Invalid

MAYBE_TEXT = r"^[^\x00]*$"
"""Any text, empty too, but for NUL, which Postgres cannot keep and the parser of bodies refuses."""

NO_NUL: dict[str, Any] = {"pattern": MAYBE_TEXT}
"""Tells it of a field, for the parser to hold to."""


class Body(Schema):
    """A JSON body: no unknown members, no conversion between types."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="wrap")
    @classmethod
    def _run_root_validator(cls, values: Any, handler: Any) -> Any:
        """In place of Ninja's, which looks at what forbids unknown members twice, for the sake of objects."""
        return handler(values)


class Filters(Schema):
    """The query's parameters: none unknown, and only lists more than once."""

    @model_validator(mode="before")
    @classmethod
    def _knows_them_all(cls, values: Any, info: ValidationInfo) -> Any:
        """Ninja hands over only what it knows, so the request itself is asked."""
        given = info.context["request"].GET if info.context else {}
        known = {field.alias or name for name, field in cls.model_fields.items()}
        wrong = [(name, "is no parameter of this request") for name in given if name not in known]
        once = known - {name for name, field in cls.model_fields.items() if get_origin(field.annotation) is list}
        wrong += [(name, "is given more than once") for name in sorted(once) if len(_all(given, name)) > 1]
        if wrong:
            raise Invalid([{"pointer": f"#/{escaped(name)}", "detail": detail} for name, detail in wrong])
        return values


class Form(Schema):
    """The fields of a form: none unknown, none twice, those of its `files` included."""

    model_config = ConfigDict(extra="forbid")
    files: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="before")
    @classmethod
    def _knows_them_all(cls, values: Any, info: ValidationInfo) -> Any:
        request = info.context["request"] if info.context else None
        given = [*_names(request.POST), *_names(request.FILES)] if request else []
        known = {*cls.model_fields, *cls.files}
        wrong = [(name, "is no field of this form") for name in dict.fromkeys(given) if name not in known]
        wrong += [(name, "is given more than once") for name in known if given.count(name) > 1]
        if wrong:
            raise Invalid([{"pointer": f"#/{escaped(name)}", "detail": detail} for name, detail in wrong])
        return values


_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


def _as_written(found: Any) -> Any:
    if isinstance(found, str) and not _RFC_3339.fullmatch(found):
        raise ValueError("must be a time with its zone, such as 2026-11-20T09:30:00Z")
    return found


Moment = Annotated[AwareDatetime, BeforeValidator(_as_written)]
"""A time in a query: pydantic would take seconds since 1970 too, and times of no zone."""

USUAL_LIMITS = frozenset({10, 25, 50, 100})


class Page(Filters):
    """How a list is read: `next` of one answer is the `cursor` of the following request."""

    cursor: str | None = Field(
        None,
        max_length=LONGEST,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="`next` of the page before; without it the first page",
    )
    limit: int = Field(25, ge=1, le=100, description="how many items at most")

    @property
    def is_kept(self) -> bool:
        """Whether it may be kept for others: a first page of a usual length, of which there are few."""
        return self.cursor is None and self.limit in USUAL_LIMITS


Next = Annotated[
    str | None,
    Field(
        description="the cursor of the following page; null on the last one",
        examples=["WyJ3aGl0ZS1wbGltc29sbHMiXQ"],
    ),
]
"""What a page says of the page after it."""


class FieldError(Schema):
    pointer: str = Field(description="JSON pointer to what is wrong", examples=["#/price/amount"])
    detail: str = Field(examples=["must be a decimal number, such as 10.00"])


class ProblemOut(Schema):
    """RFC 9457."""

    type: str = Field(json_schema_extra={"format": "uri-reference"}, examples=["/problems/invalid"])
    title: str = Field(examples=["Unprocessable Entity"])
    status: int = Field(examples=[422])
    detail: str = Field(description="for people", examples=["#/price/amount: must be a decimal number, such as 10.00"])
    instance: str = Field(
        json_schema_extra={"format": "uri-reference"},
        description="what was asked for",
        examples=["/api/v1/products"],
    )
    request_id: str = Field(
        description="finds the request in the log; also the header X-Request-ID",
        examples=["4bf92f3577b34da6a3ce929d0e0e4736"],
    )
    errors: list[FieldError] | None = None
    violated_policies: list[str] | None = Field(
        None, alias="violated-policies", description="the limits that refuse", examples=[["reads"]]
    )


def problems(*statuses: int) -> dict[int, Any]:
    """The `response=` entries of problems that a route may answer with."""
    return dict.fromkeys(statuses, ProblemOut)


def _names(given: Any) -> list[str]:
    return [name for name, values in given.lists() for _ in values]


def _all(given: Any, name: str) -> list[str]:
    found: list[str] = given.getlist(name) if given else []
    return found
