import { type Says, t } from "../../l10n/t.ts";
import { isPlatformArgument } from "../facts/buildArguments.ts";

/** What a word of the language means, in a sentence or two, and where the reference speaks of it. */
export interface KeywordDoc {
  readonly says: string;
  readonly address: string;
}

export function instructionDoc(keyword: string): KeywordDoc | undefined {
  const says = instructions.get(keyword.toUpperCase());
  if (says === undefined) return undefined;
  const anchor = keyword.toUpperCase() === "MAINTAINER" ? "maintainer-deprecated" : keyword.toLowerCase();
  return { says: says(), address: reference(anchor) };
}

export function flagDoc(keyword: string, flag: string): KeywordDoc | undefined {
  const [says, anchor] = flags.get(`${keyword.toUpperCase()} --${flag.toLowerCase()}`) ?? [];
  return says === undefined || anchor === undefined
    ? undefined
    : { says: says(), address: reference(anchor) };
}

export function directiveDoc(name: string): KeywordDoc | undefined {
  const says = directives.get(name);
  return says === undefined ? undefined : { says: says(), address: reference(name) };
}

/** What BuildKit sets by itself; undefined for any other variable. */
export function platformDoc(name: string): KeywordDoc | undefined {
  if (!isPlatformArgument(name)) return undefined;
  const says = platformArguments.get(name);
  return says === undefined
    ? undefined
    : { says: says(), address: reference("automatic-platform-args-in-the-global-scope") };
}

function reference(anchor: string): string {
  return `https://docs.docker.com/reference/dockerfile/#${anchor}`;
}

const instructions: ReadonlyMap<string, Says> = new Map<string, Says>([
  [
    "ADD",
    () =>
      t(
        "Puts files into the image: from the build context, a URL or a git repository. Local archives are unpacked, which COPY never does.",
      ),
  ],
  [
    "ARG",
    () =>
      t(
        "Declares a variable of the build, which `--build-arg` can set. It is gone in the container, but stays visible in the history of the image.",
      ),
  ],
  [
    "CMD",
    () =>
      t(
        "What a container runs when nothing else is asked for, or the arguments of ENTRYPOINT. Only the last one counts.",
      ),
  ],
  [
    "COPY",
    () =>
      t(
        "Puts files of the build context, or with `--from` those of another stage or image, into the image as a layer.",
      ),
  ],
  [
    "ENTRYPOINT",
    () =>
      t(
        "The program that a container runs; arguments of `docker run` come behind it. Only the last one counts.",
      ),
  ],
  [
    "ENV",
    () => t("Sets environment variables for the instructions below and for every container of the image."),
  ],
  ["EXPOSE", () => t("Notes on which ports the container listens. It opens none: `docker run -p` does.")],
  [
    "FROM",
    () =>
      t(
        "Begins a stage on an image or on an earlier stage. The last stage is the image, unless a target is named.",
      ),
  ],
  [
    "HEALTHCHECK",
    () =>
      t(
        "A command that is run in the container now and then; its exit status says whether the container is healthy.",
      ),
  ],
  ["LABEL", () => t("Attaches notes to the image as key and value, such as its source and licence.")],
  [
    "MAINTAINER",
    () =>
      t("Names the author. It is deprecated: the label `org.opencontainers.image.authors` takes its place."),
  ],
  [
    "ONBUILD",
    () => t("An instruction that is kept for later: it runs at the FROM of the build that uses this image."),
  ],
  ["RUN", () => t("Runs commands while the image is built and keeps what they change as a layer.")],
  ["SHELL", () => t("Chooses the shell for the shell forms of RUN, CMD and ENTRYPOINT that follow.")],
  ["STOPSIGNAL", () => t("The signal that asks the container to stop; SIGTERM without it.")],
  [
    "USER",
    () =>
      t(
        "The user, and with `:` the group, for the RUN, CMD and ENTRYPOINT below and for containers of the image.",
      ),
  ],
  [
    "VOLUME",
    () =>
      t(
        "Folders whose content lives outside of the container's own file system, in a volume that is made when it starts.",
      ),
  ],
  [
    "WORKDIR",
    () =>
      t(
        "The folder in which the instructions below and the container work. It is made when it is not there.",
      ),
  ],
]);

const owner = () =>
  t(
    "Owner and permissions of the copied files. Set here they cost nothing; a `chown` or `chmod` in a RUN stores the files again.",
  );
const link = () =>
  t("Makes a layer that depends on nothing below it, so that it is kept when the base changes.");
const exclude = () =>
  t(
    "Leaves out what matches the pattern, besides what the ignore file leaves out. Can be given several times.",
  );

const flags: ReadonlyMap<string, readonly [says: Says, anchor: string]> = new Map<
  string,
  readonly [says: Says, anchor: string]
