import { remember } from "../remember.ts";
import { officialImage } from "./official.ts";
import { compareVersions, readTag } from "./tagShape.ts";
import type { ImageReference } from "./types.ts";

/** A user that an image brings along, so that `USER node` needs no useradd. */
export interface ImageUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home?: string;
}

/** What is known about the users of an image. */
export interface ImageUsers {
  /** What a container runs as when no USER follows. Undefined means "not known". */
  readonly runsAs: "root" | "non-root" | undefined;
  /** A user other than root that exists in the image, whether it runs as it or not. */
  readonly existing: ImageUser | undefined;
}

const notKnown: ImageUsers = { runsAs: undefined, existing: undefined };
const root: ImageUsers = { runsAs: "root", existing: undefined };

/** Who an image runs as and which other user it has, from its name and tag. Sources: the images' own Dockerfiles. */
export const imageUsers = remember((reference: ImageReference): ImageUsers => {
  const official = officialImage(reference);
  if (official) return officialUsers(official.name, reference.tag);
  const name = `${reference.registry}/${reference.repository}`;
  const found = elsewhere.find(([pattern]) => pattern.test(name));
  return found ? found[1](reference.tag ?? "latest", name) : notKnown;
});

function rootWith(name: string, uid: number, gid: number, home?: string): ImageUsers {
  return { runsAs: "root", existing: home === undefined ? { name, uid, gid } : { name, uid, gid, home } };
}

function runsAs(name: string, uid: number, gid: number, home?: string): ImageUsers {
  return { ...rootWith(name, uid, gid, home), runsAs: "non-root" };
}

const nonRoot: ImageUsers = { runsAs: "non-root", existing: undefined };

/** Official images that run as root and have no user made for running programs. */
const plainRoot: ReadonlySet<string> = new Set(
  (
    "almalinux alpine amazoncorretto amazonlinux archlinux bash buildpack-deps busybox caddy centos clojure composer " +
    "dart debian docker eclipse-temurin elixir erlang fedora gcc golang haskell hello-world ibm-semeru-runtimes julia " +
    "maven openjdk oraclelinux perl pypy python r-base registry rockylinux ruby rust sapmachine scratch swift tomcat traefik"
  ).split(" "),
);

type UsersOfTag = (isAlpine: boolean, version: readonly number[] | undefined) => ImageUsers;

/** Most servers start as root and step down in their entrypoint: then the user exists, and root is the default. */
const official: Readonly<Record<string, UsersOfTag>> = {
  node: () => rootWith("node", 1000, 1000, "/home/node"),
  ghost: () => rootWith("node", 1000, 1000, "/home/node"),
  gradle: () => rootWith("gradle", 1000, 1000, "/home/gradle"),
  nginx: () => rootWith("nginx", 101, 101),
  httpd: webServer,
  php: webServer,
  wordpress: webServer,
  nextcloud: webServer,
  drupal: webServer,
  joomla: webServer,
  postgres: (isAlpine) =>
    isAlpine
      ? rootWith("postgres", 70, 70, "/var/lib/postgresql")
      : rootWith("postgres", 999, 999, "/var/lib/postgresql"),
  redis: (isAlpine) => rootWith("redis", 999, isAlpine ? 1000 : 999),
  mysql: () => rootWith("mysql", 999, 999),
  mariadb: () => rootWith("mysql", 999, 999),
  mongo: () => rootWith("mongodb", 999, 999),
  rabbitmq: (isAlpine) => (isAlpine ? rootWith("rabbitmq", 100, 101) : rootWith("rabbitmq", 999, 999)),
  // The user `ubuntu` came with 23.04.
  ubuntu: (_, version) =>
    version && (version[0] ?? 0) < 23 ? root : rootWith("ubuntu", 1000, 1000, "/home/ubuntu"),
  memcached: () => runsAs("memcache", 11211, 11211),
  // The user is older than its USER instruction, which came with 2.4.
  haproxy: (_, version) =>
    version && version.length > 1 && compareVersions(version, [2, 4]) < 0
      ? rootWith("haproxy", 99, 99, "/var/lib/haproxy")
      : runsAs("haproxy", 99, 99, "/var/lib/haproxy"),
  solr: () => runsAs("solr", 8983, 8983, "/var/solr"),
  elasticsearch: elasticsearch,
};

function officialUsers(name: string, tag: string | undefined): ImageUsers {
  if (name === "docker" && tag?.includes("rootless")) return runsAs("rootless", 1000, 1000, "/home/rootless");
  if (plainRoot.has(name)) return root;
  const users = Object.hasOwn(official, name) ? official[name] : undefined;
  const { variant, version } = readTag(name, tag);
  return users?.(variant.split("-").includes("alpine"), version) ?? notKnown;
}

function webServer(isAlpine: boolean): ImageUsers {
  return isAlpine ? rootWith("www-data", 82, 82, "/home/www-data") : rootWith("www-data", 33, 33, "/var/www");
}

/** Version 7 starts as root and steps down; since 8 the image says USER. */
function elasticsearch(_: boolean, version: readonly number[] | undefined): ImageUsers {
  const user = { name: "elasticsearch", uid: 1000, gid: 1000, home: "/usr/share/elasticsearch" };
  return { runsAs: (version?.[0] ?? 9) >= 8 ? "non-root" : "root", existing: user };
}

