"""Campaign and country of a hit; the constant defaults rewrite no partition."""

from django.db import migrations, models

ADD = """
ALTER TABLE visits_visit
    ADD COLUMN source varchar(100) NOT NULL DEFAULT '',
    ADD COLUMN medium varchar(100) NOT NULL DEFAULT '',
    ADD COLUMN campaign varchar(100) NOT NULL DEFAULT '',
    ADD COLUMN country varchar(2) NOT NULL DEFAULT '';
"""
REMOVE = """
ALTER TABLE visits_visit DROP COLUMN source, DROP COLUMN medium, DROP COLUMN campaign, DROP COLUMN country;
"""


def _text(name: str, length: int) -> migrations.AddField:
    return migrations.AddField("visit", name, models.CharField(max_length=length, default="", db_default=""))


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]

    operations = [
        migrations.RunSQL(
            ADD,
            REMOVE,
            state_operations=[_text("source", 100), _text("medium", 100), _text("campaign", 100), _text("country", 2)],
        ),
    ]
