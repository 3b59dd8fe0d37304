"""Visits as numbers of subjects, and what they add up to; what was kept before is taken over, and counted anew."""

from django.db import migrations, models

# Values first, of widths that leave no gap. The key is the only index: a hit is looked up by nothing else.
TABLE = """
CREATE TABLE visits_visit (
    at timestamptz NOT NULL,
    day date NOT NULL,
    product integer NOT NULL,
    category integer NOT NULL,
    referrer integer NOT NULL,
    campaign integer NOT NULL,
    device integer NOT NULL,
    browser integer NOT NULL,
    country integer NOT NULL,
    bot integer NOT NULL,
    event bytea NOT NULL CHECK (octet_length(event) = 12),
    visitor bytea NOT NULL CHECK (octet_length(visitor) = 16),
    PRIMARY KEY (day, event)
) PARTITION BY RANGE (day);
"""

BEFORE = """
CREATE TEMPORARY TABLE visits_before ON COMMIT DROP AS
SELECT kept.*, coalesce(product.category_id::text, '') AS category
FROM visits_visit AS kept LEFT JOIN catalog_product AS product ON product.id = kept.product_id;
DROP TABLE visits_visit;
"""

TAKE_OVER = """
CREATE TEMPORARY TABLE visits_values ON COMMIT DROP AS
SELECT at, day, event, visitor, product_id::text AS product, category, referrer,
       concat_ws(E'\\n', source, medium, campaign) AS campaign, device, browser, country, bot
FROM visits_before;

INSERT INTO visits_subject (dimension, value)
SELECT 0, '' UNION SELECT 1, product FROM visits_values UNION SELECT 2, category FROM visits_values
UNION SELECT 3, referrer FROM visits_values UNION SELECT 4, campaign FROM visits_values
UNION SELECT 5, device FROM visits_values UNION SELECT 6, browser FROM visits_values
UNION SELECT 7, country FROM visits_values UNION SELECT 8, bot FROM visits_values WHERE bot <> '';

SELECT visits_make_partition(day) FROM (SELECT DISTINCT day FROM visits_values) AS days;

INSERT INTO visits_visit
SELECT at, day, product.id, category.id, referrer.id, campaign.id, device.id, browser.id, country.id,
       coalesce(bot.id, 0), event, visitor
FROM visits_values AS kept
JOIN visits_subject AS product ON (product.dimension, product.value) = (1, kept.product)
JOIN visits_subject AS category ON (category.dimension, category.value) = (2, kept.category)
JOIN visits_subject AS referrer ON (referrer.dimension, referrer.value) = (3, kept.referrer)
JOIN visits_subject AS campaign ON (campaign.dimension, campaign.value) = (4, kept.campaign)
JOIN visits_subject AS device ON (device.dimension, device.value) = (5, kept.device)
JOIN visits_subject AS browser ON (browser.dimension, browser.value) = (6, kept.browser)
JOIN visits_subject AS country ON (country.dimension, country.value) = (7, kept.country)
LEFT JOIN visits_subject AS bot ON (bot.dimension, bot.value) = (8, kept.bot);

INSERT INTO visits_quarter (subject, start, dimension, hits)
SELECT counted.subject, date_bin('15 minutes', at, '2000-01-01 00:00:00+00'), counted.dimension, count(*)
FROM visits_visit, LATERAL (VALUES
    (0, (SELECT id FROM visits_subject WHERE dimension = 0)), (1, product), (2, category), (3, referrer),
    (4, campaign), (5, device), (6, browser), (7, country), (8, bot)
) AS counted (dimension, subject)
WHERE (bot <> 0) = (counted.dimension = 8) GROUP BY 1, 2, 3;
"""

# How much of a packed day's count there was before a quarter of it (see packing.py).
COUNT = """
CREATE FUNCTION visits_before(packed bytea, whole integer, quarter integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN length(packed) = 0 OR quarter <= get_byte(packed, 0) THEN 0
    WHEN whole < 256 THEN
        CASE WHEN quarter - get_byte(packed, 0) < length(packed)
        THEN get_byte(packed, quarter - get_byte(packed, 0)) ELSE whole END
    WHEN whole < 65536 THEN
        CASE WHEN 2 * (quarter - get_byte(packed, 0)) < length(packed)
        THEN get_byte(packed, 2 * (quarter - get_byte(packed, 0)) - 1) * 256
            + get_byte(packed, 2 * (quarter - get_byte(packed, 0))) ELSE whole END
    ELSE
        CASE WHEN 4 * (quarter - get_byte(packed, 0)) < length(packed)
        THEN get_byte(packed, 4 * (quarter - get_byte(packed, 0)) - 3) * 16777216
            + get_byte(packed, 4 * (quarter - get_byte(packed, 0)) - 2) * 65536
            + get_byte(packed, 4 * (quarter - get_byte(packed, 0)) - 1) * 256
            + get_byte(packed, 4 * (quarter - get_byte(packed, 0))) ELSE whole END
END;
"""

