"""What every process shares."""

import os
from pathlib import Path

from lscp_portal.settings import environment, files

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PROCESS = environment.text("LSCP_PROCESS", default="portal")
SITE_ONLY = PROCESS == "site"

SECRET_KEY = environment.text("LSCP_SECRET_KEY")
ALLOWED_HOSTS = environment.words("LSCP_ALLOWED_HOSTS", default="")
BASE_URL = environment.text("LSCP_BASE_URL", default="http://localhost:8000").rstrip("/")
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "rest_framework",
    "drf_spectacular",
    "lscp_portal.tenancy",
    "lscp_portal.trail",
    "lscp_portal.outbox",
    "lscp_portal.accounts",
    "lscp_portal.notify",
    "lscp_portal.ui",
    "lscp_portal.ops",
    "schools",
    "audits",
    "visits",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lscp_portal.access.headers.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lscp_portal.files.receiving.UploadMiddleware",
    "lscp_portal.access.middleware.ScopeMiddleware",
]
if SITE_ONLY:  # the public process cannot know a person, so no personal page can be made there
    PERSONAL = ("sessions", "auth", "messages")  # allauth insists on its middleware; without these it does nothing
    MIDDLEWARE = [name for name in MIDDLEWARE if not any(f".{word}." in f".{name}" for word in PERSONAL)]

ROOT_URLCONF = "lscp_portal.urls"
WSGI_APPLICATION = "lscp_portal.wsgi.application"

FORM_RENDERER = "lscp_portal.ui.forms.GovukRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["lscp_portal.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                *([] if SITE_ONLY else ["lscp_portal.access.context.messages_here"]),
                "lscp_portal.access.context.place",
            ],
        },
    },
]

DATABASE_VARIABLE = {
    "portal": "LSCP_PORTAL_DATABASE_URL",
    "worker": "LSCP_WORKER_DATABASE_URL",
    "site": "LSCP_SITE_DATABASE_URL",
    "migrate": "LSCP_MIGRATE_DATABASE_URL",
}[PROCESS]
SITE_VARIABLE = "LSCP_SITE_DATABASE_URL" if os.environ.get("LSCP_SITE_DATABASE_URL") else DATABASE_VARIABLE
SERVES_SITE = PROCESS == "site" or (PROCESS == "portal" and SITE_VARIABLE == "LSCP_SITE_DATABASE_URL")
DATABASES = {"default": environment.database(DATABASE_VARIABLE)}
if PROCESS in {"portal", "site"}:
    DATABASES["site"] = environment.database(SITE_VARIABLE)
DATABASE_ROUTERS = ["lscp_portal.tenancy.router.ScopeRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {  # in the database: allauth's limits must hold over all processes, also while the broker is away
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "django_cache"},
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "lscp_portal.access.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # a save costs no session write

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "access:home"
ACCOUNT_ADAPTER = "lscp_portal.accounts.adapter.InvitedOnly"
ACCOUNT_FORMS = {"login": "lscp_portal.accounts.sign_in.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True  # school mail filters open links, and so use them up
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,5/300s/key",
}  # a whole authority shares one address

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = environment.text("LSCP_SMTP_HOST", default="localhost")
EMAIL_PORT = environment.number("LSCP_SMTP_PORT", default=25)
EMAIL_HOST_USER = environment.text("LSCP_SMTP_USER", default="")
EMAIL_HOST_PASSWORD = environment.text("LSCP_SMTP_PASSWORD", default="")
EMAIL_USE_TLS = environment.switch("LSCP_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("LSCP_EMAIL_FROM", default="LSCP Portal <no-reply@lscp.test>")

BROKER_URL = environment.text("LSCP_BROKER_URL", default="redis://localhost:6379/0")
OUTBOX_RESEND_SECONDS = environment.number("LSCP_OUTBOX_RESEND_SECONDS", default=330)

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static" / "build"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "lscp_portal.ui.static_files.ModulesByContent"},
    "evidence": files.storage(BASE_DIR),
}
FILES_HANDED_OUT_BY = files.handed_out_by()
FILES_PROXY_PATH = environment.text("LSCP_FILES_PROXY_PATH", default="/files-of-evidence/")
SCANNER_ADDRESS = environment.text("LSCP_SCANNER_ADDRESS", default="")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

DEMONSTRATION = False
FRAMEWORK_FOLDER = environment.text("LSCP_FRAMEWORK_FOLDER", default="")
DEMO_PASSWORD = ""
MAIL_FOLDER = ""

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.CursorPagination",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "LSCP Portal",
    "DESCRIPTION": "Published safeguarding audit reports and area summaries.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django would mail faults to ADMINS with everything that was typed; the log has the traceback, without values.
    "loggers": {"django": {"handlers": [], "level": "INFO"}},
}
