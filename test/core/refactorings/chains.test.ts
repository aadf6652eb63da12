import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import { refactoringsAt } from "../../../server/src/core/refactorings/refactorings.ts";
import { specificationTexts } from "../../support/dockerfiles.ts";
import { factsOf, lines, refactored } from "../../support/refactor.ts";

const toScript = (marked: string) => refactored("Convert the && chain", marked);
const toChain = (marked: string) => refactored("Convert the here-document", marked);
const run = (command: string) => lines("FROM debian", `RUN ‸${command}`);
const script = (...body: readonly string[]) => lines("FROM debian", "RUN <<‸EOF", ...body, "EOF");

describe("a chain becomes a here-document", () => {
  test("with a line for each command; flags stay, pipes stay", () => {
    expect(toScript(lines("FROM debian", "RUN --network=none a && b | c ‸&& cd /x && A=$(d)", "CMD x"))).toBe(
      lines(
        "FROM debian",
        "RUN --network=none <<EOF",
        "set -e",
        "a",
        "b | c",
        "cd /x",
        "A=$(d)",
        "EOF",
        "CMD x",
      ),
    );
  });

  test("a command keeps its lines, comments stand above it", () => {
    expect(
      toScript(
        lines(
          "FROM debian",
          "RUN a ‸\\",
          "  # why b",
          "  && b \\",
          "    # inner",
          "      --x \\",
          "",
          "      | c \\",
          "# and d",
          "&& d",
        ),
      ),
    ).toBe(
      lines(
        "FROM debian",
        "RUN <<EOF",
        "set -e",
        "a",
        "# why b",
        "# inner",
        "b \\",
        "      --x \\",
        "      | c",
        "# and d",
        "d",
        "EOF",
      ),
    );
  });

  test("a break in quotes goes, as BuildKit takes it out", () => {
    expect(toScript(lines("FROM debian", "RUN ‸echo 'a \\", "  b' && c"))).toBe(
      lines("FROM debian", "RUN <<EOF", "set -e", "echo 'a   b'", "c", "EOF"),
    );
  });

  test("options that stop at errors are not set twice", () => {
    expect(toScript(run("set -eux && a"))).toBe(lines("FROM debian", "RUN <<EOF", "set -eux", "a", "EOF"));
  });

  test("a line of the script does not end it", () => {
    expect(toScript(run("a && EOF"))).toBe(
      lines("FROM debian", "RUN <<SCRIPT", "set -e", "a", "EOF", "SCRIPT"),
    );
  });

  test.each([
    ["a group", "{ a; b; } && c"],
    ["a subshell", "( a; b ) && c"],
    ["a condition", "if a; then b; fi && c"],
    ["a loop in a pipe", "a | while read x; do b; c; done && d"],
    ["a negation", "! a && b"],
    ["a substitution with two commands", 'echo "$(a; b)" && c'],
    ["a script that is read", ". ./env && a"],
    ["a trap", "trap x EXIT && a"],
    ["an option that is switched off", "a && set +e && b"],
  ])("is refused for %s, which set -e stops elsewhere", (_, command) => {
    expect(toScript(run(command))).toMatch(/^refused: .*(other errors|switches an option off)/);
  });

  test("is refused where the shell would get carriage returns, or the syntax is too old", () => {
    expect(toScript("FROM debian\r\nRUN a ‸&& b\r\n")).toMatch(/^refused: .*Windows/);
    expect(toScript(lines("# syntax=docker/dockerfile:1.2", "FROM debian", "RUN a ‸&& b"))).toBe(
      "refused: docker/dockerfile:1.2 knows no here-documents",
    );
    expect(toScript(lines("# syntax=docker/dockerfile:1.10", "FROM debian", "RUN a ‸&& b"))).toContain(
      "set -e",
    );
  });

  test.each([
    ["one command", run("a")],
    ["a || b", run("a && b || c")],
    ["a; b", run("a && b; c")],
    ["the background", run("a && b &")],
    ["the JSON form", run('["a", "&&", "b"]')],
    ["ONBUILD", lines("FROM debian", "ONBUILD RUN a ‸&& b")],
    ["a here-document of its own", lines("FROM debian", "RUN cat <<X >/x ‸&& b", "c", "X")],
    ["PowerShell", lines("FROM debian", 'SHELL ["pwsh", "-c"]', "RUN a ‸&& b")],
    ["Windows", lines("# escape=`", "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022", "RUN a ‸&& b")],
    ["a selection over several instructions", lines("FROM debian", "RUN a ‸&& b", "CMD ‸x")],
  ])("is not offered for %s", (_, marked) => expect(toScript(marked)).toBeUndefined());
});

