FROM golang:1.25-alpine AS build
WORKDIR /src
COPY go.mod go.sum* ./
RUN go mod download
COPY . .
ENV CGO_ENABLED=0
RUN go build -o /usr/local/bin/shortener ./cmd/shortener

FROM alpine:3.22
WORKDIR /src
COPY --from=build /usr/local/go/lib/time/zoneinfo.zip /usr/local/go/lib/time/
COPY --from=build /usr/local/bin/shortener /usr/local/bin/shortener
EXPOSE 8080
USER nobody
ENTRYPOINT ["/usr/local/bin/shortener"]
