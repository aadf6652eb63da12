import type { Editor } from "../support/editor.ts";
import type { Story } from "../support/story.ts";

// Lines that the stand-ins of test/e2e/peers report, and that Plimsoll has findings for.
const text = `FROM python:3.13-slim
WORKDIR app
RUN pip install flask
expose 8080
CMD ["python3", "-m", "flask", "run"]
`;

export const stories: readonly Story[] = [
  {
    title: "beside other extensions no problem is listed twice, and theirs have our fixes",
    window: "peers",
    files: { Dockerfile: text },
    async play(editor) {
      const { page } = editor;
      await editor.open("Dockerfile");
      const rows = await editor.problems();
      for (const code of ["WorkdirRelativePath", "DL3042", "Theirs: 0"])
        await rows.filter({ hasText: code }).waitFor();
      await rows.filter({ hasText: "root-user" }).waitFor();
      for (const own of ["relative-workdir", "pip-cache", "instruction-casing"])
        await rows.filter({ hasText: own }).waitFor({ state: "detached" });
      await editor.shot("peers-problems");
      await editor.cursorAt("pip install");
      await editor.pressUntil("Control+Period", page.locator(".action-widget"));
      await page.locator(".action-widget").filter({ hasText: "--no-cache-dir" }).waitFor();
      await editor.shot("peers-fix");
      await page
        .locator(".action-widget .monaco-list-row")
        .filter({ hasText: "--no-cache-dir" })
        .first()
        .click();
      await editor.shows("pip install --no-cache-dir flask");
    },
  },
  {
    title:
      "beside other extensions a keyword has one explanation and one completion, and the formatter is theirs",
    window: "peers",
    files: { Dockerfile: text },
    async play(editor) {
      const { page } = editor;
      await editor.open("Dockerfile");
      await editor.squiggles().first().waitFor();
      await editor.analysed();
      const hover = await editor.hover("RUN", "Theirs: RUN");
      if (await hover.filter({ hasText: "Reference" }).count()) throw new Error("RUN is explained twice.");
      await editor.shot("peers-hover");

      await page.keyboard.press("Escape");
      await editor.cursorAt("CMD");
      await page.keyboard.type("EXP");
      const suggestions = page
        .locator(".suggest-widget.visible .monaco-list-row")
        .filter({ hasText: "EXPOSE" });
      await editor.pressUntil("Control+Space", suggestions);
      await expectOne(editor, suggestions.count());
      await editor.shot("peers-completion");
      await page.keyboard.press("Escape");
      // With two formatters VS Code would ask which.
      await editor.command("Format Document");
      await editor.shows("# theirs");
    },
  },
];

async function expectOne({ page }: Editor, count: Promise<number>): Promise<void> {
  await page.waitForTimeout(500);
  if ((await count) !== 1) throw new Error(`It is suggested ${await count} times.`);
}
