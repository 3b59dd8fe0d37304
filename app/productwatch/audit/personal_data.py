"""What the audit log keeps of a person: it tells ids alone, and stays."""

from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, When

from productwatch.audit.models import Entry
from productwatch.platform.personal_data import Part, Person


def _rows(person: Person) -> "QuerySet[Any, Any]":
    """What the person or one of their keys did, and what others did to them."""
    ids = [person.id, *person.keys]
    mine = Q(actor_id__in=ids)
    by_you = Case(When(mine, then=True), default=False, output_field=BooleanField())
    found = Entry.objects.filter(mine | Q(subject_id__in=ids)).annotate(by_you=by_you)
    return found.values("pk", "at", "act", "by_you", "actor_kind", "subject_kind", "details")


PARTS = (Part(name="audit_log", models=("audit.Entry",), rows=_rows),)
