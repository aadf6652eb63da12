// npm run build [-- --dev] [-- --metafile]: writes dist/.
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { bundle } from "./support/bundles.ts";
import { inRoot } from "./support/paths.ts";

const { values } = parseArgs({ options: { dev: { type: "boolean" }, metafile: { type: "boolean" } } });

const metafile = await bundle({ sourcemaps: values.dev ?? false });
for (const [file, { bytes }] of Object.entries(metafile.outputs)) {
  if (!file.endsWith(".map")) console.log(`${file.padEnd(20)} ${Math.round(bytes / 1000)} kB`);
}
if (values.metafile) {
  mkdirSync(inRoot("out"), { recursive: true });
  writeFileSync(inRoot("out", "metafile.json"), JSON.stringify(metafile));
  console.log("out/metafile.json");
}
