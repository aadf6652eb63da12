import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import { occurrencesAt } from "../../../server/src/core/language/occurrences.ts";
import { variableRename } from "../../../server/src/core/language/variableRename.ts";
import { variableAt } from "../../../server/src/core/language/variables.ts";
import { factsOf, lines } from "../../support/refactor.ts";

/** The text with the variable at the mark renamed, or why it cannot be; undefined where no variable stands. */
function renamed(marked: string, name = "NEW"): string | undefined {
  const text = marked.replace("‸", "");
  const facts = factsOf(text);
  const mention = variableAt(facts, marked.indexOf("‸"));
  if (!mention) return undefined;
  const result = variableRename(facts, mention, name);
  return "whyNot" in result ? result.whyNot : applyEdits(text, result.edits);
}

/** The line, from 1, on which the thing at the mark is defined. */
function definedOn(marked: string): number | undefined {
  const text = marked.replace("‸", "");
  const target = occurrencesAt(factsOf(text), marked.indexOf("‸"))?.target;
  return target && text.slice(0, target.start).split("\n").length;
}

describe("a build argument", () => {
  const all = [
    "ARG V=1",
    "FROM node:${V} AS a",
    "ARG V",
    "ENV W=$V-x X=${V:-y} Z='$V'",
    "LABEL v=$V \\",
    "  # $V in a comment",
    "  w=${U:-${V}}",
    'COPY --chown=$V ["$V", "/x"]',
    "RUN echo $V '$V' \\$V \"it's $V\" # $V",
    "FROM a AS b",
    "ARG V=2",
    "RUN echo $V",
  ];
  const expected = lines(...all)
    .replace("ARG V=1", "ARG NEW=1")
    .replace("node:${V}", "node:${NEW}")
    .replace("ARG V\n", "ARG NEW\n")
    .replace("W=$V-x X=${V:-y}", "W=$NEW-x X=${NEW:-y}")
    .replace("v=$V", "v=$NEW")
    .replace("${U:-${V}}", "${U:-${NEW}}")
    .replace('--chown=$V ["$V"', '--chown=$NEW ["$NEW"')
    .replace("echo $V '$V' \\$V \"it's $V\"", "echo $NEW '$V' \\$V \"it's $NEW\"")
    .replace("ARG V=2\nRUN echo $V", "ARG NEW=2\nRUN echo $NEW");

  test.each([
    ["ARG V=1", "ARG ‸V=1"],
    ["node:${V}", "node:${V‸}"],
    ["ARG V\n", "ARG V‸\n"],
    ["${U:-${V}}", "${U:-${‸V}}"],
    ["ARG V=2", "ARG ‸V=2"],
  ])("is one with all its declarations and what Docker or a shell puts in: at %j", (piece, marked) => {
    expect(renamed(lines(...all).replace(piece, marked))).toBe(expected);
    expect(
      renamed(
        lines(...all)
          .replace(piece, marked)
          .replaceAll("\n", "\r\n"),
      ),
    ).toBe(expected.replaceAll("\n", "\r\n"));
  });

  test("is not the ENV that has its name and takes its value", () => {
    const text = lines("FROM a", "ARG V", "ENV V=$V", "RUN echo $V");
    expect(renamed(text.replace("ARG V", "ARG ‸V"))).toBe(
      lines("FROM a", "ARG NEW", "ENV V=$NEW", "RUN echo $V"),
    );
    expect(renamed(text.replace("ENV V", "ENV V‸"))).toBe(
      lines("FROM a", "ARG V", "ENV NEW=$V", "RUN echo $NEW"),
    );
  });

  test("is unknown in a stage that does not declare it, and in a container", () => {
    expect(renamed(lines("ARG V=1", "FROM a", "RUN echo $‸V"))).toBe("Nothing in this file sets V here");
    expect(renamed(lines("FROM a", "ARG V", "CMD echo $‸V"))).toBe("Nothing in this file sets V here");
  });

  test("gives way to a variable of the script itself", () => {
    expect(
      renamed(lines("FROM a", "ARG ‸V", "RUN echo $V; V=$V-x; echo $V", "RUN make V=$V && echo $V")),
    ).toBe(lines("FROM a", "ARG NEW", "RUN echo $NEW; V=$NEW-x; echo $V", "RUN make V=$NEW && echo $NEW"));
  });
});

describe("an ENV", () => {
  test("is one with those that it takes the place of, also in the stages below", () => {
    const all = lines(
      "FROM a AS x",
      "ENV V=1",
      "ENV V=$V:2",
      "FROM x",
      "RUN echo ${V}",
      "CMD echo $V",
      "FROM b",
      "ENV V=3",
    );
    expect(renamed(all.replace("ENV V=1", "ENV ‸V=1"))).toBe(
      lines(
        "FROM a AS x",
        "ENV NEW=1",
        "ENV NEW=$NEW:2",
        "FROM x",
        "RUN echo ${NEW}",
        "CMD echo $NEW",
        "FROM b",
        "ENV V=3",
      ),
    );
  });

  test("is seen by triggers, whose ARGs are not this file's", () => {
    expect(renamed(lines("FROM a", "ENV ‸V=1", "ARG A", "ONBUILD RUN echo $V $A"))).toBe(
      lines("FROM a", "ENV NEW=1", "ARG A", "ONBUILD RUN echo $NEW $A"),
    );
    expect(renamed(lines("FROM a", "ARG ‸A", "ONBUILD RUN echo $A"))).toBe(
      lines("FROM a", "ARG NEW", "ONBUILD RUN echo $A"),
    );
  });
});

