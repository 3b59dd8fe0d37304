"""Images of products, and what a product keeps of them."""

import django.db.models.deletion
import productwatch.platform.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0006_product_orders'),
    ]

    operations = [
        migrations.AddField(
            model_name='product',
            name='images',
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.CreateModel(
            name='ProductImage',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('processing', 'Processing'), ('ready', 'Ready'), ('failed', 'Failed'), ('gone', 'Gone')], default='processing', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('content_type', models.CharField(max_length=20)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('bytes', models.PositiveIntegerField()),
                ('upload', models.CharField(blank=True, db_collation='C', max_length=100)),
                ('files', models.JSONField(default=list)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('due_at', models.DateTimeField(default=productwatch.platform.clock.now)),
                ('created_at', models.DateTimeField(default=productwatch.platform.clock.now, editable=False)),
                ('removed_at', models.DateTimeField(null=True)),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pictures', to='catalog.product')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'processing')), fields=['due_at'], name='image_processing'), models.Index(condition=models.Q(('removed_at__isnull', False)), fields=['removed_at'], name='image_removed'), models.Index(condition=models.Q(('upload', ''), _negated=True), fields=['upload'], name='image_upload')],
            },
        ),
    ]
