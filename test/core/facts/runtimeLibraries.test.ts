import { expect, test } from "vitest";
import { runtimeLibraries } from "../../../server/src/core/facts/runtimeLibraries.ts";

const debian = (release?: string) => ({ family: "debian" as const, release });
const ubuntu = (release?: string) => ({ family: "ubuntu" as const, release });
const alpine = { family: "alpine" as const, release: undefined };

test.each([
  ["libpq-dev", debian("bookworm"), ["libpq5"]],
  ["libpq-dev", debian(), ["libpq5"]],
  ["libffi-dev", debian("bullseye"), ["libffi7"]],
  ["libffi-dev", debian("trixie"), ["libffi8"]],
  ["libffi-dev", debian(), undefined],
  ["libffi-dev", debian("buster"), undefined],
  ["libcurl4-openssl-dev", debian("trixie"), ["libcurl4t64"]],
  ["libcurl4-openssl-dev", debian(), ["libcurl4"]],
  [
    "libevent-dev",
    debian("trixie"),
    ["libevent-2.1-7t64", "libevent-core-2.1-7t64", "libevent-extra-2.1-7t64", "libevent-openssl-2.1-7t64"],
  ],
  ["zlib1g-dev", debian(), []],
  ["libnobody-dev", debian("trixie"), undefined],
  ["constructor", debian(), undefined],
  ["libssl-dev", ubuntu("20.04"), ["libssl1.1"]],
  ["libssl-dev", ubuntu("22.04"), ["libssl3"]],
  ["libssl-dev", ubuntu("24.04"), ["libssl3t64"]],
  ["libssl-dev", ubuntu("26.04"), undefined],
  ["libssl-dev", ubuntu(), undefined],
  ["libicu-dev", ubuntu("22.04"), undefined],
  ["libncurses-dev", ubuntu("22.04"), ["libncurses6", "libncursesw6"]],
  ["default-libmysqlclient-dev", debian("bookworm"), ["libmariadb3"]],
  ["default-libmysqlclient-dev", ubuntu("22.04"), undefined],
  ["postgresql-dev", alpine, ["libpq"]],
  ["musl-dev", alpine, []],
  ["libpq5-dev", alpine, undefined],
])("what %s leaves on %o", (name, system, libraries) => {
  expect(runtimeLibraries(name, system)).toEqual(libraries);
});
