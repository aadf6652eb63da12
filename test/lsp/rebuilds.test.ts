import * as fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { rules } from "../../server/src/core/rules/index.ts";
import { Contexts } from "../../server/src/host/buildContext/contexts.ts";
import { Histories } from "../../server/src/host/git/histories.ts";
import { type Rebuilds, type RebuildsParams, rebuildsRequest } from "../../server/src/protocol/messages.ts";
import { commit, repositoryWith } from "../support/repository.ts";
import { startClient } from "./support/client.ts";

const dockerfile = `FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY src ./src
RUN npm run build
FROM nginx:1.27
COPY --from=build /app/dist /srv
RUN nginx -t
FROM debian:12 AS unused
COPY docs /docs
FROM nginx:1.27
COPY --from=build /app/dist /usr/share/nginx/html
`;
const files = {
  Dockerfile: dockerfile,
  "package.json": "{}",
  "package-lock.json": "{}",
  "src/index.ts": "1234",
  "docs/a.md": "x",
  "notes.txt": "x",
  ".dockerignore": "# what nobody needs\n*.txt\n",
};

/** A repository with a few changes of src, its Dockerfile open or not, and a server that knows both. */
async function start(
  more: { readonly files?: Readonly<Record<string, string>>; readonly isTrusted?: boolean } = {},
) {
  const changes = Array.from({ length: 11 }, (_, at) => ({ "src/index.ts": String(1000 + at) }));
  const folder = repositoryWith([{ ...files, ...more.files }, ...changes]);
  const contexts = new Contexts({ info: () => undefined, error: () => undefined }, 5);
  const histories = new Histories({ isTrusted: more.isTrusted ?? true });
  const client = await startClient({
    // Nothing else to say, so that no answer means that nothing is known yet.
    settings: { hover: { keywords: "off" } },
    contexts,
    histories,
    rules: rules.filter(({ id }) => id === "copy-before-install"),
    workspaceFolders: [{ uri: pathToFileURL(folder).href, name: "folder" }],
  });
  const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href;
  onTestFinished(() => contexts.forget(path.join(folder, "Dockerfile")));
  return {
    client,
    folder,
    histories,
    uriOf,
    open: (name = "Dockerfile") => client.open(fs.readFileSync(path.join(folder, name), "utf8"), uriOf(name)),
    ask: (name: string, ...dockerfiles: readonly string[]): Promise<Rebuilds | null> => {
      const params: RebuildsParams = { uri: uriOf(name), dockerfiles: dockerfiles.map(uriOf) };
      return client.connection.sendRequest(rebuildsRequest, params);
    },
  };
}

/** Asks again until the background work is done. */
function eventually<T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> {
  return vi.waitFor(async () => {
    const answer = await ask();
    if (!holds(answer)) throw new Error(`not yet: ${JSON.stringify(answer)}`);
    return answer;
  });
}

describe("hovering", () => {
  test("a COPY tells what makes it run again, how often that was, and what runs with it", async () => {
    const { open } = await start();
    const doc = await open();
    const text = await eventually(
      () => doc.hover("CO|PY src"),
      (answer) => answer?.includes("commits") === true,
    );
    expect(text).toBe(
      [
        "**`COPY src ./src`** · 1 file, 4 B after .dockerignore · Plimsoll",
        "Runs again when something below `src` changes, as in 12 of the last 12 commits.",
        "With it, about half of the estimated build work (≈ 40 %, perhaps ≈ 50 %):",
        "- line 6: `RUN npm run build`\n- perhaps line 13: `COPY --from=build /app/dist /usr/share/nginx/html`",
      ].join("\n\n"),
    );
    expect((await doc.hoverAt("COPY s|rc"))?.range).toEqual(doc.rangeOf("COPY |src| ./src"));
    expect(await doc.hover("COPY pack|age.json")).toContain(
      "Runs again when `package.json` or `package-lock.json` changes, as in 1 of the last 12 commits.",
    );
  });

  test("a RUN tells what makes it run again", async () => {
    const { open } = await start();
    const doc = await open();
    const text = await eventually(
      () => doc.hover("R|UN npm run build"),
      (answer) => answer?.includes("commits") === true,
    );
    expect(text).toBe(
      [
        "**`RUN npm run build`** · ≈ 40 % of the estimated build work · Plimsoll",
        "Runs again when something changes that these take:",
        "- line 3: `COPY package.json package-lock.json ./`, in 1 of the last 12 commits\n- line 5: `COPY src ./src`, in 12 of the last 12 commits",
        "Also when the image `node:22-slim`, or an ARG or ENV in force changes.",
      ].join("\n\n"),
    );
  });

  test("an image or stage says what it always did, and stages that are not built say nothing", async () => {
    const { open } = await start();
    const doc = await open();
    await eventually(
      () => doc.hover("CO|PY src"),
      (answer) => answer !== undefined,
    );
    expect(await doc.hover("COPY --from=bu|ild /app/dist /usr")).toContain("**`build`** · stage 0");
    expect(await doc.hover("CO|PY docs")).toBeUndefined();
    expect(await doc.hover("COPY src ./s|rc\nRUN")).toBeUndefined();
  });

  test("says nothing without a build context, or when it is switched off", async () => {
    const { client, open } = await start();
    const alone = await client.open(dockerfile, "untitled:Untitled-1");
    expect(await alone.hover("CO|PY src")).toBeUndefined();
    const doc = await open();
    await eventually(
      () => doc.hover("CO|PY src"),
      (answer) => answer !== undefined,
    );
    await client.configure({ hover: { cache: false, keywords: "off" } });
    expect(await doc.hover("CO|PY src")).toBeUndefined();
  });
});

