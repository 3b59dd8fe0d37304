"""A small API server in this process, for the edges of HTTP: it keeps objects, refuses what it is told to refuse.

It knows no admission, no validation and no watch; what rests on those is tried against a real API server.
"""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

from aiohttp import web
from lightkube import AsyncClient, KubeConfig
from lightkube.config.models import Cluster, User

Manifest = dict[str, Any]
NAMESPACE = "shop"


def client_of(url: str) -> AsyncClient:
    config = KubeConfig.from_one(cluster=Cluster(server=url), user=User())
    return AsyncClient(config.get(), namespace=NAMESPACE, trust_env=False)


class StandIn:
    """`refusals` maps a method and the end of a path to the status that is answered instead."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Manifest] = {}
        self.refusals: dict[tuple[str, str], int] = {}
        self.calls: list[tuple[str, str]] = []
        self.application = web.Application()
        for group in ("/api/v1", "/apis/productwatch.io/v1alpha1"):
            base = f"{group}/namespaces/{NAMESPACE}/{{kind}}"
            self.application.router.add_get(base, self._list)
            self.application.router.add_post(base, self._create)
            self.application.router.add_get(base + "/{name}", self._get)
            self.application.router.add_patch(base + "/{name}", self._patch)
            self.application.router.add_patch(base + "/{name}/status", self._patch)
        self.application.middlewares.append(self._refusing)
        self._versions = count(1)

    def keep(self, plural: str, name: str, /, **members: Any) -> Manifest:
        metadata = {"name": name, "namespace": NAMESPACE, "uid": f"uid-of-{name}", "resourceVersion": "1"}
        given = members.pop("metadata", {})
        self.kept[plural, name] = {"metadata": metadata | given} | members
        return self.kept[plural, name]

    def named(self, kind: str) -> set[str]:
        return {name for of, name in self.kept if of == kind}

    def events(self) -> list[tuple[str, str, str]]:
        events = (manifest for (kind, _), manifest in self.kept.items() if kind == "events")
        return [(event["type"], event["reason"], event["message"]) for event in events]

    @web.middleware
    async def _refusing(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.calls.append((request.method, request.path.split(f"/{NAMESPACE}/")[1]))
        for (method, end), status in self.refusals.items():
            if request.method == method and request.path.endswith(end):
                return _status(status, "Refused", f"{end} is refused")
        return await handler(request)  # type: ignore[no-any-return]

    async def _list(self, request: web.Request) -> web.Response:
        kind = request.match_info["kind"]
        items = [manifest for (of, _), manifest in self.kept.items() if of == kind]
        return _json({"metadata": {"resourceVersion": "1"}, "items": items})

    async def _get(self, request: web.Request) -> web.Response:
        found = self.kept.get((request.match_info["kind"], request.match_info["name"]))
        return _json(found) if found else _status(404, "NotFound", "not found")

    async def _create(self, request: web.Request) -> web.Response:
        kind, manifest = request.match_info["kind"], await request.json()
        metadata = manifest["metadata"]
        name = metadata.setdefault("name", f"{metadata.get('generateName')}{next(self._versions)}")
        if (kind, name) in self.kept:
            return _status(409, "AlreadyExists", "already exists")
        return _json(self.keep(kind, name, **manifest), status=201)

    async def _patch(self, request: web.Request) -> web.Response:
        found = self.kept.get((request.match_info["kind"], request.match_info["name"]))
        change = await request.json()
        if not found:
            return _status(404, "NotFound", "not found")
        version = change["metadata"].pop("resourceVersion", None) if "metadata" in change else None
        if version not in (None, found["metadata"]["resourceVersion"]):
            return _status(409, "Conflict", "the object has been modified")
        _merge(found, change)
        found["metadata"]["resourceVersion"] = f"2{next(self._versions)}"
        return _json(found)


def _merge(into: Manifest, change: Manifest) -> None:
    """A merge patch (RFC 7396)."""
    for name, value in change.items():
        if value is None:
            into.pop(name, None)
        elif isinstance(value, dict):
            into[name] = into[name] if isinstance(into.get(name), dict) else {}
            _merge(into[name], value)
        else:
            into[name] = value


def _json(answer: Manifest, status: int = 200) -> web.Response:
    """The media type is bare, as Kubernetes writes it."""
    return web.Response(body=json.dumps(answer).encode(), status=status, headers={"Content-Type": "application/json"})


def _status(code: int, reason: str, message: str) -> web.Response:
    return _json({"kind": "Status", "code": code, "reason": reason, "message": message}, status=code)


def conditions(ring: Manifest) -> Iterator[tuple[str, str, str]]:
    return ((each["type"], each["status"], each["reason"]) for each in ring["status"]["conditions"])
