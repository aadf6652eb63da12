import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, found, openFile, outlineOf, rangeOf, until } from "./support.ts";

const text = "FROM debian:12-slim\nARG MODE=fast\nRUN --network=none echo $MODE\n";

const dockerDx = "docker.docker";
const containerTools = "ms-azuretools.vscode-containers";
const docker = "ms-azuretools.vscode-docker";
const hadolint = "exiasr.hadolint";

suite("other extensions that come and go while a Dockerfile is open", () => {
  let document: vscode.TextDocument;
  const packages: Readonly<Record<string, string>> = JSON.parse(process.env.PLIMSOLL_E2E_PEERS ?? "{}");
  const installed = new Set<string>();

  setup(async () => {
    document = await openFile("Dockerfile.peer", text);
    await until(hasAll);
  });
  teardown(async () => {
    for (const id of installed) await uninstall(id);
    await closeAll();
  });

  const hoverOn = (word: string) =>
    found<vscode.Hover>("vscode.executeHoverProvider", document.uri, rangeOf(document, word).start);
  const hasAll = async () => (await outlineOf(document.uri)) && (await hoverOn("ARG"));
  const givesWay = async () => !(await outlineOf(document.uri)) && !(await hoverOn("ARG"));

  /** By its id, or the name of its package where an id has several shapes. */
  async function install(id: string, name = id): Promise<void> {
    const packed = packages[name];
    assert(packed, "the runner names the packages of the other extensions");
    installed.add(id);
    await vscode.commands.executeCommand("workbench.extensions.installExtension", vscode.Uri.file(packed));
    await until(() => vscode.extensions.getExtension(id));
  }

  async function uninstall(id: string): Promise<void> {
    installed.delete(id);
    await vscode.commands.executeCommand("workbench.extensions.uninstallExtension", id);
    await until(() => !vscode.extensions.getExtension(id));
  }

  /** Long enough for what is told on account of an extension to arrive. */
  const later = () => new Promise((done) => setTimeout(done, 500));

  test("two that have all of it, of which one stays", async () => {
    await install(dockerDx);
    await until(givesWay);
    // What an editor does not show twice stays, and so does what the others do not know.
    assert(await found("vscode.executeFoldingRangeProvider", document.uri));
    assert(await hoverOn("network=none"));
    await install(containerTools);
    await uninstall(dockerDx);
    await later();
    assert(await givesWay(), "it is back although another one is there");
    await uninstall(containerTools);
    await until(hasAll);
  });

  test("the Docker extension of old", async () => {
    await install(docker);
    await until(givesWay);
    await uninstall(docker);
    await until(hasAll);
  });

  test("those without a language of Dockerfiles: hadolint, and the Docker extension of today", async () => {
    await install(hadolint);
    await install(docker, "pack");
    await later();
    assert(await hasAll(), "it gives way to nobody");
  });

  test("no formatter is there unasked, whoever comes and goes", async () => {
    await install(containerTools);
    await uninstall(containerTools);
    const options = { insertSpaces: true, tabSize: 4 };
    assert.equal(await found("vscode.executeFormatDocumentProvider", document.uri, options), undefined);
  });
});
