"""An index for each order in which products are listed."""

from django.db import migrations, models

PUBLIC = models.Q(archived_at=None)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_brand_and_tags")]

    operations = [
        migrations.AddIndex("product", models.Index(fields=["slug"], condition=PUBLIC, name="product_by_slug")),
        migrations.AddIndex("product", models.Index(fields=["name", "id"], condition=PUBLIC, name="product_by_name")),
        migrations.AddIndex(
            "product", models.Index(fields=["currency", "amount", "id"], condition=PUBLIC, name="product_by_price")
        ),
        migrations.AddIndex(
            "product", models.Index(fields=["created_at", "id"], condition=PUBLIC, name="product_by_created_at")
        ),
        migrations.AddIndex(
            "product", models.Index(fields=["updated_at", "id"], condition=PUBLIC, name="product_by_updated_at")
        ),
    ]
