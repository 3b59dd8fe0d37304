"""Which changes of a product type its products stand in the way of."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

from django.db.models import Count, Q

from productwatch.catalog.attributes import Attribute
from productwatch.catalog.models import ProductType
from productwatch.platform.problems import Conflict

Misfit = tuple[str, str, Q]
"""Where the new attributes say so, what is wrong, and with which products."""


def refuse_misfits(kind: ProductType, before: Sequence[Attribute]) -> None:
    """Conflict where products fit the attributes that there were before but not those of now; it counts them.

    The type is locked: no other product comes to have it meanwhile.
    """
    misfits = list(_misfits(before, kind.attributes))
    counts = {f"n{number}": Count("pk", filter=products) for number, (_, _, products) in enumerate(misfits)}
    found = kind.products.aggregate(**counts).values() if counts else []
    errors = [
        {"pointer": pointer, "detail": detail.format(count)}
        for (pointer, detail, _), count in zip(misfits, found, strict=True)
        if count
    ]
    if errors:
        raise Conflict("Products would not fit the type any more: change them first.", errors=errors)


def _misfits(before: Sequence[Attribute], after: Sequence[Attribute]) -> Iterator[Misfit]:
    places = {attribute["code"]: (number, attribute) for number, attribute in enumerate(after)}
    had = {attribute["code"]: attribute for attribute in before}
    for code, earlier in had.items():
        has_it = Q(attributes__has_key=code)
        if code not in places:
            yield "#/attributes", f"{code!r} is gone, which {{:,}} products have", has_it
            continue
        number, now = places[code]
        if now["kind"] != earlier["kind"]:
            yield f"#/attributes/{number}/kind", f"{{:,}} products have {code!r} as a {earlier['kind']}", has_it
        elif gone := [choice for choice in earlier["choices"] or [] if choice not in (now["choices"] or [])]:
            detail = f"{{:,}} products have choices of {code!r} that are gone"
            chosen = reduce(or_, (Q(attributes__contains={code: choice}) for choice in gone))
            yield f"#/attributes/{number}/choices", detail, chosen
    for code, (number, now) in places.items():
        if now["required"] and not had.get(code, {"required": False})["required"]:
            yield f"#/attributes/{number}/required", f"{{:,}} products have no {code!r}", ~Q(attributes__has_key=code)
