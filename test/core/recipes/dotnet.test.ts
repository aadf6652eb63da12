import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { recognise } from "../../../server/src/core/recipes/recipe.ts";
import { singleStage } from "../../../server/src/core/recipes/singleStage.ts";
import { conversionEdits } from "../../../server/src/core/recipes/stageText.ts";
import { specKnown } from "../../support/known.ts";
import { planned, recognised } from "../../support/recipes.ts";

const sdk = ["FROM mcr.microsoft.com/dotnet/sdk:8.0", "WORKDIR /src", "COPY . ."];
const publish = "RUN dotnet publish -c Release -o /app";

describe("why not", () => {
  test.each([
    [
      "dotnet run",
      [...sdk, 'CMD ["dotnet", "run"]'],
      "dotnet run compiles when the container starts: publish with `dotnet publish -o` and start the dll",
    ],
    [
      "dotnet watch",
      [...sdk, "CMD dotnet watch --project Shop"],
      "dotnet watch compiles when the container starts: publish with `dotnet publish -o` and start the dll",
    ],
    [
      "dotnet tool",
      [...sdk, 'CMD ["dotnet", "ef", "database", "update"]'],
      "dotnet does not start a published dll",
    ],
    [
      "dotnet build",
      [...sdk, "RUN dotnet build -o /app", 'CMD ["dotnet", "/app/Shop.dll"]'],
      "the file builds the project, but does not publish it: `dotnet publish -o` makes a folder that runs alone",
    ],
    [
      "another folder",
      [...sdk, publish, 'CMD ["dotnet", "/srv/Shop.dll"]'],
      "no dotnet publish in the file is seen to write to /srv",
    ],
    [
      "a script",
      [...sdk, publish, 'CMD ["/app/run.sh"]'],
      "/app/run.sh is a script, which may call any program of the image",
    ],
    ["a variable", [...sdk, publish, "CMD dotnet $NAME.dll"], "it is not known where $NAME.dll is"],
    [
      "sources in the root",
      ["FROM mcr.microsoft.com/dotnet/sdk:8.0", "COPY . .", publish, 'CMD ["dotnet", "/app/Shop.dll"]'],
      "the sources have no folder of their own, as WORKDIR would give it",
    ],
    [
      "a line whose images are not known",
      ["FROM mcr.microsoft.com/dotnet/sdk:3.1", ...sdk.slice(1), publish, 'CMD ["dotnet", "/app/Shop.dll"]'],
      "no image mcr.microsoft.com/dotnet/aspnet of the line of 3.1 is known",
    ],
    [
      "a command above the build that names a file that moves",
      [...sdk, 'CMD ["dotnet", "out/Shop.dll"]', "RUN dotnet publish -o out"],
      "the command that starts the program stands above the build, and names a file that moves",
    ],
    [
      "an account of elsewhere",
      [...sdk, publish, "USER shop", 'CMD ["dotnet", "/app/Shop.dll"]'],
      "nothing in the file makes the account shop that the container runs as",
    ],
  ])("%s", (_, lines, whyNot) => expect(recognised(lines)).toEqual({ kind: "not", whyNot }));
});

test.each([
  ["dotnet publish -o /app", "aspnet"],
  ["dotnet publish -o /app --self-contained false", "aspnet"],
  ["dotnet publish -o /app --no-self-contained -r linux-x64", "aspnet"],
])("%s needs %s", (script, runtime) => {
  const { conversions } = planned([...sdk, `RUN ${script}`, 'CMD ["/app/Shop"]']);
  expect(conversions[0]?.base.text).toBe(`mcr.microsoft.com/dotnet/${runtime}:8.0`);
});

test.each(["--self-contained", "--sc true", "-p:PublishAot=true", "/p:SelfContained=true"])(
  "with %s the program brings its runtime along",
  (options) => {
    const lines = [...sdk, `RUN dotnet publish -r linux-x64 ${options} -o /app`, 'CMD ["/app/Shop"]'];
    expect(recognised(lines)).toEqual({
      kind: "not",
      whyNot: "no image mcr.microsoft.com/dotnet/runtime-deps of the line of 8.0 is known",
    });
  },
);

test("Windows line ends stay, and the path of the program is shortened where it stands", () => {
  const text = [...sdk, "RUN dotnet publish -o out", "CMD dotnet ./out/Shop.dll --port 80"].join("\r\n");
  const facts = deriveFacts(parseDockerfile(text), specKnown(undefined));
  const single = singleStage(facts);
  const plan = recognise(facts);
  const conversion = plan?.kind === "plan" ? plan.conversions[0] : undefined;
  const after = single && conversion ? applyEdits(text, conversionEdits(single, conversion)) : "";
  expect(after.split("\r\n")).toEqual([
    "FROM mcr.microsoft.com/dotnet/sdk:8.0 AS build",
    "WORKDIR /src",
    "COPY . .",
    "RUN dotnet publish -o out",
    "",
    "FROM mcr.microsoft.com/dotnet/aspnet:8.0",
    "WORKDIR /src",
    "COPY --from=build /src/out /src",
    "CMD dotnet Shop.dll --port 80",
  ]);
});
