ARG VERSION
FROM debian:bookworm${VERSION} AS base
FROM debian:${VERSION} AS broken
FROM debian:bookworm${MISSING} AS other
FROM base
COPY <<EOF /srv/
about $SOMETHING
EOF
from base AS last
COPY --from=base /etc/hostname /
