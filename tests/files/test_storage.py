"""Where uploaded files lie and how they are handed out, by the variables of the environment."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages

from lscp_portal.files.serving import hand_out
from lscp_portal.files.types import Kind
from lscp_portal.settings import files

CHECKOUT = Path("/srv/portal")
STORE = {
    "LSCP_FILES_BUCKET": "evidence",
    "LSCP_FILES_ENDPOINT": "https://store.example",
    "LSCP_FILES_REGION": "eu-west-2",
    "LSCP_FILES_ACCESS_KEY": "key",
    "LSCP_FILES_SECRET_KEY": "secret",
}


@pytest.fixture
def variables(monkeypatch):
    for name in (*STORE, "LSCP_FILES_FOLDER", "LSCP_FILES_HANDED_OUT_BY"):
        monkeypatch.delenv(name, raising=False)
    return lambda found: [monkeypatch.setenv(name, value) for name, value in found.items()]


def test_a_folder_outside_the_web_root_unless_told_otherwise(variables):
    options = files.storage(CHECKOUT)["OPTIONS"]
    assert (options["location"], options["base_url"], options["file_permissions_mode"]) == (
        "/srv/portal/.run/files", None, 0o600,
    )  # fmt: skip
    variables({"LSCP_FILES_FOLDER": "/srv/files"})
    assert files.storage(CHECKOUT)["OPTIONS"]["location"] == "/srv/files"


def test_a_private_bucket_where_one_is_named(variables):
    variables(STORE)
    options = files.storage(CHECKOUT)["OPTIONS"]
    assert (options["bucket_name"], options["default_acl"], options["querystring_expire"]) == (
        "evidence", "private", 60,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"LSCP_FILES_HANDED_OUT_BY": "anybody"}, "must be portal, proxy or store"),
        ({"LSCP_FILES_HANDED_OUT_BY": "store"}, "LSCP_FILES_BUCKET names none"),
    ],
)
def test_what_cannot_work_is_refused_at_start(variables, found, words):
    variables(found)
    with pytest.raises(ImproperlyConfigured, match=words):
        files.handed_out_by()


def test_a_bucket_without_keys_is_refused_at_start(variables):
    variables({"LSCP_FILES_BUCKET": "evidence"})
    with pytest.raises(ImproperlyConfigured, match="LSCP_FILES_ACCESS_KEY"):
        files.storage(CHECKOUT)


def test_the_store_hands_out_for_a_minute_as_a_download(variables, settings, monkeypatch):
    variables(STORE)
    settings.STORAGES = {**settings.STORAGES, "evidence": files.storage(CHECKOUT)}
    settings.FILES_HANDED_OUT_BY = "store"
    assert storages["evidence"].bucket_name == "evidence"
    answer = hand_out(key="ab" * 16, name="café.pdf", kind=Kind.PDF)
    address = urlsplit(answer["Location"])
    asked = parse_qs(address.query)
    assert (answer.status_code, answer["Cache-Control"], address.hostname) == (
        302,
        "private, no-store",
        "store.example",
    )
    assert f"/kept/ab/{'ab' * 16}" in address.path
    assert asked["X-Amz-Expires"] == ["60"]
    assert asked["response-content-disposition"] == ["attachment; filename*=utf-8''caf%C3%A9.pdf"]
    assert asked["response-content-type"] == ["application/pdf"]
    assert asked["response-cache-control"] == ["private, no-store"]
