import { describe, expect, test } from "vitest";
import { contextOf, specKnown } from "../../support/known.ts";
import { planned, recognised } from "../../support/recipes.ts";

const slim = ["FROM ruby:3.3-slim", "RUN apt-get update && apt-get install -y build-essential"];
const sources = ["WORKDIR /app", "COPY . ."];
const shop = [...slim, ...sources];
const start = 'CMD ["bundle", "exec", "puma"]';

describe("why not", () => {
  test.each([
    ["no gems", [...shop, start], "no install of gems is seen"],
    [
      "a RUN in JSON form",
      [...shop, "RUN bundle install", 'RUN ["rake"]', start],
      "a RUN in JSON form may install gems",
    ],
    [
      "nothing to leave behind",
      ["FROM ruby:3.3-slim", ...sources, "RUN bundle install", start],
      "ruby:3.3-slim is small, and nothing is seen in it that only the build needs",
    ],
    [
      "no slim image",
      ["FROM ruby:1.9", ...sources, "RUN bundle install", start],
      "no slim variant of ruby:1.9 is known",
    ],
    [
      "gems of one account",
      [...shop, "RUN gem install --user-install puma", start],
      "gems are installed to a folder of their own",
    ],
    [
      "another home of gems",
      [...shop, "ENV GEM_HOME=/gems", "RUN bundle install", start],
      "gems are installed to a folder of their own",
    ],
    [
      "gems in a folder of the image",
      [...slim, "COPY . .", "RUN bundle install --path vendor", start],
      "the folder of the gems depends on the base image",
    ],
    [
      "gems in a folder by variable",
      [...shop, "RUN bundle config set path $GEMS && bundle install", start],
      "the folder of the gems is not known",
    ],
    [
      "a download",
      [...shop, "RUN curl -O https://example.com/geo.mmdb && bundle install", start],
      "what curl downloads may be needed at run time",
    ],
    [
      "Node without assets",
      [
        ...shop,
        "RUN curl -fsSL https://deb.nodesource.com/setup_22.x | bash - && apt-get install -y nodejs && bundle install",
        start,
      ],
      "nodejs comes from a repository that the runtime image does not have",
    ],
    [
      "a file elsewhere",
      [...shop, "RUN bundle install && cp config/cron /etc/cron.d/shop", start],
      "what cp writes to /etc/cron.d/shop may be needed at run time",
    ],
    [
      "an unknown library",
      ["FROM ruby:3.3-slim", "RUN apt-get install -y libshop-dev", ...sources, "RUN bundle install", start],
      "which library libshop-dev leaves to the program is not known",
    ],
    [
      "sources in the root folder",
      [...slim, "COPY . /", "RUN bundle install", start],
      "the application has no folder of its own, as WORKDIR would give it",
    ],
  ])("%s", (_, lines, whyNot) => expect(recognised(lines)).toEqual({ kind: "not", whyNot }));
});

describe("gems are taken from", () => {
  test.each([
    [["RUN bundle install"], ["/usr/local/bundle", "/app"]],
    [["RUN bundle install --path /gems"], ["/usr/local/bundle", "/gems", "/app"]],
    [
      ["ENV BUNDLE_PATH=/gems", "RUN bundle install"],
      ["/usr/local/bundle", "/gems", "/app"],
    ],
    [["RUN bundle config set --local path vendor/gems && bundle install"], ["/usr/local/bundle", "/app"]],
    [["RUN bundle install --deployment"], ["/usr/local/bundle", "/app"]],
    [["RUN bundle config set frozen true && bundle install"], ["/usr/local/bundle", "/app", "/root/.bundle"]],
  ])("%j", (lines, folders) => {
    const [conversion] = planned([...shop, ...lines, start]).conversions;
    expect(conversion?.artifacts.map(({ to }) => to)).toEqual(folders);
  });
});

test("packages of Node go when the assets are made by the account that owns them", () => {
  const assets = ["RUN bundle install && yarn install", "RUN bundle exec rails assets:precompile"];
  const buildEnd = (lines: readonly string[]) => planned([...lines, start]).conversions[0]?.buildEnd;
  expect(buildEnd([...shop, ...assets])).toEqual(["RUN rm -rf node_modules"]);
  expect(buildEnd([...shop, "USER 1000", ...assets])).toEqual([]);
  expect(buildEnd([...shop, "RUN bundle install && yarn install"])).toEqual([]);
});

test("the Gemfile tells what the whole image gave to the gems", () => {
  const lines = ["FROM ruby:3.3", ...sources, "RUN bundle install", start];
  const context = contextOf(new Map([["Gemfile", "gem 'pg'\n  gem(\"mini_magick\")\n# gem 'mysql2'\n"]]));
  const [conversion] = planned(lines, { ...specKnown(undefined), context }).conversions;
  expect(conversion?.setup[0]).toContain(" imagemagick libpq5 tzdata ");
  expect(conversion?.isDraft).toBe(false);
  expect(planned(lines).conversions[0]?.isDraft).toBe(true);
});
