"""What search looks at, and the two extensions that it needs."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0011_jobs")]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("marks", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.product"
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["words", "marks"], gin_pending_list_limit=512, name="search_document"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("word", "Word"), ("brand", "Brand"), ("category", "Category")], max_length=8
                    ),
                ),
                ("value", models.TextField(db_collation="C")),
                ("form", models.TextField(db_collation="C")),
                ("products", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["form"], opclasses=["gin_trgm_ops"],
                        condition=models.Q(("kind", "word")),
                        name="search_word_near",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["form"], opclasses=["gin_trgm_ops"],
                        condition=models.Q(("kind", "word"), _negated=True),
                        name="search_term_near",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "value"), name="search_term_is_there_once")
                ],
            },
        ),
    ]
