import { lookAround, lookAtLine } from "../support/chinese.ts";
import type { Story } from "../support/story.ts";

const text = `FROM node:20
COPY . /app
RUN apt-get update && apt-get install -y curl
RUN npm install
CMD npm start
`;

export const stories: readonly Story[] = [
  {
    title: "in Chinese: problems, lens, hover, quick fixes",
    window: "chinese",
    files: { Dockerfile: text },
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.analysed();
      const rows = await editor.problems();
      await rows.filter({ hasText: "root" }).first().waitFor();
      await editor.shot("chinese-problems");
      await lookAtLine(editor, "chinese", ["npm install", "apt-get update"]);
    },
  },
  {
    title: "in Chinese: Optimize, the image report and the language status",
    window: "chinese",
    files: { Dockerfile: text },
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.analysed();
      await lookAround(editor, "chinese");
    },
  },
];
