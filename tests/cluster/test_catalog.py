"""The catalog, through the ingress, is changed by admins and read by anyone."""

from tests.cluster.environment import ROOT
from tests.cluster.kubectl import Namespace
from tests.cluster.shop import Person, Shop, change_price, new_product

IMPORT = "cat > /tmp/products.csv && python manage.py import_products /tmp/products.csv"


def imported(namespace: Namespace) -> str:
    samples = (ROOT / "samples/products.csv").read_text(encoding="utf-8")
    command = ("exec", "--stdin", "deployment/pw-api", "--container", "api", "--", "sh", "-c", IMPORT)
    return namespace.kubectl(*command, stdin=samples)


def test_is_filled_from_a_file(shop: Shop) -> None:
    assert "32 created" in imported(shop.namespace)
    with shop.visitor() as visitor:
        assert visitor.get("/products", params={"limit": 5}).json()["next"]
        assert visitor.get("/categories").json()["items"][0]["path"]


def test_stays_as_it_is_when_the_file_comes_again(shop: Shop) -> None:
    imported(shop.namespace)
    assert "32 unchanged" in imported(shop.namespace)


def test_shows_a_change_at_once(shop: Shop, admin: Person) -> None:
    product = new_product(admin)
    with shop.visitor() as visitor:
        before = visitor.get(f"/products/{product['slug']}")
        change_price(admin, product, "8.50")
        after = visitor.get(f"/products/{product['slug']}", headers={"If-None-Match": before.headers["ETag"]})
    assert after.json()["price"] == {"amount": "8.50", "currency": "USD"}


def test_hides_what_was_removed_and_keeps_its_visits(shop: Shop, admin: Person) -> None:
    product = new_product(admin)
    assert admin.client.delete(f"/products/{product['slug']}").status_code == 204
    with shop.visitor() as visitor:
        assert visitor.get(f"/products/{product['slug']}").status_code == 404
    assert admin.client.get(f"/products/{product['slug']}/analytics").status_code == 200


def test_is_not_changed_by_customers(shop: Shop, admin: Person) -> None:
    product = new_product(admin)
    assert change_price(shop.customer(), product, "1.00").status_code == 403