describe("the history", () => {
  const early = { Dockerfile: "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\n" };
  const message = /^COPY \. \. changed in 12 of the last 12 commits/;

  test("is in the message of copy-before-install", async () => {
    const { client, open } = await start({ files: early });
    await open();
    await client.published.latest(({ diagnostics }) =>
      diagnostics.some((one) => message.test(String(one.message))),
    );
  });

  test("is not asked for before the workspace is trusted", async () => {
    const { client, folder, histories, open } = await start({ files: early, isTrusted: false });
    await open();
    await client.published.latest(({ diagnostics }) => diagnostics.length > 0);
    await histories.look(folder);
    expect(histories.known(folder)).toBeUndefined();
    await client.connection.sendNotification("plimsoll/trust");
    await client.published.latest(({ diagnostics }) =>
      diagnostics.some((one) => message.test(String(one.message))),
    );
  });

  test("is not read while somebody types", async () => {
    const { client, folder, histories, open } = await start({ files: early });
    const doc = await open();
    await client.published.latest(({ diagnostics }) =>
      diagnostics.some((one) => message.test(String(one.message))),
    );
    const look = vi.spyOn(histories, "look");
    commit(folder, { "src/other.ts": "x" });
    await doc.type("|RUN npm ci|", "RUN npm ci --omit=dev");
    const found = await doc.diagnostics();
    expect(found.some((one) => message.test(String(one.message)))).toBe(true);
    expect(look).not.toHaveBeenCalled();
  });
});

describe("what changing a file rebuilds", () => {
  test("is told for Dockerfiles that are not open", async () => {
    const { ask, uriOf } = await start();
    const answer = await ask("src/index.ts", "Dockerfile");
    expect(answer?.groups).toHaveLength(1);
    expect(answer?.groups[0]).toMatchObject({
      uri: uriOf("Dockerfile"),
      title: expect.stringMatching(/^Dockerfile: ≈ 40 %, perhaps ≈ 50 % of the build work$/),
      items: [
        { label: "COPY src ./src", place: "stage build, line 5", why: "takes src/index.ts" },
        { label: "RUN npm run build", why: "after COPY src ./src in line 5" },
        { why: "perhaps: if what it takes from stage build comes out different" },
      ],
    });
    expect(answer?.groups[0]?.items[0]?.range.start).toEqual({ line: 4, character: 0 });
  });

  test("is told for open ones as they stand in the editor", async () => {
    const { ask, open } = await start();
    const doc = await open();
    await doc.type("|COPY src ./src|", "COPY docs ./docs");
    expect(await ask("src/index.ts", "Dockerfile")).toEqual({
      groups: [],
      reason: "no COPY, ADD or mount takes it (Dockerfile)",
    });
    expect((await ask("docs/a.md", "Dockerfile"))?.groups[0]?.items).toHaveLength(3);
  });

  test("is told for all that take it, in their own build contexts", async () => {
    const { ask } = await start({
      files: {
        "web/Dockerfile": "FROM nginx\nCOPY html /html\n",
        "web/html/i.html": "x",
        "bad/Dockerfile": "",
      },
    });
    const answer = await ask(
      "web/html/i.html",
      "Dockerfile",
      "web/Dockerfile",
      "bad/Dockerfile",
      "gone/Dockerfile",
    );
    expect(answer?.groups.map(({ title }) => title.split(":")[0])).toEqual(["web/Dockerfile"]);
    expect(answer?.groups[0]?.items.map(({ label }) => label)).toEqual(["COPY html /html"]);
  });

  test("is told first for those whose build context lies closest around it", async () => {
    const { ask } = await start({
      files: {
        "all.Dockerfile": "FROM a\nCOPY . .\n",
        "web/Dockerfile": "FROM nginx\nCOPY html /html\n",
        "web/html/i.html": "x",
      },
    });
    const answer = await ask("web/html/i.html", "all.Dockerfile", "web/Dockerfile");
    expect(answer?.groups.map(({ title }) => title.split(":")[0])).toEqual([
      "web/Dockerfile",
      "all.Dockerfile",
    ]);
  });

  test("may be nothing, and says why", async () => {
    const { ask, client } = await start();
    const reason = async (name: string, ...dockerfiles: readonly string[]) =>
      (await ask(name, ...dockerfiles))?.reason;
    expect(await reason("notes.txt", "Dockerfile")).toBe("ignored by line 2 of .dockerignore (Dockerfile)");
    expect(await reason("docs/a.md", "Dockerfile")).toBe(
      "only stages that are not built take it (Dockerfile)",
    );
    expect(await reason("../elsewhere", "Dockerfile")).toBe("it is in no build context of a Dockerfile");
    expect(await reason("notes.txt")).toBe("there is no Dockerfile whose build context is known");
    expect(
      await client.connection.sendRequest(rebuildsRequest, { uri: "vscode-vfs://a/b", dockerfiles: [] }),
    ).toEqual({ groups: [], reason: "only files on this machine can be looked at" });
  });
});
