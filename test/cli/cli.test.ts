import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { repositoryWith } from "../support/repository.ts";

const cli = path.resolve(import.meta.dirname, "../../dist/cli.cjs");
const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

const smelly = 'FROM python:3.12\nRUN pip install flask\nMAINTAINER Jane\nCMD ["python"]\n';
const clean = 'FROM scratch\nCOPY app /app\nUSER 65532\nENTRYPOINT ["/app"]\n';

function plimsoll(args: readonly string[], input = "", env = {}): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [cli, ...args], {
    input,
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1", LC_ALL: "C", ...env },
  });
}

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(path.join(folder, name), content);
  return name;
}

describe("format", () => {
  const untidy = "from  a\nRUN x \\\n  && y  \nUSER 1\n\n\n";
  const tidy = "FROM a\nRUN x \\\n    && y\nUSER 1\n";

  test("prints the tidy text, of standard input too", () => {
    expect(plimsoll(["format", file("Dockerfile.untidy", untidy)])).toMatchObject({
      stdout: tidy,
      status: 0,
    });
    expect(plimsoll(["format", "--indent", "tab", "-"], untidy).stdout).toBe(tidy.replace("    ", "\t"));
  });

  test("names the files that are not tidy, and ends with 1", () => {
    const names = [file("Dockerfile.untidy", untidy), file("Dockerfile.tidy", tidy)];
    const { stdout, status } = plimsoll(["format", "--check", ...names]);
    expect(stdout).toBe("Dockerfile.untidy\n");
    expect(status).toBe(1);
    expect(plimsoll(["format", "--check", "Dockerfile.tidy"]).status).toBe(0);
  });

  test("writes the files that are not tidy", () => {
    const name = file("Dockerfile.written", untidy);
    expect(plimsoll(["format", "--write", name]).stderr).toBe("Formatted Dockerfile.written\n");
    expect(readFileSync(path.join(folder, name), "utf8")).toBe(tidy);
    expect(plimsoll(["format", "--write", name]).stderr).toBe("");
  });

  test.each([
    [["format"], "format needs a file"],
    [["format", "--check", "--write", "x"], "--check and --write exclude each other"],
    [["format", "--casing", "lower", "x"], "--casing is majority or upper"],
    [["format", "--indent", "9", "x"], "--indent is tab or 1 to 8"],
    [["format", "--write", "-"], "standard input cannot be written"],
  ])("refuses %j", (args, message) => {
    const { stderr, status } = plimsoll(args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});

describe("check", () => {
  test("prints findings with line, column, rule and fixes, and ends with 1", () => {
    const { stdout, status, stderr } = plimsoll(["check", file("Dockerfile", smelly)]);
    expect(stdout).toContain("2:5");
    expect(stdout).toContain("pip-cache");
    expect(stdout).toContain("safe fix: Add --no-cache-dir to pip install");
    expect(stderr).toBe("");
    expect(status).toBe(1);
  });

  test("ends with 0 when nothing is at or above --fail-on", () => {
    expect(plimsoll(["check", "--fail-on", "never", file("Dockerfile", smelly)]).status).toBe(0);
    expect(plimsoll(["check", "--fail-on", "error", file("Dockerfile", smelly)]).status).toBe(0);
    expect(plimsoll(["check", "--fail-on", "hint", file("Dockerfile", smelly)]).status).toBe(1);
    expect(plimsoll(["check", file("Dockerfile", clean)]).status).toBe(0);
  });

  test("looks into compose files and JSON for bake, and tells their lines", () => {
    const compose =
      "services:\n  a:\n    build:\n      dockerfile_inline: |\n        FROM python:3.12\n        RUN pip install flask\n";
    const { stdout, status, stderr } = plimsoll(["check", file("compose.yaml", compose)]);
    expect(stdout).toMatch(/6:13 .*pip-cache/);
    expect(stdout).toContain("safe fix: Add --no-cache-dir to pip install");
    expect(stderr).toBe("");
    expect(status).toBe(1);
    const bake =
      '{\n "target": {"a": {\n  "dockerfile-inline": "FROM python:3.12\\nRUN pip install flask"\n}}}';
    const json = plimsoll(["check", "--format", "json", file("docker-bake.json", bake)]).stdout;
    expect(JSON.parse(json).files[0].findings).toContainEqual(
      expect.objectContaining({ rule: "pip-cache", start: { line: 3, column: 47 } }),
    );
    expect(plimsoll(["check", file("compose.yaml", "services: {}\n")])).toMatchObject({
      status: 0,
      stderr: "",
    });
  });

  test("looks into the build context that a compose file states", () => {
    mkdirSync(path.join(folder, "inside/web"), { recursive: true });
    file("inside/web/here.txt", "");
    const compose =
      "services:\n  a:\n    build:\n      context: web\n      dockerfile_inline: |\n        FROM scratch\n        COPY here.txt hera.txt /\n";
    const { stdout } = plimsoll(["check", file("inside/compose.yaml", compose)]);
    expect(stdout).toMatch(/7:23 .*hera\.txt/);
    expect(stdout).not.toContain("there is no here.txt");
  });

  test("a compose file that is no YAML does not pass, and only check and fix look into one", () => {
    const broken = plimsoll(["check", file("compose.yaml", "dockerfile_inline: [\n")]);
    expect(broken).toMatchObject({ status: 2, stderr: "plimsoll: compose.yaml is not valid YAML\n" });
    const { stderr, status } = plimsoll(["size", file("compose.yaml", "services: {}\n")]);
    expect(stderr).toContain("compose.yaml is no Dockerfile");
    expect(status).toBe(2);
  });

  test("says nothing about shell scripts unless asked, and then needs the program", () => {
    const name = file("Dockerfile.shell", "FROM debian:12\nUSER 1\nRUN cd /srv; ls\n");
    expect(plimsoll(["check", name]).stdout).not.toContain("shell-problem");
    const { status, stderr } = plimsoll(["check", "--shellcheck", name], "", { PATH: "" });
    expect(stderr).toBe("plimsoll: --shellcheck needs the program shellcheck on PATH\n");
    expect(status).toBe(2);
  });

  test.skipIf(process.platform === "win32")("takes in what shellcheck says", () => {
    const answer = {
      comments: [
        { line: 1, column: 1, endLine: 1, endColumn: 8, level: "warning", code: 2164, message: "Goes on." },
      ],
    };
    const program = `#!${process.execPath}\nconsole.log('${JSON.stringify(answer)}');\n`;
    chmodSync(path.join(folder, file("shellcheck", program)), 0o755);
    const name = file("Dockerfile.shell", "FROM debian:12\nRUN cd /srv; ls\n");
    const asked = plimsoll(["check", "--shellcheck", name], "", { PATH: folder });
    expect(asked.stdout).toMatch(/2:5 +warning +goes on +shell-problem SC2164/);
    const { stdout } = plimsoll(["check", "--shellcheck", "--format", "json", name], "", { PATH: folder });
    expect(JSON.parse(stdout).files[0].findings).toContainEqual(
      expect.objectContaining({ rule: "shell-problem", code: "SC2164" }),
    );

    file("shellcheck", `#!${process.execPath}\nprocess.exitCode = 4;\n`);
    const failed = plimsoll(["check", "--shellcheck", name], "", { PATH: folder });
    expect(failed.stderr).toBe("plimsoll: shellcheck failed on 1 of the scripts: it ended with 4\n");
    expect(failed.stdout).not.toContain("shell-problem");
  });

  test("gives JSON with lines and columns from 1", () => {
    const { stdout } = plimsoll(["check", "--format", "json", "-"], smelly);
    const report = JSON.parse(stdout);
    expect(report.version).toBe(1);
    expect(report.files).toHaveLength(1);
    expect(report.files[0].path).toBe("<stdin>");
    const found = report.files[0].findings.find(
      (finding: { readonly rule: string }) => finding.rule === "pip-cache",
    );
    expect(found).toMatchObject({
      aliases: ["DL3042"],
      severity: "warning",
      message: "pip keeps its download cache in this layer",
      start: { line: 2, column: 5 },
      end: { line: 2, column: 16 },
    });
    expect(found.fixes[0]).toEqual({ title: "Add --no-cache-dir to pip install", safety: "safe" });
  });

  test("takes several files", () => {
    const { stdout } = plimsoll([
      "check",
      "--format",
      "json",
      file("a.Dockerfile", smelly),
      file("b.Dockerfile", clean),
    ]);
    expect(JSON.parse(stdout).files.map(({ path: name }: { readonly path: string }) => name)).toEqual([
      "a.Dockerfile",
      "b.Dockerfile",
    ]);
  });

  test("survives an empty file and one without line break at the end", () => {
    expect(plimsoll(["check", file("empty", "")]).status).toBe(0);
    expect(plimsoll(["check", "-"], "FROM scratch").status).not.toBe(2);
  });
});

describe("fix", () => {
  test("prints a diff and leaves the file alone", () => {
    const name = file("Dockerfile", smelly);
    const { stdout, status } = plimsoll(["fix", name]);
    expect(stdout).toMatch(/^-RUN pip install flask$/m);
    expect(stdout).toMatch(/^\+RUN pip install --no-cache-dir flask$/m);
    expect(readFileSync(path.join(folder, name), "utf8")).toBe(smelly);
    expect(status).toBe(0);
  });

  test("writes the file, keeping BOM and line breaks", () => {
    const name = file("Dockerfile", `\uFEFF${smelly.replaceAll("\n", "\r\n")}`);
    expect(plimsoll(["fix", "--write", name]).status).toBe(0);
    const written = readFileSync(path.join(folder, name), "utf8");
    expect(written).toContain("RUN pip install --no-cache-dir flask\r\n");
    expect(written.startsWith("\uFEFFFROM")).toBe(true);
    expect(written).not.toMatch(/[^\r]\n/);
  });

  test("prints the whole text, and a second run changes nothing", () => {
    const once = plimsoll(["fix", "--stdout", "-"], smelly).stdout;
    expect(once).toContain("--no-cache-dir");
    expect(plimsoll(["fix", "--stdout", "-"], once).stdout).toBe(once);
  });

  test("takes only the named rules", () => {
    const { stdout } = plimsoll(["fix", "--stdout", "--rule", "maintainer", "-"], smelly);
    expect(stdout).toContain("LABEL org.opencontainers.image.authors");
    expect(stdout).toContain("RUN pip install flask");
  });

  test("applies reviewed fixes only when asked", () => {
    const text = "FROM node:22\nWORKDIR app\n";
    expect(plimsoll(["fix", "--stdout", "-"], text).stdout).toContain("WORKDIR app\n");
    expect(plimsoll(["fix", "--stdout", "--review", "-"], text).stdout).toContain("WORKDIR /app\n");
  });

  describe("converts to a multi-stage build", () => {
    const go =
      'FROM golang:1.25\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\nCMD ["/app"]\n';
    const convert = (text: string, ...more: readonly string[]) =>
      plimsoll(["fix", "--stdout", "--rule", "single-stage-build", ...more, "-"], text);

    test("on the recommended base, and says what that takes for granted", () => {
      const { stdout, stderr, status } = convert(go);
      expect(stdout).toContain("FROM golang:1.25 AS build\n");
      expect(stdout).toMatch(/\n\nFROM \S+\n(WORKDIR .*\n)?COPY --from=build \/app \/app\nCMD/);
      expect(stderr).toMatch(
        /^review fix: Convert to a multi-stage build on \S+ .*if the program reads no file of \/src.*\n1 fix applied/,
      );
      expect(status).toBe(0);
    });

    test("on the base of --base", () => {
      expect(convert(go, "--base", "scratch").stdout).toContain("\nFROM scratch\n");
      const { stdout, stderr, status } = convert(go, "--base", "alpine:3.1");
      expect(stderr).toMatch(/^plimsoll: --base alpine:3.1 does not fit this file; these do: .*scratch/);
      expect([stdout, status]).toEqual(["", 2]);
      expect(plimsoll(["fix", "--base", "scratch", "-"], go).stderr).toBe(
        "plimsoll: --base is for --rule single-stage-build\n",
      );
    });

    test.each([
      [
        go.replace('CMD ["/app"]', 'CMD ["./run.sh"]'),
        "Stays a single stage: ./run.sh is a script, which may call any program of the image\n",
      ],
      ["FROM perl:5\nCMD perl\n", "Stays a single stage: no recipe is made for what this file builds\n"],
      ["FROM golang:1.25 AS a\nFROM a\n", "The file has several stages already\n"],
      [`# plimsoll ignore=single-stage-build\n${go}`, "Stays a single stage: an ignore comment says so\n"],
    ])("or says why not: %j", (text, sentence) => {
      const { stdout, stderr, status } = convert(text);
      expect(stderr).toContain(sentence);
      expect([stdout, status]).toEqual([text, 0]);
    });
  });
});

describe("size and optimize", () => {
  test("estimates base and total with their sources", () => {
    const { stdout, status } = plimsoll(
      ["size", "--format", "json", "-"],
      "FROM node:22-slim\nCOPY . /app\n",
    );
    const report = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(report.version).toBe(1);
    const stage = report.stages.at(-1);
    expect(stage.base.download.likely).toBeGreaterThan(50_000_000);
    expect(stage.base.source).toBe("table");
    expect(stage.total.unpacked.likely).toBeGreaterThan(stage.total.download.likely);
    expect(stage.steps.map(({ instruction }: { readonly instruction: string }) => instruction)).toEqual([
      "COPY",
    ]);
  });

  test("knows arm64", () => {
    const of = (platform: string) =>
      JSON.parse(
        plimsoll(["size", "--format", "json", "--platform", platform, "-"], "FROM node:22-slim\n").stdout,
      );
    expect(of("linux/arm64").platform).toBe("linux/arm64");
    expect(of("linux/arm64").stages[0].base.download.likely).toBeGreaterThan(50_000_000);
  });

  test("says that nothing is known where nothing is", () => {
    const { stdout, status } = plimsoll(["size", "-"], "FROM registry.example.com/team/app:1\nRUN make\n");
    expect(stdout).toMatch(/not known/i);
    expect(status).toBe(0);
  });

  test("the report has findings, change and sizes", () => {
    const { stdout, status } = plimsoll(
      ["optimize", "-"],
      "FROM node:20\nCOPY . /app\nRUN apt-get update && apt-get install -y curl\n",
    );
    expect(stdout).toContain("apt-lists");
    expect(stdout).toContain("rm -rf /var/lib/apt/lists/*");
    expect(stdout).toMatch(/before.*MB|GB/i);
    expect(status).toBe(0);
  });
});

describe("errors are one clear line, never a stack trace", () => {
  mkdirSync(path.join(folder, "sub"));
  test.each([
    [["check", "missing"], /cannot read missing: no such file/],
    [["check", "sub"], /sub is a folder/],
    [["check", file("binary", new Uint8Array([0x46, 0, 1, 2]))], /binary is a binary file/],
    [["check", file("latin1", new Uint8Array([0x46, 0xe9, 0x0a]))], /latin1 is not UTF-8 text/],
    [["check", file("huge", "#".repeat(2_000_001))], /huge has 2000001 bytes; the limit is 2000000/],
    [["check"], /check needs a file/],
    [["check", "--format", "xml", "x"], /--format is pretty or json, not 'xml'/],
    [["check", "--fail-on", "sometimes", "x"], /--fail-on is/],
    [["check", "--nope", "x"], /unknown option '--nope'/],
    [["fix", "a", "b"], /fix takes one file, not 2/],
    [["fix", "--write", "--diff", "x"], /exclude each other/],
    [["fix", "--write", "-"], /standard input cannot be written/],
    [["fix", "--rule", "no-such", "x"], /there is no rule 'no-such'/],
    [["size", "--platform", "Amiga", "x"], /--platform is os\/arch/],
    [["frobnicate"], /there is no command 'frobnicate'/],
  ])("%j", (args, message) => {
    const { stderr, stdout, status } = plimsoll(args);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
});

test("help, version and rules", () => {
  expect(plimsoll(["--help"]).stdout).toContain("plimsoll check");
  expect(plimsoll(["check", "--help"]).stdout).toContain("plimsoll check");
  expect(plimsoll(["--version"]).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(JSON.parse(plimsoll(["rules", "--format", "json"]).stdout).rules.length).toBeGreaterThan(10);
  expect(plimsoll(["rules"]).stdout).toContain("pip-cache");
});

describe("configuration", () => {
  const inFolder = (name: string, files: Readonly<Record<string, string>>) => {
    mkdirSync(path.join(folder, name), { recursive: true });
    for (const [file, content] of Object.entries(files))
      writeFileSync(path.join(folder, name, file), content);
    return `${name}/Dockerfile`;
  };

  test("is found above the file, and mistakes in it are told without spoiling the output", () => {
    const target = inFolder("configured", {
      Dockerfile: smelly,
      ".plimsoll.json": '{\n  "rules": { "pip-cache": "off", "nope": "off" }\n}\n',
    });
    const { stdout, stderr } = plimsoll(["check", "--format", "json", target]);
    expect(rulesIn(stdout)).not.toContain("pip-cache");
    expect(stderr).toBe('plimsoll: configured/.plimsoll.json:2:34: "nope" is no rule\n');
    expect(rulesIn(plimsoll(["check", "--no-config", "--format", "json", target]).stdout)).toContain(
      "pip-cache",
    );
  });

  test("decides when a check fails, unless the command line does", () => {
    const target = inFolder("lenient", {
      Dockerfile: smelly,
      ".hadolint.yaml": "failure-threshold: error\n",
    });
    expect(plimsoll(["check", target]).status).toBe(0);
    expect(plimsoll(["check", "--fail-on", "warning", target]).status).toBe(1);
    expect(plimsoll(["check", "--no-config", target]).status).toBe(1);
  });

  test("takes files out, and says so when none is left", () => {
    const target = inFolder("ignored", { Dockerfile: smelly, ".plimsoll.json": '{ "ignore": ["**"] }' });
    expect(plimsoll(["check", target])).toMatchObject({
      status: 0,
      stdout: "The configuration takes every file out.\n",
    });
  });

  test("holds for fix and optimize", () => {
    const target = inFolder("kept", {
      Dockerfile: smelly,
      ".plimsoll.json": '{ "rules": { "pip-cache": "off", "maintainer": "off" } }',
    });
    expect(plimsoll(["fix", "--review", "--stdout", target]).stdout).toContain(
      "RUN pip install flask\nMAINTAINER Jane",
    );
    expect(plimsoll(["optimize", target]).stdout).not.toContain("pip-cache");
    expect(plimsoll(["fix", "--rule", "pip-cache", "--stdout", target]).stdout).toContain("--no-cache-dir");
  });

  test("can be named, and has to be there then", () => {
    const target = inFolder("named", {
      Dockerfile: smelly,
      "ci.json": '{ "rules": { "pip-cache": "off" } }',
    });
    const { stdout } = plimsoll(["check", "--format", "json", "--config", "named/ci.json", target]);
    expect(rulesIn(stdout)).not.toContain("pip-cache");
    const { stderr, status } = plimsoll(["check", "--config", "none.json", target]);
    expect([status, stderr]).toEqual([2, "plimsoll: cannot read the configuration none.json\n"]);
    expect(plimsoll(["check", "--config", "x", "--no-config", target]).status).toBe(2);
  });
});

function rulesIn(report: string): readonly string[] {
  return JSON.parse(report).files.flatMap(
    ({ findings }: { readonly findings: readonly { rule: string }[] }) => findings.map(({ rule }) => rule),
  );
}

describe("cache", () => {
  const dockerfile =
    "FROM node:22 AS build\nWORKDIR /app\nCOPY package.json ./\nRUN npm ci\nCOPY src ./src\nRUN npm run build\nFROM nginx:1.27\nCOPY --from=build /app/dist /srv\n";
  const changes = Array.from({ length: 11 }, (_, at) => ({ "src/a.ts": String(at), "notes.md": String(at) }));

  function inProject(): (...words: readonly string[]) => SpawnSyncReturns<string> {
    const first = { Dockerfile: dockerfile, "package.json": "{}", ".dockerignore": "# text\n*.md\n" };
    const cwd = repositoryWith([first, ...changes]);
    const env = { ...process.env, NO_COLOR: "1" };
    return (...words) =>
      spawnSync(process.execPath, [cli, "cache", ...words], { encoding: "utf8", cwd, env });
  }

  test("lists what can change, how often it did, and what runs again then", () => {
    const { stdout, status, stderr } = inProject()("Dockerfile");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toContain("Build context ., the last 12 commits");
    expect(stdout).toMatch(
      /1 {2}FROM node:22 AS build +base image .*nearly all \(> 95 %\)\n.*2, 3, 4, 5, 6, perhaps 8/,
    );
    expect(stdout).toMatch(
      /5 {2}COPY src \.\/src +1 file +2 B {2}11 of the last 12 commits .*\n.*line 5, 6, perhaps 8/,
    );
  });

  test("says what a change makes run again, and why", () => {
    const run = inProject();
    const { stdout } = run("--change", "src/a.ts", "Dockerfile");
    expect(stdout).toMatch(/^src\/a\.ts: .* of the estimated build work \(.*\)\n/);
    expect(stdout).toMatch(/6 {2}RUN npm run build +stage build: after COPY src \.\/src in line 5\n/);
    expect(stdout).toMatch(/8 {2}perhaps COPY --from=build/);
    const report = JSON.parse(run("--format", "json", "--change", "package.json", "Dockerfile").stdout);
    expect(report.rebuilt.map(({ line }: { readonly line: number }) => line)).toEqual([3, 4, 5, 6, 8]);
    expect(report.share.certain).toBeGreaterThan(0.9);
  });

  test("says why nothing is rebuilt", () => {
    const run = inProject();
    const reason = (change: string) => run("--change", change, "Dockerfile").stdout;
    expect(reason("notes.md")).toBe("notes.md: nothing is rebuilt, ignored by line 2 of .dockerignore\n");
    expect(reason("Dockerfile")).toBe("Dockerfile: nothing is rebuilt, no COPY, ADD or mount takes it\n");
    expect(reason("..")).toBe("..: nothing is rebuilt, it is outside the build context\n");
  });

  test("knows a path that is not there, and does without git", () => {
    const wrong = inProject()("--change", "nope", "Dockerfile");
    expect([wrong.status, wrong.stderr]).toEqual([2, "plimsoll: there is no nope in the build context\n"]);
    expect(plimsoll(["cache", "-"], dockerfile).status).toBe(2);
    file("Dockerfile.alone", "FROM scratch\nCOPY app /app\n");
    file("app", "x");
    const { stdout } = plimsoll(["cache", "--format", "json", "Dockerfile.alone"]);
    expect(JSON.parse(stdout)).toMatchObject({
      commits: null,
      takes: [{ line: 2, takes: { files: 1, bytes: 1 } }],
    });
  });
});
