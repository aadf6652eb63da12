// npm run test:builds [-- WORD…]: builds real projects before and after the fixes; with words, only those cases.

import { runBuilds } from "./engine/builds.ts";
import { inWords } from "./support/tally.ts";

const tally = await runBuilds(process.argv.slice(2));
console.log(inWords(tally));
process.exit(tally.failed > 0 ? 1 : 0);