describe("a here-document becomes a chain", () => {
  test("set -e goes; comments, also those behind commands, get lines", () => {
    expect(
      toChain(
        script(
          "# first",
          "set -e # stop",
          "a | \\",
          "  b",
          "",
          "c |",
          "  d # trailing",
          "# e",
          "e; f",
          "# last",
        ),
      ),
    ).toBe(
      lines(
        "FROM debian",
        "RUN \\",
        "    # first",
        "    # stop",
        "    a | \\",
        "  b \\",
        "    # trailing",
        "    && c | \\",
        "  d \\",
        "    # e",
        "    && e \\",
        "    && f",
        "# last",
      ),
    );
  });

  test("other options stay", () => {
    expect(toChain(script("set -eu", "a"))).toBe(lines("FROM debian", "RUN set -eu \\", "    && a"));
  });

  test("flags stay, and quotes around the name and tabs in front make no difference", () => {
    expect(
      toChain(lines("FROM debian", "RUN --network=none <<-'X‸'", "\tset -e", "\ta", "\tb", "\tX", "CMD x")),
    ).toBe(lines("FROM debian", "RUN --network=none a \\", "    && b", "CMD x"));
  });

  test.each([
    ["without set -e", ["a", "b"], /without set -e/],
    ["with a caught error", ["set -e", "a || b", "c"], /not every error/],
    ["with an error that is not heeded", ["set -e", "a && b", "c"], /in front of &&/],
    ["with a condition", ["set -e", "if a; then b; fi"], /other errors/],
    ["with a text over several lines", ["set -e", "echo 'a", "b'", "c"], /several lines/],
    ["in the background", ["set -e", "a &"], /background/],
  ])("is refused %s", (_, body, reason) => expect(toChain(script(...body))).toMatch(reason));

  test("a list at the end stops at the same error", () => {
    expect(toChain(script("set -e", "a", "b && c"))).toBe(
      lines("FROM debian", "RUN a \\", "    && b \\", "    && c"),
    );
  });

  test.each([
    ["another interpreter", lines("FROM debian", "RUN python3 <<‸EOF", "print(1)", "EOF")],
    ["a shebang", script("#!/usr/bin/env python3", "print(1)")],
    ["a here-document inside", script("set -e", "cat <<X", "a", "X", "b")],
    ["a file", lines("FROM debian", "COPY <<‸EOF /x", "a", "EOF")],
  ])("is not offered for %s", (_, marked) => expect(toChain(marked)).toBeUndefined());
});

describe("there and back again", () => {
  test.each([
    lines("FROM debian", "RUN a && b"),
    lines("FROM debian", "RUN --network=none a \\", "    # why", "    && b | c \\", "    && d"),
    lines(
      "FROM debian",
      "RUN apt-get update \\",
      " && apt-get install -y \\",
      "    a \\",
      "    b \\",
      " && echo '&& # x'",
    ),
  ])("the commands are the same: %j", (text) => expect(roundTrips(text)).toBeGreaterThan(0));

  test("in every example of the rules", { timeout: 60_000 }, () => {
    const done = specificationTexts().reduce((count, text) => count + roundTrips(text), 0);
    expect(done).toBeGreaterThan(100);
  });
});

/** Checks every chain of a file, and says how many there were. */
function roundTrips(text: string): number {
  const { runs } = factsOf(text);
  const turned = runs.flatMap(({ instruction }, index) => {
    const there = converted(text, instruction.span.start, "Convert the && chain");
    if (there === undefined) return [];
    expect(commandsOf(there, index)).toEqual(commandsOf(text, index));
    const back = converted(
      there,
      factsOf(there).runs[index]?.instruction.span.start ?? 0,
      "Convert the here",
    );
    expect(commandsOf(back ?? "", index)).toEqual(commandsOf(text, index));
    for (const { text: comment } of parseDockerfile(text).comments) expect(back).toContain(comment);
    return [index];
  });
  return turned.length;
}

function converted(text: string, at: number, title: string): string | undefined {
  const offers = refactoringsAt(factsOf(text), { start: at, end: at });
  const offer = offers.find((one) => one.title.startsWith(title));
  return offer && "edits" in offer ? applyEdits(text, offer.edits) : undefined;
}

/** The words of every command as the shell gets them, but for a `set -e` in front. */
function commandsOf(text: string, index: number): readonly (readonly string[])[] {
  const commands = factsOf(text).runs[index]?.script.commands ?? [];
  const words = commands.map(({ wrappers, nameWord, args }) =>
    [...wrappers, nameWord, ...args].map(({ value }) => value.replaceAll("\\\n", "")),
  );
  return words[0]?.join(" ") === "set -e" ? words.slice(1) : words;
}
