"""The pages of whoever has forgotten the password: asking for the mail, and setting another one."""

from productwatch.accounts.pages.form_page import form_page
from productwatch.accounts.schemas import PasswordForgotten, PasswordReset
from productwatch.accounts.services import resetting
from productwatch.audit.actors import Actor


def _ask(form: PasswordForgotten, by: Actor) -> None:
    resetting.ask(form.email, by)


def _reset(form: PasswordReset, by: Actor) -> None:
    resetting.reset(form.token, form.password, by)


forgotten = form_page("forgotten", PasswordForgotten, _ask)
reset = form_page("reset", PasswordReset, _reset)
