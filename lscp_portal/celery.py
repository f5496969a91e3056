"""The worker and the scheduler. The broker is a doorbell: what has to be done is written in the outbox."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lscp_portal.settings.production")

app = Celery("lscp_portal")
app.config_from_object("lscp_portal.celery_settings")

app.conf.beat_schedule = {
    "sweep": {"task": "outbox.sweep", "schedule": crontab(minute="*/15")},
    "open groups": {"task": "audits.open_groups_everywhere", "schedule": crontab(minute="2", hour="6-18")},
    "count practice": {"task": "audits.count_practice_everywhere", "schedule": crontab(minute="50", hour="4")},
    "questions to schools": {
        "task": "audits.look_after_questions_everywhere",
        "schedule": crontab(minute="15", hour="7-12", day_of_week="mon-fri"),
    },
    "poor returns": {
        "task": "audits.look_after_cases_everywhere",
        "schedule": crontab(minute="20", hour="7-12", day_of_week="mon-fri"),
    },
    "bands by night": {"task": "audits.triage_everywhere", "schedule": crontab(minute="35", hour="4")},
    "unchecked files": {"task": "audits.sweep_evidence", "schedule": crontab(minute="*/15")},
    "files by night": {"task": "audits.care_for_evidence", "schedule": crontab(minute="20", hour="2")},
    "ask about good practice": {
        "task": "audits.ask_about_good_practice_everywhere",
        "schedule": crontab(minute="15", hour="8-12"),
    },
    "complaints": {
        "task": "reports.look_after_complaints_everywhere",
        "schedule": crontab(minute="45", hour="7-12", day_of_week="mon-fri"),
    },
    "records follow": {"task": "schools.follow_up_everywhere", "schedule": crontab(minute="40", hour="5")},
    # every hour of the morning, should the scheduler be away at eight: what is done already is not done again
    "chase": {"task": "audits.chase_everywhere", "schedule": crontab(minute="5", hour="8-12", day_of_week="mon-fri")},
    "late improvements": {
        "task": "audits.climb_everywhere",
        "schedule": crontab(minute="45", hour="8-12", day_of_week="mon-fri"),
    },
    "remind contributors": {
        "task": "audits.remind_contributors_everywhere",
        "schedule": crontab(minute="25", hour="8-12", day_of_week="mon-fri"),
    },
}
