"""What this domain keeps of a person: their exports, and that they are being erased."""

from productwatch.platform.personal_data import Part, Person
from productwatch.platform.slices import delete_slice
from productwatch.privacy.models import AccountExport, AccountExportPiece


def _erase_exports(person: Person) -> int:
    mine = AccountExport.objects.filter(user_id=person.id).order_by("id")
    pieces = AccountExportPiece.objects.filter(job__in=mine.order_by().values("id")).order_by("id")
    return delete_slice(pieces) or delete_slice(mine)


PARTS = (
    Part(
        name="exports",
        models=("privacy.AccountExport", "privacy.AccountExportPiece"),
        rows=lambda person: AccountExport.objects.filter(user_id=person.id).values(
            "pk", "id", "state", "created_at", "finished_at"
        ),
        erase=_erase_exports,
    ),
)
