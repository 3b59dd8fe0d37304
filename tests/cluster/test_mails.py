"""A changed price brings every follower and every admin one mail within ten seconds."""

from tests.cluster.shop import Person, Row, Shop, change_price, deliveries, follow, new_product
from tests.cluster.sink import Mail, Sink
from tests.cluster.waiting import eventually

SECONDS = 10


def told(mails: Sink, product: Row, *people: Person) -> list[Mail]:
    """The mails about the product once each of these people has one; there is no other."""
    everybody = sorted(person.email for person in people)
    eventually("everybody has a mail", lambda: {*everybody} <= {*mails.recipients(product["name"])}, within=SECONDS)
    assert mails.recipients(product["name"]) == everybody
    return mails.mails(product["name"])


def test_and_nobody_else(shop: Shop, admin: Person, mails: Sink) -> None:
    follower, other, _stranger = shop.customer(), shop.customer(), shop.customer()
    product = new_product(admin)
    follow(follower, product)
    follow(follower, product)
    follow(other, product)
    other.client.delete(f"/products/{product['slug']}/follow")
    change_price(admin, product, "9.00")
    told(mails, product, admin, follower)


def test_that_tells_both_prices_and_where_to_look(shop: Shop, admin: Person, mails: Sink) -> None:
    product = new_product(admin)
    change_price(admin, product, "9.00")
    (mail,) = told(mails, product, admin)
    link = f"{shop.environment.public_url}/api/v1/products/{product['slug']}"
    assert mail["from"].startswith("noreply@")
    for kind in ("text/plain", "text/html"):
        assert not [part for part in ("10.00 USD", "9.00 USD", link) if part not in mail["contents"][kind]]


def test_of_which_the_deliveries_tell(shop: Shop, admin: Person, mails: Sink) -> None:
    follower = shop.customer()
    product = new_product(admin)
    follow(follower, product)
    change_price(admin, product, "9.00")
    sent = {mail["to"]: mail for mail in told(mails, product, admin, follower)}
    eventually(
        "the delivery is accepted",
        lambda: [row["state"] for row in deliveries(admin, follower.email)] == ["accepted"],
        within=SECONDS,
    )
    (delivery,) = deliveries(admin, follower.email)
    assert (delivery["id"], delivery["kind"]) == (sent[follower.email]["delivery_id"], "price_change")


def test_unless_it_stayed_the_same(admin: Person, mails: Sink) -> None:
    product = new_product(admin)
    change_price(admin, product, "10.00")
    change_price(admin, product, "9.00")
    (mail,) = told(mails, product, admin)
    assert "was 10.00" in mail["subject"]
