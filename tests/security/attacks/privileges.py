"""Rights that one does not have."""

from tests.security.attack import all_refused, attack, held, refused
from tests.security.target import API, Target


@attack("a role, a state or an id of one's own choice at registration (mass assignment)")
def chosen_at_registration(target: Target) -> str:
    stranger = target.stranger()
    given = {"email": "mallory@example.com", "password": "a long way to the otters"}
    more = ({"role": "admin"}, {"is_active": True}, {"is_staff": True}, {"id": "0" * 32}, {"token_version": 9})
    return all_refused([stranger.post(f"{API}/auth/register", json=given | each) for each in more], 422)


@attack("making oneself an admin")
def promoted(target: Target) -> str:
    person = target.customer()
    bearer = person.bearer()
    own = person.client.get(f"{API}/auth/me", headers=bearer).json()["id"]
    tried = person.client.patch(f"{API}/users/{own}", json={"role": "admin"}, headers=bearer)
    held(person.client.get(f"{API}/auth/me", headers=bearer).json()["role"] == "customer", "it has become one")
    return refused(tried, 403)


@attack("an API key that may do more than its owner")
def key_of_more(target: Target) -> str:
    person = target.customer()
    wish = {"name": "skeleton", "scopes": ["users.write"], "password": person.password}
    return refused(person.client.post(f"{API}/auth/keys", json=wish, headers=person.bearer()), 422)


@attack("an API key made by whoever has found somebody signed in, without the password")
def key_without_password(target: Target) -> str:
    person = target.customer()
    wish = {"name": "backdoor", "scopes": ["follows.write"], "password": "not the password"}
    return refused(person.client.post(f"{API}/auth/keys", json=wish, headers=person.bearer()), 422)


@attack("what only staff may read, by a customer")
def staff_only(target: Target) -> str:
    person = target.customer()
    bearer = person.bearer()
    paths = ("/users", "/audit", "/deliveries", "/analytics/overview", "/product-imports")
    return all_refused([person.client.get(f"{API}{path}", headers=bearer) for path in paths], 403)
