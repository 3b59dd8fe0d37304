"""Who hears of which event."""

from productwatch.accounts.services import mailing
from productwatch.catalog.services import freshness
from productwatch.catalog.services.search import outdated
from productwatch.events import services as events
from productwatch.notifications import services as notifications


def connect() -> None:
    events.subscribe(mailing.WANTED, notifications.queue_account_mail)
    events.subscribe("product.changed", notifications.fan_out)
    events.subscribe("product.repriced", notifications.tell_followers)
    events.subscribe("products.imported", notifications.tell_of_each)
    events.subscribe("products.import_ended", notifications.tell_of_import)
    events.subscribe("products.imported", freshness.repeat_for_products)
    for change in ("created", "changed", "archived", "restored", "published", "images_ready"):
        events.subscribe(f"product.{change}", freshness.repeat_for_product)
    for change in ("created", "changed", "removed", "merged"):
        events.subscribe(f"category.{change}", freshness.repeat_for_category)
    for change in ("created", "changed", "removed"):
        events.subscribe(f"product_type.{change}", freshness.repeat_for_type)
    events.subscribe("categories.imported", freshness.repeat_for_import)
    for change in ("created", "changed", "restored", "published"):
        events.subscribe(f"product.{change}", outdated.hear_of_product)
    events.subscribe("products.imported", outdated.hear_of_import)
    for change in ("changed", "merged"):
        events.subscribe(f"category.{change}", outdated.hear_of_category)
    events.subscribe(outdated.OUTDATED, outdated.step)
