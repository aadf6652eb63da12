import { replaceSpan } from "../../edits/apply.ts";
import { exposedPorts } from "../../facts/ports.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "protocol-casing",
  group: "correctness",
  summary: "The protocol of an exposed port is not in lower case.",
  why: "Docker reads the protocol in any case and stores it in lower case, but says so with a warning, and tools that read the Dockerfile themselves may look for `tcp` alone.",
  severity: "hint",
  phase: "word",
  safety: ["safe"],
  aliases: ["ExposeProtoCasing"],
  *check(facts): Generator<Problem> {
    for (const { part, text, isVerbatim } of exposedPorts(facts)) {
      const protocol = /^[^/]*\/(tcp|udp|sctp)$/i.exec(text ?? "")?.[1];
      if (!isVerbatim || !protocol || protocol === protocol.toLowerCase()) continue;
      const span = { start: part.span.end - protocol.length, end: part.span.end };
      yield {
        span,
        message: `${protocol} is written in lower case everywhere else`,
        fixes: [
          {
            title: `Write ${protocol.toLowerCase()}`,
            safety: "safe",
            edits: [replaceSpan(span, protocol.toLowerCase())],
          },
        ],
      };
    }
  },
});
