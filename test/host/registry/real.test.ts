import { beforeAll, describe, expect, test } from "vitest";
import { installFromDebian, onPath } from "../../../scripts/support/debian.ts";
import { dockerType, imageOf, indexOf, listType } from "./content.ts";
import { createRealRegistries, hasOpenssl, push } from "./real.ts";
import { clientOf } from "./stub.ts";

if (onPath(["docker-registry"]) === undefined) await installFromDebian("docker-registry");
const program = onPath(["docker-registry"]);
if (program === undefined)
  console.log("skipped: the tests of a real registry need the program docker-registry");

const alpine = [{ created_by: "ADD alpine-minirootfs-3.21.3-x86_64.tar.gz / # buildkit" }];
const amd = imageOf({ layers: [5_000, 70], history: alpine, config: { User: "1000:1000" } });
const arm = imageOf({ layers: [4_900, 70], architecture: "arm64" });
const old = imageOf({ layers: [800], type: dockerType });
const platform = (architecture: string) => ({ os: "linux", architecture });
const both = [
  { manifest: amd.manifest, platform: platform("amd64") },
  { manifest: arm.manifest, platform: platform("arm64") },
];
const tags = {
  one: amd.manifest,
  docker: old.manifest,
  index: indexOf(both),
  list: indexOf([{ manifest: old.manifest, platform: platform("amd64") }], listType),
};

if (!hasOpenssl) console.log("skipped: the test of a registry's tokens needs the program openssl");

describe.skipIf(program === undefined)("a real registry", () => {
  const registries = createRealRegistries(program ?? "");
  let plain: string;
  beforeAll(async () => {
    plain = await registries.plain();
    for (const repository of ["library/app", "open/app", "closed/app"])
      await push(plain, repository, [amd, arm, old], tags);
  });

  test.each([
    ["one", 5_070, amd.manifest.digest],
    ["docker", 800, old.manifest.digest],
    ["index", 5_070, tags.index.digest],
    ["list", 800, tags.list.digest],
  ])("tells of a tag: %s", async (tag, compressedBytes, digest) => {
    const facts = await clientOf().ask(`${plain}/library/app:${tag}`);
    expect(facts).toMatchObject({ compressedBytes, digest, source: "registry", standsInFor: undefined });
  });

  test("tells of platforms, system and user", async () => {
    const facts = await clientOf().ask(`${plain}/library/app:index`);
    expect(facts).toMatchObject({
      platforms: ["linux/amd64", "linux/arm64"],
      os: "alpine 3.21",
      user: "1000:1000",
    });
    const onArm = await clientOf().ask(`${plain}/library/app:index`, { platform: "linux/arm64/v8" });
    expect(onArm).toMatchObject({ compressedBytes: 4_970, platform: "linux/arm64" });
  });

  test("tells of its tags, and not of what it does not have", async () => {
    const { ask, tags: tagsOf } = clientOf();
    expect((await tagsOf(`${plain}/library/app`))?.toSorted()).toEqual(["docker", "index", "list", "one"]);
    expect(await ask(`${plain}/library/app:none`)).toBeUndefined();
    expect(await ask(`${plain}/library/none`)).toBeUndefined();
    expect(await tagsOf(`${plain}/library/none`)).toBeUndefined();
  });

  const wanted = { settings: { useDockerCredentials: true } };
  const auth = Buffer.from("robot:s3cret").toString("base64");
  const loginAt = (host: string, entry = { auth }) => ({
    environment: { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [host]: entry } }) },
  });

  test("takes a password", async () => {
    const host = await registries.withPassword();
    expect(await clientOf().ask(`${host}/library/app:one`)).toBeUndefined();
    expect(await clientOf(loginAt(host)).ask(`${host}/library/app:one`)).toBeUndefined();
    expect(await clientOf(loginAt(host)).ask(`${host}/library/app:one`, wanted)).toMatchObject({
      compressedBytes: 5_070,
    });
    const wrong = loginAt(host, { auth: Buffer.from("robot:wrong").toString("base64") });
    expect(await clientOf(wrong).ask(`${host}/library/app:one`, wanted)).toBeUndefined();
  });

  test.skipIf(!hasOpenssl)("takes tokens, of everybody and of the user", async () => {
    const host = await registries.withTokens();
    expect(await clientOf().ask(`${host}/open/app:index`)).toMatchObject({ compressedBytes: 5_070 });
    expect(await clientOf().ask(`${host}/closed/app:index`)).toBeUndefined();
    const { ask } = clientOf(loginAt(host));
    expect(await ask(`${host}/closed/app:index`, wanted)).toMatchObject({ compressedBytes: 5_070 });
    expect(await ask(`${host}/open/app:list`, wanted)).toMatchObject({ compressedBytes: 800 });
  });
});
