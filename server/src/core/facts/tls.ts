import type { ShellCommand } from "../shell/script.ts";
import type { WantedOption } from "./options.ts";

const off = /^(false|0|no|off)$/i;
const rpm = ["yum", "dnf", "dnf5", "microdnf"];

/** Options that switch the check of certificates off. */
export const tlsOptions: readonly WantedOption[] = [
  { programs: ["curl"], option: "-k" },
  { programs: ["curl"], option: "--insecure" },
  { programs: ["wget", "apk"], option: "--no-check-certificate" },
  { programs: ["pip"], option: "--trusted-host", value: /./ },
  { programs: ["uv"], option: "--allow-insecure-host", value: /./ },
  { programs: ["git"], option: "-c", value: /^http\.(\S+\.)?sslverify=(false|0|no|off)$/i },
  { programs: ["npm", "yarn", "pnpm"], option: "--strict-ssl", value: off },
  { programs: ["npm", "yarn", "pnpm"], option: "--no-strict-ssl" },
  { programs: rpm, option: "--setopt", value: /^(\S+\.)?sslverify=(false|0|no)$/i },
  {
    programs: ["apt-get", "apt"],
    option: "-o",
    value: /^Acquire::https?::(\S+::)?Verify-(Peer|Host)=(false|0|no)$/i,
  },
  { programs: ["conda", "mamba"], option: "--insecure" },
  { programs: ["helm", "kubectl", "oc"], option: "--insecure-skip-tls-verify" },
];

/** Commands that write the same into a configuration, told by their words in one line. */
const settings: readonly (readonly [program: RegExp, words: RegExp])[] = [
  [
    /^(npm|yarn|pnpm)$/,
    /^(config )?(set|-g set)( -g| --global)? strict-ssl[ =](false|0)\b|^config (set|-g set)( -g| --global)? "?strict-ssl[ =]false/,
  ],
  [/^yarn$/, /^config set (-\S+ )*enableStrictSsl false/],
  [/^git$/, /^config (\S+ )*http\.(\S+\.)?sslverify[ =]("?false|0)/i],
  [/^pip[\d.]*$/, /^config (\S+ )*set (\S+ )*\S+\.trusted-host /],
  [/^(conda|mamba)$/, /^config (\S+ )*--set ssl_verify (false|no|0)/i],
  [/^composer$/, /^config (\S+ )*disable-tls true/],
  [/^bundler?$/, /^config (\S+ )*ssl_verify_mode 0/],
];

/** "npm config set strict-ssl false", when that is what the command does. */
export function tlsSettingIn({ name, args }: ShellCommand): string | undefined {
  if (!/^(npm|yarn|pnpm|git|pip[\d.]*|conda|mamba|composer|bundler?)$/.test(name)) return undefined;
  const words = args.map(({ value }) => value).join(" ");
  const isMeant = settings.some(([program, text]) => program.test(name) && text.test(words));
  return isMeant ? `${name} ${words}` : undefined;
}

const whenFalse =
  /^(npm_config_strict_ssl|yarn_enable_strict_ssl|yarn_strict_ssl|conda_ssl_verify|git_ssl_verify)$/i;
const whenZero =
  /^(NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY|BUNDLE_SSL_VERIFY_MODE|PERL_LWP_SSL_VERIFY_HOSTNAME)$/;
const whenSet = /^(GIT_SSL_NO_VERIFY|UV_INSECURE_HOST|PIP_TRUSTED_HOST|GOINSECURE)$/;

/** True for a variable with which disablesTls() may be true. */
export function isTlsVariable(name: string): boolean {
  return whenZero.test(name) || whenFalse.test(name) || whenSet.test(name);
}

/** True for `NODE_TLS_REJECT_UNAUTHORIZED=0` and the like. */
export function disablesTls(assignment: string): boolean {
  const equals = assignment.indexOf("=");
  const name = assignment.slice(0, Math.max(0, equals));
  const value = assignment.slice(equals + 1);
  if (whenZero.test(name)) return value === "0";
  if (whenFalse.test(name)) return off.test(value);
  return whenSet.test(name) && value !== "" && !off.test(value) && !isLocal(value);
}

/** The machine itself, where nobody stands in between. */
export function isLocal(text: string): boolean {
  return /^(\w+:\/\/)?(localhost|127(\.\d+){3}|\[::1\])([:/]|$)/.test(text);
}
