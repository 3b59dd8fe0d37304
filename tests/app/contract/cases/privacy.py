"""One's own data: exports that wait, one that is done, and an account that goes."""

from productwatch.accounts.models import Role, User
from productwatch.audit.actors import THE_SYSTEM
from productwatch.privacy.models import AccountExport
from productwatch.privacy.services import exporting
from tests.app.contract.case import Call, Case
from tests.app.contract.cases.accounts import EMAIL, PASSWORD, my_session


def myself(rows: int) -> Call:
    return Call(body={"password": PASSWORD}, token=my_session(rows).token)


def my_exports(rows: int) -> Call:
    token = my_session(0).token
    mine = User.objects.get(email=EMAIL)
    AccountExport.objects.bulk_create(AccountExport(user_id=mine.id, total=1, state="cancelled") for _ in range(rows))
    return Call(query={"limit": 100}, token=token)


def my_export(rows: int) -> Call:
    call = my_exports(rows)
    mine = User.objects.get(email=EMAIL)
    AccountExport.objects.update(created_at="2026-01-01T00:00:00Z")
    return Call(path={"export_id": str(exporting.begin(mine.id, THE_SYSTEM))}, token=call.token)


def my_finished_export(rows: int) -> Call:
    call = my_export(rows)
    job = AccountExport.objects.get(id=str(call.path["export_id"]))
    while job.finished_at is None:
        exporting.step(job)
    job.save()
    return call


def somebody_to_erase(rows: int) -> Call:
    my_session(rows)
    User.objects.create(email="the-other-admin@example.com", role=Role.ADMIN)
    return Call(path={"user_id": str(User.objects.get(email=EMAIL).id)})


CASES = {
    "export_account": Case(10, myself, strangers=422, knows_who_is_active=True),
    "list_account_exports": Case(1, my_exports),
    "get_account_export": Case(1, my_export, (my_finished_export,), strangers=404),
    "download_account_export": Case(2, my_finished_export, strangers=404),
    "erase_my_account": Case(12, myself, strangers=422, knows_who_is_active=True),
    "erase_my_account_by_post": Case(12, myself, strangers=422, knows_who_is_active=True),
    "erase_user": Case(9, somebody_to_erase),
}
