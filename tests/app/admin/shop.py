"""A row of everything that the admin shows."""

from decimal import Decimal
from uuid import uuid4

from django.db import models
from django_celery_beat.models import CrontabSchedule, PeriodicTask

from productwatch.accounts.models import ApiKey, EmailChange, RefreshFamily, Registration, User
from productwatch.accounts.services import keys
from productwatch.audit.actors import THE_SYSTEM
from productwatch.audit.models import Entry
from productwatch.catalog.models import Category, ExportJob, ImportJob, Product, ProductImage, ProductType
from productwatch.catalog.models import ProductVersion as Version
from productwatch.catalog.services import categories, product_types, products
from productwatch.events.models import Event
from productwatch.notifications.models import Delivery, Follow, Message
from productwatch.platform.money import Money
from productwatch.reports.models import Report
from productwatch.visits.services.flushing import flush
from tests.app.notifications.queued import price_change
from tests.app.visits.hits import hit

Rows = dict[type[models.Model], models.Model]
ROWS = 3


def stocked(user: User) -> Rows:
    """Several rows of each model; one of each is returned."""
    categories.ensure(["Furniture", "Seats"])
    product_types.create({"name": "Stool", "attributes": []})
    for number in range(ROWS):
        _product(user, number)
        price_change(f"u{number}@example.com")
        ImportJob.objects.create(form="csv", by=user)
        ExportJob.objects.create(form="csv", by=user)
        keys.make(user.id, keys.Wish(f"Key {number}", [], 30), THE_SYSTEM)
        RefreshFamily.objects.create(user=user)
        Follow.objects.create(user_id=user.id, product_id=uuid4())
        Report.objects.create(day=f"2026-11-0{number + 1}", zone="UTC")
        Registration.objects.create(email=f"new{number}@example.com", password="argon2$…")
    EmailChange.objects.create(user=user, email="else@example.com")
    cron, _ = CrontabSchedule.objects.get_or_create(minute="17")
    PeriodicTask.objects.create(name="tidy", task="tidy", crontab=cron)
    shown: list[type[models.Model]] = [
        Category,
        ProductType,
        Product,
        ProductImage,
        Version,
        ImportJob,
        ExportJob,
        User,
        ApiKey,
        RefreshFamily,
        Registration,
        EmailChange,
    ]
    shown += [Entry, Event, Delivery, Message, Follow, Report, PeriodicTask]
    return {model: model._default_manager.order_by("pk")[0] for model in shown}


def _product(user: User, number: int) -> None:
    price = Money(Decimal("10.00"), "USD")
    fields = {"name": f"Stool {number}", "price": price, "category": "seats", "type": "stool", "tags": ["oak"]}
    slug = products.create(fields, by=user.id)  # type: ignore[arg-type]  # a literal
    products.change(slug, {"description": "Three legs.", "stock": number + 1}, by=user.id)
    product = Product.objects.get(slug=slug)
    ProductImage.objects.create(product=product, content_type="image/png", width=1, height=1, bytes=1)
    flush([hit(product.created_at, slug=slug).packed() for _ in range(number + 1)])
