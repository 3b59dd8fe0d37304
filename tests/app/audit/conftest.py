"""An entry to look at."""

from uuid import uuid4

import pytest

from productwatch.audit.actors import THE_SYSTEM
from productwatch.audit.models import Entry
from productwatch.audit.services import Subject, record


@pytest.fixture
def entry(db: None) -> Entry:
    record("role-changed", THE_SYSTEM, Subject("user", uuid4()), old="customer", new="admin")
    return Entry.objects.get()
