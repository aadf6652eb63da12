import { expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { analysisOf } from "../../../server/src/core/analyze.ts";
import { buildContext } from "../../../server/src/core/context/buildContext.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";
import { noPolicy } from "../../../server/src/core/policy.ts";
import { readSettings } from "../../../server/src/core/settings.ts";
import type { Analysed } from "../../../server/src/lsp/analyses.ts";
import { clientFeatures } from "../../../server/src/lsp/clientFeatures.ts";
import { completion } from "../../../server/src/lsp/completion/completion.ts";
import { filledIn } from "../../../server/src/lsp/completion/item.ts";
import { specImages } from "../../support/known.ts";
import { awkward } from "../support/awkward.ts";
import { testRules } from "../support/rules.ts";

const features = clientFeatures(
  {
    processId: null,
    rootUri: null,
    capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
  },
  {},
);
const context = buildContext({
  files: [
    { path: "package.json", bytes: 2 },
    { path: "src/a b.ts", bytes: 9 },
  ],
  ignore: undefined,
  contents: new Map(),
  complete: true,
});

function analysed(text: string): Analysed {
  const input = {
    known: { ...nothingKnown, images: specImages, context },
    settings: { severities: {} },
    rules: testRules,
  };
  return {
    document: TextDocument.create("file:///Dockerfile", "dockerfile", 1, text),
    settings: {
      ...readSettings(undefined).values,
      severities: {},
      policy: noPolicy,
      contextFolder: undefined,
      isIgnored: false,
    },
    input,
    analysis: analysisOf(text, input),
    surroundings: undefined,
  };
}

test.each(awkward)("wherever the cursor is, an entry replaces text around it in its line: %j", (text) => {
  const outcome = analysed(text);
  let count = 0;
  for (let offset = 0; offset <= text.length; offset += 1) {
    // No client can ask about the middle of a line break.
    if (text.startsWith("\r\n", offset - 1)) continue;
    for (const { textEdit, insertTextFormat, label } of completion({
      outcome,
      features,
      offset,
      imagesOnly: false,
      isBesideOthers: false,
    }).items) {
      if (!textEdit || !("range" in textEdit)) throw new Error(`no edit for ${label}`);
      const start = outcome.document.offsetAt(textEdit.range.start);
      const end = outcome.document.offsetAt(textEdit.range.end);
      const where = `${label} at ${JSON.stringify(text.slice(0, offset))}`;
      expect(start, where).toBeLessThanOrEqual(offset);
      expect(end, where).toBeGreaterThanOrEqual(offset);
      expect(text.slice(start, end), where).not.toMatch(/[\r\n]/);
      if (insertTextFormat === 2) expect(filledIn(textEdit.newText), where).not.toMatch(/\$\{|\$\d/);
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(0);
});

test("time is linear in the file", () => {
  const time = (lines: number): number => {
    const body = "USER node\nRUN npm ci\nCOPY a /b/\nENV A=1\nRUN useradd x\n".repeat(lines / 5);
    const stages = `FROM node:22 AS b\n${body}`;
    const place =
      "COPY --from= a b\nRUN --mount=type=cache,target= $\nUSER \nCOPY a \nCOPY \nEXPOSE \nRUN apt install g\nENV \nLABEL \n# plimsoll ignore=\nR";
    const text = `${stages}${place}`;
    const outcome = analysed(text);
    const offsets = [
      "--from=",
      "target=",
      "target= $",
      "USER ",
      "COPY a ",
      "EXPOSE ",
      "install g",
      "ENV ",
      "LABEL ",
      "ignore=",
      "\nR",
    ].map((piece) => text.lastIndexOf(piece) + piece.length);
    const run = (): void => {
      for (const offset of offsets)
        expect(
          completion({ outcome, features, offset, imagesOnly: false, isBesideOthers: false }).items.length,
        ).toBeGreaterThan(0);
    };
    run();
    const start = performance.now();
    run();
    return performance.now() - start;
  };
  time(500);
  const [few, many] = [time(500), time(5000)];
  expect(many).toBeLessThan(Math.max(400, few * 30));
});
