# check=experimental=all
FROM debian:bookworm-slim as first
MAINTAINER Jo
ENV GREETING hello
ENV API_TOKEN=abc
ARG DB_PASSWORD
LABEL title a title
workdir /srv
RUN echo one \

    && echo two
COPY $NOTHING /x/
COPY ignored.txt /
EXPOSE 80/TCP
EXPOSE 127.0.0.1:81:81
HEALTHCHECK CMD true
HEALTHCHECK CMD false
CMD echo hi
CMD echo ho
ENTRYPOINT run
ENTRYPOINT ["/bin/sh"]