>([
  [
    "FROM --platform",
    [
      () =>
        t(
          "The platform of the image, such as `linux/arm64`. `$BUILDPLATFORM` takes that of the machine that builds.",
        ),
      "from",
    ],
  ],
  [
    "RUN --mount",
    [
      () =>
        t(
          "Gives the command something that is in no layer: a cache, a secret, an ssh agent, files of the context or of another stage, or memory.",
        ),
      "run---mount",
    ],
  ],
  ["RUN --network", [() => t("The network of this command: `default`, `none` or `host`."), "run---network"]],
  [
    "RUN --security",
    [
      () => t("`insecure` runs the command with all privileges, where the builder allows it."),
      "run---security",
    ],
  ],
  [
    "RUN --device",
    [() => t("Devices of the builder, by their CDI names, that the command may use."), "run---device"],
  ],
  [
    "COPY --from",
    [
      () =>
        t(
          "Takes the files from a stage, by its name or number, from an image or from a named build context.",
        ),
      "copy---from",
    ],
  ],
  ["COPY --chown", [owner, "copy---chown---chmod"]],
  ["COPY --chmod", [owner, "copy---chown---chmod"]],
  ["COPY --link", [link, "copy---link"]],
  [
    "COPY --parents",
    [
      () => t("Keeps the folders of the sources, from `/./` on where that stands in the path."),
      "copy---parents",
    ],
  ],
  ["COPY --exclude", [exclude, "copy---exclude"]],
  ["ADD --chown", [owner, "add---chown---chmod"]],
  ["ADD --chmod", [owner, "add---chown---chmod"]],
  ["ADD --link", [link, "add---link"]],
  ["ADD --exclude", [exclude, "add---exclude"]],
  [
    "ADD --checksum",
    [
      () =>
        t(
          "The digest that a download must have, or the commit of a repository; the build fails when it has another.",
        ),
      "add---checksum",
    ],
  ],
  [
    "ADD --keep-git-dir",
    [() => t("Keeps the `.git` folder of a repository that is added."), "add---keep-git-dir"],
  ],
  [
    "ADD --unpack",
    [
      () => t("Whether archives are unpacked: those of the context are without it, downloads are not."),
      "add---unpack",
    ],
  ],
  ["HEALTHCHECK --interval", [() => t("Time between two checks; 30 s without it."), "healthcheck"]],
  [
    "HEALTHCHECK --timeout",
    [() => t("Time after which a check counts as failed; 30 s without it."), "healthcheck"],
  ],
  [
    "HEALTHCHECK --start-period",
    [
      () => t("Time that the container has to start, in which failed checks do not count; none without it."),
      "healthcheck",
    ],
  ],
  [
    "HEALTHCHECK --start-interval",
    [() => t("Time between two checks while the container starts; 5 s without it."), "healthcheck"],
  ],
  [
    "HEALTHCHECK --retries",
    [() => t("Failed checks in a row after which the container is unhealthy; 3 without it."), "healthcheck"],
  ],
]);

const directives: ReadonlyMap<string, Says> = new Map<string, Says>([
  [
    "syntax",
    () =>
      t(
        "The image of the Dockerfile front end that reads this file, so that its features do not depend on the version of the builder.",
      ),
  ],
  [
    "escape",
    () =>
      t(
        "The character that continues a line and takes the meaning off the next one: the backslash, or a backtick for the paths of Windows.",
      ),
  ],
  [
    "check",
    () =>
      t("Which of BuildKit's checks are skipped for this file, and whether the others make the build fail."),
  ],
]);

const platformArguments: ReadonlyMap<string, Says> = new Map<string, Says>([
  ["TARGETPLATFORM", () => t("The platform that is built for, such as `linux/arm64/v8`.")],
  ["TARGETOS", () => t("The operating system that is built for: `linux` in `linux/arm64/v8`.")],
  ["TARGETARCH", () => t("The architecture that is built for: `arm64` in `linux/arm64/v8`.")],
  [
    "TARGETVARIANT",
    () => t("The variant of the architecture that is built for: `v8` in `linux/arm64/v8`; empty for most."),
  ],
  [
    "TARGETOSVERSION",
    () => t("The version of the operating system that is built for; only Windows has one."),
  ],
  ["TARGETSTAGE", () => t("The name of the stage that is built.")],
  ["BUILDPLATFORM", () => t("The platform of the machine that builds, such as `linux/amd64`.")],
  ["BUILDOS", () => t("The operating system of the machine that builds.")],
  ["BUILDARCH", () => t("The architecture of the machine that builds.")],
  ["BUILDVARIANT", () => t("The variant of the architecture of the machine that builds; empty for most.")],
  [
    "BUILDOSVERSION",
    () => t("The version of the operating system of the machine that builds; only Windows has one."),
  ],
]);
