// The way into every npm script: installs what is missing, then runs scripts/<task>.ts on the project's own Node.
// Plain JavaScript without dependencies, because it must run on Node 20.20 and before anything is installed.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [task = "", ...args] = process.argv.slice(2);
const folder = task === "bench" ? "bench" : "scripts";
const script = join(root, folder, `${task}.ts`);

if (!existsSync(script)) stop(`There is no task "${task}".`);
install(root);
if (task === "bench") install(join(root, "bench"));
runTask();

/** Brings node_modules in line with package-lock.json; does nothing when it already is. */
function install(packageFolder) {
  if (isInstalled(packageFolder)) return;
  const started = Date.now();
  process.stderr.write("Installing packages … ");
  // Not "npm ci": it refuses a lock file without every platform's optional packages, and some registries lack a few.
  // This one takes the versions of the lock file too, leaves that file alone, and spares what is already installed.
  const npm = spawnSync("npm", ["install", "--no-save", "--loglevel=error"], {
    cwd: packageFolder,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) {
    stop(
      `failed: npm install ended with ${npm.status ?? npm.error?.message}\n${npm.stdout ?? ""}${npm.stderr ?? ""}`,
    );
  }
  process.stderr.write(`${Math.round((Date.now() - started) / 1000)} s\n`);
}

/** npm writes node_modules/.package-lock.json last, so it names exactly what an install finished with. */
function isInstalled(packageFolder) {
  const record = join(packageFolder, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = readPackages(join(packageFolder, "package-lock.json"));
  const present = readPackages(record);
  return Object.entries(wanted).every(
    ([path, entry]) => path === "" || entry.optional || present[path]?.version === entry.version,
  );
}

function readPackages(lockFile) {
  return JSON.parse(readFileSync(lockFile, "utf8")).packages;
}

function runTask() {
  const bin = join(root, "node_modules", ".bin");
  const child = spawn(node(), [script, ...args], {
    stdio: "inherit",
    env: { ...process.env, PATH: bin + delimiter + process.env.PATH },
  });
  // Ctrl-C reaches the child from the terminal; this process only waits for it to tidy up.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("exit", (code, signal) => process.exit(signal ? 1 : code));
}

/** Node 24 from the npm package "node". Where install scripts are switched off, this Node will do if it is new enough. */
function node() {
  const installed = join(
    root,
    "node_modules",
    "node",
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (existsSync(installed)) return installed;
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  return stop(
    'The npm package "node" is not complete, as its install script did not run. Allow install scripts or use Node 24.',
  );
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
