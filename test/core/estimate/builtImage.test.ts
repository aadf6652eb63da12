import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import type { BuiltImage } from "../../../server/src/core/estimate/builtImage.ts";
import { estimateImage } from "../../../server/src/core/estimate/estimate.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { specKnown } from "../../support/known.ts";

const file = `FROM debian:bookworm-slim
ARG VERSION=2
ENV A=b
RUN apt-get update \\
    # the compiler
    && apt-get install -y gcc
RUN --mount=type=cache,target=/c <<EOF
set -e
make   all
EOF
WORKDIR /app
COPY --chown=app:app src/ /app/
RUN ["tool", "--fast"]
CMD ["app"]
`;

const base = [
  { createdBy: "/bin/sh -c #(nop) ADD file:1234 in / ", bytes: 70_000_000 },
  { createdBy: '/bin/sh -c #(nop)  CMD ["bash"]', bytes: 0 },
];
const steps = [
  { createdBy: "ARG VERSION=2", bytes: 0 },
  { createdBy: "ENV A=b", bytes: 0 },
  {
    createdBy: "RUN |1 VERSION=2 /bin/sh -c apt-get update     && apt-get install -y gcc # buildkit",
    bytes: 200_000_000,
  },
  { createdBy: "RUN |1 VERSION=2 /bin/sh -c set -e\nmake   all\n # buildkit", bytes: 5_000_000 },
  { createdBy: "WORKDIR /app", bytes: 0 },
  { createdBy: "COPY --chown=app:app src/ /app/ # buildkit", bytes: 40_000 },
  { createdBy: "RUN |1 VERSION=2 tool --fast # buildkit", bytes: 7 },
  { createdBy: 'CMD ["app"]', bytes: 0 },
];
const shop: BuiltImage = {
  id: "sha256:shop",
  name: "shop:latest",
  created: "2026-10-01T10:00:00.000Z",
  steps: [...base, ...steps],
};

/** Keyword and measured bytes of the last stage's instructions. */
function measured(text: string, ...builtImages: readonly BuiltImage[]): readonly string[] {
  const facts = deriveFacts(parseDockerfile(text), { ...specKnown(undefined), builtImages });
  return (estimateImage(facts).final?.steps ?? []).flatMap(({ instruction, amount, note }) =>
    note.startsWith("measured in ") ? [`${instruction.keyword} ${amount?.unpacked.likely} ${note}`] : [],
  );
}

describe("an image that was built from the file", () => {
  test("has the sizes of its instructions", () => {
    expect(measured(file, shop)).toEqual([
      "RUN 200000000 measured in shop:latest",
      "RUN 5000000 measured in shop:latest",
      "COPY 40000 measured in shop:latest",
      "RUN 7 measured in shop:latest",
    ]);
  });

  test("says nothing of an instruction that was changed since", () => {
    expect(measured(file.replace("make   all", "make most"), shop)).toHaveLength(3);
  });

  test("has instructions of the stages that the last one is built from", () => {
    const text = file.replace("WORKDIR", "FROM 0\nWORKDIR");
    expect(measured(text, shop)).toEqual([
      "COPY 40000 measured in shop:latest",
      "RUN 7 measured in shop:latest",
    ]);
  });

  test("is the one with most instructions, then the youngest", () => {
    const older = { ...shop, name: "older", created: "2026-09-01T10:00:00.000Z" };
    const less = {
      ...shop,
      name: "less",
      created: "2026-10-02T10:00:00.000Z",
      steps: [...base, ...steps.slice(0, 6)],
    };
    expect(measured(file, less, older, shop)[0]).toContain("shop:latest");
  });

  test("is none that shares a line with it, or has them in another order", () => {
    expect(measured(file, { ...shop, steps: [...base, ...steps.slice(0, 3)] })).toEqual([]);
    expect(measured(file, { ...shop, steps: [...steps].reverse() })).toEqual([]);
    expect(measured("FROM debian\nCMD x\n", shop)).toEqual([]);
  });
});
