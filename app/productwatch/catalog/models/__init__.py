"""Products, the categories that they lie in, and what became of them."""

from productwatch.catalog.models.bounds import (
    DEEPEST,
    LARGEST_POSITION,
    LARGEST_STOCK,
    LONGEST_BRAND,
    LONGEST_CHOICE,
    LONGEST_CODE,
    LONGEST_FILE,
    LONGEST_ICON,
    LONGEST_NAME,
    LONGEST_QUERY,
    LONGEST_REASON,
    LONGEST_REFERENCE,
    LONGEST_SKU,
    LONGEST_TAG,
    LONGEST_TEXT,
    LONGEST_UNIT,
    LONGEST_URL,
    MOST_ATTRIBUTES,
    MOST_CHOICES,
    MOST_IMAGES,
    MOST_TAGS,
)
from productwatch.catalog.models.categories import (
    Category,
    CategoryReference,
    FormerCategorySlug,
    Step,
)
from productwatch.catalog.models.files import File, ListedImage
from productwatch.catalog.models.history import (
    ProductVersion,
)
from productwatch.catalog.models.images import ProductImage
from productwatch.catalog.models.jobs import (
    ExportJob,
    ExportPart,
    ImportFault,
    ImportJob,
    ImportName,
    ImportPart,
)
from productwatch.catalog.models.product_types import ProductType
from productwatch.catalog.models.products import (
    FormerProductSlug,
    Image,
    Product,
)
from productwatch.catalog.models.search import SearchDocument, SearchTerm
from productwatch.catalog.models.status import PUBLIC, Status

__all__ = [
    "DEEPEST",
    "LARGEST_POSITION",
    "LARGEST_STOCK",
    "LONGEST_BRAND",
    "LONGEST_CHOICE",
    "LONGEST_CODE",
    "LONGEST_FILE",
    "LONGEST_ICON",
    "LONGEST_NAME",
    "LONGEST_QUERY",
    "LONGEST_REASON",
    "LONGEST_REFERENCE",
    "LONGEST_SKU",
    "LONGEST_TAG",
    "LONGEST_TEXT",
    "LONGEST_UNIT",
    "LONGEST_URL",
    "MOST_ATTRIBUTES",
    "MOST_CHOICES",
    "MOST_IMAGES",
    "MOST_TAGS",
    "PUBLIC",
    "Category",
    "CategoryReference",
    "ExportJob",
    "ExportPart",
    "File",
    "FormerCategorySlug",
    "FormerProductSlug",
    "Image",
    "ImportFault",
    "ImportJob",
    "ImportName",
    "ImportPart",
    "ListedImage",
    "Product",
    "ProductImage",
    "ProductType",
    "ProductVersion",
    "SearchDocument",
    "SearchTerm",
    "Status",
    "Step",
]
