"""Writing the documents that search looks at, for as many products as one likes in one statement."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import connection

from productwatch.catalog.search import WINDOW, name_word, plain
from productwatch.catalog.selectors.products import public_sql
from productwatch.catalog.services.differences import Diff

SEEN = frozenset({"name", "description", "category", "sku", "brand", "tags", "type", "attributes", "status"})
"""The fields of a product that search sees; of its stock it sees whether there is one."""

_KNOWN_AS = "concat_ws(' ', p.brand, p.sku, array_to_string(p.tags, ' '))"
_PLACED_IN = "concat_ws(' ', jsonb_path_query_array(c.trail, '$[*].name'), told)"

_WORDS = f"""
    {name_word("p.name", ":1A")}
    || setweight(to_tsvector(language, {plain("p.name")}), 'A')
    || setweight(to_tsvector(language, {plain(_KNOWN_AS)}), 'B')
    || setweight(to_tsvector(language, {plain(_PLACED_IN)}), 'C')
    || setweight(to_tsvector(language, {plain("p.description")}), 'D')
"""

_MARKS = """
    CASE WHEN p.brand IS NULL THEN '{}' ELSE ARRAY['brand:' || p.brand] END
    || CASE WHEN t.slug IS NULL THEN '{}' ELSE ARRAY['type:' || t.slug] END
    || CASE WHEN p.stock > 0 THEN ARRAY['stock:in'] ELSE '{}' END
    || ARRAY(SELECT 'tag:' || tag FROM unnest(p.tags) tag)
    || ARRAY(
        SELECT 'category:' || above.id
        FROM jsonb_array_elements(c.trail) step JOIN catalog_category above ON above.slug = step ->> 'slug'
        ORDER BY above.id
    )
    || ARRAY(
        SELECT format('attribute.%%s:%%s', code, value)
        FROM jsonb_each_text(p.attributes) AS each (code, value) ORDER BY code
    )
"""

_WRITE = f"""
    gone AS (
        DELETE FROM catalog_searchdocument
        WHERE product_id = ANY(%s) AND product_id NOT IN (SELECT id FROM public) RETURNING 1
    ),
    fresh AS (
        SELECT
            coalesce(known.id, nextval(pg_get_serial_sequence('catalog_searchdocument', 'id'))) AS id,
            p.id AS product_id, {_WORDS} AS words, {_MARKS} AS marks
        FROM public
        JOIN catalog_product p USING (id)
        LEFT JOIN catalog_searchdocument known ON known.product_id = p.id
        LEFT JOIN catalog_category c ON c.id = p.category_id
        LEFT JOIN catalog_producttype t ON t.id = p.type_id
        CROSS JOIN CAST(%s AS regconfig) language
        CROSS JOIN jsonb_path_query_array(p.attributes, '$.* ? (@.type() == "string")') told
        ORDER BY p.created_at, p.id
    ),
    written AS (
        INSERT INTO catalog_searchdocument AS d (id, product_id, words, marks)
        SELECT id, product_id, words, marks || ('window:' || id / {WINDOW}) FROM fresh
        ON CONFLICT (product_id) DO UPDATE
        SET id = excluded.id, words = excluded.words, marks = excluded.marks
        WHERE (d.words, d.marks) IS DISTINCT FROM (excluded.words, excluded.marks)
        RETURNING 1
    )
    SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)
"""  # noqa: S608 - of constants alone

_HOLD = "SELECT id FROM catalog_product WHERE id = ANY(%s) ORDER BY id FOR SHARE"


def is_seen(diff: Diff) -> bool:
    """Whether a change is one of the product's document."""
    return bool(diff.keys() & SEEN) or ("stock" in diff and bool(diff["stock"][0]) != bool(diff["stock"][1]))


def index(products: Sequence[UUID]) -> int:
    """Brings the documents of these products up to date and returns how many were not.

    The caller holds the products' rows: it has written them in this transaction.
    """
    public, values = public_sql()
    ids = list(products)
    with connection.cursor() as cursor:
        sql = f"WITH public AS (SELECT id FROM ({public}) seen WHERE id = ANY(%s)), {_WRITE}"  # noqa: S608 - our own
        cursor.execute(sql, [*values, ids, ids, f"pg_catalog.{settings.SEARCH_LANGUAGE}"])
        return int(cursor.fetchone()[0])


def index_anew(products: Sequence[UUID]) -> int:
    """The same for products that others may write at this moment; in a transaction, which keeps those waiting."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [list(products)])
    return index(products)