/** Images elsewhere, by `registry/repository`. The first pattern that fits wins. */
const elsewhere: readonly (readonly [pattern: RegExp, users: (tag: string, name: string) => ImageUsers])[] = [
  // Every distroless image has the user; the tag decides who runs. `debug-nonroot` counts too.
  [
    /^gcr\.io\/distroless\//,
    (tag) =>
      tag.includes("nonroot")
        ? runsAs("nonroot", 65532, 65532, "/home/nonroot")
        : rootWith("nonroot", 65532, 65532, "/home/nonroot"),
  ],
  [/^cgr\.dev\/chainguard\/wolfi-base$/, () => rootWith("nonroot", 65532, 65532)],
  [/^cgr\.dev\/chainguard\//, chainguard],
  [/^docker\.io\/(bitnami|bitnamilegacy|bitnamisecure)\//, bitnami],
  [/^(docker\.io|ghcr\.io|quay\.io)\/(nginxinc|nginx)\/nginx-unprivileged$/, () => runsAs("nginx", 101, 101)],
  [/^mcr\.microsoft\.com\/dotnet\/(sdk|aspnet|runtime|runtime-deps|monitor)$/, dotnet],
  [/^mcr\.microsoft\.com\/(vscode\/)?devcontainers\//, devcontainer],
  // On Ubuntu 24.04 and later the user `ubuntu` has taken the first number already.
  [
    /^mcr\.microsoft\.com\/playwright/,
    (tag) => (/jammy|focal/.test(tag) ? rootWith("pwuser", 1000, 1000, "/home/pwuser") : root),
  ],
  [/^docker\.io\/jenkins\/jenkins$/, () => runsAs("jenkins", 1000, 1000, "/var/jenkins_home")],
  [/^docker\.io\/jenkins\/(inbound-)?agent$/, () => runsAs("jenkins", 1000, 1000, "/home/jenkins")],
  [/^docker\.io\/grafana\/grafana(-oss|-enterprise)?$/, () => runsAs("grafana", 472, 0, "/home/grafana")],
  [/^docker\.io\/grafana\/(loki|tempo|mimir)$/, () => nonRoot],
  [/^(docker\.io\/prom|quay\.io\/prometheus)\//, () => runsAs("nobody", 65534, 65534)],
  [/^quay\.io\/keycloak\/keycloak$/, () => runsAs("keycloak", 1000, 0)],
  [
    /^docker\.elastic\.co\/elasticsearch\//,
    (tag) => elasticsearch(false, readTag("elasticsearch", tag).version),
  ],
  [/^docker\.io\/oven\/bun$/, () => rootWith("bun", 1000, 1000, "/home/bun")],
  [/^docker\.io\/denoland\/deno$/, () => rootWith("deno", 1993, 1993)],
  [/^(docker\.io\/jupyter|quay\.io\/jupyter)\//, () => runsAs("jovyan", 1000, 100, "/home/jovyan")],
  [/^docker\.io\/mambaorg\/micromamba$/, () => nonRoot],
  [/^ghcr\.io\/puppeteer\/puppeteer$/, () => nonRoot],
  [/^docker\.io\/selenium\//, () => runsAs("seluser", 1200, 1201, "/home/seluser")],
  // Red Hat's builder images run as 1001 in group 0, its plain system images as root.
  [
    /^registry\.(access\.)?redhat\.(com|io)\/ubi\d+\/(nodejs|python|php|ruby|perl|go-toolset|nginx|httpd)/,
    () => nonRoot,
  ],
  [/^registry\.(access\.)?redhat\.(com|io)\/ubi\d+\/openjdk/, () => nonRoot],
  [/^registry\.(access\.)?redhat\.(com|io)\/ubi\d+(\/ubi(-minimal|-micro|-init)?)?(-minimal)?$/, () => root],
  [
    /^docker\.io\/(nvidia\/cuda|pytorch\/pytorch|tensorflow\/tensorflow|continuumio\/miniconda3)$/,
    () => root,
  ],
  [/^public\.ecr\.aws\/amazonlinux\/amazonlinux$/, () => root],
];

/** Databases and web servers there keep the ids of their upstream images. */
function chainguard(_: string, name: string): ImageUsers {
  return /\/(postgres|redis|mariadb|mysql|mongodb|memcached|rabbitmq|grafana|prometheus)/.test(name)
    ? nonRoot
    : runsAs("nonroot", 65532, 65532, "/home/nonroot");
}

/** 1001 has no name in these images. Their images for building programs run as root. */
function bitnami(_: string, name: string): ImageUsers {
  if (name.endsWith("/minideb")) return root;
  return /\/(dotnet-sdk|git|golang|java|node|node-min|php-fpm|python|ruby|rust|pytorch)$/.test(name)
    ? notKnown
    : nonRoot;
}

/** The user `app` came with .NET 8, and the chiseled and distroless images run as it. */
function dotnet(tag: string): ImageUsers {
  const version = Number.parseInt(tag, 10);
  const isStripped = /chiseled|distroless/.test(tag);
  if (Number.isNaN(version))
    return tag.startsWith("latest") ? rootWith("app", 1654, 1654, "/home/app") : notKnown;
  if (version < 8) return isStripped ? nonRoot : root;
  return isStripped ? runsAs("app", 1654, 1654, "/home/app") : rootWith("app", 1654, 1654, "/home/app");
}

function devcontainer(_: string, name: string): ImageUsers {
  const user = /node$/.test(name) ? "node" : "vscode";
  return rootWith(user, 1000, 1000, `/home/${user}`);
}
