"""The list of products as Ninja's documentation has it: models through `response=list[Schema]`.

It is served beside ours, by the same middleware, and behind the same limiter.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import include, path
from ninja import NinjaAPI, Schema

from productwatch.catalog.models import Product
from productwatch.catalog.schemas import Product as Shown
from productwatch.config.operations import operations
from productwatch.platform.limiter.limiter import RedisLimiter
from productwatch.platform.limiter.policies import READS
from productwatch.platform.limiter.routes import behind


class RivalCategory(Schema):
    """What is shown of a category that nobody asks to expand."""

    slug: str
    name: str
    path: list[dict[str, str]]


class RivalProduct(Shown):
    category: RivalCategory | None  # type: ignore[assignment]  # less than the schema allows

    @staticmethod
    def resolve_price(product: Product) -> dict[str, str]:
        return product.price.as_json()

    @staticmethod
    def resolve_category(product: Product) -> dict[str, Any] | None:
        found = product.category
        return {"slug": found.slug, "name": found.name, "path": found.trail} if found else None

    @staticmethod
    def resolve_image(product: Product) -> dict[str, str] | None:
        return {"url": product.image_url, "alt": product.image_alt} if product.image_url else None


api = NinjaAPI(urls_namespace="rival", docs_url=None)


@api.get("/products", response=list[RivalProduct])
def products(request: HttpRequest, limit: int = 25) -> Any:
    return Product.objects.filter(status="published").select_related("category", "type").order_by("slug")[:limit]


for operation in operations(api):
    operation.run = behind([READS], RedisLimiter(), operation.run, with_read=False)  # type: ignore[method-assign]

urlpatterns = [path("rival/", api.urls), path("", include("productwatch.config.urls"))]
