"""How sessions end: their refresh tokens bring nothing more, and their access tokens are refused within seconds."""

import logging
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from productwatch.accounts.models import RefreshFamily
from productwatch.accounts.services import auditing
from productwatch.audit.actors import Actor
from productwatch.audit.services import entry, record_all
from productwatch.platform import clock
from productwatch.platform.problems import NotFound
from productwatch.platform.revocations import revoke

logger = logging.getLogger(__name__)

End = RefreshFamily.End


@transaction.atomic
def end(families: QuerySet[RefreshFamily], reason: End, by: Actor) -> int:
    """Ends those of them that have not ended yet, and returns how many they were."""
    open_ones = families.filter(ended_at=None).order_by("id").select_for_update(of=("self",))
    found = dict(open_ones.values_list("id", "user_id"))
    RefreshFamily.objects.filter(id__in=found).update(ended_at=clock.now(), ended_by=reason)
    record_all(
        entry(auditing.ENDED[reason], by, auditing.the_user(user_id), session=str(session_id))
        for session_id, user_id in found.items()
    )
    for session_id, user_id in found.items():
        _tell(session_id, user_id, reason)
    return len(found)


def end_one(user_id: UUID, session_id: UUID, by: Actor) -> None:
    """A session of one's own; NotFound where one has no such session, or it has ended."""
    if not end(RefreshFamily.objects.filter(user=user_id, id=session_id), End.REVOKED, by):
        raise NotFound("You have no such session, or not any more.")


def end_others(user_id: UUID, session_id: UUID, by: Actor) -> None:
    """All sessions of one's own but that one."""
    end(RefreshFamily.objects.filter(user=user_id).exclude(id=session_id), End.REVOKED, by)


def _tell(session_id: UUID, user_id: UUID, reason: End) -> None:
    revoke(session_id)
    level = logging.WARNING if reason is End.REUSE else logging.INFO
    extra = {"reason": str(reason), "session": str(session_id), "user": str(user_id)}
    logger.log(level, "a session ended", extra=extra)
