"""What kept answers hold of a person: whom they belong to nobody can tell, but somebody's address may stand in one."""

from django.db.models import BinaryField, F, Func, IntegerField, Value

from productwatch.idempotency.models import Answer
from productwatch.platform.personal_data import Part, Person
from productwatch.platform.slices import delete_slice


def _erase(person: Person) -> int:
    """An admin may have asked for the account with an Idempotency-Key: that answer goes before its day is over."""
    if not person.address:
        return 0
    address = Value(person.address.encode(), BinaryField())
    at = Func(address, F("body"), function="POSITION", arg_joiner=" IN ", output_field=IntegerField())
    return delete_slice(Answer.objects.annotate(at=at).filter(at__gt=0).order_by("name"))


PARTS = (Part(name="kept_answers", models=("idempotency.Answer",), erase=_erase),)
