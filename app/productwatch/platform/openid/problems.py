"""What can go wrong with an issuer."""

from productwatch.platform.problems import Unauthorized, Unavailable

AWAY_SECONDS = 10


class IssuerAway(Unavailable):
    """It does not answer, or not as an issuer does."""

    def __init__(self, reason: str) -> None:
        super().__init__("This issuer cannot be asked now; try again in a moment.", retry_after=AWAY_SECONDS)
        self.reason = reason


class SignInFailed(Unauthorized):
    """What came back does not prove who somebody is; `reason` is for our log and not for whoever tries."""

    kind = "openid-sign-in-failed"

    def __init__(self, reason: str) -> None:
        super().__init__("The sign-in did not come to its end: begin it again, in this browser.")
        self.reason = reason
