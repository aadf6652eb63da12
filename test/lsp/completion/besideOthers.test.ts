import { describe, expect, test } from "vitest";
import { languagePeersNotification } from "../../../server/src/protocol/messages.ts";
import { startClient } from "../support/client.ts";
import { labels } from "../support/completions.ts";

describe("beside another Docker extension", () => {
  const start = "FROM debian:12-slim AS build\nARG MODE=1\n";

  async function offered(line: string): Promise<readonly string[]> {
    const client = await startClient({ initializationOptions: { hasLanguagePeers: true } });
    return labels(await client.open(`${start}${line}`), `${line}|`);
  }

  test.each([
    ["a keyword", "RU"],
    ["a keyword behind ONBUILD", "ONBUILD RU"],
    ["a variable", "WORKDIR $MO"],
    ["a variable in a here-document", "RUN <<EOF\necho $MO"],
    ["a stage to copy from", "COPY --from="],
    ["a flag of HEALTHCHECK", "HEALTHCHECK --"],
  ])("%s is not completed twice", async (_, line) => {
    expect(await offered(line)).toEqual([]);
  });

  test.each([
    ["mounts", "RUN --", "--mount="],
    ["kinds of mounts", "RUN --mount=type=", "cache"],
    ["a stage to mount from", "FROM a\nRUN --mount=type=bind,from=", "build"],
    ["other flags", "COPY --", "--link"],
    ["packages", "RUN apt-get install cur", "curl"],
    ["labels", "LABEL ", "org.opencontainers.image.source"],
    ["users", "USER ", "root"],
    ["signals", "STOPSIGNAL ", "SIGTERM"],
  ])("%s are, because nobody else has them", async (_, line, label) => {
    expect(await offered(line)).toContain(label);
  });

  test("of the flags those that others know are left out", async () => {
    expect(await offered("COPY --")).not.toContain("--from=");
    expect(await offered("COPY --")).not.toContain("--chown=");
  });

  test("an unsaved file, at which the others do not look, is completed like any", async () => {
    const client = await startClient({ initializationOptions: { hasLanguagePeers: true } });
    const doc = await client.open(`${start}RU`, "untitled:Untitled-1");
    expect(await labels(doc, "RU|")).toContain("RUN");
  });

  test("it follows when they come and go", async () => {
    const client = await startClient({});
    const doc = await client.open(`${start}RU`);
    expect(await labels(doc, "RU|")).toContain("RUN");
    await client.connection.sendNotification(languagePeersNotification, { arePresent: true });
    expect(await labels(doc, "RU|")).toEqual([]);
    await client.connection.sendNotification(languagePeersNotification, { arePresent: false });
    expect(await labels(doc, "RU|")).toContain("RUN");
  });
});
