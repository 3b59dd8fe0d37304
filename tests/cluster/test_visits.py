"""A visit is counted within five seconds, once for each visitor and product in ten."""

from tests.cluster.shop import Person, Row, Shop, new_product, visits_of
from tests.cluster.waiting import eventually

SECONDS = 5


def counted(admin: Person, product: Row) -> int:
    return eventually("visits are counted", lambda: visits_of(admin, product), within=SECONDS)


def test_is_a_reading_by_somebody_anonymous(shop: Shop, admin: Person) -> None:
    product = new_product(admin)
    with shop.visitor() as visitor:
        assert visitor.get(f"/products/{product['slug']}").status_code == 200
    assert counted(admin, product) == 1


def test_is_one_however_often_the_page_is_read(shop: Shop, admin: Person) -> None:
    product = new_product(admin)
    with shop.visitor(141) as one, shop.visitor(142) as other:
        for visitor in (one, one, other, one):
            assert visitor.post(f"/products/{product['slug']}/visits").status_code == 202
    eventually("both visitors are counted", lambda: visits_of(admin, product) == 2, within=SECONDS)


def test_is_nothing_that_an_admin_does(shop: Shop, admin: Person) -> None:
    product = new_product(admin)
    admin.client.get(f"/products/{product['slug']}")
    with shop.visitor() as visitor:
        visitor.get(f"/products/{product['slug']}")
    assert counted(admin, product) == 1


def test_is_seen_in_the_overview(shop: Shop, admin: Person) -> None:
    product = new_product(admin)
    with shop.visitor() as visitor:
        visitor.get(f"/products/{product['slug']}")
    counted(admin, product)
    pages = admin.client.get("/analytics/products", params={"limit": 100}).json()["items"]
    assert {"slug": product["slug"], "name": product["name"], "visits": 1, "visitors": 1} in pages
    assert admin.client.get("/analytics/overview", params={"tz": "Asia/Kathmandu"}).json()["visits"] > 0
