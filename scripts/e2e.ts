// npm run e2e [-- WORD…]: only the tests in VS Code; with words, only the UI stories whose name contains one.

import { inWords } from "./support/tally.ts";
import { runEndToEnd } from "./vscode/endToEnd.ts";

const tally = await runEndToEnd(process.argv.slice(2));
console.log(inWords(tally));
process.exit(tally.failed > 0 ? 1 : 0);