test("here-documents: scripts, and what Docker or the shell expands; not what quotes protect", () => {
  const all = lines(
    "FROM a",
    "ARG V",
    "RUN <<EOF",
    "# don't touch $V",
    "echo $V '$V'",
    "EOF",
    'RUN <<"EOF"',
    "echo $V",
    "EOF",
    "COPY <<EOF <<'RAW' /x/",
    "it's '$V'",
    "EOF",
    "$V",
    "RAW",
    "RUN <<EOF",
    "#!/usr/bin/env python3",
    "print('$V', \"$V\")",
    "EOF",
  );
  const expected = all
    .replace("ARG V", "ARG NEW")
    .replace("echo $V '$V'\n", "echo $NEW '$V'\n")
    .replace('"EOF"\necho $V', '"EOF"\necho $NEW')
    .replace("it's '$V'", "it's '$NEW'");
  expect(renamed(all.replace("ARG V", "ARG ‸V"))).toBe(expected);
});

test("with a backtick for an escape character, PowerShell and cmd have their own ways to name a variable", () => {
  const text = lines(
    "# escape=`",
    "FROM a",
    "ARG ‸V",
    "WORKDIR C:\\$V\\`$V",
    "RUN echo %V% $env:V $V `",
    "  ${env:V}",
  );
  expect(renamed(text)).toBe(
    lines(
      "# escape=`",
      "FROM a",
      "ARG NEW",
      "WORKDIR C:\\$NEW\\`$V",
      "RUN echo %NEW% $env:NEW $V `",
      "  ${env:NEW}",
    ),
  );
});

test("of the JSON forms only those that call a shell", () => {
  expect(renamed(lines("FROM a", "ENV ‸V=1", 'RUN ["sh", "-c", "echo $V"]', 'CMD ["echo", "$V"]'))).toBe(
    lines("FROM a", "ENV NEW=1", 'RUN ["sh", "-c", "echo $NEW"]', 'CMD ["echo", "$V"]'),
  );
});

test.each([
  ["ARG ‸TARGETARCH", "BuildKit sets TARGETARCH, under this name only"],
  ["ARG ‸HTTPS_PROXY", "BuildKit sets HTTPS_PROXY, under this name only"],
  ["ENV ‸PATH=/x", "Programs know PATH by this name"],
  ["ARG ‸DEBIAN_FRONTEND=x", "Programs know DEBIAN_FRONTEND by this name"],
  ["ENV V=$NO‸NE", "Nothing in this file sets NONE here"],
])("%s keeps its name", (line, reason) => expect(renamed(lines("FROM a", line))).toBe(reason));

test("an ARG that the file itself puts in may have a name that programs know", () => {
  expect(renamed(lines("FROM a", "ARG ‸USER=app", "RUN adduser $USER"))).toBe(
    lines("FROM a", "ARG NEW=app", "RUN adduser $NEW"),
  );
});

test.each([
  ["1st", /^The name of a variable is/],
  ["a-b", /^The name of a variable is/],
  ["W", "W is a variable of this file already"],
  ["HOME", "HOME means something to Docker or to programs"],
])("%s is no new name", (name, reason) =>
  expect(renamed(lines("FROM a", "ARG ‸V", "ENV W=$V"), name)).toMatch(reason),
);

test.each([
  ["a use leads to the definition in force", 3, lines("FROM a", "ENV V=1", "ENV V=2", "RUN echo $‸V")],
  ["ENV wins over ARG", 2, lines("FROM a", "ENV V=1", "ARG V=2", "RUN echo $‸V")],
  ["an ARG without a value leads to the one in front of FROM", 1, lines("ARG V=1", "FROM a", "ARG ‸V")],
  ["an ARG with a value of its own stays", 3, lines("ARG V=1", "FROM a", "ARG ‸V=2")],
  ["FROM knows only what stands in front", 1, lines("ARG V=1", "FROM a", "ARG V=2", "FROM b:$‸V")],
  ["a number leads to the stage", 1, lines("FROM debian", "FROM b", "COPY --from=‸0 /a /b")],
  ["a mount leads to the stage", 1, lines("FROM debian AS a", "FROM b", "RUN --mount=from=‸a,target=/x ls")],
  ["the end of a here-document leads to its beginning", 2, lines("FROM a", "RUN <<-'EOF'", "ls", "\tE‸OF")],
  ["a name that nothing sets leads nowhere", undefined, lines("FROM a", "RUN echo $‸V")],
  ["other words lead nowhere", undefined, lines("FROM a", "RUN ec‸ho V")],
])("%s", (_, line, marked) => expect(definedOn(marked)).toBe(line));
