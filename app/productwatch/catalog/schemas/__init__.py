"""What the catalog's API takes and gives."""

from productwatch.catalog.schemas.categories import (
    Branch,
    Categories,
    Category,
    CategoryChange,
    CategoryIn,
    CategoryMerge,
    CategoryPage,
    CategoryTree,
    Place,
    Step,
    Tree,
)
from productwatch.catalog.schemas.history import History, Person, Version
from productwatch.catalog.schemas.images import ShownImage, Thumbnail
from productwatch.catalog.schemas.product_types import (
    Attribute,
    ProductType,
    ProductTypeChange,
    ProductTypeIn,
    ProductTypePage,
    TypeName,
)
from productwatch.catalog.schemas.products import (
    Image,
    ImageIn,
    Price,
    PriceIn,
    Product,
    ProductChange,
    ProductIn,
    ProductPage,
    Products,
)
from productwatch.catalog.schemas.values import Name, Slug

__all__ = [
    "Attribute",
    "Branch",
    "Categories",
    "Category",
    "CategoryChange",
    "CategoryIn",
    "CategoryMerge",
    "CategoryPage",
    "CategoryTree",
    "History",
    "Image",
    "ImageIn",
    "Name",
    "Person",
    "Place",
    "Price",
    "PriceIn",
    "Product",
    "ProductChange",
    "ProductIn",
    "ProductPage",
    "ProductType",
    "ProductTypeChange",
    "ProductTypeIn",
    "ProductTypePage",
    "Products",
    "ShownImage",
    "Slug",
    "Step",
    "Thumbnail",
    "Tree",
    "TypeName",
    "Version",
]
