import { expect, test } from "vitest";
import { runtimePackages } from "../../../server/src/core/recipes/runtimeLibraries.ts";

test.each([
  ["libssl-dev", "debian", "bullseye", "libssl1.1"],
  ["libssl-dev", "debian", "bookworm", "libssl3"],
  ["libssl-dev", "debian", "trixie", "libssl3t64"],
  ["libssl-dev", "ubuntu", "20.04", "libssl1.1"],
  ["libssl-dev", "ubuntu", "22.04", "libssl3"],
  ["libssl-dev", "ubuntu", "24.04", "libssl3t64"],
  ["libssl-dev", "debian", "buster", undefined],
  ["libssl-dev", "debian", undefined, undefined],
  ["libpq-dev", "debian", undefined, "libpq5"],
  ["libncurses-dev", "ubuntu", "22.04", "libncurses6 libncursesw6"],
  ["default-libmysqlclient-dev", "debian", "bookworm", "libmariadb3"],
  ["default-libmysqlclient-dev", "ubuntu", "22.04", undefined],
  ["openssl-dev", "alpine", undefined, "libssl3 libcrypto3"],
  ["libssl-dev", "alpine", "3.22", undefined],
  ["libboost-all-dev", "debian", "bookworm", undefined],
  ["constructor", "debian", "bookworm", undefined],
] as const)("%s on %s %s", (name, family, release, packages) => {
  expect(runtimePackages(name, { family, release })?.join(" ")).toBe(packages);
});