# With the rights of its owner, as visits_make_partition has them. Waits for flushers that bring hits of the day, and
# keeps others out until the day is gone and known to be gone; gives up rather than hold up everybody behind it.
DROP_PARTITION = """
CREATE FUNCTION visits_drop_partition(day date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '2s' AS $$
DECLARE
    partition text := 'visits_visit_' || to_char(day, 'YYYYMMDD');
BEGIN
    IF day >= (now() AT TIME ZONE 'UTC')::date - 2 OR day < '2000-01-01' THEN
        RAISE EXCEPTION 'visits of % are kept', day USING ERRCODE = 'invalid_parameter_value';
    END IF;
    PERFORM pg_advisory_xact_lock(86400, day - '2000-01-01'::date);
    IF to_regclass(format('public.%I', partition)) IS NULL THEN
        RETURN false;
    END IF;
    IF EXISTS (
        SELECT FROM public.visits_quarter
        WHERE start >= day::timestamp AT TIME ZONE 'UTC' AND start < (day + 1)::timestamp AT TIME ZONE 'UTC'
    ) THEN
        RETURN false;
    END IF;
    EXECUTE format('DROP TABLE public.%I', partition);
    INSERT INTO public.visits_rolledday (day, rolled_at, dropped_at) VALUES (visits_drop_partition.day, now(), now())
    ON CONFLICT ON CONSTRAINT visits_rolledday_pkey DO UPDATE SET dropped_at = now();
    RETURN true;
END $$;
"""

AUTOVACUUM = """
ALTER TABLE visits_quarter SET (fillfactor = 70);
ALTER TABLE visits_minute SET (fillfactor = 50);
ALTER TABLE visits_day SET (autovacuum_vacuum_insert_threshold = 5000, autovacuum_vacuum_insert_scale_factor = 0);
"""


def _key(*columns: str) -> tuple[str, models.CompositePrimaryKey]:
    return "pk", models.CompositePrimaryKey(*columns, blank=True, editable=False, primary_key=True, serialize=False)


VISIT = migrations.CreateModel(
    name="Visit",
    fields=[
        _key("day", "event"),
        ("at", models.DateTimeField()),
        ("day", models.DateField()),
        *(
            (name, models.IntegerField())
            for name in ("product", "category", "referrer", "campaign", "device", "browser", "country", "bot")
        ),
        ("event", models.BinaryField()),
        ("visitor", models.BinaryField()),
    ],
)


class Migration(migrations.Migration):
    dependencies = [("visits", "0002_origins"), ("catalog", "0001_initial")]

    operations = [
        migrations.RunSQL(BEFORE, migrations.RunSQL.noop, state_operations=[migrations.DeleteModel("Visit")]),
        migrations.RunSQL(TABLE, migrations.RunSQL.noop, state_operations=[VISIT]),
        migrations.DeleteModel("Quarter"),
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("dimension", models.PositiveSmallIntegerField()),
                ("value", models.TextField(db_collation="C")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("dimension", "value"), name="subject_has_one_number")
                ]
            },
        ),
        migrations.CreateModel(
            name="Quarter",
            fields=[
                _key("subject", "start"),
                ("subject", models.IntegerField()),
                ("start", models.DateTimeField()),
                ("dimension", models.PositiveSmallIntegerField()),
                ("hits", models.IntegerField()),
            ],
            options={"indexes": [models.Index(fields=["dimension", "start"], name="quarters_of_a_dimension")]},
        ),
        migrations.CreateModel(
            name="Day",
            fields=[
                _key("subject", "day"),
                ("subject", models.IntegerField()),
                ("day", models.DateField()),
                ("dimension", models.PositiveSmallIntegerField()),
                ("hits", models.IntegerField()),
                ("visitors", models.IntegerField()),
                ("sessions", models.IntegerField()),
                ("packed_hits", models.BinaryField()),
                ("packed_came", models.BinaryField()),
                ("packed_gone", models.BinaryField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["dimension", "day"], include=("subject", "hits"), name="days_of_a_dimension"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Month",
            fields=[
                _key("subject", "month"),
                ("subject", models.IntegerField()),
                ("month", models.DateField()),
                ("dimension", models.PositiveSmallIntegerField()),
                ("hits", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["dimension", "month"], name="months_of_a_dimension")]},
        ),
        migrations.CreateModel(
            name="Minute",
            fields=[("start", models.DateTimeField(primary_key=True, serialize=False)), ("hits", models.IntegerField())],
        ),
        migrations.CreateModel(
            name="RolledDay",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("rolled_at", models.DateTimeField()),
                ("dropped_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunSQL(AUTOVACUUM, migrations.RunSQL.noop),
        migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop),
        migrations.RunSQL(COUNT, "DROP FUNCTION visits_before"),
        migrations.RunSQL(DROP_PARTITION, "DROP FUNCTION visits_drop_partition"),
    ]
