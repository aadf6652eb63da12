import type { Story } from "../support/story.ts";

export const stories: readonly Story[] = [
  {
    title: "in the browser's extension host: problems, a hover, a quick fix, and what needs the disk says so",
    web: true,
    files: { Dockerfile: "FROM python:3.13-slim\nRUN pip install flask\n" },
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      await editor.hover("pip install", "pip keeps its download cache");
      await editor.cursorAt("install");
      await editor.quickFix("--no-cache-dir");
      await editor.shows("pip install --no-cache-dir flask");
      await editor.command("Plimsoll: What Does Changing This File Rebuild?");
      // Only the extension of browsers says this.
      await editor.page.locator(".statusbar-item").filter({ hasText: "is only known where" }).waitFor();
      await editor.shot("web");
    },
  },
  {
    title: "in the browser's extension host: a Dockerfile in a compose file is mended",
    web: true,
    files: {
      "compose.yaml":
        "services:\n  web:\n    build:\n      dockerfile_inline: |\n        FROM python:3.13-slim\n        RUN pip install flask\n",
    },
    async play(editor) {
      await editor.open("compose.yaml");
      await editor.squiggles().first().waitFor();
      await editor.command("Plimsoll: Fix All Safe Problems");
      await editor.shows("pip install --no-cache-dir flask");
      await editor.shot("web-compose");
    },
  },
];
