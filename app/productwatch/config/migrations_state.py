"""What the database still lacks before this version can work with it."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from productwatch.platform.database import DATABASE_AWAY


def missing(*, migrated: bool) -> str:
    """In words; empty when nothing is missing."""
    try:
        connection.ensure_connection()
        pending = len(unapplied()) if migrated else 0
    except DATABASE_AWAY:
        connection.close()
        return "the database"
    return f"{pending} migrations" if pending else ""


def unapplied() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
