import { officialImage } from "./official.ts";
import type { ImageReference } from "./types.ts";

/** What official images set with ENV, by name; `NAME*` for all that begin with it. PATH is in all of them. */
const environments: Readonly<Record<string, readonly string[]>> = {
  ...each("almalinux alpine amazonlinux archlinux busybox centos debian rockylinux ubuntu", ""),
  ...each("amazoncorretto eclipse-temurin ibm-semeru-runtimes openjdk sapmachine", "JAVA*"),
  ...each("maven", "JAVA* MAVEN*"),
  ...each("gradle", "JAVA* GRADLE*"),
  ...each("tomcat", "JAVA* CATALINA* TOMCAT* LD_LIBRARY_PATH GPG_KEYS"),
  ...each("buildpack-deps gcc", "GCC* GPG*"),
  ...each("node", "NODE* YARN*"),
  ...each("python", "PYTHON* GPG_KEY PIP*"),
  ...each("golang", "GO*"),
  ...each("rust", "RUST* CARGO*"),
  ...each("ruby", "RUBY* GEM* BUNDLE*"),
  ...each("php", "PHP* APACHE* GPG_KEYS"),
  ...each("nginx", "NGINX* NJS* PKG_RELEASE DYNPKG_RELEASE ACME*"),
  ...each("httpd", "HTTPD*"),
};

/** Set or read by systems and shells everywhere. */
const everywhere: ReadonlySet<string> = new Set(["PATH", "HOME", "LANG", "LANGUAGE", "LC_ALL", "TERM"]);

/** True when the image sets the variable, false when it does not, undefined when the image is not known well enough. */
export function setsVariable(reference: ImageReference, name: string): boolean | undefined {
  if (everywhere.has(name)) return true;
  const official = officialImage(reference);
  if (!official || !Object.hasOwn(environments, official.name)) return undefined;
  return environments[official.name]?.some((own) =>
    own.endsWith("*") ? name.startsWith(own.slice(0, -1)) : own === name,
  );
}

function each(images: string, names: string): Readonly<Record<string, readonly string[]>> {
  const own = names.split(" ").filter((name) => name !== "");
  return Object.fromEntries(images.split(" ").map((image) => [image, own]));
}
