"""Products have a status, which Postgres makes of their stage and of the time at which they were archived."""

from django.db import migrations, models
from django.db.models import Case, F, Q, Value, When

PUBLIC = Q(status="published")
ORDERS = {
    "slug": ["slug"],
    "name": ["name", "id"],
    "price": ["currency", "amount", "id"],
    "created_at": ["created_at", "id"],
    "updated_at": ["updated_at", "id"],
}
KINDS = ["created", "changed", "archived", "restored", "published"]


class Migration(migrations.Migration):
    dependencies = [("catalog", "0008_product_types")]

    operations = [
        migrations.AddField(
            "product", "stage", models.CharField(db_default="published", default="published", max_length=9)
        ),
        migrations.AddField("product", "publish_from", models.DateTimeField(null=True)),
        migrations.AddField("product", "publish_until", models.DateTimeField(null=True)),
        migrations.AddField(
            "product",
            "status",
            models.GeneratedField(
                db_persist=True,
                expression=Case(When(archived_at__isnull=False, then=Value("archived")), default=F("stage")),
                output_field=models.CharField(max_length=9),
            ),
        ),
        *(migrations.RemoveIndex("product", f"product_by_{name}") for name in ORDERS),
        *(
            migrations.AddIndex("product", models.Index(fields=fields, condition=PUBLIC, name=f"product_by_{name}"))
            for name, fields in ORDERS.items()
        ),
        migrations.AddIndex(
            "product", models.Index(fields=["status", "slug"], condition=~PUBLIC, name="product_hidden")
        ),
        migrations.AddIndex(
            "product",
            models.Index(fields=["publish_from"], condition=Q(status="scheduled"), name="product_to_publish"),
        ),
        migrations.AddIndex(
            "product",
            models.Index(
                fields=["publish_until"],
                condition=Q(publish_until__isnull=False, status="published"),
                name="product_to_archive",
            ),
        ),
        migrations.AddConstraint(
            "product",
            models.CheckConstraint(
                condition=Q(publish_until=None) | Q(publish_from=None) | Q(publish_from__lt=F("publish_until")),
                name="product_is_published_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            "product",
            models.CheckConstraint(
                condition=~Q(stage="scheduled") | Q(publish_from__isnull=False),
                name="product_is_scheduled_for_a_time",
            ),
        ),
        migrations.AlterField(
            "productversion",
            "kind",
            models.CharField(choices=[(kind, kind.title()) for kind in KINDS], max_length=10),
        ),
    ]
