// Folders that are nowhere on a disk, for windows of VS Code without a server. `story:/0` has the files that the server
// of the tests gives as /folders/0; what is written stays in memory. VS Code loads it as it is, hence CommonJS.
const vscode = require("vscode");

exports.activate = (context) => {
  const server = context.extensionUri.with({ path: "/" });
  const options = { isCaseSensitive: true };
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider("story", new Folders(server), options),
  );
};

class Folders {
  #changes = new vscode.EventEmitter();
  /** First part of a path → content of each file by its path below it. */
  #folders = new Map();
  onDidChangeFile = this.#changes.event;

  constructor(server) {
    this.server = server;
  }

  async #open(uri) {
    const [, name, ...rest] = uri.path.split("/");
    if (!this.#folders.has(name)) this.#folders.set(name, this.#load(name));
    return { files: await this.#folders.get(name), path: rest.join("/") };
  }

  async #load(name) {
    const answer = await fetch(vscode.Uri.joinPath(this.server, "folders", name).toString(true));
    const encoder = new TextEncoder();
    return new Map(Object.entries(await answer.json()).map(([path, text]) => [path, encoder.encode(text)]));
  }

  async stat(uri) {
    const { files, path } = await this.#open(uri);
    const file = files.get(path);
    if (file) return { type: vscode.FileType.File, ctime: 0, mtime: file.mtime ?? 0, size: file.length };
    if (path === "" || [...files.keys()].some((name) => name.startsWith(`${path}/`)))
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  async readDirectory(uri) {
    const { files, path } = await this.#open(uri);
    const start = path === "" ? "" : `${path}/`;
    const entries = new Map();
    for (const name of files.keys()) {
      if (!name.startsWith(start)) continue;
      const [first, ...more] = name.slice(start.length).split("/");
      entries.set(first, more.length === 0 ? vscode.FileType.File : vscode.FileType.Directory);
    }
    return [...entries];
  }

  async readFile(uri) {
    const { files, path } = await this.#open(uri);
    const file = files.get(path);
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return file;
  }

  async writeFile(uri, content) {
    const { files, path } = await this.#open(uri);
    const type = files.has(path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    files.set(path, Object.assign(new Uint8Array(content), { mtime: Date.now() }));
    this.#changes.fire([{ type, uri }]);
  }

  watch() {
    return { dispose() {} };
  }

  createDirectory() {}

  async delete(uri) {
    const { files, path } = await this.#open(uri);
    files.delete(path);
    this.#changes.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  async rename(from, to) {
    await this.writeFile(to, await this.readFile(from));
    await this.delete(from);
  }
}
