"""A small SendGrid: takes mails as its Web API v3 does (POST /v3/mail/send), shows them, and answers late when told.

GET /mails shows all, each from the moment it comes; `answered` says whether its sender was still there for the answer.
PUT /delay sets how many seconds each answer takes. The key is in API_KEY. Runs as a program of its own in a pod.
"""

import json
import os
import select
import socket
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

PORT = 8080
MAILS: list[dict[str, Any]] = []
DELAY = {"seconds": 0.0}


class Sink(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._answer(200, MAILS) if self.path == "/mails" else self._answer(404)

    def do_PUT(self) -> None:
        DELAY["seconds"] = float(self._body())
        self._answer(204)

    def do_POST(self) -> None:
        if self.path != "/v3/mail/send":
            self._answer(404)
        elif self.headers["Authorization"] != f"Bearer {os.environ['API_KEY']}":
            self._answer(401, {"errors": [{"message": "The key is not the one that this sink was given."}]})
        else:
            self._take(mail_of(self._body()))

    def _take(self, mail: dict[str, Any]) -> None:
        MAILS.append(mail)
        time.sleep(DELAY["seconds"])
        mail["answered"] = not hung_up(self.connection)
        self._answer(202, headers={"X-Message-Id": mail["id"]})

    def _body(self) -> Any:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, status: int, body: Any = None, headers: dict[str, str] | None = None) -> None:
        content = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def mail_of(request: dict[str, Any]) -> dict[str, Any]:
    """The parts of a mail that tests ask for."""
    (personalization,) = request["personalizations"]
    (recipient,) = personalization["to"]
    return {
        "id": uuid4().hex,
        "to": recipient["email"],
        "from": request["from"]["email"],
        "subject": personalization.get("subject") or request["subject"],
        "contents": {content["type"]: content["value"] for content in request["content"]},
        "delivery_id": (request.get("custom_args") or personalization["custom_args"])["delivery_id"],
        "answered": False,
    }


def hung_up(connection: socket.socket) -> bool:
    """Whether the other side has closed the connection."""
    readable, _, _ = select.select([connection], [], [], 0)
    return bool(readable) and connection.recv(1, socket.MSG_PEEK) == b""


if __name__ == "__main__":
    ThreadingHTTPServer(("", PORT), Sink).serve_forever()
