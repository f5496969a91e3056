"""LSCP Portal. The Celery app is loaded with the package, so that whoever sends a message knows the broker."""

from lscp_portal.celery import app as celery_app

__all__ = ["celery_app"]
