"""E-mail addresses: one spelling each, judged by their form alone, never by asking the network."""

from typing import Annotated

import email_validator
from pydantic import AfterValidator, Field, WithJsonSchema

LONGEST = 254
"""Characters; a longer path fits in no SMTP envelope (RFC 5321, 4.5.3.1.3)."""

# Reserved names that laptops, test servers and closed networks do send mail within; the library's documented switch.
_HOUSE_NAMES = ("local", "localhost", "test")
email_validator.SPECIAL_USE_DOMAIN_NAMES[:] = [
    name for name in email_validator.SPECIAL_USE_DOMAIN_NAMES if name not in _HOUSE_NAMES
]


def address(text: str) -> str:
    """The address in lower case, an international domain in its ASCII form; ValueError where it is none.

    What stands before the @ must be ASCII: SendGrid delivers to nothing else.
    """
    found = email_validator.validate_email(text, check_deliverability=False, strict=True)
    if found.ascii_email is None:
        raise ValueError("must have nothing but ASCII before the @")
    return found.ascii_email.lower()


Address = Annotated[
    str,
    Field(max_length=LONGEST),
    AfterValidator(address),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": LONGEST, "examples": ["ann@example.com"]}),
]
