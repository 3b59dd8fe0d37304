"""Money: an exact amount in one ISO 4217 currency, never rounded in silence."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from moneyed import CurrencyDoesNotExist, get_currency

DIGITS, DECIMALS = 14, 4
"""What a column of money holds; no currency has more decimals."""

_YOUNGER_THAN_THE_LIBRARY = {"XCG": 100, "ZWG": 100}
"""Currencies of ISO 4217 that moneyed does not know, with their smallest units in one."""

CEILING = Decimal(10) ** (DIGITS - DECIMALS)


class NotMoney(ValueError):  # noqa: N818 - a verdict on a value
    """`part` is the half that is wrong: amount or currency."""

    def __init__(self, part: str, reason: str) -> None:
        super().__init__(reason)
        self.part = part


@dataclass(frozen=True, slots=True)
class Money:
    """A finite amount from zero up, with no more decimals than its currency has; NotMoney otherwise."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        unit = _smallest_unit(self.currency)
        if not self.amount.is_finite() or not 0 <= self.amount < CEILING:
            raise NotMoney("amount", f"must be from 0 to below {CEILING}")
        if self.amount % unit:
            raise NotMoney("amount", f"has more decimals than {self.currency}, whose smallest amount is {unit}")
        object.__setattr__(self, "amount", abs(self.amount).quantize(unit))

    def as_json(self) -> dict[str, str]:
        return {"amount": str(self.amount), "currency": self.currency}

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


@cache
def _smallest_unit(currency: str) -> Decimal:
    try:
        return 1 / Decimal(_YOUNGER_THAN_THE_LIBRARY.get(currency) or get_currency(currency).sub_unit)
    except CurrencyDoesNotExist:
        raise NotMoney("currency", "is no ISO 4217 currency") from None
