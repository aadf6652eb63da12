import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { recognise } from "../../../server/src/core/recipes/recipe.ts";
import { singleStage } from "../../../server/src/core/recipes/singleStage.ts";
import { conversionEdits } from "../../../server/src/core/recipes/stageText.ts";
import { contextOf, specImages, specKnown } from "../../support/known.ts";
import { planned, recognised } from "../../support/recipes.ts";

const slim = ["FROM python:3.12-slim", "RUN apt-get update && apt-get install -y gcc"];
const sources = ["WORKDIR /app", "COPY . ."];
const start = 'CMD ["python", "-m", "shop"]';
const shop = [...slim, ...sources];

describe("why not", () => {
  test.each([
    [
      "Python 2",
      ["FROM python:2.7-slim", ...sources, "RUN pip install .", start],
      "Python 2 makes no virtual environments",
    ],
    ["nothing is installed", [...shop, start], "no install of packages is seen"],
    [
      "only an installer",
      [...shop, "RUN pip install -U pip poetry", start],
      "no install of packages is seen",
    ],
    [
      "no compiler on a small image",
      ["FROM python:3.12-slim", ...sources, "RUN pip install .", start],
      "python:3.12-slim is small, and nothing is seen in it that only the build needs",
    ],
    [
      "nothing to compile on the whole image",
      ["FROM python:3.12", ...sources, "RUN pip install .", start],
      "python:3.12-slim does the same in one stage",
    ],
    [
      "no slim image",
      ["FROM python:3.1", "RUN apt-get install -y gcc", ...sources, "RUN pip install .", start],
      "no slim variant of python:3.1 is known",
    ],
    [
      "a user's packages",
      [...shop, "RUN pip install --user .", start],
      "--user installs packages to a folder of its own",
    ],
    ["a target", [...shop, "RUN pip install -t lib .", start], "-t installs packages to a folder of its own"],
    [
      "another account",
      [...slim, "USER 1000", ...sources, "RUN pip install .", start],
      "packages are installed by 1000, who cannot make a virtual environment",
    ],
    [
      "pip by path",
      [...shop, "RUN /usr/local/bin/pip install .", start],
      "/usr/local/bin/pip installs beside a virtual environment",
    ],
    [
      "the system's Python for uv",
      [...slim, "ENV UV_SYSTEM_PYTHON=1", ...sources, "RUN uv pip install .", start],
      "UV_SYSTEM_PYTHON asks for packages beside a virtual environment",
    ],
    [
      "a PATH without the old one",
      [...slim, "ENV PATH=/usr/local/bin:/usr/bin:/bin", ...sources, "RUN pip install .", start],
      "ENV PATH is written out, so a virtual environment would not be on it",
    ],
    [
      "an environment that is activated by hand",
      [...shop, "RUN python -m venv env && . env/bin/activate && pip install .", start],
      "the virtual environment of the file is not on its PATH",
    ],
    [
      "uv without a folder",
      [...slim, "COPY . .", "RUN uv sync", start],
      "the project has no folder of its own, as WORKDIR would give it",
    ],
    [
      "uv beside pip",
      [...shop, "RUN uv sync", "RUN pip install gunicorn", start],
      "packages are installed beside the environment of the project too",
    ],
    [
      "a program by path",
      [...shop, "RUN pip install .", 'CMD ["/usr/local/bin/gunicorn", "shop"]'],
      "/usr/local/bin/gunicorn is named by its path, where the packages of a virtual environment are not",
    ],
    [
      "pip at the start",
      [...shop, "RUN pip install .", 'CMD ["pip", "list"]'],
      "pip works with the Python of the whole image",
    ],
    [
      "poetry's own programs",
      [...shop, "RUN poetry install", 'CMD ["poetry", "shell"]'],
      "poetry starts the program, and is not in the runtime image",
    ],
    [
      "poetry in the ENTRYPOINT",
      [...shop, "RUN poetry install", 'ENTRYPOINT ["poetry", "run"]', 'CMD ["shop"]'],
      "poetry starts the program, and is not in the runtime image",
    ],
    [
      "poetry above the installs",
      [...slim, "WORKDIR /app", 'CMD ["poetry", "run", "shop"]', "COPY . .", "RUN poetry install"],
      "the program is started by its installer, above the installs",
    ],
    [
      "poetry in the health check",
      [...shop, "RUN poetry install", "HEALTHCHECK CMD poetry run check", start],
      "poetry is called by the health check",
    ],
    [
      "a RUN in JSON form",
      [...shop, "RUN pip install .", 'RUN ["pip", "install", "x"]', start],
      "a RUN in JSON form installs packages",
    ],
    [
      "a download",
      [...shop, "RUN curl -O https://example.com/model && pip install .", start],
      "what curl downloads may be needed at run time",
    ],
    [
      "uv's Python",
      [...shop, "RUN uv python install 3.13 && uv sync", start],
      "uv brings a Python of its own",
    ],
    [
      "a tool",
      [...shop, "RUN pip install . && uv tool install ruff", start],
      "uv installs programs outside the virtual environment",
    ],
    [
      "pipx",
      [...shop, "RUN pip install . && pipx install ruff", start],
      "pipx installs programs outside the virtual environment",
    ],
    [
      "data for nltk",
      [...shop, "RUN pip install . && python -m nltk.downloader punkt", start],
      "nltk.downloader downloads files to a folder of its own",
    ],
    [
      "a script of the project",
      [...shop, "RUN pip install . && python train.py", start],
      "what python train.py writes may be needed at run time",
    ],
    [
      "a file elsewhere",
      [...shop, "RUN pip install . && echo live > /etc/shop", start],
      "what echo writes to /etc/shop may be needed at run time",
    ],
    [
      "a folder elsewhere beside one of the project",
      [...shop, "RUN pip install . && mkdir -p /app/media /var/log/shop", start],
      "what mkdir writes to /var/log/shop may be needed at run time",
    ],
    [
      "an unknown library",
      ["FROM python:3.12-slim", "RUN apt-get install -y libshop-dev", ...sources, "RUN pip install .", start],
      "which library libshop-dev leaves to the program is not known",
    ],
    [
      "sources in the root folder",
      [...slim, "COPY . /", "RUN pip install .", start],
      "the application has no folder of its own, as WORKDIR would give it",
    ],
    [
      "an account of elsewhere",
      [...shop, "RUN pip install .", "USER shop", start],
      "nothing in the file makes the account shop that the container runs as",
    ],
  ])("%s", (_, lines, whyNot) => expect(recognised(lines)).toEqual({ kind: "not", whyNot }));
});

