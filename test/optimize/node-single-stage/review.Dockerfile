FROM node:22-slim AS build

# image tools for thumbnails
RUN --mount=type=cache,target=/var/cache/apt,sharing=locked \
    --mount=type=cache,target=/var/lib/apt,sharing=locked \
    rm -f /etc/apt/apt.conf.d/docker-clean && apt-get update && apt-get install --no-install-recommends -y imagemagick

WORKDIR /usr/src/app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN npm run build \
    && chown -R node:node /usr/src/app
RUN npm prune --omit=dev

FROM node:22-slim
RUN apt-get update && apt-get install --no-install-recommends -y imagemagick && rm -rf /var/lib/apt/lists/*
COPY --from=build --chown=node:node /usr/src/app /usr/src/app
WORKDIR /usr/src/app
LABEL org.opencontainers.image.authors="Web Team <web@example.org>"

ENV NODE_ENV=production
EXPOSE 3000
USER node
CMD ["npm", "start"]
