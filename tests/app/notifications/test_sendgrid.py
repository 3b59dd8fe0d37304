"""SendGrid gets a whole mail under our delivery's id, and each of its answers moves the delivery as it should."""

import logging
from datetime import timedelta
from pathlib import Path
from socket import create_server

import pytest
import time_machine
from pytest_django import Settings

from productwatch.notifications import services
from productwatch.notifications.machine import UNCERTAIN_FOR
from productwatch.notifications.models import Delivery
from productwatch.notifications.transports import sendgrid
from tests.app.notifications.queued import NOON, price_change, standing, wait_of
from tests.app.notifications.sink import DROPPED, DROPPED_AFTER_TAKING, HANGING, Reply, Sink, refused

pytestmark = pytest.mark.django_db


def sent() -> Delivery:
    delivery = price_change()
    services.send(delivery.id)
    return delivery


def test_gets_text_and_html_from_the_sender_to_the_recipient(sink: Sink, settings: Settings) -> None:
    settings.MAIL_FROM = '"Shop, the" <shop@example.com>'
    sent()
    [mail] = sink.taken
    assert mail["from"] == {"email": "shop@example.com", "name": "Shop, the"}
    assert mail["personalizations"][0]["to"] == [{"email": "ann@example.com"}]
    assert mail["subject"] == "Stool: now 9.00 USD, was 10.00 USD"
    assert [part["type"] for part in mail["content"]] == ["text/plain", "text/html"]


def test_gets_the_delivery_id_and_tracks_nothing(sink: Sink) -> None:
    delivery = sent()
    [mail] = sink.taken
    assert mail["custom_args"] == {"delivery_id": str(delivery.id)}
    assert mail["tracking_settings"] == {
        "click_tracking": {"enable": False, "enable_text": False},
        "open_tracking": {"enable": False},
    }


def test_gets_the_key_as_its_file_holds_it_now(sink: Sink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "key"
    monkeypatch.setenv("SENDGRID_API_KEY_FILE", str(file))
    for key in ("SG.one", "SG.two"):
        file.write_text(f"{key}\n")
        sent()
    assert sink.keys == ["Bearer SG.one", "Bearer SG.two"]


@pytest.mark.parametrize(
    ("reply", "state", "reason"),
    [
        (Reply(200), "queued", "200: is not what SendGrid answers"),
        (refused(400, "bad mail"), "failed", "400: bad mail"),
        (refused(401, "no key"), "queued", "401: no key"),
        (refused(403, "no scope"), "queued", "403: no scope"),
        (Reply(404, body=b"<html>"), "queued", "404: no explanation"),
        (refused(413, "too large"), "failed", "413: too large"),
        (refused(429), "queued", "429"),
        (refused(499), "queued", "499: "),
        (refused(500), "uncertain", "500"),
        (refused(503), "queued", "503"),
        (DROPPED, "uncertain", "no answer: RemoteDisconnected"),
        (DROPPED_AFTER_TAKING, "uncertain", "no answer: RemoteDisconnected"),
        (Reply(202, {"Content-Length": "100"}, takes=True), "uncertain", "no answer: IncompleteRead"),
    ],
)
def test_answers(sink: Sink, reply: Reply, state: str, reason: str) -> None:
    sink.replies.append(reply)
    assert standing(sent()) == (state, reason)


def test_is_waited_for_no_longer_than_a_time_limit(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sendgrid, "SECONDS", 0.2)
    sink.replies.append(HANGING)
    delivery = sent()
    assert standing(delivery) == ("uncertain", "no answer: TimeoutError")
    assert wait_of(delivery) == UNCERTAIN_FOR


def test_has_surely_not_taken_what_did_not_reach_it(sink: Sink, settings: Settings) -> None:
    with create_server(("127.0.0.1", 0)) as closed:
        settings.SENDGRID_URL = f"http://127.0.0.1:{closed.getsockname()[1]}"
    assert standing(sent()) == ("queued", "not reached: ConnectionRefusedError")


def test_is_tried_again_within_half_a_minute_when_it_is_busy(sink: Sink) -> None:
    sink.replies.append(refused(429))
    assert timedelta(seconds=7) < wait_of(sent()) <= timedelta(seconds=15)


@pytest.mark.parametrize("header", [{"Retry_After": "120"}, {"X_RateLimit_Reset": str(int(NOON.timestamp()) + 120)}])
def test_is_left_alone_as_long_as_it_asks(sink: Sink, header: dict[str, str]) -> None:
    sink.replies.append(refused(429, **header))
    with time_machine.travel(NOON, tick=False):
        assert wait_of(sent()) == timedelta(seconds=120)


@pytest.mark.parametrize("nonsense", ["soon", "-5", "٣", "9" * 400])
def test_is_not_believed_every_time_that_it_asks_for(sink: Sink, nonsense: str) -> None:
    sink.replies.append(refused(429, Retry_After=nonsense.encode("utf-8").decode("latin-1")))
    assert wait_of(sent()) <= timedelta(hours=1)


@pytest.mark.parametrize(("status", "setting"), [(401, "SENDGRID_API_KEY"), (403, "MAIL_FROM"), (404, "SENDGRID_URL")])
def test_names_the_setting_at_fault_in_the_log(
    sink: Sink, caplog: pytest.LogCaptureFixture, status: int, setting: str
) -> None:
    sink.replies.append(refused(status, "for ann@example.com"))
    sent()
    [error] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert setting in error.getMessage()
    assert "ann@example.com" not in error.getMessage()
