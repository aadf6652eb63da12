import type { Instruction } from "../document/dockerfile.ts";
import { sourceSpan } from "../document/flatText.ts";
import type { Span } from "../edits/span.ts";
import type { Facts } from "../facts/facts.ts";
import { lastOf } from "../facts/lastOf.ts";
import { variableAt } from "./variables.ts";

/**
 * What a selection grows to, from the smallest on: variable, word, argument, command, chain, instruction, stage, file.
 * Each holds the one before it and is longer.
 */
export function selectionsAt(facts: Facts, offset: number): readonly Span[] {
  const { dockerfile } = facts;
  const instruction = lastOf(dockerfile.instructions, ({ span }) => span.start <= offset);
  const comment = lastOf(dockerfile.comments, ({ span }) => span.start <= offset);
  const stage = facts.graph.stageAt(offset);
  const candidates: readonly (Span | undefined)[] = [
    variableAt(facts, offset)?.span,
    ...(instruction ? partsOf(facts, instruction) : []),
    comment?.span,
    stage?.stage.span,
    { start: 0, end: dockerfile.text.length },
  ];
  const around = candidates.flatMap((span) =>
    span && span.start <= offset && offset <= span.end ? [span] : [],
  );
  const chosen: Span[] = [];
  for (const span of around.sort((a, b) => a.end - a.start - (b.end - b.start))) {
    const inner = chosen.at(-1);
    if (span.end === span.start) continue;
    if (!inner || (span.start <= inner.start && inner.end <= span.end && lengthOf(span) > lengthOf(inner)))
      chosen.push(span);
  }
  return chosen;
}

function lengthOf({ start, end }: Span): number {
  return end - start;
}

function partsOf(facts: Facts, instruction: Instruction): readonly Span[] {
  const { body, flags, heredocs, keywordSpan, span } = instruction;
  const inner = instruction.keyword === "ONBUILD" && instruction.trigger;
  return [
    keywordSpan,
    ...flags.flatMap((flag) => (flag.valueSpan ? [flag.valueSpan, flag.span] : [flag.span])),
    ...(inner ? partsOf(facts, inner) : wordsOf(facts, instruction)),
    sourceSpan(body, 0, body.text.length),
    ...heredocs.map((heredoc) => heredoc.body),
    span,
  ];
}

function wordsOf(facts: Facts, instruction: Instruction): readonly Span[] {
  switch (instruction.keyword) {
    case "RUN": {
      const script = facts.run(instruction)?.script;
      const commands = script?.commands.length ? commandSpans(script) : wordsIn(instruction);
      return [...commands, ...(instruction.exec ?? []).map(({ span }) => span)];
    }
    case "ENV":
    case "ARG":
    case "LABEL":
      return instruction.properties.flatMap(({ name, value, span }) => [
        name.span,
        ...(value ? [value.span] : []),
        span,
      ]);
    default:
      return wordsIn(instruction);
  }
}

type Script = NonNullable<ReturnType<Facts["run"]>>["script"];

function commandSpans({ commands, pipelines, steps }: Script): readonly Span[] {
  return [
    ...commands.flatMap(({ nameWord, args, wrappers, assignments, redirects, span }) => [
      nameWord.span,
      ...[...args, ...wrappers, ...assignments].map((each) => each.span),
      ...redirects.flatMap((redirect) => [redirect.span, ...(redirect.target ? [redirect.target.span] : [])]),
      span,
    ]),
    ...[...pipelines, ...steps].map(({ span }) => span),
  ];
}

function wordsIn({ body }: Instruction): readonly Span[] {
  return [...body.text.matchAll(/"(?:[^"\\]|\\.)*"|[^\s"]+/g)].map((match) =>
    sourceSpan(body, match.index, match.index + match[0].length),
  );
}
