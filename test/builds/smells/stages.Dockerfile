ARG VERSION
ARG NAME=bookworm-slim
FROM --platform=linux/amd64 debian:${NAME} AS Build
WORKDIR app
FROM --platform=$TARGETPLATFORM debian:bookworm-slim AS scratch
COPY --from=build /etc/hostname /
FROM debian:${OTHER:-bookworm-slim} AS twice
COPY --from=scratch /etc/hostname /a
FROM debian:bookworm-slim AS Twice
COPY --from=0 /etc/hostname /b
ENV A=$NAME B=$TARGETARCH
USER $WHO
