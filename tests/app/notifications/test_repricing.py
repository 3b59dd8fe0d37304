"""A price that an import changes is told as that of any other change."""

import pytest

from productwatch.accounts.models import User
from productwatch.catalog.models import Product
from productwatch.catalog.services.files.ground import Notes
from productwatch.catalog.services.files.importing import Importing
from productwatch.catalog.services.files.parts import File, read
from productwatch.events import services as events
from productwatch.events.models import Event
from productwatch.notifications.models import Delivery, Follow

pytestmark = pytest.mark.django_db

HEADER = "slug,name,price,currency"


def imported(*rows: str) -> None:
    file = File(["\n".join([HEADER, *rows, ""]).encode()], "csv")
    for part in file.parts():
        Importing(Notes()).write(read(part, file.format))


def test_to_its_followers_and_admins_once(ann: User, carol: User) -> None:
    imported("a,A,1,USD", "b,B,1,USD", "c,C,1,USD")
    Follow.objects.create(user_id=ann.id, product_id=Product.objects.get(slug="a").id)
    imported("a,A,2,USD", "b,B,1,USD", "c,Other,1,USD")
    events.dispatch()
    events.dispatch()
    told = Delivery.objects.values_list("address", "message__context__slug")
    assert sorted(told) == [("ann@example.com", "a"), ("carol@example.com", "a")]


def test_after_what_is_of_no_import(ann: User) -> None:
    imported("a,A,1,USD")
    imported("a,A,2,USD")
    events.record("product.archived", "one", {"slug": "b"})
    order = Event.objects.filter(handled_at=None).order_by("later", "due_at").values_list("kind", flat=True)
    assert list(order) == ["product.archived", "products.imported", "products.imported"]
