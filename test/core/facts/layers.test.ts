import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { layerWaste } from "../../../server/src/core/facts/layerWaste.ts";
import { isMounted } from "../../../server/src/core/facts/mounts.ts";
import { listReaders } from "../../../server/src/core/facts/packageLists.ts";
import { pathsChanged, pathsMade, pathsRemoved, withoutGlob } from "../../../server/src/core/facts/paths.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";

const factsOf = (text: string) => deriveFacts(parseDockerfile(text), nothingKnown);

function paths(uses: typeof pathsMade, script: string): readonly string[] {
  return factsOf(`FROM a\nWORKDIR /w\nRUN ${script}\n`).runs.flatMap((run) =>
    uses(run).map(({ path }) => path),
  );
}

test.each([
  ["curl -fsSLo /tmp/x https://h/y", ["/tmp/x"]],
  ["curl -O https://h/a/y.tgz", ["/w/y.tgz"]],
  ["wget https://h/a/y.tgz", ["/w/y.tgz"]],
  ["wget -qO x https://h/y", ["/w/x"]],
  ["cd /src && git clone https://h/o/r.git", ["/src/r"]],
  ["git clone --depth=1 https://h/o/r /d", ["/d"]],
  ["tar -xzf a.tgz -C /opt", ["/opt"]],
  ["a > /tmp/log 2>&1", ["/tmp/log"]],
  ["cp a b /c/", ["/c"]],
  ["cd $X && curl -o y https://h", []],
  ["mkdir /d", []],
  ["apk add x", ["/var/cache/apk"]],
])("%j makes %j", (script, made) => {
  expect(paths(pathsMade, script)).toEqual(made);
});

test.each([
  ["rm -rf /a /b/* c", ["/a", "/b/*", "/w/c"]],
  ["rm -rf '/b/*' $X \"/q\"", ["/q"]],
  ["find /a /b -type f -delete", ["/a", "/b"]],
  ["find /a -name x", []],
  ["sudo rm /a", ["/a"]],
])("%j removes %j", (script, removed) => {
  expect(paths(pathsRemoved, script)).toEqual(removed);
});

test("chmod and chown change what stands behind the mode or owner", () => {
  expect(paths(pathsChanged, "chown -R a:b /x y && chmod --reference=/z /q")).toEqual(["/x", "/w/y", "/q"]);
});

test("a glob is cut back to its folder", () => {
  expect(["/a/*", "/a/b*.deb", "/{a,b}", "/a"].map(withoutGlob)).toEqual(["/a", "/a", "/", "/a"]);
});

test.each([
  ["--mount=type=cache,target=/var/lib/apt", true],
  ["--mount=type=tmpfs,dst=/var/lib/apt/lists/", true],
  ["--mount=type=cache,target=/var/lib/apt/lists/partial", false],
  ["--mount=type=secret,target=/var/lib/apt", false],
  ["--mount=type=cache,target=apt", true],
])("%s covers the lists: %s", (flag, isCovered) => {
  const [run] = factsOf(`FROM a\nWORKDIR /var/lib\nRUN ${flag} x\n`).runs;
  expect(run && isMounted(run, "/var/lib/apt/lists")).toBe(isCovered);
});

test.each([
  ["curl -o /tmp/x h", "rm /tmp/x", { verb: "removes", what: "/tmp/x" }],
  ["curl -o /tmp/x h", "rm -rf /tmp/*", { verb: "removes", what: "/tmp/*" }],
  ["curl -o /tmp/x h && rm /tmp/x", "rm -rf /tmp/*", undefined],
  ["apt-get update", "apt-get update && rm -rf /var/lib/apt/lists/*", undefined],
  ["git clone h /app", "chown -R app /app", { verb: "changes", what: "/app" }],
  ["apt-get install -y gcc", "apt-get purge -y gcc", { verb: "removes", what: "gcc" }],
  ["apk add --virtual .b gcc", "apk del .b", { verb: "removes", what: ".b" }],
  ["apk add gcc", "apk del make", undefined],
  ["make", "rm -rf /tmp/*", undefined],
])("%j, then %j", (earlier, later, waste) => {
  const facts = factsOf(`FROM a\nRUN ${earlier}\nRUN ${later}\n`);
  const [a, b] = facts.runs;
  expect(a && b && layerWaste(facts, a, b)).toEqual(waste);
});

describe("who reads package lists", () => {
  const readers = (text: string) => {
    const facts = factsOf(`FROM a AS a\nRUN apt-get update\n${text}\n`);
    const [run] = facts.runs;
    const found = run && listReaders(facts, run, "apt");
    return [found?.certain.length, found?.possible.length];
  };

  test.each([
    ["RUN apt-get install x", 1, 0],
    ["RUN apt-get install x\nRUN apt-get install y", 2, 0],
    ["RUN apt-get update\nRUN apt-get install x", 0, 0],
    ["RUN apt-get remove x", 0, 0],
    ["FROM a\nRUN apt-get install x", 1, 0],
    ["FROM b\nRUN apt-get install x", 0, 0],
    ["FROM a AS b\nFROM b\nRUN apt-get install x", 1, 0],
    ["RUN --mount=type=cache,target=/var/lib/apt apt-get install x", 0, 0],
    ["ONBUILD RUN apt-get update\nRUN apt-get install x", 1, 0],
    ["RUN ./install.sh", 0, 1],
    ["RUN bash /tmp/setup", 0, 1],
    ["RUN bash -c 'apt-get install x'", 0, 1],
    ["RUN bash -c 'make'", 0, 0],
    ["RUN curl h | bash -", 0, 0],
    ['RUN ["apt-get", "install", "x"]', 0, 1],
    ["RUN ./configure && make", 0, 0],
  ])("%j", (text, certain, possible) => {
    expect(readers(text)).toEqual([certain, possible]);
  });
});
