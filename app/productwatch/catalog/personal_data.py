"""What the catalog keeps of a person: what they did to products, under an id that may lead to nobody."""

from django.db.models import F

from productwatch.catalog.models import ExportJob, ImportJob, ProductVersion
from productwatch.platform.personal_data import Part

_JOB = ("pk", "id", "state", "form", "created_at", "started_at", "finished_at")

PARTS = (
    Part(
        name="changes_of_products",
        models=("catalog.ProductVersion",),
        rows=lambda person: ProductVersion.objects.filter(by=person.id).values(
            "pk", "number", "kind", "at", slug=F("product__slug")
        ),
    ),
    Part(
        name="product_imports",
        models=("catalog.ImportJob",),
        rows=lambda person: ImportJob.objects.filter(by=person.id).values(*_JOB),
    ),
    Part(
        name="product_exports",
        models=("catalog.ExportJob",),
        rows=lambda person: ExportJob.objects.filter(by=person.id).values(*_JOB),
    ),
)
