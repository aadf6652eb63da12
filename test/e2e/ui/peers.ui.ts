import type { Editor } from "../support/editor.ts";
import type { Story } from "../support/story.ts";

// Lines that the stand-ins of test/e2e/peers report, and that Plimsoll has findings for.
const text = `FROM debian:12-slim AS Build
ENTRYPOINT make run

FROM python:3.13-slim
ENV API_TOKEN=abc
WORKDIR app
RUN pip install flask
expose 8080
COPY --from=build /a /a
CMD ["first"]
CMD ["second"]
`;

/** Their problem in the list, and whether it is said by another of ours there. */
const theirs = {
  docker: [
    ["StageNameCasing", "stage-name-casing"],
    ["SecretsUsedInArgOrEnv", "secret-in-variable"],
    ["JSONArgsRecommended", "shell-form-command"],
  ],
  library: [
    // A hint of ours, which no list has.
    ["Theirs: 0", "instruction-casing"],
    ["Theirs: 50", "relative-workdir"],
    ["Theirs: 37", "repeated-cmd"],
  ],
  hadolint: [
    ["DL3042", "pip-cache"],
    ["DL4003", "repeated-cmd"],
  ],
} as const;

/** Where the cursor is put, and the one fix of ours for what is reported there. */
const fixes = {
  docker: [
    ["Build", "Rename the stage to build"],
    ["make run", "Convert ENTRYPOINT to exec form"],
  ],
  library: [
    ["8080", "Write EXPOSE"],
    ["app", "Use the absolute path /app"],
    ["first", "Remove the CMD without effect"],
  ],
  hadolint: [
    ["flask", "Add --no-cache-dir to pip install"],
    ["second", "Remove the CMD without effect"],
  ],
} as const;

/** One of each kind of place to rest on. */
const allKinds = `ARG OS=slim
FROM python:3.13-\${OS} AS build
# a comment
WORKDIR /app
COPY --chown=1000 --link words.txt /app/
`;

export const stories: readonly Story[] = [
  {
    title: "beside other extensions no problem is listed twice, and theirs have our fixes, each once",
    window: "peers",
    files: { Dockerfile: text },
    async play(editor) {
      await editor.open("Dockerfile");
      await listedOnce(editor, [...theirs.docker, ...theirs.library, ...theirs.hadolint]);
      await editor.shot("peers-problems");
      await fixedOnce(editor, [...fixes.docker, ...fixes.library, ...fixes.hadolint], "peers");
      await editor.cursorAt("second");
      await editor.quickFix("Remove the CMD without effect");
      await editor.page
        .locator(".editor-instance .view-line")
        .filter({ hasText: "first" })
        .waitFor({ state: "detached" });
      await editor.shows('CMD ["second"]');
    },
  },
  {
    title: "beside other extensions nothing is explained or completed twice, and the formatter is theirs",
    window: "peers",
    files: { Dockerfile: allKinds },
    async play(editor) {
      await editor.open("Dockerfile");
      await editor.analysed();
      await explainedOnce(editor);
      await completedOnce(editor);
      await editor.shot("peers-completion");
      await editor.page.keyboard.press("Escape");
      // With two formatters VS Code would ask which.
      await editor.command("Format Document");
      await editor.shows("# theirs");
    },
  },
  {
    title:
      "beside the Docker extension of old all is said once, and by us when it is disabled for the workspace",
    window: "oldDocker",
    files: { Dockerfile: text },
    async play(editor) {
      const { page } = editor;
      await editor.open("Dockerfile");
      await listedOnce(editor, theirs.library);
      await fixedOnce(editor, fixes.library, "old-docker");
      await saidOnWorkdir(editor, "Theirs: WORKDIR", "Reference");
      await editor.shot("old-docker");
      await switchDocker(editor, "Disable (Workspace)");
      // What has run stays until then.
      await page.getByRole("button", { name: "Reload Window" }).click();
      await editor.squiggles().first().waitFor({ state: "detached" });
      await editor.open("Dockerfile");
      const rows = await editor.problems();
      for (const own of ["relative-workdir", "repeated-cmd"]) await rows.filter({ hasText: own }).waitFor();
      await rows.filter({ hasText: "Theirs" }).waitFor({ state: "detached" });
      await saidOnWorkdir(editor, "Reference", "Theirs");
      await editor.shot("old-docker-disabled");
      await page.keyboard.press("Escape");
      await switchDocker(editor, "Enable (Workspace)");
      await listedOnce(editor, theirs.library);
      await saidOnWorkdir(editor, "Theirs: WORKDIR", "Reference");
    },
  },
];

