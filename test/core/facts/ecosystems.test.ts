import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { dependencyInstall } from "../../../server/src/core/facts/ecosystems.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { areCovered, manifestCopies, matchesPattern } from "../../../server/src/core/facts/manifests.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";
import { contextOf } from "../../support/known.ts";

function installOf(command: string) {
  const [call] = deriveFacts(parseDockerfile(`FROM x\nRUN ${command}`), nothingKnown).packages;
  return call && dependencyInstall(call);
}

describe("installs", () => {
  test.each([
    ["npm ci --omit=dev", "npm", "npm ci --omit=dev"],
    ["yarn --frozen-lockfile", "yarn", "yarn --frozen-lockfile"],
    [
      "pip3 install --no-cache-dir -r requirements.txt",
      "pip",
      "pip3 install --no-cache-dir -r requirements.txt",
    ],
    ["poetry install --no-root", "poetry", "poetry install --no-root"],
    ["go mod download", "go", "go mod download"],
    ["mvn -B dependency:go-offline", "maven", "mvn -B dependency:go-offline"],
    ["dotnet restore Shop.csproj", "dotnet", "dotnet restore Shop.csproj"],
    ["bundle", "bundler", "bundle"],
    ["mix deps.get", "mix", "mix deps.get"],
    ["cargo chef cook --release", "cargo", "cargo chef cook --release"],
  ])("%s reads manifests alone", (command, ecosystem, fetch) => {
    expect(installOf(command)).toMatchObject({ does: "dependencies", ecosystem, fetch });
  });

  test.each([
    ["GOFLAGS=-v CGO_ENABLED=0 go build ./...", "GOFLAGS=-v go mod download"],
    ["uv sync --locked", "uv sync --locked --no-install-project"],
    ["poetry install --only main", "poetry install --only main --no-root"],
    ["composer install --no-scripts", "composer install --no-scripts --no-autoloader"],
    ["chmod +x mvnw && ./mvnw package -DskipTests", "chmod +x mvnw && ./mvnw -B dependency:go-offline"],
    ["./gradlew bootJar", "./gradlew dependencies --no-daemon"],
    ["dotnet publish src/Api -c Release", "dotnet restore src/Api"],
    ["mvn -f server/pom.xml package", undefined],
    ["gradle :api:build", undefined],
    ["pip install -e .", undefined],
    ["pip install --find-links ./wheels -r requirements.txt", undefined],
  ])("%s builds, and its dependencies come by %s", (command, fetch) => {
    expect(installOf(command)).toMatchObject({ does: "build" });
    expect(installOf(command)?.fetch).toBe(fetch);
  });

  test.each([
    "npm install express",
    "npm install -g npm",
    "yarn --version",
    "yarn global add x",
    "npm run build",
    "pip install flask",
    "pip install -r $LIST",
    "go install example.org/x@latest",
    "go build -mod=vendor",
    "cargo install just",
    "dotnet build --no-restore",
    "mvn clean",
    "gradle wrapper",
    "poetry install --only-root",
    "bundle config set without test",
    "composer update",
  ])("%s is none", (command) => expect(installOf(command)).toBeUndefined());

  test.each([
    ["npm --prefix web ci", "web"],
    ["composer install -d /srv", "/srv"],
    ["pip install -r /app/requirements.txt", "/app/"],
  ])("%s works in %s", (command, directory) => expect(installOf(command)?.directory).toBe(directory));

  test("another directory that is not known", () =>
    expect(installOf("npm --prefix $DIR ci")).toBeUndefined());
});

describe("manifests", () => {
  const question = (command: string, files?: Readonly<Record<string, string>>, folder = "") => {
    const install = installOf(command);
    if (!install) throw new Error(command);
    return {
      install,
      manifests: install.manifests,
      folder,
      context: files && contextOf(new Map(Object.entries(files))),
    };
  };

  test("patterns while the context is not known", () => {
    expect(manifestCopies(question("npm ci", undefined, "web"))).toEqual([
      { sources: ["web/package*.json"], into: "" },
    ]);
    expect(manifestCopies(question("./mvnw package"))).toEqual([
      { sources: ["pom.xml", "mvnw"], into: "" },
      { sources: [".mvn"], into: ".mvn/" },
    ]);
    expect(manifestCopies(question("dotnet restore Shop.sln"))).toBeUndefined();
  });

  test("real names when it is", () => {
    const files = { "package.json": "{}", "npm-shrinkwrap.json": "{}", "index.js": "" };
    expect(manifestCopies(question("npm ci", files))).toEqual([
      { sources: ["package.json", "npm-shrinkwrap.json"], into: "" },
    ]);
    expect(manifestCopies(question("npm ci", { "index.js": "" }))).toBeUndefined();
  });

  test("requirements that name others", () => {
    const files = { "requirements.txt": "-r lists/base.txt\n", "lists/base.txt": "flask\n" };
    expect(manifestCopies(question("pip install -r requirements.txt", files))).toEqual([
      { sources: ["requirements.txt"], into: "" },
      { sources: ["lists/base.txt"], into: "lists/" },
    ]);
  });

  test("covered by earlier COPYs", () => {
    expect(areCovered(question("npm ci"), ["package*.json"])).toBe(true);
    expect(areCovered(question("npm ci"), ["package.json"])).toBe(false);
    expect(areCovered(question("npm ci", { "package.json": "{}" }), ["package.json"])).toBe(true);
  });

  test("COPY patterns do not cross folders", () => {
    expect(matchesPattern("*.csproj", "Api.csproj")).toBe(true);
    expect(matchesPattern("*.csproj", "src/Api.csproj")).toBe(false);
    expect(matchesPattern("go.sum*", "go.sum")).toBe(true);
  });
});
