import { styleText } from "node:util";
import { createTwoFilesPatch } from "diff";

/** A unified diff, coloured on a terminal; "" when nothing differs. */
export function diffOf(path: string, before: string, after: string): string {
  if (before === after) return "";
  const patch = createTwoFilesPatch(path, path, before, after, undefined, undefined, { context: 3 });
  return patch
    .split("\n")
    .filter((line) => !line.startsWith("======") && !line.startsWith("Index: "))
    .map(colour)
    .join("\n");
}

function colour(line: string): string {
  if (line.startsWith("+++") || line.startsWith("---")) return styleText("bold", line);
  if (line.startsWith("+")) return styleText("green", line);
  if (line.startsWith("-")) return styleText("red", line);
  return line.startsWith("@@") ? styleText("cyan", line) : line;
}
