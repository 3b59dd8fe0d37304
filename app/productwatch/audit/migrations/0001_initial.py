"""The log, and the triggers that let nobody rewrite it."""

from django.db import migrations, models

import productwatch.platform.clock

# Whoever may write to the table may still not change what was written. The ninety days are no setting: what a setting
# takes away, a stolen password could.
RULES = """
CREATE FUNCTION audit_keep() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < now() - interval '90 days' THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit log is only added to' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER audit_keep_rows BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_keep();
CREATE TRIGGER audit_keep_all BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_keep();
"""
NO_RULES = """
DROP TRIGGER audit_keep_all ON audit_entry;
DROP TRIGGER audit_keep_rows ON audit_entry;
DROP FUNCTION audit_keep;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=productwatch.platform.clock.now)),
                ("act", models.CharField(max_length=40)),
                ("actor_kind", models.CharField(max_length=20)),
                ("actor_id", models.UUIDField(null=True)),
                ("subject_kind", models.CharField(max_length=20)),
                ("subject_id", models.UUIDField(null=True)),
                ("details", models.JSONField(default=dict)),
                ("address", models.BinaryField(max_length=16, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at", "id"], name="audit_by_time"),
                    models.Index(fields=["act", "at", "id"], name="audit_by_act"),
                    models.Index(fields=["actor_id", "at", "id"], name="audit_by_actor"),
                    models.Index(fields=["subject_id", "act", "at"], name="audit_by_subject"),
                ],
            },
        ),
        migrations.RunSQL(RULES, NO_RULES),
    ]
