"""What mails of accounts say. A token is made as its mail is, so nothing else ever holds it."""

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


def _leading_to(page: str, subject: str, token: str | None, context: Context, template: str = "") -> Mail:
    """A mail with a link to that page. What stands behind the # no browser sends: no log has the token."""
    if token is None:
        raise Outdated
    address = f"{settings.PUBLIC_URL}/account/{page}"
    shown = {**context, "page": address, "link": f"{address}#token={token}", "token": token}
    return _about(template or page, subject, shown)


def _about(template: str, subject: str, context: Context) -> Mail:
    return rendered(f"notifications/account/{template}", subject, context)
