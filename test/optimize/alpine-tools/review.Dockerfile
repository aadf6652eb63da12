FROM alpine:3.22
RUN apk add --no-cache curl bash jq \
    && apk add --no-cache --virtual .build gcc musl-dev
COPY --chmod=755 backup.sh /usr/local/bin/backup.sh
RUN adduser -D app
USER app
CMD ["/usr/local/bin/backup.sh"]
