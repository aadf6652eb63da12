/** What the build files of a project say of Spring Boot. */
export interface SpringBoot {
  /** `[3, 2]` for 3.2.1. */
  readonly version: readonly [major: number, minor: number];
  /** The jar is packed in layers, or to be started, in a way of its own. */
  readonly hasOwnLayout: boolean;
}

/** Where Maven packs the jar with Spring Boot's plugin, in a version that pom.xml names. */
export function springBootOfMaven(pom: string): SpringBoot | undefined {
  const text = withoutComments(pom);
  if (!text.includes("<artifactId>spring-boot-maven-plugin</artifactId>")) return undefined;
  const named =
    /<artifactId>spring-boot-(?:starter-parent|dependencies|maven-plugin)<\/artifactId>\s*<version>\s*([^<\s]+)/.exec(
      text,
    )?.[1];
  return springBoot(propertyValue(text, named), /<layers>|<layout>|<layoutFactory/.test(text));
}

/** Where Gradle packs the jar with Spring Boot's plugin, in a version that the build file names. */
export function springBootOfGradle(script: string): SpringBoot | undefined {
  const named =
    /["']org\.springframework\.boot["']\s*\)?\s*version\s*\(?\s*["']([^"']+)["']/.exec(script)?.[1] ??
    /spring-boot-gradle-plugin:([\d.]+)/.exec(script)?.[1];
  return springBoot(named, /\blayered\b|PropertiesLauncher/.test(script));
}

/** `${spring-boot.version}` stands for the property of that name. */
function propertyValue(pom: string, value: string | undefined): string | undefined {
  const name = /^\$\{([\w.-]+)\}$/.exec(value ?? "")?.[1];
  if (name === undefined) return value;
  const start = pom.indexOf(`<${name}>`);
  return start < 0 ? undefined : pom.slice(start + name.length + 2, pom.indexOf("<", start + 1)).trim();
}

function springBoot(version: string | undefined, hasOwnLayout: boolean): SpringBoot | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)\b/.exec(version ?? "") ?? [];
  if (major === undefined || minor === undefined) return undefined;
  return { version: [Number(major), Number(minor)], hasOwnLayout };
}

function withoutComments(xml: string): string {
  const parts = xml.split("<!--");
  return parts.map((part, at) => (at === 0 ? part : (part.split("-->", 2)[1] ?? ""))).join("");
}
