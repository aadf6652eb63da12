FROM rust:1
WORKDIR /usr/src/ferris
COPY . .
RUN cargo install --path .
CMD ["ferris"]
