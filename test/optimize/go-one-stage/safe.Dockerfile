FROM golang:1.25
WORKDIR /src
COPY . .
RUN go mod download
ENV CGO_ENABLED=0
RUN go build -o /usr/local/bin/shortener ./cmd/shortener
EXPOSE 8080
USER nobody
ENTRYPOINT ["/usr/local/bin/shortener"]
