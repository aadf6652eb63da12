import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { accessChanges, copyFlagValue } from "../../../server/src/core/facts/access.ts";
import { accountsMade } from "../../../server/src/core/facts/accounts.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { landingAt } from "../../../server/src/core/facts/landing.ts";
import { occupantsOf } from "../../../server/src/core/facts/writers.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";
import { contextOf } from "../../support/known.ts";

const factsOf = (...lines: readonly string[]) =>
  deriveFacts(parseDockerfile(["FROM x", ...lines].join("\n")), nothingKnown);

describe("accounts", () => {
  const made = (command: string) =>
    factsOf(`RUN ${command}`).runs.flatMap((run) =>
      accountsMade(run).map(({ kind, name }) => `${kind} ${name}`),
    );

  test.each([
    ["useradd --create-home app", ["user app", "group app"]],
    ["useradd -r -g www app", ["user app"]],
    ["addgroup -S web && adduser -S -G web app", ["group web", "user app"]],
    ["adduser -D -h /data -s /bin/sh app", ["user app", "group app"]],
    ["adduser --system --group app", ["user app", "group app"]],
    ["adduser --system app", ["user app"]],
    ["adduser app docker", []],
    ['useradd "$NAME"', []],
  ])("%s", (command, accounts) => expect(made(command)).toEqual(accounts));
});

describe("access changes", () => {
  const value = (command: string, isFromContext = true) =>
    factsOf(`RUN ${command}`).runs.flatMap((run) =>
      accessChanges(run).map((change) => copyFlagValue(change, isFromContext)),
    );

  test("have the flag of COPY that does the same", () => {
    expect(value("chown -R app:app /app")).toEqual(["app:app"]);
    expect(value("chmod 0755 /x")).toEqual(["0755"]);
  });

  test("name the group that a bare user leaves alone, where it is known", () => {
    expect(value("chown app /app")).toEqual(["app:0"]);
    expect(value("chown app /app", false)).toEqual([undefined]);
  });

  test("have none when they depend on what was there", () => {
    expect(value("chmod g=u /x && chown $USER /x && chown --reference=/y /x")).toEqual([
      undefined,
      undefined,
    ]);
  });
});

describe("where copies land", () => {
  const landing = (copy: string, path: string, files?: Readonly<Record<string, number>>) => {
    const [facts] = factsOf("WORKDIR /app", copy).copies;
    const context = files && contextOf(new Map(Object.entries(files)));
    const found = facts && landingAt(facts, path, context);
    return found && [found.isWhole ? "whole" : "part", found.isFile ? "file" : "folder"].join(" ");
  };

  test.each([
    ["COPY . .", "/app", "whole folder"],
    ["COPY run.sh /usr/local/bin/", "/usr/local/bin/run.sh", "whole file"],
    ["COPY a.sh b.sh /bin/", "/bin/a.sh", "part file"],
    ["COPY *.sh /bin/", "/bin/*.sh", "whole file"],
    ["COPY run.sh /start.sh", "/start.sh", "whole file"],
    ["ADD app.tar.gz /opt/app", "/opt/app", "whole folder"],
    ["COPY . .", "/app/run.sh", undefined],
  ])("%s at %s", (copy, path, expected) => expect(landing(copy, path)).toBe(expected));

  test("the context knows what is in a copied folder", () => {
    expect(landing("COPY . .", "/app/bin/run.sh", { "bin/run.sh": 9 })).toBe("part file");
    expect(landing("COPY . .", "/app/other", { "bin/run.sh": 9 })).toBeUndefined();
  });
});

describe("occupants of a folder", () => {
  const occupants = (...lines: readonly string[]) => {
    const facts = factsOf(...lines, "RUN chown -R app /app");
    const run = facts.runs.at(-1);
    if (!run) throw new Error("no RUN");
    const found = occupantsOf(facts, "/app", run, run.script.commands[0]);
    return found && { folders: found.folders, writers: found.writers.length };
  };

  test("are not known behind hundreds of instructions", () => {
    expect(occupants(...Array.from({ length: 400 }, () => "ENV A=b"))).toBeUndefined();
  });

  test("are the folders that WORKDIR and mkdir made", () => {
    expect(occupants("WORKDIR /app/web", "RUN mkdir -p /app/data/x /srv")).toEqual({
      folders: ["/app", "/app/data", "/app/data/x", "/app/web"],
      writers: 0,
    });
  });

  test("are the RUNs that write there, and not those that install elsewhere", () => {
    expect(
      occupants("WORKDIR /app", "RUN pip install -r x.txt && apt-get install -y curl", "RUN useradd app")
        ?.writers,
    ).toBe(0);
    expect(occupants("WORKDIR /app", "RUN npm ci")?.writers).toBe(1);
    expect(occupants("RUN curl -o /app/x https://example.org/x")?.writers).toBe(1);
    expect(occupants("WORKDIR /app", "RUN echo 1 > started")?.writers).toBe(1);
  });
});
