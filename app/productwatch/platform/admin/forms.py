"""Forms whose rows are written by services: what those refuse is told where it was typed, and nothing typed is lost."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import HttpRequest
from ninja import Schema
from pydantic import ValidationError as Misshapen

from productwatch.platform.json import escaped
from productwatch.platform.preconditions import Precondition
from productwatch.platform.problems import Invalid, PreconditionFailed, Problem

if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
else:
    ModelForm = forms.ModelForm

VERSION = "version"
"""The hidden field of what its user has seen."""

_REFUSAL = "productwatch.admin.refusal"


class RecordForm(ModelForm):
    """Takes a row's version along, and shows what a service has refused."""

    request: HttpRequest
    version_column: ClassVar[str] = VERSION
    places: ClassVar[dict[str, str]] = {}
    """Fields by the members of a body that they make, where these have other names."""

    def __init__(self, *values: Any, **named: Any) -> None:
        super().__init__(*values, **named)
        for name in self.fields.keys() - self.initial.keys():
            if hasattr(self.instance, name):  # a column for which a subclass has a field of its own
                self.initial[name] = getattr(self.instance, name)
        if VERSION in self.fields and self.instance.pk:
            self.initial[VERSION] = getattr(self.instance, self.version_column)

    @staticmethod
    def refuse(request: HttpRequest, refusal: Problem) -> None:
        """The form is about to be shown once more, with this in it."""
        request.META[_REFUSAL] = refusal

    @property
    def only_if(self) -> Precondition:
        """The row must be as its user has seen it."""
        seen = str(self.cleaned_data.get(VERSION))
        return Precondition(frozenset({int(seen)} if seen.isdecimal() and seen.isascii() else ()))

    def clean(self) -> dict[str, Any]:
        refusal = self.request.META.get(_REFUSAL)
        if isinstance(refusal, PreconditionFailed):
            self._tell_conflict()
        elif refusal:
            self._tell(refusal)
        return self.cleaned_data

    def _post_clean(self) -> None:
        """The row itself stays as it was read: the services write it, and know what is taken or contradicts itself."""

    def _tell(self, refusal: Problem) -> None:
        for error in refusal.members.get("errors") or [{"pointer": "#", "detail": refusal.detail}]:
            self._tell_one(error["pointer"].removeprefix("#").strip("/"), error["detail"])

    def _tell_one(self, pointer: str, detail: str) -> None:
        member = pointer.partition("/")[0]
        field = self.places.get(pointer) or self.places.get(member) or member
        is_there = field in self.fields
        self.add_error(field if is_there else None, detail if is_there else f"{pointer}: {detail}".removeprefix(": "))

    def _tell_conflict(self) -> None:
        """What somebody else has written meanwhile stands beside what was typed; saving again writes over it."""
        now = type(self.instance)._default_manager.get(pk=self.instance.pk)
        theirs = type(self)(instance=now)
        for name, field in self.fields.items():
            found = theirs.get_initial_for_field(field, name)
            if name != VERSION and field.has_changed(found, self[name].data):
                self.add_error(name, f"Now it is: {found}")
        told = "Somebody else has changed this meanwhile. What you typed is still here: saving it again keeps yours."
        self.add_error(None, told)
        self.data = {**dict(self.data.items()), VERSION: str(getattr(now, self.version_column))}


def body_of(schema: type[Schema], given: dict[str, Any]) -> Any:
    """What the API would take; Invalid where it would not."""
    try:
        return schema.model_validate(given)
    except Misshapen as error:
        raise Invalid([_error(found) for found in error.errors()]) from None


def _error(found: Any) -> dict[str, str]:
    pointer = "#" + "".join(f"/{escaped(str(name))}" for name in found["loc"])
    return {"pointer": pointer, "detail": str(found["msg"]).removeprefix("Value error, ")}
