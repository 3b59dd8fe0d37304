"""Categories are moved, merged and imported: what they look like, what they were called, indexes for the way down."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CategoryReference',
            fields=[
                ('reference', models.CharField(db_collation='C', max_length=64, primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name='FormerCategorySlug',
            fields=[
                ('slug', models.CharField(db_collation='C', max_length=80, primary_key=True, serialize=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='category',
            name='category_name_in_its_parent',
        ),
        migrations.AddField(
            model_name='category',
            name='colour',
            field=models.CharField(max_length=7, null=True),
        ),
        migrations.AddField(
            model_name='category',
            name='icon',
            field=models.CharField(max_length=64, null=True),
        ),
        migrations.AddField(
            model_name='category',
            name='position',
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='category',
            name='version',
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AddIndex(
            model_name='category',
            index=models.Index(fields=['parent', 'position', 'slug'], name='category_children'),
        ),
        migrations.AddIndex(
            model_name='category',
            index=django.contrib.postgres.indexes.GinIndex(fields=['trail'], name='category_below', opclasses=['jsonb_path_ops']),
        ),
        migrations.AddField(
            model_name='categoryreference',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='references', to='catalog.category'),
        ),
        migrations.AddField(
            model_name='formercategoryslug',
            name='category',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_slugs', to='catalog.category'),
        ),
    ]