type Pairs = readonly (readonly [string, string])[];

async function listedOnce(editor: Editor, problems: Pairs): Promise<void> {
  const rows = await editor.problems();
  for (const [code] of problems) await rows.filter({ hasText: code }).waitFor();
  await rows.filter({ hasText: "root-user" }).waitFor();
  for (const [, own] of problems) await rows.filter({ hasText: own }).waitFor({ state: "detached" });
}

async function fixedOnce(editor: Editor, places: Pairs, name: string): Promise<void> {
  const { page } = editor;
  for (const [place, title] of places) {
    await editor.cursorAt(place);
    await editor.pressUntil("Control+Period", page.locator(".action-widget").filter({ hasText: title }));
    const titles = await page.locator(".action-widget .monaco-list-row.action").allTextContents();
    if (titles.filter((each) => each.includes(title)).length !== 1 || new Set(titles).size < titles.length)
      throw new Error(`Offered at ${place}: ${titles.join(" | ")}`);
    if (place === places.at(-1)?.[0]) await editor.shot(`${name}-fix`);
    await page.keyboard.press("Escape");
  }
}

async function saidOnWorkdir(editor: Editor, expected: string, other: string): Promise<void> {
  const hover = await editor.hover("WORKDIR", expected);
  if (await hover.filter({ hasText: other }).count()) throw new Error("WORKDIR is explained twice.");
}

/** Rests on words of each kind, and reads how often the others say something there, and how often we do. */
async function explainedOnce(editor: Editor): Promise<void> {
  const { page } = editor;
  const places = [
    [/^WORKDIR$/, "Theirs: WORKDIR", 1, 0],
    [/^OS$/, "Theirs: slim", 1, 1],
    [/python/, "MB", 0, 1],
    [/^--chown$/, "Theirs: chown", 1, 0],
    [/^--link$/, "COPY --link", 0, 1],
    [/^COPY$/, "words.txt", 1, 1],
    [/comment/, "", 0, 0],
  ] as const;
  for (const [word, expected, theirs, ours] of places) {
    await page.keyboard.press("Escape");
    await page.mouse.move(640, 600);
    await page.locator(".editor-instance .view-line span span").filter({ hasText: word }).first().hover();
    const hovers = page.locator(".monaco-hover:not(.hidden)");
    if (expected) await hovers.filter({ hasText: expected }).first().waitFor();
    await page.waitForTimeout(expected ? 300 : 1000);
    const said = (await hovers.allTextContents()).join("\n");
    const count = (part: RegExp): number => said.match(part)?.length ?? 0;
    if (count(/Theirs/g) !== theirs || count(/· Plimsoll/g) !== ours) throw new Error(`${word}: ${said}`);
    if (expected === "words.txt") await editor.shot("peers-hover");
  }
}

async function completedOnce(editor: Editor): Promise<void> {
  const { page } = editor;
  await page.keyboard.press("Escape");
  await page.mouse.move(640, 500);
  await page.locator(".editor-instance .view-line").last().click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("EXP");
  const suggestions = page.locator(".suggest-widget.visible .monaco-list-row").filter({ hasText: "EXPOSE" });
  await editor.pressUntil("Control+Space", suggestions);
  await page.waitForTimeout(500);
  const count = await suggestions.count();
  if (count !== 1) throw new Error(`It is suggested ${count} times.`);
}

/** By the menu in the list of extensions. */
async function switchDocker(editor: Editor, entry: string): Promise<void> {
  const { page } = editor;
  await editor.pressUntil("Control+Shift+X", page.locator(".extensions-viewlet"));
  const row = page.locator(".extensions-list .monaco-list-row").filter({ hasText: "ms-azuretools" }).first();
  await row.locator(".manage").click();
  await page.locator(".monaco-menu .action-item").filter({ hasText: entry }).click();
}
