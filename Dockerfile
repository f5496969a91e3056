# syntax=docker/dockerfile:1
# One image for every process of LSCP Portal: docker-compose.yml says which runs what.

# Styles and scripts. Nothing of Node reaches the final image.
FROM node:24-bookworm-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY static/ static/
RUN npm run --silent build

# Python packages, by hash, into a folder of their own.
FROM python:3.11-slim-bookworm AS packages
COPY requirements.lock /
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --no-deps --require-hashes --only-binary :all: -r /requirements.lock

FROM python:3.11-slim-bookworm
# Pango, HarfBuzz and fonts make the PDFs; tini collects dead children (a worker's renderers).
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-liberation fonts-noto-core libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin lscp

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=lscp_portal.settings.production
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY manage.py ./
COPY deploy/entrypoint.sh deploy/
COPY lscp_portal/ lscp_portal/
COPY schools/ schools/
COPY audits/ audits/
COPY visits/ visits/
COPY reports/ reports/
COPY templates/ templates/
COPY --from=front-end /build/static/build static/build
# collectstatic asks no database; these values only let the settings be read.
RUN LSCP_SECRET_KEY=build LSCP_PORTAL_DATABASE_URL=postgres://build@/build python manage.py collectstatic --no-input

# Uploaded files: a volume takes its owner from here.
RUN install -d -o lscp -m 0700 /files
USER lscp
EXPOSE 8000
ENTRYPOINT ["tini", "--", "deploy/entrypoint.sh"]
CMD ["web"]
