// npm test: every test there is, the ones in a real VS Code last. The last line is the summary.

import { runBuilds } from "./engine/builds.ts";
import { inWords, sum } from "./support/tally.ts";
import { runVitest } from "./support/vitest.ts";
import { runEndToEnd } from "./vscode/endToEnd.ts";
import { installVsCode } from "./vscode/install.ts";

// Some unit tests use parts of the VS Code that the others run in, so it is brought in first.
if (process.platform !== "win32") await installVsCode();
const total = sum([await runVitest(), await runBuilds(), await runEndToEnd()]);
console.log(inWords(total));
process.exit(total.failed > 0 ? 1 : 0);
