import { describe, expect, test } from "vitest";
import { bakeValue } from "../../../server/src/host/hcl/bakeValue.ts";

describe("a bake file in HCL as a value", () => {
  test("has what JSON would have, with the defaults of variables", async () => {
    const hcl = `variable "A" { default = "x" }
variable "B" { default = 3 }
variable "C" { default = "\${A}-\${B}" }
variable "D" {}
target "t" {
  context = A
  tags = ["r:\${C}", "q\\n", "r:\${D}", lower("Z")]
  args = { one = B, "two" = true, three = null, four = "$\${HOME}" }
  script = <<EOT
a \${A} \\n
EOT
}
target "t" { dockerfile = "d" }
`;
    expect(await bakeValue(hcl)).toEqual({
      target: {
        t: {
          context: "x",
          tags: ["r:x-3", "q\n", "r:${notKnown}", "${notKnown}"],
          args: { one: "3", two: true, three: null, four: "$${HOME}" },
          script: "a x \\n\n",
          dockerfile: "d",
        },
      },
    });
  });

  // Without its bounds, some of these take minutes or all memory.
  test.each([
    ["brackets", `target "a" { args = ${"[".repeat(100_000)}${"]".repeat(100_000)} }`],
    ["blocks without an end", 'a "b" {\n'.repeat(50_000)],
    ["braces", `target "a" {\n x = "${"$${".repeat(100_000)}"\n}`],
    ["no HCL", "}{<<EOT\n".repeat(50_000)],
    [
      "variables made of variables",
      `variable "v" { default = "${"x".repeat(1000)}" }\n`.concat(
        ...Array.from({ length: 60 }, (_, index) => {
          const before = index === 0 ? "v" : `v${index - 1}`;
          return `variable "v${index}" { default = "\${${before}}\${${before}}" }\n`;
        }),
      ),
    ],
  ])("an endless row of %s does no harm", async (_, hcl) => {
    await expect(bakeValue(hcl)).resolves.toBeDefined();
  });
});
