"""The page on which either address confirms its change."""

from productwatch.accounts.pages.form_page import form_page
from productwatch.accounts.schemas import EmailConfirmation
from productwatch.accounts.services import email_changes
from productwatch.audit.actors import Actor


def _confirm(form: EmailConfirmation, by: Actor) -> bool:
    return email_changes.confirm(form.token, by)


email = form_page("email", EmailConfirmation, _confirm)
