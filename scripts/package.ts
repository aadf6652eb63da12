// npm run package: writes plimsoll-<version>.vsix.
import { statSync } from "node:fs";
import { relative } from "node:path";
import { root } from "./support/paths.ts";
import { buildVsix } from "./support/vsix.ts";

const file = await buildVsix();
console.log(`${relative(root, file)} ${Math.round(statSync(file).size / 1000)} kB`);
