"""The demonstration on one machine: one process serves both faces, mail is caught, one password for everybody."""

from lscp_portal.settings import environment
from lscp_portal.settings.base import *  # noqa: F403 - the usual way of building on a base

DEMONSTRATION = True
DEMO_PASSWORD = environment.text("LSCP_DEMO_PASSWORD", default="")
MAIL_FOLDER = environment.text("LSCP_MAIL_FOLDER", default="")
FRAMEWORK_FOLDER = str(BASE_DIR / "reports/demonstration/frameworks")  # noqa: F405 - of base
ALLOWED_HOSTS = environment.words("LSCP_ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]")
