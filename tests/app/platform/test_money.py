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


EXPONENTS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE "
        "CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD "
        "HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK "
        "MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD "
        "RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH "
        "USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
"""What ISO 4217 says."""


@pytest.mark.parametrize("exponent", EXPONENTS)
def test_knows_every_currency_and_its_exponent(exponent: int) -> None:
    smallest = Decimal(1).scaleb(-exponent)
    for currency in EXPONENTS[exponent].split():
        assert str(Money(smallest, currency)) == f"{smallest} {currency}"
        with pytest.raises(NotMoney, match="more decimals"):
            Money(smallest / 10, currency)


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
