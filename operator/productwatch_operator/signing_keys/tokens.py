"""The operator's own token: signed with the ring, good for a minute at the pods' internal port and nowhere else."""

from datetime import datetime, timedelta
from secrets import token_hex

import jwt

from productwatch_operator.signing_keys.ring import Ring, signing_key

AUDIENCE = "productwatch-internal"
LIFETIME = timedelta(seconds=60)


def internal_token(ring: Ring, issuer: str, now: datetime) -> str:
    claims = {
        "iss": issuer,
        "aud": AUDIENCE,
        "sub": "operator",
        "token_type": "internal",
        "jti": token_hex(16),
        "iat": now,
        "exp": now + LIFETIME,
    }
    return jwt.encode(claims, jwt.PyJWK(signing_key(ring)), "EdDSA", headers={"kid": ring["active"]})
