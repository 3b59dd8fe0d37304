"""The outbox."""

import productwatch.platform.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=100)),
                ("payload", models.JSONField()),
                ("created_at", models.DateTimeField(default=productwatch.platform.clock.now, editable=False)),
                ("due_at", models.DateTimeField(default=productwatch.platform.clock.now)),
                ("handled_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("handled_at", None)), fields=["due_at"], name="event_pending"),
                    models.Index(
                        condition=models.Q(("handled_at__isnull", False)), fields=["handled_at"], name="event_handled"
                    ),
                ],
            },
        ),
    ]
