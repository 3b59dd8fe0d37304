"""The catalog's routes."""

from ninja import Router

from productwatch.catalog.api.categories import router as categories
from productwatch.catalog.api.exports import router as exports
from productwatch.catalog.api.history import router as history
from productwatch.catalog.api.images import router as images
from productwatch.catalog.api.imports import router as imports
from productwatch.catalog.api.product_types import router as product_types
from productwatch.catalog.api.products import router as products
from productwatch.catalog.api.search import router as search

router = Router()
for part in (products, images, history, categories, product_types, imports, exports, search):
    router.add_router("", part)
