// npm run editor: VS Code in the browser with the extension installed, on examples/. Ctrl-C ends it.
import { inRoot } from "./support/paths.ts";
import { step } from "./support/steps.ts";
import { buildVsix } from "./support/vsix.ts";
import { installVsCode } from "./vscode/install.ts";
import { freshProfile, installVsix } from "./vscode/profile.ts";
import { startVsCode } from "./vscode/server.ts";

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(0));

const codeServer = await installVsCode();
const vsix = await step("Package", () => buildVsix());
const profile = freshProfile();
installVsix(codeServer, profile, vsix);
const server = await startVsCode(codeServer, profile);
console.log(`\n${server.url}/?${new URLSearchParams({ folder: inRoot("examples") })}\n\nCtrl-C ends it.`);
