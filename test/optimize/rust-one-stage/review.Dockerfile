FROM rust:1-slim
WORKDIR /usr/src/ferris
RUN useradd --create-home app && chown app:app /usr/src/ferris
COPY --chown=app:app Cargo.toml Cargo.lock* ./
RUN mkdir -p src && echo 'fn main() {}' > src/main.rs && cargo fetch && rm -r src
COPY --chown=app:app . .
RUN cargo install --path .
USER app
CMD ["ferris"]
