FROM python:3.12 AS builder
RUN pip install poetry==1.8.3
WORKDIR /app
COPY . .
RUN poetry install --no-root

FROM python:3.12
WORKDIR /app
COPY --from=builder /app /app
RUN pip install --no-cache-dir gunicorn
CMD ["gunicorn", "app:app"]
