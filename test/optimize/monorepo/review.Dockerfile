# syntax=docker/dockerfile:1
ARG NODE_VERSION=22
FROM node:${NODE_VERSION}-slim AS base
ENV PNPM_HOME=/pnpm
ENV PATH=$PNPM_HOME:$PATH
RUN corepack enable

FROM base AS build
WORKDIR /repo
COPY . .
RUN --mount=type=cache,target=/pnpm/store pnpm install --frozen-lockfile
RUN pnpm run -r build
RUN --mount=type=cache,target=/pnpm/store pnpm deploy --filter=api --prod /prod/api
RUN --mount=type=cache,target=/pnpm/store pnpm deploy --filter=worker --prod /prod/worker

FROM base AS api
COPY --from=build /prod/api /prod/api
WORKDIR /prod/api
EXPOSE 8000
CMD [ "pnpm", "start" ]

FROM base AS worker
COPY --from=build /prod/worker /prod/worker
WORKDIR /prod/worker
RUN chown node:node /prod/worker
USER node
CMD [ "pnpm", "start" ]
