"""What the visits keep of a person: which files of them they had made. Visits themselves are nobody's."""

from productwatch.platform.personal_data import Part
from productwatch.visits.models import VisitExport

PARTS = (
    Part(
        name="visit_exports",
        models=("visits.VisitExport",),
        rows=lambda person: VisitExport.objects.filter(by=person.id).values(
            "pk", "id", "state", "view", "first", "last", "created_at", "started_at", "finished_at"
        ),
    ),
)
