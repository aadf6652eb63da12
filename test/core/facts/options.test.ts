import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import { removeOption } from "../../../server/src/core/edits/options.ts";
import { removeProperty } from "../../../server/src/core/edits/properties.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { optionUses, type WantedOption } from "../../../server/src/core/facts/options.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";

const factsOf = (line: string) => deriveFacts(parseDockerfile(`FROM x\n${line}`), nothingKnown);

describe("options", () => {
  const wanted: readonly WantedOption[] = [
    { programs: ["curl"], option: "-k" },
    { programs: ["curl"], option: "--insecure" },
    { programs: ["pip"], option: "--trusted-host", value: /./ },
    { programs: ["git"], option: "-c", value: /^a=b$/ },
  ];
  const without = (command: string) => {
    const facts = factsOf(`RUN ${command}`);
    const { text } = facts.dockerfile;
    const edits = optionUses(facts, wanted).flatMap((use) => removeOption(facts.dockerfile, use));
    return applyEdits(text, edits).slice("FROM x\nRUN ".length);
  };

  test("alone, as a letter among others, and with a value", () => {
    expect(without("curl -k x")).toBe("curl x");
    expect(without("curl -fkL x")).toBe("curl -fL x");
    expect(without("curl x --insecure")).toBe("curl x");
    expect(without("python3 -m pip install --trusted-host h x")).toBe("python3 -m pip install x");
    expect(without("pip3 install --trusted-host=h x")).toBe("pip3 install x");
    expect(without("git -c a=b -c c=d fetch")).toBe("git -c c=d fetch");
  });

  test("the value of another letter is none", () => {
    expect(without("curl -ok x")).toBe("curl -ok x");
    expect(without("wget -k x")).toBe("wget -k x");
    expect(without("git -c c=d fetch")).toBe("git -c c=d fetch");
  });
});

describe("properties", () => {
  const without = (line: string, name: string) => {
    const { dockerfile } = factsOf(line);
    const [, instruction] = dockerfile.instructions;
    if (instruction?.keyword !== "ENV") return undefined;
    const property = instruction.properties.find((one) => one.name.value === name);
    const edit = property && removeProperty(dockerfile, instruction, property);
    return edit && applyEdits(dockerfile.text, [edit]).slice("FROM x\n".length);
  };

  test("one of several goes with its line, the only one with its instruction", () => {
    expect(without("ENV A=1 B=2 C=3", "A")).toBe("ENV B=2 C=3");
    expect(without("ENV A=1 \\\n    B=2 \\\n    C=3", "B")).toBe("ENV A=1 \\\n    C=3");
    expect(without("ENV A=1 B=2", "B")).toBe("ENV A=1");
    expect(without("ENV A=1\nRUN x", "A")).toBe("RUN x");
  });

  test("never with a comment", () => {
    expect(without("ENV A=1 \\\n    # why\n    B=2", "B")).toBeUndefined();
  });
});
