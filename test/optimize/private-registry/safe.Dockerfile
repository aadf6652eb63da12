ARG REGISTRY=registry.example.com:5000
FROM ${REGISTRY}/base/python:3.12 AS app
ARG PIP_TOKEN
RUN pip install --no-cache-dir --extra-index-url https://user:${PIP_TOKEN}@pypi.example.com/simple internal-lib
COPY src /opt/app
WORKDIR opt/app
USER root
CMD ["python", "-m", "app"]
