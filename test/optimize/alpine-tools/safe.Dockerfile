FROM alpine:latest
RUN apk add --no-cache curl bash jq
RUN apk add --no-cache --virtual .build gcc musl-dev
COPY backup.sh /usr/local/bin/backup.sh
RUN chmod +x /usr/local/bin/backup.sh
CMD ["/usr/local/bin/backup.sh"]