test("what the manifest asks for tells which libraries of the whole image are needed", () => {
  const lines = ["FROM python:3.12", "RUN apt-get install -y gcc", ...sources, "RUN pip install .", start];
  const pyproject = '[project]\ndependencies = ["psycopg2>=2.9", "python-magic"]\n';
  const context = contextOf(new Map([["pyproject.toml", pyproject]]));
  const [conversion] = planned(lines, { ...specKnown(undefined), context }).conversions;
  expect(conversion?.setup.join("\n")).toContain("libmagic1 libpq5");
  expect(planned(lines).conversions[0]?.setup.join("\n")).not.toContain("libpq5");
});

test.each([
  ["python:3.12-bookworm", "python:3.12-slim-bookworm"],
  ["python", "python:slim"],
  ["python:latest", "python:slim"],
])("%s runs on %s", (before, after) => {
  const images = { ...specImages, tags: () => [after.slice(after.indexOf(":") + 1)] };
  const lines = [`FROM ${before}`, "RUN apt-get install -y gcc", ...sources, "RUN pip install .", start];
  expect(planned(lines, { ...specKnown(undefined), images }).conversions[0]?.base.text).toBe(after);
});

test.each([
  ["before the split", ["RUN useradd shop && chown -R shop /app", "RUN pip install ."], "shop"],
  ["behind it", ["RUN pip install .", "RUN useradd shop && chown -R shop /app"], undefined],
])("an owner that is given %s", (_, runs, owner) => {
  const [conversion] = planned([...shop, ...runs, "USER shop", start]).conversions;
  expect(conversion?.artifacts).toContainEqual({ from: "/app", to: "/app", owner });
});

test("a line break stays what it is", () => {
  const text = `${[...shop, "RUN pip install .", start].join("\r\n")}\r\n`;
  const facts = deriveFacts(parseDockerfile(text), specKnown(undefined));
  const [single, plan] = [singleStage(facts), recognise(facts)];
  const conversion = plan?.kind === "plan" ? plan.conversions[0] : undefined;
  const after = single && conversion ? applyEdits(text, conversionEdits(single, conversion)) : text;
  expect(after).toContain("RUN python -m venv /opt/venv\r\nENV PATH");
  expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
});
