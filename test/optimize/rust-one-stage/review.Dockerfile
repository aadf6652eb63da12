FROM rust:1-slim AS build
WORKDIR /usr/src/ferris
COPY Cargo.toml Cargo.lock* ./
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/usr/local/cargo/git/db \
    mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo fetch && rm -r src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/usr/local/cargo/git/db \
    cargo install --path .

FROM debian:trixie-slim
WORKDIR /usr/src/ferris
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /usr/local/cargo/bin/ferris /usr/local/bin/ferris
RUN useradd --create-home app && chown app:app /usr/src/ferris
USER app
CMD ["ferris"]
