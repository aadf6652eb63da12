import type { ShellCommand, Word } from "../shell/script.ts";

/** True for a command that compares a file with a checksum or a signature. */
export function isVerifier({ name, args }: ShellCommand): boolean {
  if (/^(sha(1|224|256|384|512)?sum|shasum|md5sum|b2sum|cosign|minisign|signify)$/.test(name)) return true;
  if (name === "openssl") return args[0]?.value === "dgst";
  return (
    /^gpgv?\d?$/.test(name) && (name.startsWith("gpgv") || args.some(({ value }) => value === "--verify"))
  );
}

export function isDownloader({ name }: ShellCommand): boolean {
  return name === "curl" || name === "wget";
}

const curlOptions =
  "-A --user-agent -b --cookie -c --cookie-jar -d --data --data-raw --data-urlencode -e --referer -H --header -o --output -u --user -U --proxy-user -x --proxy --preproxy -X --request -w --write-out --cacert --cert --key --retry --retry-delay --max-time -m --connect-timeout --create-dirs-mode --noproxy --resolve --connect-to -F --form -T --upload-file -K --config --proto --proto-default --retry-max-time --ciphers --limit-rate -C --continue-at --interface -E --range -r -y -Y";
const wgetOptions =
  "-O --output-document -o --output-file -P --directory-prefix --header --referer -U --user-agent --post-data -T --timeout -t --tries -e --execute -a --append-output -i --input-file --progress --user --password";
const valued: Readonly<Record<string, readonly string[]>> = {
  curl: curlOptions.split(" "),
  wget: wgetOptions.split(" "),
};

/** The words of a `curl` or `wget` that say what to fetch; values of other options are left out. */
export function downloadWords({ name, args }: ShellCommand): readonly Word[] {
  const options = valued[name] ?? [];
  return args.filter(({ value }, at) => {
    const before = args[at - 1]?.value ?? "";
    if (value.startsWith("-") && !/^--url=/.test(value)) return false;
    const isBundleEnd = /^-[A-Za-z]{2,}$/.test(before) && options.includes(`-${before.slice(-1)}`);
    return !options.includes(before) && !isBundleEnd;
  });
}
