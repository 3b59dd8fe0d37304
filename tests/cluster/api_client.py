"""The API as its users meet it: through the ingress, as a browser, signed in or not."""

import httpx

from tests.cluster.environment import Environment

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"


def browser(environment: Environment, number: int = 140, *, token: str | None = None) -> httpx.Client:
    """A visitor who is told from others by the browser's version, its `number`."""
    headers = {"Host": environment.host, "User-Agent": BROWSER.format(number), "Accept-Language": "en"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    limits = httpx.Limits(max_keepalive_connections=1)
    url = f"{environment.ingress_url}/api/v1"
    return httpx.Client(base_url=url, headers=headers, timeout=15, limits=limits, trust_env=False)


def signed_in(environment: Environment, email: str, password: str) -> httpx.Client:
    """Somebody with an access token, which ends after five minutes."""
    with browser(environment) as stranger:
        answer = stranger.post("/auth/login", json={"email": email, "password": password})
    return browser(environment, token=granted(answer)["access"])


def granted(answer: httpx.Response) -> dict[str, str]:
    """The tokens of an answer that brings some."""
    assert answer.status_code == 200, answer.text
    tokens: dict[str, str] = answer.json()
    return tokens
