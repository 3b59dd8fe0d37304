"""An account's whole life, told with the generated client to any installation that runs: as story.py, but for ADMIN."""

import sys
from uuid import uuid4

import pyotp
from productwatch_client import AuthenticatedClient, Client
from productwatch_client.api.auth import (
    begin_second_factor,
    change_email,
    change_password,
    confirm_email,
    confirm_second_factor,
    download_account_export,
    end_other_sessions,
    erase_my_account,
    export_account,
    forget_password,
    get_account_export,
    list_sessions,
    login,
    make_api_key,
    me,
    refresh,
    reset_password,
    revoke_api_key,
)
from productwatch_client.api.notifications import follow_product
from productwatch_client.models import (
    AccountDocument,
    AccountExport,
    ApiKeyIn,
    Credentials,
    EmailChange,
    EmailConfirmation,
    EmailConfirmed,
    MailSent,
    Me,
    NewApiKey,
    NewRecoveryCodes,
    NewSecondFactor,
    PasswordChange,
    PasswordForgotten,
    PasswordReset,
    Problem,
    Reauthentication,
    Refresh,
    SecondFactorBegin,
    SecondFactorConfirm,
    Sessions,
    Tokens,
)

from tests.openapi.teller import named, registered, signed_in, token_mailed_to, told, until


def life(url: str) -> None:
    """Made, used, protected, forgotten, moved and left."""
    email, password = f"bea-{uuid4().hex[:8]}@example.com", uuid4().hex
    account = registered(url, email, password)
    password = changed_password(account, password)
    lists_sessions(url, email, password)
    uses_a_key(url, email, password)
    email, password = forgotten(url, email)
    email = moved(url, email, password)
    codes = protected(url, email, password)
    leaves(url, email, password, codes)


def changed_password(account: AuthenticatedClient, password: str) -> str:
    new = uuid4().hex
    assert change_password.sync_detailed(client=account, body=PasswordChange(password, new)).status_code == 204
    until(lambda: isinstance(me.sync(client=account), Problem))  # the token of before counts no more
    return new


def lists_sessions(url: str, email: str, password: str) -> None:
    here, _there = signed_in(url, email, password), signed_in(url, email, password)
    assert len(told(list_sessions.sync(client=here), Sessions).items) >= 2
    assert end_other_sessions.sync_detailed(client=here).status_code == 204
    assert [session.is_current for session in told(list_sessions.sync(client=here), Sessions).items] == [True]


def uses_a_key(url: str, email: str, password: str) -> None:
    owner = signed_in(url, email, password)
    wish = ApiKeyIn("a program", ["follows.write"], password)
    made = told(make_api_key.sync(client=owner, body=wish), NewApiKey)
    program = AuthenticatedClient(url, made.key, headers=named())
    assert follow_product.sync_detailed("no-such-product", client=program).status_code == 404
    assert told(me.sync(client=program), Problem).status == 403
    assert revoke_api_key.sync_detailed(made.id, client=owner).status_code == 204
    until(lambda: follow_product.sync_detailed("no-such-product", client=program).status_code == 401)


def forgotten(url: str, email: str) -> tuple[str, str]:
    """Another password, by mail: the second one, for the first one was to confirm."""
    new = uuid4().hex
    with Client(url, headers=named()) as client:
        told(forget_password.sync(client=client, body=PasswordForgotten(email)), MailSent)
        reset = PasswordReset(token_mailed_to(email, 2), new)
        assert reset_password.sync_detailed(client=client, body=reset).status_code == 204
    return email, new


def moved(url: str, email: str, password: str) -> str:
    """To another address, by the links of both."""
    new = f"moved-{email}"
    owner = signed_in(url, email, password)
    told(change_email.sync(client=owner, body=EmailChange(new, password)), MailSent)
    tokens = [token_mailed_to(email, 3), token_mailed_to(new)]
    with Client(url, headers=named()) as client:
        done = [confirm_email.sync(client=client, body=EmailConfirmation(token)) for token in tokens]
    assert [told(answer, EmailConfirmed).is_changed for answer in done] == [False, True]
    assert told(me.sync(client=signed_in(url, new, password)), Me).email == new
    return new


def protected(url: str, email: str, password: str) -> list[str]:
    """By a second factor; what it brings are recovery codes."""
    owner = signed_in(url, email, password)
    begun = told(begin_second_factor.sync(client=owner, body=SecondFactorBegin(password)), NewSecondFactor)
    code = SecondFactorConfirm(pyotp.TOTP(begun.secret).now())
    codes = told(confirm_second_factor.sync(client=owner, body=code), NewRecoveryCodes).recovery_codes
    with Client(url, headers=named()) as client:
        refused = told(login.sync(client=client, body=Credentials(email, password)), Problem)
    assert refused.type_ == "/problems/second-factor-required"
    return codes


def leaves(url: str, email: str, password: str, codes: list[str]) -> None:
    """With a copy of all that is kept, after which nothing is."""
    with Client(url, headers=named()) as client:
        pair = told(login.sync(client=client, body=Credentials(email, password, codes[0])), Tokens)
        owner = AuthenticatedClient(url, pair.access, headers=named())
        takes_along(owner, email, Reauthentication(password, codes[1]))
        erased = erase_my_account.sync_detailed(client=owner, body=Reauthentication(password, codes[2]))
        assert erased.status_code == 204
        assert told(refresh.sync(client=client, body=Refresh(pair.refresh)), Problem).status == 401
        refused = told(login.sync(client=client, body=Credentials(email, password, codes[3])), Problem)
    assert refused.status == 401


def takes_along(owner: AuthenticatedClient, email: str, proof: Reauthentication) -> None:
    begun = told(export_account.sync(client=owner, body=proof), AccountExport)

    def is_done() -> bool:
        return told(get_account_export.sync(begun.id, client=owner), AccountExport).state == "succeeded"

    until(is_done)
    document = told(download_account_export.sync(begun.id, client=owner), AccountDocument)
    assert email in str(document.to_dict())


if __name__ == "__main__":
    life(sys.argv[1])
