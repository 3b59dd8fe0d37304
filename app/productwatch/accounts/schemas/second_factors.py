"""Second factors."""

from datetime import datetime

from ninja import Field, Schema

from productwatch.accounts.schemas.values import Code, OldPassword
from productwatch.platform.schema import Body


class SecondFactor(Schema):
    active_since: datetime | None = Field(description="since when signing in takes a code; null: it takes none")
    recovery_codes: int = Field(description="how many are left", examples=[10])


class SecondFactorBegin(Body):
    password: OldPassword


class NewSecondFactor(Schema):
    secret: str = Field(description="what an app takes by hand", examples=["JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"])
    uri: str = Field(
        description="what an app reads out of a QR code",
        examples=["otpauth://totp/shop.example.com:ann%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"],
    )


class SecondFactorConfirm(Body):
    code: Code


class SecondFactorProof(Body):
    password: OldPassword
    code: Code


class NewRecoveryCodes(Schema):
    recovery_codes: list[str] = Field(description="shown this once", examples=[["MFRG-GZDF-MZTW-Q2LK"]])
