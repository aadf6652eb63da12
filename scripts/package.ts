// npm run package: writes plimsoll-<version>.vsix.
import { statSync } from "node:fs";
import { relative } from "node:path";
import { root } from "./support/paths.ts";
import { packVsix } from "./support/vsix.ts";

const file = await packVsix();
console.log(`${relative(root, file)} ${Math.round(statSync(file).size / 1000)} kB`);
