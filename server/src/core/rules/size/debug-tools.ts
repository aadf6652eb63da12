import type { Fix } from "../../edits/fix.ts";
import { hasCommentAbove, removeWord } from "../../edits/words.ts";
import type { Facts } from "../../facts/facts.ts";
import { type PackageCommand, systemManagers } from "../../facts/packages.ts";
import { perFacts } from "../../facts/perFacts.ts";
import { defineRule, type Problem } from "../../rule.ts";
import type { Word } from "../../shell/script.ts";

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

export default defineRule({
  id: "debug-tools",
  group: "size",
  summary: "Editors and tools for debugging are installed in the image.",
  why: "Editors, tracers and network tools are for a person at a terminal. The program in the container does not call them, but they take space, bring libraries along, show up in vulnerability scans and serve an intruder. `docker debug`, `kubectl debug` or a container that joins the namespaces of this one bring such tools when they are needed. Tools that the file itself uses are not meant.",
  severity: "hint",
  phase: "word",
  safety: ["review"],
  aliases: ["DL3001"],
  *check(facts): Generator<Problem> {
    for (const call of facts.packages) {
      const { manager, action, operands, run } = call;
      if (!systemManagers.has(manager) || (action !== "install" && action !== "add")) continue;
      if (!run.stage?.isShipped || isForPeople(call)) continue;
      const unused = operands.filter((word) => isUnusedTool(facts, word));
      // Without any other package the whole install would have to go.
      const isRest = unused.length < operands.length;
      for (const word of unused) {
        yield {
          span: word.span,
          message: `${packageName(word)} is for people at a terminal, the program does not need it`,
          fixes: isRest ? removal(facts, call, word) : [],
        };
      }
    }
  },
});

function isUnusedTool(facts: Facts, word: Word): boolean {
  const name = packageName(word);
  if (!word.isLiteral || !Object.hasOwn(tools, name)) return false;
  const mentioned = wordsElsewhere(facts);
  return !tools[name]?.some((program) => mentioned.has(program));
}

function packageName({ value }: Word): string {
  return value.replace(/[=<>~].*$/, "");
}

/** Images that people work in. */
function isForPeople({ run }: PackageCommand): boolean {
  const names = [run.stage?.stage.name?.value, run.stage?.root.reference?.repository].join(" ").toLowerCase();
  return ["dev", "debug", "workspace", "toolbox", "netshoot", "shell", "jupyter"].some((word) =>
    names.includes(word),
  );
}

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

function removal({ dockerfile }: Facts, { command }: PackageCommand, word: Word): readonly Fix[] {
  // A comment about the tool would be left behind.
  if (hasCommentAbove(dockerfile, command, word)) return [];
  const title = `Remove ${packageName(word)}`;
  const assumption = "no script of the image calls it";
  return [{ title, safety: "review", assumption, edits: [removeWord(dockerfile, command, word)] }];
}
