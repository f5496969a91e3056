"""Tests: a real database and a real broker, a quick password hasher, mail kept in memory."""

import os
import tempfile

TEST_DEFAULTS = {
    "LSCP_SECRET_KEY": "only-for-tests",
    "LSCP_PORTAL_DATABASE_URL": "postgres://lscp_portal@/not-started",
    "LSCP_SITE_DATABASE_URL": "postgres://lscp_site@/not-started",
    "LSCP_WORKER_DATABASE_URL": "postgres://lscp_worker@/not-started",
    "LSCP_MIGRATE_DATABASE_URL": "postgres://lscp_migrate@/not-started",
    "LSCP_FILES_FOLDER": f"{tempfile.gettempdir()}/lscp-test-files-{os.getpid()}",
}
for name, value in TEST_DEFAULTS.items():
    os.environ.setdefault(name, value)

from lscp_portal.settings.base import *  # noqa: E402, F403 - after the defaults

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMONSTRATION = True
DEMO_PASSWORD = "a password for tests only"  # noqa: S105 - opens nothing
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = os.environ.get("LSCP_TEST_EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
STORAGES = STORAGES | {  # noqa: F405 - of base
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = {}
