"""Months tell how they grew from day to day."""

from datetime import timedelta
from typing import Any

from django.db import migrations, models

from productwatch.visits.packing import DAYS, pack


def pack_months(apps: Any, _editor: Any) -> None:
    month_model, day_model = apps.get_model("visits", "Month"), apps.get_model("visits", "Day")
    for month in month_model.objects.iterator():
        hits = [0] * DAYS
        days = day_model.objects.filter(subject=month.subject, day__range=(month.month, month.month + timedelta(days=30)))
        for day, count in days.filter(day__month=month.month.month).values_list("day", "hits"):
            hits[day.day - 1] = count
        month_model.objects.filter(pk=month.pk).update(hits=sum(hits), packed_hits=pack(hits))


class Migration(migrations.Migration):
    dependencies = [("visits", "0004_exports")]

    operations = [
        migrations.AlterField("month", "hits", models.IntegerField()),
        migrations.AddField("month", "packed_hits", models.BinaryField(default=b""), preserve_default=False),
        migrations.RemoveIndex("day", "days_of_a_dimension"),
        migrations.AddIndex("day", models.Index(fields=["dimension", "day"], name="days_of_one_dimension")),
        migrations.RunPython(pack_months, migrations.RunPython.noop),
    ]
