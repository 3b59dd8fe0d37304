"""Products of one category, in the order of their slugs, from one index."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0009_product_status")]

    operations = [
        migrations.AddIndex("product", models.Index(fields=["category", "slug"], name="product_of_category")),
        migrations.AlterField(
            "product",
            "category",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="products",
                to="catalog.category",
            ),
        ),
    ]
