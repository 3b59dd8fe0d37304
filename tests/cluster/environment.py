"""What the tests are told: by the environment, each with a default that suits a cluster of kind."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
CHART = ROOT / "charts/productwatch"
APP, OPERATOR = "productwatch/app:0.1.0", "productwatch/operator:0.1.0"


@dataclass(frozen=True, slots=True)
class Environment:
    """Images that the cluster has or can pull, where its ingress answers, and under which name the API is public."""

    app_image: str
    operator_image: str
    ingress_url: str
    public_url: str
    limit_status: int
    namespace: str

    @classmethod
    def read(cls) -> "Environment":
        told = os.environ.get
        return cls(
            app_image=told("PW_APP_IMAGE", APP),
            operator_image=told("PW_OPERATOR_IMAGE", OPERATOR),
            ingress_url=told("PW_INGRESS_URL", "http://localhost:8080"),
            public_url=told("PW_PUBLIC_URL", "http://productwatch.localhost"),
            limit_status=int(told("PW_LIMIT_STATUS", "429")),
            namespace=told("PW_NAMESPACE", "productwatch-test"),
        )

    @property
    def host(self) -> str:
        return urlsplit(self.public_url).netloc

    def values(self) -> dict[str, Any]:
        """The chart's values that differ from its defaults: none at all, where nothing else was asked for."""
        values: dict[str, Any] = {}
        if self.app_image != APP:
            values["image"] = _image(self.app_image)
        if self.operator_image != OPERATOR:
            values["operator"] = {"image": _image(self.operator_image)}
        if self.public_url != "http://productwatch.localhost":
            values["publicUrl"] = self.public_url
        return values


def _image(name: str) -> dict[str, str]:
    repository, _, tag = name.rpartition(":")
    return {"repository": repository, "tag": tag}
