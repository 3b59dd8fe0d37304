"""What mails of accounts say. A token is made as its mail is, so nothing else ever holds it."""

from functools import partial
from uuid import UUID

from django.conf import settings

from productwatch.accounts.mails import Mail as Kind
from productwatch.accounts.selectors import has_account
from productwatch.accounts.services import confirming, email_changes, resetting
from productwatch.notifications.mails import Context, Mail, Outdated, mail_kind, rendered


@mail_kind(Kind.REGISTRATION)
def registration(context: Context) -> Mail:
    """Of the wish that is the `subject`, to an address that may have an account already."""
    if has_account(context["to"]):
        return _about("known", "You have an account at Product Watch already", context)
    token = confirming.token_for(UUID(context["subject"]))
    return _leading_to("confirm", "Confirm your address at Product Watch", token, context)


@mail_kind(Kind.PASSWORD_RESET)
def password_reset(context: Context) -> Mail:
    """Of the user who is the `subject`."""
    token = resetting.token_for(UUID(context["subject"]), context["to"])
    return _leading_to("reset", "Choose another password at Product Watch", token, context)


@mail_kind(Kind.PASSWORD_CHANGED)
def password_changed(context: Context) -> Mail:
    return _about("password_changed", "Your password at Product Watch was changed", context)


@mail_kind(Kind.EMAIL_AGREE)
def email_agree(context: Context) -> Mail:
    """Of the change that is the `subject`, to the present address."""
    token = email_changes.token_for(UUID(context["subject"]), email_changes.AGREE, context["to"])
    return _leading_to(
        "email", "Shall your account at Product Watch leave this address?", token, context, "email_agree"
    )


@mail_kind(Kind.EMAIL_PROVE)
def email_prove(context: Context) -> Mail:
    """Of the same, to the other address, which may have an account already."""
    if has_account(context["to"]):
        return _about("known", "You have an account at Product Watch already", context)
    token = email_changes.token_for(UUID(context["subject"]), email_changes.PROVE, context["to"])
    return _leading_to("email", "Confirm your address at Product Watch", token, context, "email_prove")


_TOLD = {
    Kind.IDENTITY_LINKED: (
        "Another way to sign in to your account at Product Watch",
        "An account at another service was linked to yours: whoever signs in there signs in here, too.",
    ),
    Kind.PASSKEY_MADE: (
        "A passkey was added to your account at Product Watch",
        "Whoever has the device that holds it can sign in to your account.",
    ),
    Kind.PASSKEY_REMOVED: (
        "A passkey was removed from your account at Product Watch",
        "It lets nobody in any more.",
    ),
    Kind.SECOND_FACTOR_ON: (
        "Your account at Product Watch asks for a code now",
        "Signing in takes a code of an authenticator app from now on, and your other sessions have ended.",
    ),
    Kind.SECOND_FACTOR_OFF: (
        "Your account at Product Watch asks for no code any more",
        "Its second factor was taken away: the password alone lets you in.",
    ),
}
"""The subject, and what else there is to say, of what the owner must hear of if it was somebody else."""


def _told(kind: Kind, context: Context) -> Mail:
    subject, sentence = _TOLD[kind]
    return _about("told", subject, {**context, "sentence": sentence})


for _kind in _TOLD:
    mail_kind(_kind)(partial(_told, _kind))


def _leading_to(page: str, subject: str, token: str | None, context: Context, template: str = "") -> Mail:
    """A mail with a link to that page. What stands behind the # no browser sends: no log has the token."""
    if token is None:
        raise Outdated
    address = f"{settings.PUBLIC_URL}/account/{page}"
    shown = {**context, "page": address, "link": f"{address}#token={token}", "token": token}
    return _about(template or page, subject, shown)


def _about(template: str, subject: str, context: Context) -> Mail:
    return rendered(f"notifications/account/{template}", subject, context)
