import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { folderAbove, pathFrom, placeInFolder, wayTo } from "../../server/src/host/paths.ts";
import { pathOf, uriIn, uriOf } from "../../server/src/lsp/fileUris.ts";

describe("addresses of files", () => {
  test.each([
    ["file:///srv/app/Dockerfile", "/srv/app/Dockerfile"],
    ["file:///srv/my%20app/caf%C3%A9", "/srv/my app/café"],
    ["file:///c%3A/work/Dockerfile", "c:\\work\\Dockerfile"],
    ["file:///C:/work/a%23b", "C:\\work\\a#b"],
    ["file://host/share/Dockerfile", "\\\\host\\share\\Dockerfile"],
    ["file:///srv/compose.yaml#0-services.web", "/srv/compose.yaml"],
    ["file:///srv/100%", undefined],
    ["file:///srv/%FF", undefined],
    ["untitled:Untitled-1", undefined],
    ["vscode-vfs://github/a/b", undefined],
  ])("%s is %s", (uri, path) => {
    expect(pathOf(uri)).toBe(path);
  });

  test.each(["/srv/app", "/srv/my app/a#b?c%d", "/é/😀", "c:\\work\\a b", "\\\\host\\share\\a"])(
    "%s leads back to itself",
    (path) => {
      expect(pathOf(uriOf(path))).toBe(path);
      if (path.startsWith("/") && process.platform !== "win32")
        expect(decodeURIComponent(uriOf(path))).toBe(decodeURIComponent(pathToFileURL(path).href));
    },
  );

  test("a file in a folder", () => {
    expect(uriIn("/srv/my app", "docker/.dockerignore")).toBe("file:///srv/my%20app/docker/.dockerignore");
    expect(uriIn("/", "a")).toBe("file:///a");
    expect(uriIn("c:\\work", "a/b")).toBe("file:///c:/work/a/b");
  });
});

describe("ways", () => {
  test.each([
    ["/srv", "/srv/a/b", "a/b"],
    ["/srv", "/srv", ""],
    ["/srv/a", "/srv/b", "../b"],
    ["/", "/srv", "srv"],
    ["/srv/..a", "/srv/..a/b", "b"],
    ["c:\\Work", "C:\\work\\a", "a"],
    ["c:\\work", "d:\\work", undefined],
  ])("from %s to %s", (folder, path, way) => {
    expect(wayTo(folder, path)).toBe(way);
  });

  test.each([
    ["/srv/app", "../web", "/srv/web"],
    ["/srv", "./a/./b/", "/srv/a/b"],
    ["/srv", "/other", "/other"],
    ["/", "..", "/"],
    ["c:\\work", "../web/a", "c:\\web\\a"],
    ["\\\\host\\share", "a", "\\\\host\\share\\a"],
  ])("from %s, %s is %s", (folder, way, path) => {
    expect(pathFrom(folder, way)).toBe(path);
  });

  test("what is in a folder, and what only looks so", () => {
    expect(placeInFolder("/srv", "/srv/..a/b")).toBe("..a/b");
    expect(placeInFolder("/srv", "/srv2")).toBeUndefined();
    expect(placeInFolder("/srv/a", "/srv")).toBeUndefined();
    expect(folderAbove("/srv/a")).toBe("/srv");
    expect(folderAbove("/a")).toBe("/");
    expect(folderAbove("c:\\work\\a")).toBe("c:\\work");
  });
});
