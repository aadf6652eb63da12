import type { ShellCommand } from "../shell/script.ts";

/** True for a command that unpacks an archive or installs a package file and leaves the file where it is. */
export function unpacksArchive(command: ShellCommand): boolean {
  const { name, args } = command;
  const has = (...words: readonly string[]) => args.some(({ value }) => words.includes(value));
  switch (name) {
    case "tar":
    case "bsdtar":
    case "gtar":
      return extracts(command);
    case "unzip":
      return true;
    case "7z":
    case "7za":
    case "7zz":
      return has("x", "e");
    case "dpkg":
      return has("-i", "--install");
    case "rpm":
      return args.some(
        ({ value }) => /^-[a-z]*[iU]/.test(value) || value === "--install" || value === "--upgrade",
      );
    case "apt-get":
    case "apt":
    case "yum":
    case "dnf":
    case "microdnf":
    case "zypper":
      return has("install", "localinstall", "in");
    case "apk":
      return has("add");
    case "sh":
    case "bash":
      return args.some(({ value }) => /(conda|mamba|forge)[^/]*\.sh$|\.run$/i.test(value));
    default:
      return false;
  }
}

/** `tar -xzf`, `tar xf`, `tar --extract`. */
export function extracts({ args }: ShellCommand): boolean {
  const [first] = args;
  if (first && /^[A-Za-z]*x[A-Za-z]*$/.test(first.value) && /^[A-Za-z]+$/.test(first.value)) return true;
  return args.some(({ value }) => /^-[A-Za-z]*x/.test(value) || value === "--extract" || value === "--get");
}
