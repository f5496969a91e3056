"""Celery's settings, as proved against killed brokers and workers (docs/developer/decisions/0004-outbox.md)."""

from django.conf import settings

broker_url = settings.BROKER_URL
task_ignore_result = True
task_acks_late = True
task_reject_on_worker_lost = True
worker_prefetch_multiplier = 1
task_soft_time_limit = 240
task_time_limit = 300
worker_max_tasks_per_child = 50
worker_max_memory_per_child = 600_000
worker_cancel_long_running_tasks_on_connection_loss = True
worker_hijack_root_logger = False
broker_connection_retry_on_startup = True
broker_connection_timeout = 2
broker_transport_options = {
    "visibility_timeout": 900,  # longer than the longest task, always
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
}
timezone = "Europe/London"
imports = (
    "lscp_portal.outbox.tasks",
    "audits.chasing.tasks",
    "audits.clarification.tasks",
    "audits.corrections.tasks",
    "audits.delegation.tasks",
    "audits.escalation.tasks",
    "audits.evidence.tasks",
    "audits.good_practice.tasks",
    "audits.grouping.tasks",
    "audits.improvement.tasks",
    "audits.practice.tasks",
    "audits.triage.tasks",
    "lscp_portal.notify.tasks",
    "reports.complaints.tasks",
    "reports.handovers.tasks",
    "reports.publication.tasks",
)
