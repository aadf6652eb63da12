import { createIgnoreFile } from "../../edits/newIgnoreFile.ts";
import { measured } from "../../estimate/amount.ts";
import { bytesInWords } from "../../estimate/words.ts";
import { contextSources } from "../../facts/contextSources.ts";
import { type Dragged, draggedBy } from "../../facts/dragged.ts";
import { namesInWords } from "../../facts/names.ts";
import { nameOf, unwantedFiles } from "../../facts/unwanted.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "missing-dockerignore",
  group: "cache",
  summary: "A folder is copied without a `.dockerignore` that would keep out what no build needs.",
  why: "`COPY . .` takes everything: the history in `.git`, packages that the build installs anyway, what earlier builds left behind, and files with secrets. All of it is sent to the builder and stored in the layer, and every change to it – a commit, an installed package, a log line – makes the builder run all later steps again. Packages of another system or version may even break the image. The fix writes a `.dockerignore` for what is there and what such projects usually have, and never for a file that the Dockerfile names.",
  severity: "information",
  phase: "word",
  safety: ["review"],
  aliases: [],
  needs: "context",
  *check(facts): Generator<Problem> {
    const { context } = facts.known;
    if (!context || context.ignoreFile || unwantedFiles(facts).length === 0) return;
    const created = createIgnoreFile(facts, context);
    const matters = created.unwanted.filter(({ purpose }) => purpose !== "docker" && purpose !== "editor");
    let worst: Dragged | undefined;
    for (const source of contextSources(facts)) {
      const dragged = draggedBy(source, matters, context);
      if (dragged && dragged.bytes > (worst?.bytes ?? -1)) worst = dragged;
    }
    if (!worst) return;
    const { source, unwanted, bytes } = worst;
    const amount = `${context.complete ? "" : "at least "}${bytesInWords(bytes)}`;
    yield {
      span: source.part.span,
      message: `without .dockerignore this takes ${amount} that no build needs: ${namesInWords(unwanted.map(nameOf))}`,
      fixes: [
        {
          title: `Create .dockerignore (keeps out ${bytesInWords(created.bytes)})`,
          safety: "review",
          assumption: "none of these files is needed by a step or at run time",
          edits: [],
          files: [created.file],
          ...(source.copy.stage?.isShipped
            ? { saves: measured(bytes, "measured in the build context") }
            : {}),
        },
      ],
    };
  },
});
