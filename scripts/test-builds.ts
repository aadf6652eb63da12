// npm run test:builds [-- WORD…]: builds real projects before and after the fixes; with words, only those cases.

import { runBuilds } from "./engine/builds.ts";
import { inWords } from "./support/tally.ts";

// Other runs of the same tests leave their table in out/.
process.env.PLIMSOLL_PROOF ??= "docs/proof.md";
const tally = await runBuilds(process.argv.slice(2));
console.log(inWords(tally));
process.exit(tally.failed > 0 ? 1 : 0);
