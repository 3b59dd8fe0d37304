"""Money is exact, or it is not made."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from productwatch.platform.money import CEILING, DECIMALS, Money, NotMoney


@pytest.mark.parametrize("amount", ["-1", "1e400", "12.345", "NaN", "Infinity", "1e10"])
def test_refuses_what_is_no_amount(amount: str) -> None:
    with pytest.raises(NotMoney) as refusal:
        Money(Decimal(amount), "USD")
    assert refusal.value.part == "amount"


def test_refuses_what_is_no_currency() -> None:
    with pytest.raises(NotMoney) as refusal:
        Money(Decimal(1), "XXY")
    assert refusal.value.part == "currency"


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [("-0", "USD", "0.00 USD"), ("7.5", "USD", "7.50 USD"), ("7", "JPY", "7 JPY"), ("1.234", "BHD", "1.234 BHD")],
)
def test_has_the_decimals_of_its_currency(amount: str, currency: str, text: str) -> None:
    assert str(Money(Decimal(amount), currency)) == text


@given(st.decimals(allow_nan=True, allow_infinity=True), st.sampled_from(["USD", "JPY", "BHD", "CLF"]))
def test_keeps_the_amount_and_fits_its_column(amount: Decimal, currency: str) -> None:
    try:
        money = Money(amount, currency)
    except NotMoney:
        return
    exponent = money.amount.as_tuple().exponent
    assert money.amount == amount < CEILING
    assert isinstance(exponent, int)
    assert -exponent <= DECIMALS
