import type { Story } from "../support/story.ts";

export const stories: readonly Story[] = [
  {
    title: "a Dockerfile gets a squiggle and a row in Problems",
    folder: "test/e2e/workspace",
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      const problems = await editor.problems();
      await problems.filter({ hasText: "plimsoll" }).first().waitFor();
      await editor.shot("squiggle");
    },
  },
];
