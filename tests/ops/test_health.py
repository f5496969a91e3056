"""What a load balancer is told, and that it is told nothing else."""

import pytest
from django.db import connection

from lscp_portal.ops import health
from tests.files.scanner import SaidScanner


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    """The schema is looked at again in each test."""
    monkeypatch.setattr(health._Schema, "seen_at", None)


def test_the_process_lives_without_a_database(client):
    response = client.get("/livez")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.parametrize("address", ["/livez", "/readyz", "/scannerz"])
def test_health_is_for_reading_only(client, address):
    assert client.post(address).status_code == 405


def test_a_migrated_database_and_a_bound_login_are_ready(client, db):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


def test_readiness_is_cheap_once_the_schema_was_seen(client, db, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(1):
        client.get("/readyz")


def test_a_release_before_its_migrations_is_not_ready(client, committed, caplog):
    with committed.as_admin() as cursor:
        cursor.execute("DELETE FROM lscp.django_migrations WHERE app = 'audits' RETURNING app, name, applied")
        removed = cursor.fetchall()
        response = client.get("/readyz")
        cursor.executemany("INSERT INTO lscp.django_migrations (app, name, applied) VALUES (%s, %s, %s)", removed)
    assert (response.status_code, response.content) == (503, b"unavailable")
    assert "audits" in caplog.text


def test_without_a_database_it_lives_and_is_not_ready(client, committed, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    response = client.get("/readyz")
    connection.close()
    assert (response.status_code, response.content) == (503, b"unavailable")
    assert client.get("/livez").status_code == 200


def test_whether_the_virus_scanner_answers_is_said_apart(client, db, settings):
    settings.SCANNER_ADDRESS = ""
    assert client.get("/scannerz").content == b"none"
    scanner = SaidScanner()
    settings.SCANNER_ADDRESS = scanner.address
    assert client.get("/scannerz").content == b"ok"
    scanner.stop()
    response = client.get("/scannerz")
    assert (response.status_code, response.content) == (503, b"unavailable")
    assert client.get("/readyz").status_code == 200
