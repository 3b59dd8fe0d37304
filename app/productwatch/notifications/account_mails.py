"""What mails of accounts say. A token is made as its mail is, so nothing else ever holds it."""

from uuid import UUID

from django.conf import settings

from productwatch.accounts.mails import Mail as Kind
from productwatch.accounts.selectors import has_account
from productwatch.accounts.services import confirming
from productwatch.notifications.mails import Context, Mail, Outdated, mail_kind, rendered


@mail_kind(Kind.REGISTRATION)
def registration(context: Context) -> Mail:
    """Of the wish that is the `subject`, to an address that may have an account already."""
    if has_account(context["to"]):
        return _about("known", "You have an account at Product Watch already", context)
    token = confirming.token_for(UUID(context["subject"]))
    return _leading_to("confirm", "Confirm your address at Product Watch", token, context)


def _leading_to(template: str, subject: str, token: str | None, context: Context) -> Mail:
    """A mail with a link to the page of that name. What stands behind the # no browser sends: no log has the token."""
    if token is None:
        raise Outdated
    page = f"{settings.PUBLIC_URL}/account/{template}"
    return _about(template, subject, {**context, "page": page, "link": f"{page}#token={token}", "token": token})


def _about(template: str, subject: str, context: Context) -> Mail:
    return rendered(f"notifications/account/{template}", subject, context)
