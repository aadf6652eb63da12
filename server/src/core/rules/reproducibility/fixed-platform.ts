import type { StageFacts } from "../../facts/stages.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "fixed-platform",
  group: "reproducibility",
  summary: "FROM asks for one fixed platform.",
  why: "With a platform written into the file, a build for another one silently makes an image of the wrong architecture, and on a machine with another processor everything runs in slow emulation. A stage that only prepares files can use `--platform=$BUILDPLATFORM`; the platform of the result belongs on the command line. Where one platform is needed, say so in the stage's name: `AS build-amd64`.",
  severity: "information",
  phase: "word",
  safety: [],
  aliases: ["DL3029", "FromPlatformFlagConstDisallowed"],
  *check({ stages }): Generator<Problem> {
    for (const stage of stages) {
      const { platform } = stage.stage.from;
      const value = platform?.value;
      if (!platform || value === undefined || value.includes("$") || isMeant(value, stage)) continue;
      yield {
        span: platform.span,
        message: `this stage is built for ${value}, also when the image is built for another platform`,
      };
    }
  },
});

/** The stage's name says it, Windows has no other platform, or the image exists for this one alone. */
function isMeant(value: string, { stage, image }: StageFacts): boolean {
  const [system = "", architecture = ""] = value.toLowerCase().split("/");
  const name = stage.name?.value.toLowerCase() ?? "";
  const isNamed = name !== "" && [system, architecture].some((word) => word !== "" && name.includes(word));
  return isNamed || system === "windows" || (image?.source !== "table" && image?.platforms.length === 1);
}
