"""Values of typed attributes: what each kind takes, and how it is kept.

A number is a decimal string, as amounts of money are: what reads JSON as binary fractions would round it. It is kept in
its shortest form, so that equal numbers are one value, for an index too.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal, TypedDict

from productwatch.platform.problems import Invalid

Kind = Literal["text", "number", "boolean", "choice", "date"]
Value = str | bool
Values = dict[str, Value]

CODE = r"^[a-z][a-z0-9_]*$"
LONGEST_VALUE = 200

_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LINE = re.compile(r"(?=.*\S)[^\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_TRUTHS: dict[str, Value] = {"true": True, "false": False}


class Attribute(TypedDict):
    """What a product type says of one attribute; only a number has a unit, and only a choice has choices."""

    code: str
    name: str
    kind: Kind
    unit: str | None
    choices: list[str] | None
    required: bool
    facet: bool


Check = Callable[[Attribute, Value], Value]


def checked(attributes: Sequence[Attribute], values: Mapping[str, Value]) -> Values:
    """The values as they are kept; Invalid names each that is not as the attributes want it."""
    known = {attribute["code"]: attribute for attribute in attributes}
    faults = {code: "is no attribute of this type" for code in values if code not in known}
    kept: Values = {}
    for code, attribute in known.items():
        try:
            if code in values:
                kept[code] = _kept(attribute, values[code])
            elif attribute["required"]:
                faults[code] = "has to be given"
        except ValueError as error:
            faults[code] = str(error)
    if faults:
        raise Invalid([{"pointer": f"#/attributes/{code}", "detail": detail} for code, detail in faults.items()])
    return kept


def read(attribute: Attribute, text: str) -> Value:
    """The value that a text stands for, in an address or a file; ValueError where it is none of the attribute's."""
    return _kept(attribute, _TRUTHS.get(text, text) if attribute["kind"] == "boolean" else text)


def _kept(attribute: Attribute, value: Value) -> Value:
    return _CHECKS[attribute["kind"]](attribute, value)


def _line(_attribute: Attribute, value: Value) -> str:
    if not isinstance(value, str) or not _LINE.fullmatch(value) or len(value) > LONGEST_VALUE:
        raise ValueError(f"must be one line of text, not blank, of at most {LONGEST_VALUE} characters")
    return value


def _number(_attribute: Attribute, value: Value) -> str:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise ValueError("must be a decimal number in quotes, such as 42.5, of at most 15 digits before and 10 behind")
    shortest = f"{Decimal(value).normalize():f}"
    return "0" if shortest == "-0" else shortest


def _boolean(_attribute: Attribute, value: Value) -> bool:
    if not isinstance(value, bool):
        raise ValueError("must be true or false")  # noqa: TRY004 - a verdict on what a client sent
    return value


def _choice(attribute: Attribute, value: Value) -> Value:
    choices = attribute["choices"] or []
    if value not in choices:
        raise ValueError(f"must be one of {', '.join(choices)}")
    return value


def _date(_attribute: Attribute, value: Value) -> str:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            pass
    raise ValueError("must be a day of the calendar, such as 2026-11-20")


_CHECKS: dict[Kind, Check] = {
    "text": _line,
    "number": _number,
    "boolean": _boolean,
    "choice": _choice,
    "date": _date,
}
