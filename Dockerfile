# jintu for a server: the service and its command line, without a database of its own.

FROM debian:12-slim AS build
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        ca-certificates nodejs npm python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.lock ./
RUN python3 -m venv .venv \
    && .venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes -r requirements.lock
COPY static/ static/
RUN npm --prefix static ci --omit=dev --no-audit --no-fund \
    && npm --prefix static run --silent vendor \
    && rm -rf static/node_modules

FROM debian:12-slim
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends \
        bubblewrap ca-certificates fonts-noto-cjk libcairo2 python3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --no-create-home --home-dir /app jintu \
    && install --directory --owner=jintu --group=jintu --mode=0700 /var/lib/jintu
WORKDIR /app
COPY --from=build /app/.venv/ .venv/
COPY --from=build /app/static/ static/
COPY pyproject.toml ./
COPY geo/ geo/
COPY layers/ layers/
COPY api/ api/
COPY data/ data/
COPY deploy/jintu /usr/local/bin/jintu
ENV PYTHONPATH=/app PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 LANG=C.UTF-8
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["/app/.venv/bin/python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/api/health', timeout=4)"]
CMD ["jintu", "serve", "--host", "0.0.0.0", "--port", "8000"]
