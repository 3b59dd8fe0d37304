"""The story of Product Watch, told with the generated client to any installation that runs.

`make client`, then
`PASSWORD=… MAIL_DIR=.run/mail PYTHONPATH=build/client:. .venv/bin/python tests/openapi/story.py URL ADMIN`; with
`HOST=…` where URL is an address under which the installation does not know itself, and `MAILS_URL=…` instead of
`MAIL_DIR=…` where a sink takes the mails, and shows them.
"""

import os
import sys
from uuid import uuid4

from productwatch_client import AuthenticatedClient, Client
from productwatch_client.api.auth import me
from productwatch_client.api.catalog import change_product, create_product, get_product, list_products
from productwatch_client.api.notifications import follow_product, list_deliveries
from productwatch_client.api.visits import (
    analytics_overview,
    download_visit_export,
    export_visits,
    get_visit_export,
    product_analytics,
    recent_visits,
    visits_by_browser,
)
from productwatch_client.models import (
    Analytics,
    Deliveries,
    Me,
    Overview,
    PartialProductPage,
    Price,
    PriceIn,
    Problem,
    ProductChange,
    ProductDetail,
    ProductIn,
    ProductPage,
    Recent,
    TraitPage,
    VisitExport,
    VisitExportIn,
)
from productwatch_client.types import UNSET

from tests.openapi.teller import named, registered, signed_in, told, until

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
"""What sends no language, or names itself a bot, is kept apart."""


def story(url: str, admin_email: str, admin_password: str) -> None:
    unique = uuid4().hex[:8]
    admin = signed_in(url, admin_email, admin_password)
    stool = published(url, admin, ProductIn(f"Stool {unique}", PriceIn("49.00", "EUR"), stock=12, status="draft"))
    reads(url, stool)
    customer = customer_of(url, f"ann-{unique}@example.com")
    assert follow_product.sync_detailed(stool.slug, client=customer).status_code == 204
    change = ProductChange(price=PriceIn("39.00", "EUR"))
    changed = told(change_product.sync(stool.slug, client=admin, body=change), ProductDetail)
    assert changed.price == Price("39.00", "EUR")
    until(lambda: {admin_email, f"ann-{unique}@example.com"} <= recipients(admin))
    until(lambda: told(product_analytics.sync(stool.slug, client=admin), Analytics).visits == 1)
    assert told(analytics_overview.sync(client=admin, compare=True), Overview).visits >= 1
    analysed(admin, stool.slug)


def analysed(analyst: AuthenticatedClient, slug: str) -> None:
    """By what is known of a visit, now, and as a file."""
    assert told(recent_visits.sync(client=analyst), Recent).visits >= 1
    assert "Firefox" in [each.value for each in told(visits_by_browser.sync(client=analyst), TraitPage).items]
    begun = told(export_visits.sync(client=analyst, body=VisitExportIn(view="products")), VisitExport)
    until(lambda: told(get_visit_export.sync(begun.id, client=analyst), VisitExport).state == "succeeded")
    assert slug.encode() in download_visit_export.sync_detailed(begun.id, client=analyst).content


def published(url: str, admin: AuthenticatedClient, draft: ProductIn) -> ProductDetail:
    """A product that only admins saw before."""
    made = told(create_product.sync(client=admin, body=draft), ProductDetail)
    with Client(url, headers=named()) as anybody:
        assert told(get_product.sync(made.slug, client=anybody), Problem).status == 404
    assert told(get_product.sync(made.slug, client=admin), ProductDetail) == made
    return told(change_product.sync(made.slug, client=admin, body=ProductChange(status="published")), ProductDetail)


def customer_of(url: str, email: str) -> AuthenticatedClient:
    """Somebody new, who may not do what admins may."""
    customer = registered(url, email, uuid4().hex)
    assert told(me.sync(client=customer), Me).email == email
    refused = told(create_product.sync(client=customer, body=ProductIn("Mug", PriceIn("1.00", "EUR"))), Problem)
    assert (refused.status, refused.type_) == (403, "/problems/forbidden")
    return customer


def reads(url: str, product: ProductDetail) -> None:
    """As anybody may: the product, and the list page by page."""
    with Client(url, headers=named() | {"User-Agent": BROWSER, "Accept-Language": "en"}) as anybody:
        assert told(get_product.sync(product.slug, client=anybody), ProductDetail) == product
        first = told(list_products.sync(client=anybody, limit=1), ProductPage)
        part = told(list_products.sync(client=anybody, limit=1, fields=["slug", "name"]), PartialProductPage)
        assert (part.items[0].slug, part.items[0].stock) == (first.items[0].slug, UNSET)
        if first.next_:
            second = told(list_products.sync(client=anybody, limit=1, cursor=first.next_), ProductPage)
            assert first.items != second.items


def recipients(admin: AuthenticatedClient) -> set[str]:
    """To whom mails of changed prices have gone."""
    found = told(list_deliveries.sync(client=admin, kind="price_change"), Deliveries)
    return {delivery.recipient for delivery in found.items if delivery.state in {"accepted", "suppressed"}}


if __name__ == "__main__":
    address, admin_address = sys.argv[1:]
    story(address, admin_address, os.environ["PASSWORD"])
