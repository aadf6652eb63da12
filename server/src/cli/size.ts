import { analysisOf, defaultSettings } from "../core/analyze.ts";
import { estimateImage } from "../core/estimate/estimate.ts";
import type { SizeInvocation } from "./arguments.ts";
import { createWorld } from "./known.ts";
import { prettySizes, sizeReport } from "./print/sizes.ts";
import { readDockerfile } from "./readFile.ts";

/** `plimsoll size`: what the image weighs, part by part. */
export async function size(invocation: SizeInvocation): Promise<number> {
  const { file, format } = invocation;
  const text = readDockerfile(file);
  const { known } = await createWorld(invocation).around(file, text);
  const { facts } = analysisOf(text, {
    known,
    settings: defaultSettings,
    rules: [],
  });
  const estimate = estimateImage(facts);
  if (format === "json")
    process.stdout.write(`${JSON.stringify(sizeReport(facts, estimate, file), undefined, 2)}\n`);
  else process.stdout.write(prettySizes(facts, estimate));
  return 0;
}
