"""Signing in by an OpenID issuer: begun in a browser, finished in the same one, once."""

import logging
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from productwatch.accounts.models import FinishedFlow, User
from productwatch.accounts.services import auditing, identities, sessions
from productwatch.accounts.services.second_factor import SecondFactorRequired
from productwatch.audit.actors import Actor
from productwatch.audit.services import Subject, record_at_times
from productwatch.platform.agents import Agent
from productwatch.platform.openid import exchange
from productwatch.platform.openid.exchange import Returned
from productwatch.platform.openid.flow import Flow
from productwatch.platform.openid.issuers import Issuer
from productwatch.platform.openid.problems import SignInFailed
from productwatch.platform.openid.provider import Provider, provider_of
from productwatch.platform.problems import NotFound, Unauthorized, invalid

__all__ = ["Begun", "HalfWay", "Returned", "begin", "finish", "finish_with_code", "issuers", "owner"]

logger = logging.getLogger(__name__)


class HalfWay(SecondFactorRequired):
    """The issuer has shown who it is, and that is not enough; with `flow` it goes on."""

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self.flow = flow


@dataclass(frozen=True, slots=True)
class Begun:
    authorization_url: str
    flow: Flow


def issuers() -> list[Issuer]:
    """In the order of the setting."""
    return list(settings.OPENID_ISSUERS.values())


def owner(user_id: UUID) -> User:
    """For whom to begin; read before they show the password, so that a reset meanwhile ends what begins, too.

    Unauthorized where the user is not active.
    """
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is None:
        raise Unauthorized
    return user


def begin(issuer: str, page: str | None = None, user: User | None = None) -> Begun:
    """Where the browser goes, and what it must bring back; for a `user` the issuer's person is linked at the end.

    NotFound where there is no such issuer, Invalid where the page is none of ours, IssuerAway where it is away.
    """
    if page and page not in settings.OPENID_PAGES:
        raise invalid("#/page", "is none of the pages that a sign-in may go on to")
    provider = _provider(issuer)
    whose = (str(user.id), user.token_version) if user else ("", 0)
    flow = Flow.new(issuer, page or "", *whose)
    return Begun(exchange.authorization_url(provider, flow, _redirect_uri(issuer)), flow)


def finish(issuer: str, flow: Flow | None, returned: Returned, by: Actor, agent: Agent) -> sessions.Pair:
    """Begins a session for whom the issuer tells of, linked before where that was what the flow began for.

    SignInFailed where it proves nothing, NotLinked where it is nobody here, Conflict as identities.link, IssuerAway;
    HalfWay where a second factor is demanded.
    """
    provider = _provider(issuer)
    try:
        user = _user(provider, _unfinished(issuer, flow, returned), returned, by)
        return sessions.sign_in_known(user, by, agent)
    except SecondFactorRequired:
        raise HalfWay(Flow.new(issuer, "", str(user.id), user.token_version, proven=True)) from None
    except (SignInFailed, identities.NotLinked) as refusal:
        reason = getattr(refusal, "reason", "it is linked to nobody")
        logger.info("a sign-in by an issuer was refused", extra={"issuer": issuer, "reason": reason})
        record_at_times(auditing.OPENID_REFUSED, by, Subject("issuer", None), issuer=issuer)
        raise


def finish_with_code(flow: Flow | None, code: str, by: Actor, agent: Agent) -> sessions.Pair:
    """The same for who came half the way; a code that does not fit is refused as second_factor.check does."""
    users = User.objects.select_related("second_factor")
    user = users.filter(id=flow.user, token_version=flow.version).first() if flow and flow.proven else None
    if user is None:
        raise SignInFailed("this browser has nothing to go on with")
    return sessions.sign_in_known(user, by, agent, code)


def _user(provider: Provider, flow: Flow, returned: Returned, by: Actor) -> User:
    exchange.refuse_another_issuer(provider, returned)
    if not returned.code:
        raise SignInFailed(f"the issuer says {returned.error[:100] or 'nothing'}")
    person = exchange.person(provider, flow, returned.code, _redirect_uri(flow.issuer))
    if flow.user:
        return identities.link(UUID(flow.user), flow.version, person, by.known_as(UUID(flow.user)))
    return identities.owner_of(person, provider.issuer, by)


def _unfinished(issuer: str, flow: Flow | None, returned: Returned) -> Flow:
    """The flow that this browser began at this issuer, and which nobody finishes but the one who comes first."""
    if flow is None or flow.proven or flow.issuer != issuer or not flow.answers(returned.state):
        raise SignInFailed("this browser has not begun it")
    try:
        with transaction.atomic():
            FinishedFlow.objects.create(digest=flow.digest)
    except IntegrityError:
        raise SignInFailed("it was finished before") from None
    return flow


def _provider(issuer: str) -> Provider:
    found: Issuer | None = settings.OPENID_ISSUERS.get(issuer)
    if found is None:
        raise NotFound("There is no such issuer.")
    return provider_of(found)


def _redirect_uri(issuer: str) -> str:
    """The one place to which an issuer sends browsers back; it is registered there."""
    return f"{settings.PUBLIC_URL}/account/openid/{issuer}/callback"
