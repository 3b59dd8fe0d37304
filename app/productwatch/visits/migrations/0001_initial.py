"""Hits, partitioned by day, with the function that makes a partition; and the quarter-hours."""

from django.db import migrations, models

TABLE = """
CREATE TABLE visits_visit (
    at timestamptz NOT NULL,
    product_id uuid NOT NULL,
    day date NOT NULL,
    event bytea NOT NULL CHECK (octet_length(event) = 12),
    visitor bytea NOT NULL CHECK (octet_length(visitor) = 16),
    device varchar(100) NOT NULL,
    browser varchar(100) NOT NULL,
    referrer varchar(100) NOT NULL,
    bot varchar(100) NOT NULL,
    PRIMARY KEY (day, event)
) PARTITION BY RANGE (day);

CREATE INDEX visits_of_a_product ON visits_visit (product_id, at) WHERE bot = '';
"""

# With the rights of its owner, so that whoever calls it needs to own no table. The partition is made apart and then
# attached, under a lock that lets one maker in at a time and holds up neither readers nor writers of the others.
MAKE_PARTITION = """
CREATE FUNCTION visits_make_partition(day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    partition text := 'visits_visit_' || to_char(day, 'YYYYMMDD');
BEGIN
    IF day NOT BETWEEN '2000-01-01' AND '2199-12-31' THEN
        RAISE EXCEPTION 'there are no visits on %', day USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF to_regclass(format('public.%I', partition)) IS NOT NULL THEN
        RETURN false;
    END IF;
    LOCK TABLE public.visits_visit IN SHARE UPDATE EXCLUSIVE MODE;
    IF to_regclass(format('public.%I', partition)) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('CREATE TABLE public.%I (LIKE public.visits_visit INCLUDING ALL)', partition);
    EXECUTE format(
        'ALTER TABLE public.visits_visit ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
        partition, day, day + 1
    );
    RETURN true;
END $$;
"""

VISIT = migrations.CreateModel(
    name="Visit",
    fields=[
        (
            "pk",
            models.CompositePrimaryKey("day", "event", blank=True, editable=False, primary_key=True, serialize=False),
        ),
        ("day", models.DateField()),
        ("event", models.BinaryField()),
        ("at", models.DateTimeField()),
        ("product_id", models.UUIDField()),
        ("visitor", models.BinaryField()),
        ("device", models.CharField(max_length=100)),
        ("browser", models.CharField(max_length=100)),
        ("referrer", models.CharField(max_length=100)),
        ("bot", models.CharField(max_length=100)),
    ],
    options={
        "indexes": [
            models.Index(fields=["product_id", "at"], condition=models.Q(("bot", "")), name="visits_of_a_product")
        ],
    },
)


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.RunSQL(TABLE, "DROP TABLE visits_visit", state_operations=[VISIT]),
        migrations.RunSQL(MAKE_PARTITION, "DROP FUNCTION visits_make_partition"),
        migrations.CreateModel(
            name="Quarter",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "start", "product_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("start", models.DateTimeField()),
                ("product_id", models.UUIDField()),
                ("hits", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["product_id", "start"], name="quarters_of_a_product")],
            },
        ),
    ]
