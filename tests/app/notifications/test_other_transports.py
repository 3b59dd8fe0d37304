"""Without a key mail becomes files, or stays off, and a worker's start says which."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from pytest_django import Settings

from productwatch.notifications import services, transports
from productwatch.notifications.models import Delivery
from tests.app.notifications.queued import price_change, standing
from tests.app.notifications.sink import Sink

pytestmark = pytest.mark.django_db


def sent(**context: str) -> Delivery:
    delivery = price_change(**context)
    services.send(delivery.id)
    return delivery


def read(file: Path) -> EmailMessage:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_a_folder_gets_one_whole_file_a_delivery(mail_dir: Path) -> None:
    delivery = sent()
    assert [file.name for file in mail_dir.iterdir()] == [f"price_change-{delivery.id}.eml"]
    assert standing(delivery) == ("accepted", "")


def test_a_folders_file_replaces_itself_when_it_is_sent_again(mail_dir: Path) -> None:
    delivery = sent()
    Delivery.objects.update(state="queued", next_attempt_at=delivery.created_at)
    services.send(delivery.id)
    assert len(list(mail_dir.iterdir())) == 1


def test_a_folders_file_opens_as_a_mail(mail_dir: Path) -> None:
    delivery = sent(name="Tischchen «für zwei»")
    mail = read(next(mail_dir.iterdir()))
    assert (mail["To"], mail["From"]) == ("ann@example.com", "Product Watch <noreply@testserver>")
    assert mail["Subject"] == "Tischchen «für zwei»: now 9.00 USD, was 10.00 USD"
    assert mail["Message-ID"] == f"<{delivery.id}@testserver>"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert not mail.defects


def test_a_folder_that_cannot_be_written_keeps_mail_waiting(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MAIL_DIR = tmp_path / "file"
    settings.MAIL_DIR.write_text("no folder")
    assert standing(sent()) == ("queued", "folder: File exists")
    assert "MAIL_DIR" in caplog.text


def test_off_withholds_it_and_says_so_without_body_link_or_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    delivery = sent()
    assert standing(delivery) == ("suppressed", "mail_off")
    [told] = [record.__dict__ for record in caplog.records if record.name.endswith("sending")]
    assert (told["kind"], told["delivery_id"], told["recipient"]) == (
        "price_change",
        str(delivery.id),
        "a…@example.com",
    )
    assert not [word for word in ("ann@example.com", "http://", "Stool") if word in str(told)]


def test_a_key_wins_over_a_folder(sink: Sink, mail_dir: Path) -> None:
    sent()
    assert (len(sink.taken), mail_dir.exists()) == (1, False)


@pytest.mark.parametrize("content", [None, "", " \n"])
def test_a_key_file_that_is_missing_or_empty_is_no_key(
    mail_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    monkeypatch.setenv("SENDGRID_API_KEY_FILE", str(tmp_path / "key"))
    if content is not None:
        (tmp_path / "key").write_text(content)
    sent()
    assert len(list(mail_dir.iterdir())) == 1


def test_a_key_file_that_cannot_be_read_keeps_mail_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SENDGRID_API_KEY_FILE", str(tmp_path))
    delivery = price_change()
    with pytest.raises(IsADirectoryError):
        services.send(delivery.id)
    services.announce_mail()
    assert standing(delivery) == ("queued", "not made: IsADirectoryError")
    assert "SENDGRID_API_KEY_FILE" in caplog.text


def test_a_workers_start_says_that_mail_is_off(caplog: pytest.LogCaptureFixture) -> None:
    services.announce_mail()
    assert [record.getMessage()[:11] for record in caplog.records] == ["mail is off"]


def test_a_workers_start_says_where_mail_goes(mail_dir: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    services.announce_mail()
    assert caplog.messages == [f"mail goes to files in {mail_dir}"]


def test_a_workers_start_does_not_tell_the_key(sink: Sink, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    services.announce_mail()
    assert caplog.messages == [f"mail goes through SendGrid at {sink.url}"]
    assert "SG.the-key" not in repr(transports.chosen())
