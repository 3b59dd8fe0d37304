"""Slugs that products had lead on to them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0003_history'),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerProductSlug',
            fields=[
                ('slug', models.CharField(db_collation='C', max_length=80, primary_key=True, serialize=False)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_slugs', to='catalog.product')),
            ],
        ),
    ]
