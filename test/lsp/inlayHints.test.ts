import { describe, expect, test } from "vitest";
import type { InlayHint } from "vscode-languageserver-protocol/node";
import { specImages } from "../support/known.ts";
import { modernClient, startClient } from "./support/client.ts";
import type { OpenDocument } from "./support/document.ts";

/** The text with the hints where an editor draws them. */
async function drawn(doc: OpenDocument): Promise<string> {
  const hints = await doc.inlayHints();
  const lines = doc.text.split("\n");
  for (const { position, label } of hints.toReversed()) {
    const line = lines[position.line] ?? "";
    lines[position.line] = `${line.slice(0, position.character)} ‹${label}›${line.slice(position.character)}`;
  }
  return lines.join("\n");
}

function tooltipOf(hint: InlayHint | undefined): string | undefined {
  return typeof hint?.tooltip === "object" ? hint.tooltip.value : hint?.tooltip;
}

const several = `FROM debian:12-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends \\
    # a compiler
    build-essential
RUN <<EOF
apt-get update
apt-get install -y git
EOF
RUN ./make
FROM build AS test
FROM node:20-slim
ENV A=1
ONBUILD RUN apt-get install -y gcc
COPY --from=build /x /x
`;

describe("hints", () => {
  test("stand behind base images and costly instructions, and nowhere else", async () => {
    const client = await startClient({ images: specImages });
    const doc = await client.open(several);
    expect((await drawn(doc)).replace(/‹\+ [^›]*›/g, "‹+ …›")).toBe(
      several
        .replace("FROM debian:12-slim AS build", "FROM debian:12-slim AS build ‹75 MB›")
        .replace("    build-essential", "    build-essential ‹+ …›")
        .replace("RUN <<EOF", "RUN <<EOF ‹+ …›")
        .replace("FROM node:20-slim", "FROM node:20-slim ‹200 MB›"),
    );
    for (const { label } of await doc.inlayHints()) expect(label.length).toBeLessThanOrEqual(25);
  });

  test("stand before line breaks of Windows, above here-documents and behind backtick continuations", async () => {
    const client = await startClient({ images: specImages, settings: { inlayHints: "all" } });
    const doc = await client.open(
      "# escape=`\nFROM debian:12-slim\nCOPY `\n  <<A /a\nhello\nA\nWORKDIR /\n".replaceAll("\n", "\r\n"),
    );
    expect(await drawn(doc)).toBe(
      "# escape=`\nFROM debian:12-slim ‹75 MB›\nCOPY `\n  <<A /a ‹+ 7 B measured›\nhello\nA\nWORKDIR /\n".replaceAll(
        "\n",
        "\r\n",
      ),
    );
  });

  test("come for the range that is asked for", async () => {
    const client = await startClient({ images: specImages });
    const doc = await client.open(several);
    expect(await doc.inlayHints("|ENV A=1|")).toEqual([]);
    expect((await doc.inlayHints("|FROM node:20-slim|")).map(({ label }) => label)).toEqual(["200 MB"]);
  });

  test.each([
    ["off", []],
    ["base", ["1.09 GB"]],
    ["costly", ["1.09 GB"]],
    ["all", ["1.09 GB", "+ 6 B measured"]],
  ])("may be %s", async (inlayHints, expected) => {
    const client = await startClient({ images: specImages, settings: { inlayHints } });
    const doc = await client.open("FROM node:20\nCOPY <<EOF /a\nhello\nEOF\nWORKDIR /a\nLABEL a=b\n");
    expect((await doc.inlayHints()).map(({ label }) => label)).toEqual(expected);
  });

  test("are no rough guesses, unless all are wanted", async () => {
    const text = "FROM scratch\nRUN pip install flask\n";
    const costly = await startClient({ images: specImages });
    expect(await (await costly.open(text)).inlayHints()).toEqual([]);
    const all = await startClient({ images: specImages, settings: { inlayHints: "all" } });
    const [hint] = await (await all.open(text)).inlayHints();
    expect(tooltipOf(hint)).toContain("On disk (unpacked): 0 B – ");
  });

  test("say in their tooltip how sure the figure is, why, and who says so", async () => {
    const client = await startClient({ images: specImages });
    const doc = await client.open(
      "FROM debian:12 AS a\nRUN apt-get update && apt-get install -y gcc && ./x\nFROM a\n",
    );
    const [base, install] = await doc.inlayHints();
    expect(tooltipOf(base)).toBe(
      [
        "**117 MB on disk** · from Plimsoll's own table · Plimsoll",
        "On disk (unpacked): 117 MB. Download (compressed): 48 MB.",
        "- debian:12 as of 2026-09-01",
      ].join("\n\n"),
    );
    expect(install?.label).toMatch(/^\+ ≈ \d+ MB or more$/);
    const text = tooltipOf(install);
    expect(text).toMatch(/On disk \(unpacked\): at least \d+ MB/);
    expect(text).toContain("\n\n- ");
    expect(text).toContain("Not in the figure: what x writes is not known.");
  });

  test("are plain text where the client shows no Markdown", async () => {
    const capabilities = { ...modernClient, textDocument: {} };
    const client = await startClient({ images: specImages, capabilities });
    const [hint] = await (await client.open("FROM node:20\n")).inlayHints();
    expect(hint?.tooltip).toMatch(/^1\.09 GB on disk · /);
  });

  test("are nothing where nothing is known", async () => {
    const client = await startClient({ images: specImages, settings: { inlayHints: "all" } });
    const doc = await client.open("ARG A\nFROM $A\nRUN ./x\nFROM scratch\nCOPY x /\nFROM unheard-of:1\n");
    expect(await doc.inlayHints()).toEqual([]);
  });

  test("are asked for again when the world has changed", async () => {
    const workspace = { ...modernClient.workspace, inlayHint: { refreshSupport: true } };
    const client = await startClient({ capabilities: { ...modernClient, workspace } });
    const doc = await client.open("FROM node:20\n");
    expect(await doc.inlayHints()).toEqual([]);
    const refreshed = client.refreshed("workspace/inlayHint/refresh");
    client.learn(specImages);
    await refreshed;
    expect(await doc.inlayHints()).toHaveLength(1);
    const again = client.refreshed("workspace/inlayHint/refresh");
    await client.configure({ inlayHints: "off" });
    await again;
    expect(await doc.inlayHints()).toEqual([]);
  });

  test("of 5,000 lines take about five times as long as those of 1,000", async () => {
    const client = await startClient({
      images: specImages,
      settings: { maxFileLines: 20_000, inlayHints: "all" },
    });
    const timeOf = async (lines: number): Promise<number> => {
      const doc = await client.open(`FROM node:20\n${"COPY <<A /a\nx\nA\nRUN ls\n".repeat(lines / 4)}`);
      await doc.status();
      const start = performance.now();
      expect((await doc.inlayHints()).length).toBe(lines / 4 + 1);
      return performance.now() - start;
    };
    await timeOf(1000);
    const short = await timeOf(1000);
    expect(await timeOf(5000)).toBeLessThan(Math.max(12 * short, 500));
  });
});
