"""Product types, and the attributes of products."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0007_images")]

    operations = [
        migrations.CreateModel(
            "ProductType",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(db_collation="C", max_length=80)),
                ("name", models.CharField(max_length=200)),
                ("attributes", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(db_default=1, default=1)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("slug",), name="product_type_slug_is_taken_once"),
                ],
            },
        ),
        migrations.AddField(
            "product",
            "type",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="products",
                to="catalog.producttype",
            ),
        ),
        migrations.AddField("product", "attributes", models.JSONField(db_default={}, default=dict)),
        migrations.AddIndex("product", models.Index(fields=["type", "slug"], name="product_of_type")),
        migrations.AddIndex(
            "product",
            django.contrib.postgres.indexes.GinIndex(
                fields=["attributes"], name="product_with_attribute", opclasses=["jsonb_path_ops"]
            ),
        ),
    ]
