import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { aptTable, aptTableFile } from "../../../scripts/data-packages.ts";
import { inRoot } from "../../../scripts/support/paths.ts";
import type { Amount } from "../../../server/src/core/estimate/amount.ts";
import {
  type AptSystem,
  aptInstallAmount,
  aptRecommendsAmount,
  aptSystem,
  broughtBy,
} from "../../../server/src/core/estimate/packages.ts";
import { reference } from "../images/fixture.ts";

const debian: AptSystem = { family: "debian", isSlim: false, installed: [] };
const slim: AptSystem = { ...debian, isSlim: true };
const ubuntu: AptSystem = { ...debian, family: "ubuntu" };

const install = (packages: string, base = debian, present = "") =>
  aptInstallAmount(packages.split(" "), {
    recommends: false,
    base,
    present: broughtBy(present.split(" ").filter(Boolean)),
  });
const megabytes = (amount: Amount | undefined) => Math.round((amount?.unpacked.likely ?? Number.NaN) / 1e6);

describe("an apt install weighs its packages and everything that they depend on", () => {
  test("curl brings its libraries", () => {
    const { amount, unknown } = install("curl");
    expect(unknown).toEqual([]);
    expect(megabytes(amount)).toBeGreaterThan(8);
    expect(megabytes(amount)).toBeLessThan(16);
    expect(amount?.source).toBe("package-index");
    expect(amount?.reasons).toEqual([
      expect.stringMatching(/^Debian 12.* package index of 20\d\d-\d\d-\d\d$/),
    ]);
  });

  test("the compressed layer is 0.35 to 0.51 of it", () => {
    const { amount } = install("build-essential");
    const { download, unpacked } = amount ?? {};
    expect((download?.likely ?? 0) / (unpacked?.likely ?? 1)).toBeCloseTo(0.41);
    expect(download?.low).toBeLessThan(download?.likely ?? 0);
    expect(download?.high).toBeGreaterThan(download?.likely ?? 0);
  });

  test("what two packages share is counted once", () => {
    const both = megabytes(install("gcc g++").amount);
    expect(both).toBeLessThan(megabytes(install("gcc").amount) + megabytes(install("g++").amount));
    expect(both).toBe(megabytes(install("g++ gcc g++").amount));
  });

  test("what earlier steps installed is there already", () => {
    expect(install("gcc", debian, "build-essential").amount?.unpacked.high).toBe(0);
  });

  test("what the base has is there already", () => {
    expect(install("bash coreutils apt")).toMatchObject({ amount: { unpacked: { high: 0 } }, unknown: [] });
  });
});

describe("the layers of buildpack-deps:bookworm, whose packages and compressed sizes are known", () => {
  const curl = "ca-certificates curl gnupg netbase sq tzdata wget";
  const scm = "git mercurial openssh-client procps subversion";
  const full =
    "autoconf automake bzip2 default-libmysqlclient-dev dpkg-dev file g++ gcc imagemagick libbz2-dev libc6-dev " +
    "libcurl4-openssl-dev libdb-dev libevent-dev libffi-dev libgdbm-dev libglib2.0-dev libgmp-dev libjpeg-dev libkrb5-dev " +
    "liblzma-dev libmagickcore-dev libmagickwand-dev libmaxminddb-dev libncurses5-dev libncursesw5-dev libpng-dev libpq-dev " +
    "libreadline-dev libsqlite3-dev libssl-dev libtool libwebp-dev libxml2-dev libxslt1-dev libyaml-dev make patch unzip " +
    "xz-utils zlib1g-dev";
  test.each([
    ["curl", curl, "", 24_044_139],
    ["scm", scm, curl, 64_408_267],
    ["full", full, `${curl} ${scm}`, 211_659_733],
  ])("%s", (_, packages, present, bytes) => {
    const { low, high } = install(packages, debian, present).amount?.download ?? { low: 0, high: 0 };
    expect(low).toBeLessThan(bytes);
    expect(high).toBeGreaterThan(bytes);
  });
});

