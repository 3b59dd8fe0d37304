"""The page that makes the account that somebody has asked for, with a password that its owner chooses."""

from productwatch.accounts.pages.form_page import form_page
from productwatch.accounts.schemas import ConfirmationByPage
from productwatch.accounts.services import confirming
from productwatch.audit.actors import Actor


def _confirm(form: ConfirmationByPage, by: Actor) -> None:
    confirming.confirm(form.token, form.password, by)


confirm = form_page("confirm", ConfirmationByPage, _confirm)
