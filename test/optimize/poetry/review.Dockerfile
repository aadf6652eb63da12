FROM python:3.12 AS builder
RUN --mount=type=cache,target=/root/.cache/pip pip install poetry==1.8.3
WORKDIR /app
COPY pyproject.toml poetry.lock* poetry.toml* ./
RUN --mount=type=cache,target=/root/.cache/pypoetry/cache \
    --mount=type=cache,target=/root/.cache/pypoetry/artifacts \
    poetry install --no-root
COPY . .

FROM python:3.12-slim
WORKDIR /app
RUN useradd --create-home app && chown app:app /app
COPY --from=builder --chown=app:app /app /app
RUN pip install --no-cache-dir gunicorn
USER app
CMD ["gunicorn", "app:app"]
