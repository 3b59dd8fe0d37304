"""Brand and tags of products, and indexes to find products by them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0004_product_slugs_lead_on'),
    ]

    operations = [
        migrations.AddField(
            model_name='product',
            name='brand',
            field=models.CharField(db_collation='C', max_length=100, null=True),
        ),
        migrations.AddField(
            model_name='product',
            name='tags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(db_collation='C', max_length=50), db_default=[], default=list, size=None),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(fields=['brand', 'slug'], name='product_of_brand'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=django.contrib.postgres.indexes.GinIndex(fields=['tags'], name='product_with_tag'),
        ),
    ]
