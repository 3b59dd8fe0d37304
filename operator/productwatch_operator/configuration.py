"""What the operator is told: one YAML file, and a few settings of the process."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec

DnsName = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")]
Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]


class ConfigurationError(Exception):
    """The message is one line that says what to set."""


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    pass


class Value(_Strict, frozen=True):
    """What a new Secret holds under a key: so many random bytes, written URL-safe, or a text that is given."""

    random: Annotated[int, msgspec.Meta(ge=16, le=256)] | None = None
    value: Annotated[str, msgspec.Meta(min_length=1)] | None = None

    def __post_init__(self) -> None:
        if (self.random is None) == (self.value is None):
            raise ValueError("give either `random` or `value`")


class SecretWanted(_Strict, frozen=True):
    """A Secret that is made where it is missing.

    `keep` leaves it when the release goes. `refuse_if_claim_exists` names a volume's claim whose data would be locked
    away by other values.
    """

    name: DnsName
    keep: bool
    keys: Annotated[dict[str, Value], msgspec.Meta(min_length=1)]
    refuse_if_claim_exists: DnsName | None = None


class Owner(_Strict, frozen=True):
    """What lives exactly as long as the release."""

    kind: Literal["ConfigMap"]
    name: DnsName


class Verifiers(_Strict, frozen=True):
    """The pods that verify tokens, and the port on which they tell which keys they have loaded."""

    selector: Annotated[str, msgspec.Meta(pattern=r"^[^=!,\s]+=[^=!,\s]+(,[^=!,\s]+=[^=!,\s]+)*$")]
    port: Port

    @property
    def labels(self) -> dict[str, str]:
        return dict(pair.split("=", 1) for pair in self.selector.split(","))


class Configuration(_Strict, frozen=True):
    """`resync_seconds` is how often everything is looked at while nothing is amiss."""

    release: DnsName
    owner: Owner
    public_url: Annotated[str, msgspec.Meta(pattern=r"^https?://[^/]+$")]
    verifiers: Verifiers
    secrets: tuple[SecretWanted, ...]
    namespace: DnsName | None = None
    resync_seconds: Annotated[int, msgspec.Meta(ge=5, le=3600)] = 60


class Environment(msgspec.Struct, frozen=True, rename="upper"):
    """The process' own settings."""

    operator_config: str
    pod_namespace: DnsName | None = None
    internal_port: Port = 9000
    health_port: Port = 8080
    log_format: Literal["json", "text"] = "json"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


def environment(variables: Mapping[str, str] = os.environ) -> Environment:
    given = {name: value for name, value in variables.items() if value}
    try:
        return msgspec.convert(given, Environment, strict=False)
    except msgspec.ValidationError as error:
        raise ConfigurationError(f"environment: {error}") from None


def load(path: Path) -> Configuration:
    """ConfigurationError where the file is missing, is no YAML, or says what the operator does not know."""
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=Configuration)
    except OSError as error:
        raise ConfigurationError(f"OPERATOR_CONFIG={path} cannot be read: {error.strerror}") from None
    except (msgspec.MsgspecError, ValueError) as error:
        raise ConfigurationError(f"{path}: {' '.join(str(error).split())}") from None
