# Umran without torch: reads, queries, serves. EXTRAS=...,learn adds training (docs/deploying.md).
# The venv is made at the path where it will lie, so that its scripts find their Python.
FROM python:3.11.14-slim-bookworm AS build
ARG EXTRAS=http,read,media,tables,schedule,report
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY pyproject.toml requirements.lock README.md LICENSE ./
COPY docker docker
RUN python docker/lock.py "$EXTRAS" > subset.lock \
 && python -m venv /opt/umran \
 && /opt/umran/bin/python -m pip install --require-hashes --only-binary :all: -r subset.lock
# What builds the wheel comes with the lock too, and stays out of the image.
RUN python docker/lock.py build-system > build.lock \
 && python -m venv /opt/builder \
 && /opt/builder/bin/python -m pip install --require-hashes -r build.lock
COPY kg kg
COPY ingest ingest
COPY gnn gnn
COPY api api
RUN /opt/builder/bin/python -m pip wheel --no-deps --no-build-isolation --wheel-dir /wheel . \
 && /opt/umran/bin/python -m pip install --no-deps --no-index /wheel/*.whl \
 && /opt/umran/bin/python -m pip uninstall --yes pip

FROM python:3.11.14-slim-bookworm
LABEL org.opencontainers.image.title="Umran" org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --system --gid 10001 umran \
 && useradd --system --uid 10001 --gid umran --home-dir /data --shell /usr/sbin/nologin umran \
 && mkdir /data && chown umran:umran /data && chmod 700 /data
COPY --from=build /opt/umran /opt/umran
ENV PATH=/opt/umran/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 UMRAN_DATA=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8321
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8321/ready', timeout=4)"]
ENTRYPOINT ["umran"]
CMD ["serve", "--host", "0.0.0.0"]
