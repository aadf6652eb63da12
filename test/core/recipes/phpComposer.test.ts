import { describe, expect, test } from "vitest";
import { analyze, defaultSettings } from "../../../server/src/core/analyze.ts";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import type { PlanInFront } from "../../../server/src/core/recipes/plan.ts";
import { specKnown } from "../../support/known.ts";
import { recognised } from "../../support/recipes.ts";

const php = ["FROM php:8.3-apache", "COPY --from=composer:2 /usr/bin/composer /usr/bin/composer", "COPY . ."];
const install = "RUN composer install --no-scripts";

function withFiles(files: Readonly<Record<string, string>>) {
  return specKnown(new Map(Object.entries({ "composer.lock": "{}", ...files })));
}

function inFront(lines: readonly string[], known = specKnown(undefined)): PlanInFront {
  const found = recognised(lines, known);
  if (found?.kind !== "in front") throw new Error(found?.kind === "not" ? found.whyNot : "no such plan");
  return found;
}

const entangled = "Composer is called by a script that cannot be taken apart";

describe("why not", () => {
  test.each([
    [
      "another command",
      [...php, "RUN composer require slim/slim && composer install"],
      "composer require does more than to install packages",
    ],
    [
      "Composer in the container",
      [...php, install, 'CMD ["composer", "start"]'],
      "the container calls Composer when it starts",
    ],
    [
      "development",
      ["FROM php:8.3-apache", "ENV APP_ENV=local", ...php.slice(1), install],
      "APP_ENV is local, which asks for packages for development",
    ],
    ["a condition", [...php, "RUN test -f composer.json || composer install"], entangled],
    ["a wrapped call", [...php, "RUN (composer install)"], entangled],
    [
      "another folder",
      [...php, "RUN cd api && composer install"],
      "Composer works in another folder than the one of its RUN",
    ],
    [
      "no folder",
      ["FROM php:8.3-fpm-alpine", "WORKDIR /", ...php.slice(1), install],
      "the application has no folder of its own, as WORKDIR would give it",
    ],
    ["no Composer", ["FROM php:8.3-apache", "COPY . .", install], "where Composer comes from is not seen"],
    [
      "no image of that registry",
      [
        "FROM public.ecr.aws/docker/library/php:8.3-apache",
        "RUN curl https://getcomposer.org/installer | php -- --install-dir=/bin --filename=composer",
        install,
      ],
      "no image with Composer is known in this registry",
    ],
    [
      "tests",
      [...php, install, "RUN ./vendor/bin/phpunit"],
      "./vendor/bin/phpunit is started in the build, and may be a package for development",
    ],
    [
      "PHP in between",
      [...php, install, "RUN php bin/warm.php", "RUN composer dump-autoload --no-scripts"],
      "PHP runs between two calls of Composer",
    ],
  ])("%s", (_, lines, whyNot) => expect(recognised(lines)).toEqual({ kind: "not", whyNot }));

  test.each([
    [
      "an event before the install",
      '{ "scripts": { "pre-install-cmd": "@php check.php" } }',
      "composer.json has a pre-install-cmd that only Composer can run",
    ],
    [
      "a class",
      '{ "scripts": { "post-install-cmd": "Shop\\\\Setup::run" } }',
      "composer.json has a post-install-cmd that only Composer can run",
    ],
    [
      "something else than text",
      '{ "scripts": { "post-install-cmd": [1] } }',
      "composer.json has a post-install-cmd that is not understood",
    ],
    [
      "another folder for packages",
      '{ "config": { "vendor-dir": "lib" } }',
      "composer.json has packages installed outside vendor",
    ],
  ])("%s", (_, text, whyNot) =>
    expect(recognised([...php, "RUN composer install"], withFiles({ "composer.json": text }))).toEqual({
      kind: "not",
      whyNot,
    }),
  );
});

describe("is taken for granted", () => {
  test("no scripts, while composer.json is not known: a draft", () => {
    const { isDraft, assumptions } = inFront([...php, "RUN composer install --no-dev"]);
    expect(isDraft).toBe(true);
    expect(assumptions).toEqual([
      "composer.lock fits PHP and its extensions in php:8.3-apache, which composer:2 does not look at",
      "nothing calls Composer at run time",
      "composer.json has no script to run after the install",
    ]);
  });

  test("a broken composer.json has none either", () => {
    const known = withFiles({ "composer.json": '{ "scripts": ' });
    expect(inFront([...php, "RUN composer install"], known).isDraft).toBe(false);
  });

  test("no package for development where they were installed", () => {
    expect(inFront([...php, install]).assumptions).toContain(
      "the application loads no package for development",
    );
  });
});

test("packages that something else calls stay", () => {
  const lines = [
    ...php.slice(0, 2),
    "RUN apt-get update && apt-get install -y git unzip subversion",
    "RUN git --version",
    'HEALTHCHECK CMD ["unzip"]',
    "COPY . .",
    install,
    'CMD ["apache2-foreground"]',
  ];
  expect(inFront(lines).ships).toBe("Composer and subversion");
});

test.each([
  ["PHP", [...php, "COPY <<EOF config.php", "<?php", "EOF", `${install} && a2enmod rewrite`, "EXPOSE 80"]],
  [
    "a front end",
    ["FROM node:20", "WORKDIR /app", "COPY . .", "RUN npm ci", "USER node", "CMD npx serve build"],
  ],
])("%s keeps its line breaks and byte order mark", (_, lines) => {
  const text = `\uFEFF${lines.join("\r\n")}\r\n`;
  const [finding] = analyze(text, { known: specKnown(undefined), settings: defaultSettings }).filter(
    ({ rule }) => rule.id === "single-stage-build",
  );
  const fixed = applyEdits(text, finding?.fixes[0]?.edits ?? []);
  expect(fixed).toMatch(/^\uFEFF(FROM composer|FROM node:20 AS)/);
  expect(fixed).not.toMatch(/[^\r]\n/);
  expect(parseDockerfile(fixed).problems).toEqual([]);
  expect(parseDockerfile(fixed).stages).toHaveLength(2);
});
