"""What typed words may mean and what suggestions know: the words, brands and categories of documents.

New ones are learnt with each change, through its event; how many products have them is counted each night, when those
that none has any more are forgotten.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from productwatch.catalog.search import LONGEST_WORD, plain
from productwatch.catalog.selectors.searching.meaning import SHORTEST

_TOLD = "concat_ws(' ', p.name, p.brand, array_to_string(p.tags, ' '), jsonb_path_query_array(c.trail, '$[*].name'))"

_TERMS = f"""
    SELECT 'word' AS kind, word AS value, word AS form, count(*) AS products
    FROM documents JOIN catalog_product p ON p.id = product_id LEFT JOIN catalog_category c ON c.id = p.category_id,
        string_to_table({plain(f"lower({_TOLD})")}, ' ') word
    WHERE char_length(word) BETWEEN {SHORTEST} AND {LONGEST_WORD} GROUP BY word
    UNION ALL
    SELECT 'brand', brand, {plain("lower(brand)")}, products
    FROM (SELECT substr(mark, 7) AS brand, count(*) AS products FROM marked WHERE mark ^@ 'brand:' GROUP BY mark) brands
    UNION ALL
    SELECT 'category', c.id::text, {plain("lower(c.name)")}, products
    FROM (SELECT substr(mark, 10) AS id, count(*) AS products FROM marked WHERE mark ^@ 'category:' GROUP BY mark) found
    JOIN catalog_category c ON c.id = found.id::bigint
"""  # noqa: S608 - of constants alone

_LEARN = f"""
    WITH documents AS (SELECT * FROM catalog_searchdocument WHERE product_id = ANY(%s)),
    marked AS (SELECT unnest(marks) AS mark FROM documents)
    INSERT INTO catalog_searchterm (kind, value, form, products)
    SELECT kind, value, form, products FROM ({_TERMS}) terms ORDER BY kind, value
    ON CONFLICT (kind, value) DO NOTHING
"""  # noqa: S608 - of constants alone

_COUNT = f"""
    WITH documents AS (SELECT product_id, marks FROM catalog_searchdocument),
    marked AS (SELECT unnest(marks) AS mark FROM documents),
    counted AS MATERIALIZED ({_TERMS}),
    gone AS (
        DELETE FROM catalog_searchterm known
        WHERE NOT EXISTS (SELECT FROM counted WHERE counted.kind = known.kind AND counted.value = known.value)
    )
    INSERT INTO catalog_searchterm AS known (kind, value, form, products)
    SELECT kind, value, form, products FROM counted ORDER BY kind, value
    ON CONFLICT (kind, value) DO UPDATE SET form = excluded.form, products = excluded.products
    WHERE (known.form, known.products) IS DISTINCT FROM (excluded.form, excluded.products)
"""  # noqa: S608 - of constants alone


def learn(products: Sequence[UUID]) -> None:
    """Adds what these products' documents have and nobody knew."""
    _run(_LEARN, [list(products)])


def count() -> None:
    """Knows what all documents have, and nothing else."""
    _run(_COUNT, [])


def _run(sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
