import type { Story } from "../support/story.ts";

const text = `FROM node:20
COPY . /app
RUN apt-get update && apt-get install -y curl
RUN npm install
CMD npm start
`;

export const stories: readonly Story[] = [
  {
    title: "in Chinese: problems, hover, quick fixes",
    window: "chinese",
    files: { Dockerfile: text },
    async play(editor) {
      const { page } = editor;
      await editor.open("Dockerfile");
      await page.locator(".codelens-decoration a").first().waitFor();
      const rows = await editor.problems();
      await rows.filter({ hasText: "root" }).first().waitFor();
      await editor.shot("chinese-problems");
      await editor.hover("npm install", "层");
      await editor.shot("chinese-hover");
      await page.keyboard.press("Escape");
      await editor.cursorAt("apt-get update");
      await editor.pressUntil("Control+Period", page.locator(".action-widget"));
      await editor.shot("chinese-fixes");
    },
  },
];
