import { variableNames } from "../facts/expand.ts";
import { runtimeImage } from "../images/alternatives.ts";
import { officialImage } from "../images/official.ts";
import { isAlpine, knownBase, type RuntimeBase, registryPrefix } from "./runtimeBase.ts";
import type { SingleStage } from "./singleStage.ts";

/** The Java that an image compiles with. */
export interface JavaRelease {
  /** `17` */
  readonly number: string;
  /** Its distribution is Eclipse Temurin, as that of the runtime images is. */
  readonly isTemurin: boolean;
}

/** Undefined where the tag does not say. */
export function javaRelease({ image }: SingleStage): JavaRelease | undefined {
  const { tag = "" } = image;
  const name = officialImage(image)?.name;
  const isTool = name === "maven" || name === "gradle";
  const number = isTool
    ? /(?:jdk|temurin|corretto|semeru|ibmjava|sapmachine|community)-?(\d+)/.exec(tag)?.[1]
    : /^\d+/.exec(tag)?.[0];
  const isTemurin =
    name === "eclipse-temurin" ||
    (name === "maven" && tag.includes("temurin")) ||
    (name === "gradle" && !/corretto|graal|semeru/.test(tag));
  return number === undefined ? undefined : { number, isTemurin };
}

/** Temurin's JRE for the same release on the same system; `isPortable`: on the other system, too, the small one for glibc's. */
export function javaBases(
  single: SingleStage,
  { number }: JavaRelease,
  { isPortable }: { readonly isPortable: boolean },
): readonly RuntimeBase[] {
  const repository = `${registryPrefix(single)}eclipse-temurin`;
  const written = variableFor(single, number) ?? number;
  const ofRelease = (variant: string, family: RuntimeBase["family"]) =>
    knownBase(single, `${repository}:${number}-${variant}`, family, `${repository}:${written}-${variant}`);
  const full = sameVersion(single) ?? ofRelease("jre", "debian");
  const small = (isAlpine(single) ? sameVersion(single) : undefined) ?? ofRelease("jre-alpine", "alpine");
  const [same, other] = isAlpine(single) ? [small, small ? undefined : full] : [full, small];
  return [...(same ? [same] : []), ...(other && isPortable ? [other] : [])];
}

/** `eclipse-temurin:17.0.9_9-jdk` has a runtime of just that version, in the file's own variables. */
function sameVersion(single: SingleStage): RuntimeBase | undefined {
  const { image, stage, facts } = single;
  if (officialImage(image)?.name !== "eclipse-temurin" || image.tag?.includes("ubi")) return undefined;
  const runtime = runtimeImage(image, stage.platform ?? facts.known.platform, facts.known.images);
  if (!runtime) return undefined;
  const written = stage.stage.from.image?.text ?? "";
  const isSameTag = image.digest === undefined && image.tag?.replace("-jdk", "-jre") === runtime.tag;
  const text = isSameTag && written.includes("$") ? written.replace("-jdk", "-jre") : runtime.reference;
  return knownBase(single, runtime.reference, isAlpine(single) ? "alpine" : "debian", text);
}

/** The global ARG that names the release: `FROM maven:3.9-eclipse-temurin-${JAVA}`. */
function variableFor({ stage, facts }: SingleStage, number: string): string | undefined {
  const { from } = stage.stage;
  const name = variableNames(from.image?.text ?? "").find(
    (variable) => facts.scope.value(variable, undefined, from) === number,
  );
  return name && `\${${name}}`;
}
