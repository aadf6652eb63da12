# syntax=docker/dockerfile:1
FROM debian:bookworm
# tools that the jobs call
RUN <<EOF
set -e
apt-get update
apt-get install --no-install-recommends -y curl ca-certificates jq
rm -rf /var/lib/apt/lists/*
EOF
RUN <<EOF
pip install --no-cache-dir awscli
EOF
COPY <<EOF /etc/motd
Welcome to $HOSTNAME
EOF
RUN apt-get update && \
    # for the nightly dump
    apt-get install -y --no-install-recommends postgresql-client && \
    rm -rf /var/lib/apt/lists/*
RUN useradd --create-home app
USER app
CMD ["bash"]
