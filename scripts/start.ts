// npm start [DOCKERFILE]: the engine at work on an example, or on a Dockerfile of your own.
import { bundleIfStale } from "./support/bundles.ts";
import { fromCaller, inRoot } from "./support/paths.ts";
import { openly } from "./support/steps.ts";

const [file] = process.argv.slice(2);

await bundleIfStale();
process.exitCode = await openly(process.execPath, [
  inRoot("dist/cli.cjs"),
  "optimize",
  file ? fromCaller(file) : "examples/node-express/Dockerfile",
]);
