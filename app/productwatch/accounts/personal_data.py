"""What accounts keep of a person."""

from django.db.models import Count, F, Q, QuerySet

from productwatch.accounts.models import (
    ApiKey,
    EmailChange,
    Identity,
    KnownAddress,
    OneTimeToken,
    Passkey,
    RecoveryCode,
    RefreshFamily,
    RefreshToken,
    Registration,
    SecondFactor,
    User,
)
from productwatch.platform.personal_data import Part, Person
from productwatch.platform.slices import delete_slice


def _erase_sessions(person: Person) -> int:
    """Tokens first, for a session is found by them no more."""
    mine = RefreshFamily.objects.filter(user=person.id).order_by("id")
    tokens = RefreshToken.objects.filter(family__in=mine.order_by().values("id")).order_by("family", "issued_at")
    return delete_slice(tokens) or delete_slice(mine)


def _erase_factor(person: Person) -> int:
    codes = RecoveryCode.objects.filter(user=person.id).order_by("digest")
    return delete_slice(codes) or delete_slice(SecondFactor.objects.filter(user=person.id))


def _tokens(person: Person) -> QuerySet[OneTimeToken]:
    """Of the person, or of a wish that is still there: what erases wishes comes later."""
    changes = EmailChange.objects.filter(user=person.id).values("id")
    registrations = Registration.objects.filter(email=person.address).values("id")
    subjects = Q(subject=person.id) | Q(subject__in=changes) | Q(subject__in=registrations)
    return OneTimeToken.objects.filter(subjects)


PARTS = (
    Part(
        name="account",
        models=("accounts.User",),
        rows=lambda person: User.objects.filter(id=person.id).values(
            "pk", "id", "email", "role", "is_active", "created_at"
        ),
    ),
    Part(
        name="sessions",
        models=("accounts.RefreshFamily", "accounts.RefreshToken"),
        rows=lambda person: RefreshFamily.objects.filter(user=person.id).values(
            "pk", "id", "device", "browser", "started_at", "ended_at", "ended_by"
        ),
        erase=_erase_sessions,
    ),
    Part(
        name="api_keys",
        models=("accounts.ApiKey",),
        rows=lambda person: ApiKey.objects.filter(user=person.id).values(
            "pk", "id", "name", "start", "scopes", "created_at", "expires_at", "used_at", "revoked_at"
        ),
        erase=lambda person: delete_slice(ApiKey.objects.filter(user=person.id).order_by("id")),
    ),
    Part(
        name="second_factor",
        models=("accounts.SecondFactor", "accounts.RecoveryCode"),
        rows=lambda person: SecondFactor.objects.filter(user=person.id).values(
            "pk", "begun_at", "active_at", recovery_codes=Count("user__recovery_codes")
        ),
        erase=_erase_factor,
    ),
    Part(
        name="passkeys",
        models=("accounts.Passkey",),
        rows=lambda person: Passkey.objects.filter(user=person.id).values("pk", "id", "name", "created_at", "used_at"),
        erase=lambda person: delete_slice(Passkey.objects.filter(user=person.id).order_by("id")),
    ),
    Part(
        name="identities",
        models=("accounts.Identity",),
        rows=lambda person: Identity.objects.filter(user=person.id).values(
            "pk", "id", "issuer", "subject", "linked_at", "used_at"
        ),
        erase=lambda person: delete_slice(Identity.objects.filter(user=person.id).order_by("id")),
    ),
    Part(
        name="known_addresses",
        models=("accounts.KnownAddress",),
        rows=lambda person: KnownAddress.objects.filter(user=person.id).values("pk", "seen_at"),
        erase=lambda person: delete_slice(KnownAddress.objects.filter(user=person.id).order_by("id")),
    ),
    Part(
        name="tokens_sent_by_mail",
        models=("accounts.OneTimeToken",),
        rows=lambda person: _tokens(person).values("pk", "expires_at", what_for=F("purpose")),
        erase=lambda person: delete_slice(_tokens(person).order_by("id")),
    ),
    Part(
        name="changes_of_address",
        models=("accounts.EmailChange",),
        rows=lambda person: EmailChange.objects.filter(user=person.id).values(
            "pk", "email", "agreed_at", "proved_at", "created_at"
        ),
        erase=lambda person: delete_slice(EmailChange.objects.filter(user=person.id).order_by("id")),
    ),
    Part(
        name="registrations",
        models=("accounts.Registration",),
        rows=lambda person: Registration.objects.filter(email=person.address).values("pk", "email", "created_at"),
        erase=lambda person: delete_slice(Registration.objects.filter(email=person.address).order_by("id")),
    ),
)
