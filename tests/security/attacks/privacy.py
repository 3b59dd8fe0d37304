"""What is kept of others: taking it, and taking it away."""

from tests.security.attack import all_refused, attack, held, refused
from tests.security.target import API, Target


@attack("the export of another's account, by its id")
def anothers_export(target: Target) -> str:
    owner, thief = target.customer(), target.customer()
    asked = {"password": owner.password}
    begun = owner.client.post(f"{API}/auth/account/exports", json=asked, headers=owner.bearer()).raise_for_status()
    place, bearer = begun.headers["Location"], thief.bearer()
    return all_refused([thief.client.get(path, headers=bearer) for path in (place, f"{place}/file")], 404)


@attack("erasing an account without its password, and another's")
def erased(target: Target) -> str:
    owner, enemy = target.customer(), target.customer()
    bearer = owner.bearer()
    body = {"password": "not the password"}
    refused(owner.client.request("DELETE", f"{API}/auth/account", json=body, headers=bearer), 422)
    own = owner.client.get(f"{API}/auth/me", headers=bearer).json()["id"]
    tried = enemy.client.delete(f"{API}/users/{own}", headers=enemy.bearer())
    held(owner.sign_in().status_code == 200, "the account is gone")
    return refused(tried, 403)


@attack("an export without the password, by whoever has found somebody signed in")
def exported_without_password(target: Target) -> str:
    owner = target.customer()
    tried = owner.client.post(f"{API}/auth/account/exports", json={}, headers=owner.bearer())
    return refused(tried, 422)
