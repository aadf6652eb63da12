import type { Manager } from "./packagePrograms.ts";

interface Naming {
  readonly jdk: RegExp;
  /** Replaces the match; what it makes of the name is a package of the same repository. */
  readonly runtime: string;
}

const rpm: readonly Naming[] = [
  { jdk: /^(java-[\d.]+-openjdk)-devel$/, runtime: "$1-headless" },
  { jdk: /^(java-\d+-amazon-corretto)-devel$/, runtime: "$1-headless" },
  { jdk: /^(temurin-\d+)-jdk$/, runtime: "$1-jre" },
];

const namings: Readonly<Partial<Record<Manager, readonly Naming[]>>> = {
  apt: [
    { jdk: /^(openjdk-\d+|default)-jdk(-headless)?$/, runtime: "$1-jre-headless" },
    { jdk: /^(temurin-\d+)-jdk$/, runtime: "$1-jre" },
    { jdk: /^(zulu\d+)-jdk(-headless)?$/, runtime: "$1-jre-headless" },
  ],
  // Alpine calls the part without graphics `-jre-base` in version 8.
  apk: [
    { jdk: /^(openjdk8)$/, runtime: "$1-jre-base" },
    { jdk: /^(openjdk\d{2})(-jdk)?$/, runtime: "$1-jre-headless" },
  ],
  yum: rpm,
  dnf: rpm,
  microdnf: rpm,
  zypper: rpm,
};

/** The run-time alone, without graphics, for a package that is a JDK: `openjdk-17-jdk` → `openjdk-17-jre-headless`. */
export function runtimePackage(manager: Manager, name: string): string | undefined {
  const naming = namings[manager]?.find(({ jdk }) => jdk.test(name));
  return naming && name.replace(naming.jdk, naming.runtime);
}
