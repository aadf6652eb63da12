FROM node:20-slim AS build

# image tools for thumbnails
RUN apt-get update && apt-get install --no-install-recommends -y imagemagick && rm -rf /var/lib/apt/lists/*

WORKDIR /usr/src/app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build \
    && chown -R node:node /usr/src/app
RUN npm prune --omit=dev

FROM node:20-slim
RUN apt-get update && apt-get install --no-install-recommends -y imagemagick && rm -rf /var/lib/apt/lists/*
COPY --from=build --chown=node:node /usr/src/app /usr/src/app
WORKDIR /usr/src/app
LABEL org.opencontainers.image.authors="Web Team <web@example.org>"

ENV NODE_ENV=production
EXPOSE 3000
USER node
CMD ["npm", "start"]
