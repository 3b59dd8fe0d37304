"""An admin changes a price, and who follows the product has a mail of it: by way of API, outbox and workers."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.test import Client

from productwatch.accounts.models import User
from productwatch.events.tasks import dispatch
from productwatch.notifications import tasks
from tests.app.conftest import ClientOf
from tests.app.notifications.queued import woken
from tests.app.notifications.sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stool(admin_client: Client) -> str:
    product = {"slug": "stool", "name": "Stool <3", "price": {"amount": "10.00", "currency": "USD"}, "stock": 3}
    assert admin_client.post("/api/v1/products", product, content_type="application/json").status_code == 201
    return "/api/v1/products/stool"


def change(client: Client, product: str, **body: object) -> None:
    answer = client.patch(product, body, content_type="application/json")
    assert answer.status_code == 200, answer.content


def work() -> int:
    """What the workers do when they are woken: brings events to their subscribers, then sends; how many mails."""
    dispatch()
    deliveries = woken()
    for delivery_id in deliveries:
        tasks.send(str(delivery_id))
    return len(deliveries)


def read(mail_dir: Path) -> dict[str, EmailMessage]:
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in mail_dir.glob("*.eml")]
    return {mail["To"]: mail for mail in mails if isinstance(mail, EmailMessage)}


def test_each_follower_and_admin_has_one_mail(
    mail_dir: Path, ann: User, admin_client: Client, client_of: ClientOf, stool: str
) -> None:
    User.objects.create(email="bob@example.com")
    assert client_of(ann).put(f"{stool}/follow").status_code == 204
    change(admin_client, stool, price={"amount": "9.00", "currency": "USD"})
    assert work() == 2
    mails = read(mail_dir)
    assert set(mails) == {"ann@example.com", "ada@example.com"}
    text, html = (part.get_content() for part in mails["ann@example.com"].iter_parts())
    assert mails["ann@example.com"]["Subject"] == "Stool <3: now 9.00 USD, was 10.00 USD"
    for told in ("9.00 USD", "10.00 USD", f"http://testserver{stool}"):
        assert told in text
        assert told in html
    assert "because you follow Stool <3" in text
    assert "because you follow Stool &lt;3" in html


def test_the_link_leads_to_the_product(mail_dir: Path, admin_client: Client, anonymous: Client, stool: str) -> None:
    change(admin_client, stool, price={"amount": "9.00", "currency": "USD"})
    work()
    [mail] = read(mail_dir).values()
    text = next(mail.iter_parts()).get_content()
    link = next(line for line in text.splitlines() if line.startswith("http"))
    assert anonymous.get(link.removeprefix("http://testserver")).json()["price"]["amount"] == "9.00"


def test_admins_can_read_what_became_of_it(sink: Sink, admin_client: Client, stool: str) -> None:
    change(admin_client, stool, price={"amount": "9.00", "currency": "USD"})
    work()
    [item] = admin_client.get("/api/v1/deliveries").json()["items"]
    assert (item["kind"], item["recipient"], item["state"]) == ("price_change", "ada@example.com", "accepted")
    assert item["source"].startswith("event:")
    assert item["sent_at"]
    assert len(sink.taken) == 1


def test_nobody_has_a_mail_of_a_new_stock(mail_dir: Path, admin_client: Client, stool: str) -> None:
    change(admin_client, stool, stock=2)
    assert work() == 0


def test_nobody_has_a_mail_who_follows_no_more(
    mail_dir: Path, ann: User, admin_client: Client, client_of: ClientOf, stool: str
) -> None:
    follower = client_of(ann)
    follower.put(f"{stool}/follow")
    follower.delete(f"{stool}/follow")
    change(admin_client, stool, price={"amount": "9.00", "currency": "USD"})
    assert work() == 1
    assert set(read(mail_dir)) == {"ada@example.com"}


def test_a_dispatch_that_is_repeated_mails_nothing_more(mail_dir: Path, admin_client: Client, stool: str) -> None:
    change(admin_client, stool, price={"amount": "9.00", "currency": "USD"})
    assert [work(), work()] == [1, 0]
