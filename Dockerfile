# Targets: `app` (api, live, workers, flusher, beat, migrations), `operator`, and `dev` (both, reloading, for skaffold).
# An index of your own, or its certificate: --secret id=pip,src=pip.conf; nothing of it stays in the image.

FROM python:3.13-slim-trixie AS python
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
# Libraries ask for the name of who runs them.
RUN groupadd --gid 10001 productwatch \
 && useradd --uid 10001 --gid 10001 --home-dir /tmp --shell /usr/sbin/nologin --no-log-init productwatch
LABEL org.opencontainers.image.title="Product Watch" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.1.0"


FROM python AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv --without-pip /opt/venv
# What packages bring but no process of ours opens: tests, type hints, sources, translations of pages that nobody serves.
ENV SLIM="find /opt/venv -depth ( -path */tests/* -o -path */tests -o -name *.pyi -o -name *.po -o -name *.[ch] -o -name *.pyx ) -delete"

FROM packages AS app-packages
RUN --mount=type=bind,source=requirements,target=/requirements \
    --mount=type=cache,target=/root/.cache/pip --mount=type=secret,id=pip,target=/etc/pip.conf \
    pip --python /opt/venv/bin/python install --require-hashes --only-binary :all: --no-deps -r /requirements/app.txt \
 && set -f && $SLIM

FROM packages AS operator-packages
RUN --mount=type=bind,source=requirements,target=/requirements \
    --mount=type=cache,target=/root/.cache/pip --mount=type=secret,id=pip,target=/etc/pip.conf \
    pip --python /opt/venv/bin/python install --require-hashes --only-binary :all: --no-deps -r /requirements/operator.txt \
 && set -f && $SLIM


FROM python AS app
WORKDIR /srv/productwatch/app
ENV DJANGO_SETTINGS_MODULE=productwatch.config.settings PYTHONPATH=/srv/productwatch/app
COPY --from=app-packages /opt/venv /opt/venv
COPY app .
RUN python -m compileall -q productwatch manage.py
# What pages load lies together under names made of its content; the settings of this step are asked for, and used nowhere.
ENV STATIC_ROOT=/srv/productwatch/static
RUN zeros=$(printf %064d 0) \
 && PUBLIC_URL=http://localhost DATABASE_URL=postgresql://nobody@localhost/none REDIS_URL=redis://localhost \
    SECRET_KEY=$zeros DATA_KEY=$zeros SIGNING_KEYS_FILE=none python manage.py collectstatic --no-input --verbosity 0
USER 10001:10001
EXPOSE 8000 9000
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0", "--port", "8000"]


FROM python AS operator
WORKDIR /srv/productwatch/operator
ENV PYTHONPATH=/srv/productwatch/operator
COPY --from=operator-packages /opt/venv /opt/venv
COPY operator .
RUN python -m compileall -q productwatch_operator
USER 10001:10001
EXPOSE 8080 9000
CMD ["python", "-m", "productwatch_operator"]


FROM app-packages AS dev-packages
RUN --mount=type=bind,source=requirements,target=/requirements \
    --mount=type=cache,target=/root/.cache/pip --mount=type=secret,id=pip,target=/etc/pip.conf \
    pip --python /opt/venv/bin/python install --require-hashes --only-binary :all: --no-deps \
        -r /requirements/operator.txt -r /requirements/reload.txt

# Code lies where a pod cannot write, and is copied to a volume at /srv/productwatch, where it can: see k8s/reloading/python.
FROM python AS dev
ENV PATH=/usr/local/lib/reloading:$PATH PYTHONPATH=/srv/productwatch/app:/srv/productwatch/operator \
    DJANGO_SETTINGS_MODULE=productwatch.config.settings
COPY --from=dev-packages /opt/venv /opt/venv
COPY k8s/reloading/python /usr/local/lib/reloading/
COPY app /opt/productwatch/app
COPY operator /opt/productwatch/operator
WORKDIR /srv/productwatch
RUN chown 10001:10001 .
USER 10001:10001
EXPOSE 8000 8080 9000
CMD ["python", "manage.py", "serve", "--host", "0.0.0.0", "--port", "8000"]