describe("package names as they are written", () => {
  test.each(["curl=7.88.1-10+deb12u5", "curl=7.88.*", "curl/bookworm-backports", "curl:amd64", "curl+"])(
    "%s",
    (written) => {
      expect(install(written)).toEqual(install("curl"));
    },
  );

  test("a package that is taken away brings nothing", () => {
    expect(install("curl nano-")).toEqual(install("curl"));
  });

  test.each(["./local.deb", "/tmp/a.deb", "https://example.com/x.deb", "$PACKAGE", "no-such-package"])(
    "%s is not known",
    (written) => {
      expect(install(written)).toEqual({ amount: undefined, unknown: [written] });
      expect(install(`curl ${written}`)).toEqual({ amount: install("curl").amount, unknown: [written] });
    },
  );

  test("a package of another version answers, with a wider range", () => {
    const other = install("openjdk-21-jdk-headless").amount;
    const own = install("openjdk-17-jdk-headless").amount;
    expect(other?.unpacked.likely).toBe(own?.unpacked.likely);
    expect(other?.unpacked.low).toBeLessThan(own?.unpacked.low ?? 0);
    expect(other?.unpacked.high).toBeGreaterThan(own?.unpacked.high ?? 0);
  });
});

describe("recommended packages", () => {
  test("are counted on top", () => {
    const all = aptInstallAmount(["git"], { recommends: true, base: debian }).amount;
    const alone = install("git").amount;
    const added = aptRecommendsAmount(["git"], { base: debian });
    expect(megabytes(added)).toBe(megabytes(all) - megabytes(alone));
    expect(megabytes(added)).toBeGreaterThan(5);
  });

  test("are not installed for packages that are there already", () => {
    expect(aptRecommendsAmount(["git"], { base: { ...debian, installed: ["git"] } })).toBeUndefined();
  });
});

describe("the image that apt runs on", () => {
  test("slim images leave out documentation", () => {
    expect(install("git", slim).amount?.unpacked.likely).toBeLessThan(
      install("git").amount?.unpacked.likely ?? 0,
    );
  });

  test("Ubuntu's packages are like Debian's, roughly", () => {
    expect(install("git", ubuntu).amount?.unpacked.high).toBeGreaterThan(
      install("git").amount?.unpacked.high ?? 0,
    );
  });

  test.each([
    ["debian:12", "debian", false],
    ["node:20-slim", "debian", true],
    ["ubuntu:22.04", "ubuntu", false],
  ])("%s", (image, family, isSlim) => {
    expect(aptSystem(reference(image), undefined)).toMatchObject({ family, isSlim });
  });

  test.each(["alpine:3.20", "amazonlinux:2023", "gcr.io/distroless/cc-debian12", "ghcr.io/a/b"])(
    "%s has no apt that we know of",
    (image) => {
      expect(aptSystem(reference(image), undefined)).toBeUndefined();
    },
  );

  test("full images of languages have compilers, git and curl", () => {
    const base = aptSystem(reference("python:3.12"), undefined) ?? debian;
    expect(install("git gcc curl ca-certificates libpq-dev", base).amount?.unpacked.high).toBe(0);
    const slimBase = aptSystem(reference("python:3.12-slim"), undefined) ?? debian;
    expect(megabytes(install("gcc", slimBase).amount)).toBeGreaterThan(100);
    expect(install("ca-certificates", slimBase).amount?.unpacked.high).toBe(0);
  });
});

describe("the package table", () => {
  test("is what its source says", () => {
    expect(readFileSync(inRoot(aptTableFile), "utf8")).toBe(aptTable());
  });

  test("knows the packages that Dockerfiles install most", () => {
    const common =
      "apt-transport-https build-essential ca-certificates chromium curl default-jdk default-libmysqlclient-dev ffmpeg " +
      "g++ gcc git gnupg imagemagick libpq-dev libssl-dev locales make nano nginx nodejs npm openjdk-17-jdk " +
      "openssh-client postgresql-client python3 python3-dev python3-pip python3-venv software-properties-common sudo " +
      "tini tzdata unzip vim wget xvfb zip zlib1g-dev";
    expect(install(common).unknown).toEqual([]);
  });

  test("every package has a size, and its links lead somewhere", () => {
    const table = JSON.parse(readFileSync(inRoot("data/apt-packages.json"), "utf8"));
    for (const line of table.packages) {
      expect(line).toMatch(/^[a-z0-9][a-z0-9+.-]+ [0-9a-z]+( [0-9a-z,]*(;[0-9a-z,]+)?)?$/);
      const links: readonly string[] = (line.split(" ")[2] ?? "").split(/[,;]/).filter(Boolean);
      expect(links.every((link) => Number.parseInt(link, 36) < table.packages.length)).toBe(true);
    }
  });
});
