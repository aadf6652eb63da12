import type { Story } from "../support/story.ts";

const dockerfile = String.raw`# syntax=docker/dockerfile:1
# check=skip=JSONArgsRecommended
ARG NODE=22
FROM --platform=$BUILDPLATFORM node:$NODE-slim AS build
# plimsoll ignore=apt-recommends, pip-cache
RUN --mount=type=cache,target=/root/.npm,sharing=locked npm ci
RUN --mount=type=secret,id=token \
    --mount=type=bind,source=.,target=/src \
    npm publish
RUN <<EOF
set -e
for file in *.txt; do
  echo "it's $file" | tr a-z A-Z  # a comment
done
EOF
RUN python3 <<EOF
import os
print(f"{os.getcwd()}")
EOF
COPY --chmod=644 <<EOF /etc/motd
Don't RUN this: it is text.
EOF
COPY --from=build --link --chown=node:node /app $HOME/app
USER node
`;

export const stories: readonly Story[] = [
  {
    title: "here-documents, flags, directives and ignore comments have colours",
    files: { Dockerfile: dockerfile },
    async play(editor) {
      await editor.open("Dockerfile");
      // Keyword and string of an embedded language differ in colour from plain text once its grammar is loaded.
      const colour = (text: string) =>
        editor.page
          .locator(".view-line span span")
          .filter({ hasText: new RegExp(`^${text}$`) })
          .first();
      await colour("import").waitFor();
      await colour("for").waitFor();
      await editor.shot("grammar");
    },
  },
];
