import { officialImage } from "./official.ts";
import { readTag } from "./tagShape.ts";
import type { ImageReference } from "./types.ts";

/** Images elsewhere that hold a JDK when their tag does not ask for less. */
const others =
  /^docker\.io\/azul\/zulu-openjdk(-\w+)?$|^docker\.io\/bellsoft\/liberica-openjdk-[\w-]+$|^mcr\.microsoft\.com\/openjdk\/jdk$|^ghcr\.io\/graalvm\/(jdk|jdk-community|graalvm-ce)$|^container-registry\.oracle\.com\/java\/(jdk|openjdk)$/;

/** True for an image that is there for its JDK; not for those of Maven and Gradle, which stand on one. */
export function isJdkImage(reference: ImageReference): boolean {
  const { registry, repository, tag = "" } = reference;
  const official = officialImage(reference)?.name;
  switch (official) {
    case "eclipse-temurin":
    case "openjdk":
    case "amazoncorretto":
      return readTag(official, tag).variant.split("-").includes("jdk");
    case "ibm-semeru-runtimes":
      return /(^|-)jdk(-|$)/.test(tag);
    case "sapmachine":
      return !isRuntimeTag(tag);
    default:
      return others.test(`${registry}/${repository}`) && !isRuntimeTag(tag);
  }
}

function isRuntimeTag(tag: string): boolean {
  return /(^|-)(jre|headless)(-|$)/.test(tag);
}
