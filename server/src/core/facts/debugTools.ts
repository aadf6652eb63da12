import type { Word } from "../shell/script.ts";
import type { Facts } from "./facts.ts";
import { perFacts } from "./perFacts.ts";

/** True for a package of tools whose programs nothing in the file calls. */
export function isUnusedTool(facts: Facts, word: Word): boolean {
  const name = packageName(word);
  if (!word.isLiteral || !Object.hasOwn(tools, name)) return false;
  const mentioned = wordsElsewhere(facts);
  return !tools[name]?.some((program) => mentioned.has(program));
}

/** Without the version. */
export function packageName({ value }: Word): string {
  return value.replace(/[=<>~].*$/, "");
}

/** Packages for a person at a terminal, with the programs they bring. */
const tools: Readonly<Record<string, readonly string[]>> = {
  vim: ["vim", "vi"],
  "vim-tiny": ["vim", "vi"],
  "vim-nox": ["vim", "vi"],
  "vim-enhanced": ["vim", "vi"],
  "vim-minimal": ["vim", "vi"],
  nano: ["nano"],
  emacs: ["emacs"],
  "emacs-nox": ["emacs"],
  htop: ["htop"],
  atop: ["atop"],
  iotop: ["iotop"],
  iftop: ["iftop"],
  strace: ["strace"],
  ltrace: ["ltrace"],
  gdb: ["gdb"],
  lsof: ["lsof"],
  "net-tools": ["netstat", "ifconfig", "route", "arp", "hostname"],
  telnet: ["telnet"],
  "inetutils-telnet": ["telnet"],
  "busybox-extras": ["telnet", "httpd", "ftpd", "busybox-extras"],
  tcpdump: ["tcpdump"],
  "iputils-ping": ["ping"],
  "inetutils-ping": ["ping"],
  iputils: ["ping", "arping"],
  traceroute: ["traceroute"],
  mtr: ["mtr"],
  "mtr-tiny": ["mtr"],
  nmap: ["nmap"],
  dnsutils: ["dig", "nslookup", "nsupdate"],
  "bind9-dnsutils": ["dig", "nslookup", "nsupdate"],
  "bind-tools": ["dig", "nslookup", "nsupdate", "host"],
  "bind-utils": ["dig", "nslookup", "nsupdate", "host"],
  tmux: ["tmux"],
  screen: ["screen"],
  "man-db": ["man", "mandb"],
};

/** Words of every instruction, those of package managers left out. */
const wordsElsewhere = perFacts((facts: Facts): ReadonlySet<string> => {
  const words = new Set<string>();
  const add = (text: string) => {
    for (const word of text.split(/[^\w-]+/)) words.add(word);
  };
  for (const instruction of facts.dockerfile.instructions) {
    const run = facts.run(instruction);
    if (!run?.script.isUnderstood) {
      add(instruction.body.text);
      continue;
    }
    const calls = new Set(facts.packagesOf(run).map(({ command }) => command));
    for (const command of run.script.commands) {
      if (calls.has(command) || command.name === "echo") continue;
      add(command.nameWord.value);
      for (const { value } of command.args) add(value);
    }
  }
  return words;
});
