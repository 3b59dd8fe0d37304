"""Whatever is kept is looked at for persons: a new model is told of by a part, or named with a reason."""

import pytest
from django.apps import apps

from productwatch.accounts.models import User
from productwatch.config.personal_data import OF_NOBODY
from productwatch.platform.personal_data import Part, join, parts

KEPT = {model._meta.label: model for model in apps.get_models()}


def told() -> list[str]:
    return [model for part in parts() for model in part.models]


def unaccounted() -> set[str]:
    return set(KEPT) - set(told()) - set(OF_NOBODY)


def test_is_told_of_or_named_with_a_reason() -> None:
    assert unaccounted() == set(), (
        "say in the personal_data.py of its domain what of it is exported and erased, or in config/personal_data.py why"
        " it is about nobody"
    )


def test_is_told_of_once() -> None:
    both = told() + list(OF_NOBODY)
    assert len(both) == len(set(both))
    assert set(both) <= set(KEPT)
    assert len({part.name for part in parts()}) == len(parts())


def test_is_of_nobody_only_where_nothing_leads_to_a_user() -> None:
    leading = [label for label in OF_NOBODY for field in KEPT[label]._meta.fields if field.related_model is User]
    assert leading == ["admin.LogEntry"]  # to which nothing is written


def test_would_be_missed_without_its_part(monkeypatch: pytest.MonkeyPatch) -> None:
    before = parts()
    join(*(part for part in before if part.name != "follows"), Part(name="none", models=()))
    try:
        assert unaccounted() == {"notifications.Follow"}
    finally:
        join(*before)
