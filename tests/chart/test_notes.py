"""The notes say where to go and what to do next."""

from collections.abc import Callable

import pytest

Notes = Callable[..., str]


def test_tell_the_address(notes: Notes) -> None:
    assert "https://shop.example.com/api/docs" in notes(publicUrl="https://shop.example.com")


def test_tell_how_to_read_the_admins_password(notes: Notes) -> None:
    assert "kubectl -n shop get secret pw-admin -o go-template=" in notes()
    assert "{{.data.password|base64decode}}" in notes()
    assert "get secret my-admin" in notes(admin={"existingSecret": "my-admin"})


def test_tell_that_mail_is_off_until_a_key_is_named(notes: Notes) -> None:
    assert "MAIL IS OFF" in notes()
    assert "MAIL IS OFF" not in notes(sendgrid={"existingSecret": "mail"})


def test_tell_how_to_prove_the_installation(notes: Notes) -> None:
    assert "helm test pw -n shop" in notes()


def test_tell_that_ingress_nginx_has_retired(notes: Notes) -> None:
    assert "retired" in notes()
    assert "retired" not in notes(ingress={"className": "traefik"})


def test_tell_how_to_look_at_it_without_an_ingress(notes: Notes) -> None:
    assert "port-forward svc/pw-api" in notes(ingress={"enabled": False})


@pytest.mark.parametrize(("tls", "warned"), [("", True), ("tls", False)])
def test_tell_when_nothing_of_ours_ends_tls(notes: Notes, tls: str, warned: bool) -> None:  # noqa: FBT001 - a case
    text = notes(publicUrl="https://shop.example.com", ingress={"tls": {"secretName": tls}})
    assert ("TLS must end in front" in text) is warned


def test_tell_what_stays(notes: Notes) -> None:
    assert "pw-postgresql, pw-application and pw-admin" in notes()
