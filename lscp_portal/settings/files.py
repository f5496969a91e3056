"""Where uploaded files lie and how they are handed out, from the environment."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from lscp_portal.settings import environment

PATIENCE = {"connect_timeout": 3, "read_timeout": 10, "retries": {"mode": "standard", "total_max_attempts": 3}}
LINK_SECONDS = 60  # a link into the store is good for this long (security.md 4.1)


def storage(checkout: Path) -> dict[str, Any]:
    """The entry of STORAGES: an S3-compatible store where LSCP_FILES_BUCKET names one, else a folder."""
    bucket = environment.text("LSCP_FILES_BUCKET", default="")
    if not bucket:
        folder = environment.text("LSCP_FILES_FOLDER", default="") or str(checkout / ".run" / "files")
        modes = {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        options = {"location": folder, "base_url": None, "allow_overwrite": True, **modes}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    from botocore.config import Config  # noqa: PLC0415 - slow to load, and most processes need none

    options = {
        "bucket_name": bucket,
        "endpoint_url": environment.text("LSCP_FILES_ENDPOINT", default="") or None,
        "region_name": environment.text("LSCP_FILES_REGION", default="") or None,
        "access_key": environment.text("LSCP_FILES_ACCESS_KEY"),
        "secret_key": environment.text("LSCP_FILES_SECRET_KEY"),
        "default_acl": "private",
        "querystring_auth": True,
        "querystring_expire": LINK_SECONDS,
        "client_config": Config(signature_version="s3v4", **PATIENCE),
        "file_overwrite": True,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def handed_out_by() -> str:
    """portal: streamed by the web process; proxy: X-Accel-Redirect to LSCP_FILES_PROXY_PATH; store: a signed link."""
    found = environment.text("LSCP_FILES_HANDED_OUT_BY", default="portal")
    if found not in {"portal", "proxy", "store"}:
        raise ImproperlyConfigured(
            f"LSCP_FILES_HANDED_OUT_BY is {found!r}; it must be portal, proxy or store ({environment.DOCUMENTED_IN})."
        )
    if found == "store" and not environment.text("LSCP_FILES_BUCKET", default=""):
        raise ImproperlyConfigured(
            f"LSCP_FILES_HANDED_OUT_BY is store, but LSCP_FILES_BUCKET names none ({environment.DOCUMENTED_IN})."
        )
    return found
