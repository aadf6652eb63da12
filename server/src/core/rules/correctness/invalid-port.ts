import { replaceSpan } from "../../edits/apply.ts";
import type { Fix } from "../../edits/fix.ts";
import { type ExposedPort, exposedPorts } from "../../facts/ports.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "invalid-port",
  group: "correctness",
  summary: "EXPOSE names something that is no port.",
  why: "EXPOSE takes ports from 0 to 65535, ranges of them, and `/tcp`, `/udp` or `/sctp` behind; anything else fails the build. A mapping such as `8080:80` belongs to `docker run -p`: Docker exposes its second half, warns, and is going to refuse it.",
  severity: "error",
  phase: "word",
  safety: ["safe"],
  aliases: ["DL3011", "ExposeInvalidFormat", "DS-0008"],
  *check(facts): Generator<Problem> {
    let commentOf: ExposedPort["instruction"] | undefined;
    for (const port of exposedPorts(facts)) {
      const { instruction, part, text } = port;
      if (text === undefined || instruction === commentOf) continue;
      const complaint = complaintAbout(text);
      if (complaint === undefined) continue;
      if (text.startsWith("#")) commentOf = instruction;
      yield { span: part.span, message: complaint, fixes: fixes(port) };
    }
  },
});

function complaintAbout(text: string): string | undefined {
  if (text.startsWith("#")) return "a comment needs a line of its own: Docker takes these words for ports";
  if (text.endsWith(",")) return "ports are separated by blanks: Docker reads the comma as part of the port";
  if (/^[^/]*:[^/]*/.test(text) && /:\d+(-\d+)?(\/\w+)?$/.test(text))
    return "EXPOSE takes no host port or address; docker run -p maps ports";
  if (/^[[\]]|[[\]]$/.test(text))
    return "EXPOSE takes no JSON array: Docker reads the brackets as part of the port";
  const match = /^(\d+)(?:-(\d+))?(?:\/([^/]*))?$/.exec(text);
  if (!match) return `${text} is no port`;
  const [, first = "", last = first, protocol = "tcp"] = match;
  const tooHigh = [first, last].find((number) => Number(number) > 65535);
  if (tooHigh !== undefined) return `${tooHigh} is no port: they end at 65535`;
  if (Number(first) > Number(last)) return `the range ${first}-${last} runs backwards`;
  return /^(tcp|udp|sctp)$/i.test(protocol)
    ? undefined
    : `${protocol || "/"} is no protocol: tcp, udp or sctp`;
}

/** Where it is clear which port is meant. */
function fixes({ part, text = "", isVerbatim }: ExposedPort): readonly Fix[] {
  const meant = isVerbatim ? clearPort(text) : undefined;
  if (meant === undefined || complaintAbout(meant) !== undefined) return [];
  return [{ title: `Write ${meant}`, safety: "safe", edits: [replaceSpan(part.span, meant)] }];
}

/** `80,` → `80`; `127.0.0.1:8080:80/tcp` and `[::1]:8080:80/tcp` → `80/tcp`, which is what Docker exposes. */
function clearPort(text: string): string | undefined {
  if (/^\d+(-\d+)?,$/.test(text)) return text.slice(0, -1);
  return /^(?:\[[\da-f:.]+\])?[\d.:-]*:(\d+(?:-\d+)?(?:\/\w+)?)$/i.exec(text)?.[1];
}
