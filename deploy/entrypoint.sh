#!/bin/sh
# One image, one word for each process. Every variable is explained in docs/operator/running.md.
set -eu

case "${1:-web}" in
  prepare) # once for each release, before the others: roles, database, schema
    python manage.py prepare_database
    exec python manage.py migrate --no-input
    ;;
  web) # LSCP_PROCESS=portal or site
    exec gunicorn lscp_portal.wsgi --bind 0.0.0.0:8000 \
      --workers "${LSCP_WEB_WORKERS:-2}" --threads "${LSCP_WEB_THREADS:-4}" \
      --worker-tmp-dir /dev/shm --no-control-socket
    ;;
  worker)
    exec celery --app lscp_portal worker --concurrency "${LSCP_WORKER_PROCESSES:-2}" --loglevel INFO
    ;;
  scheduler) # exactly one
    exec celery --app lscp_portal beat --schedule /tmp/schedule --pidfile ""
    ;;
  relay)
    exec python manage.py relay_outbox
    ;;
  manage)
    shift
    exec python manage.py "$@"
    ;;
  *)
    exec "$@"
    ;;
esac
