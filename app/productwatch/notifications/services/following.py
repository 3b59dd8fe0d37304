"""Following a product, and no longer."""

from uuid import UUID

from productwatch.catalog import selectors as catalog
from productwatch.notifications.models import Follow


def follow(user_id: UUID, slug: str) -> None:
    """From now on the user hears of the product, however often this is called; NotFound where it is not public."""
    wish = Follow(user_id=user_id, product_id=catalog.public_product_id(slug))
    Follow.objects.bulk_create([wish], ignore_conflicts=True)


def unfollow(user_id: UUID, slug: str) -> None:
    """The user hears of the product no more, be it public or not.

    NotFound where there never was one, or where there is one of which the user, who does not follow it, knows nothing.
    """
    forgotten, _ = Follow.objects.filter(user_id=user_id, product_id=catalog.product_id(slug)).delete()
    if not forgotten:
        catalog.public_product_id(slug)
