import { describe, expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { applyEdits } from "../../../server/src/core/edits/apply.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { recognise } from "../../../server/src/core/recipes/recipe.ts";
import { singleStage } from "../../../server/src/core/recipes/singleStage.ts";
import { conversionEdits } from "../../../server/src/core/recipes/stageText.ts";
import { contextOf, specKnown } from "../../support/known.ts";
import { planned, recognised } from "../../support/recipes.ts";

const rust = ["FROM rust:1-slim-bookworm", "WORKDIR /src", "COPY . ."];

describe("why not", () => {
  test.each([
    [
      "cargo run",
      [...rust, 'CMD ["cargo", "run"]'],
      "the container compiles when it starts: it needs the toolchain",
    ],
    [
      "a development tool",
      [...rust, 'CMD ["bacon", "run"]'],
      "bacon is for development, and needs the toolchain",
    ],
    [
      "a script",
      [...rust, "RUN cargo build", 'CMD ["./run.sh"]'],
      "./run.sh is a script, which may call any program of the image",
    ],
    [
      "another profile",
      [...rust, "RUN cargo build", 'CMD ["./target/release/app"]'],
      "no cargo build in the file is seen to write ./target/release/app",
    ],
    [
      "a check",
      [...rust, "RUN cargo check --release", 'CMD ["./target/release/app"]'],
      "no cargo build in the file is seen to write ./target/release/app",
    ],
    [
      "a program of the distribution",
      [...rust, "RUN apt-get install -y nginx && cargo install --path .", 'CMD ["nginx"]'],
      "no cargo build in the file is seen to write nginx",
    ],
    [
      "sources in the root",
      ["FROM rust:1", "COPY . .", "RUN cargo build", 'CMD ["/target/debug/app"]'],
      "the sources have no folder of their own, as WORKDIR would give it",
    ],
    [
      "a library without a known package",
      [...rust, "RUN apt-get install -y libavcodec-dev && cargo build", 'CMD ["/src/target/debug/app"]'],
      "the program may be linked with the library of libavcodec-dev, whose package for the runtime image is not known",
    ],
    [
      "a library of a release that nobody knows",
      [
        "FROM rust:1.69",
        "WORKDIR /src",
        "RUN apt-get install -y libssl-dev && cargo build",
        'CMD ["/src/target/debug/app"]',
      ],
      "the program may be linked with the library of libssl-dev, whose package for the runtime image is not known",
    ],
    [
      "an unstable release",
      ["FROM rust:1-sid", "WORKDIR /src", "RUN cargo build", 'CMD ["/src/target/debug/app"]'],
      "no small image of the distribution that rust:1-sid is made of is known",
    ],
  ])("%s", (_, lines, whyNot) => expect(recognised(lines)).toEqual({ kind: "not", whyNot }));

  test("no manifest names the program", () => {
    const context = contextOf(new Map([["Cargo.toml", '[package]\nname = "shop"\n']]));
    const lines = [...rust, "RUN cargo build", 'CMD ["/src/target/debug/app"]'];
    expect(recognised(lines, { ...specKnown(undefined), context })).toEqual({
      kind: "not",
      whyNot: "no Cargo.toml of the project names a program app",
    });
  });
});

test.each([
  ["cargo b -r", "/src/target/release/app"],
  ["cargo build --profile=dist", "/src/target/dist/app"],
  [
    "cargo build --profile dev --target aarch64-unknown-linux-gnu",
    "/src/target/aarch64-unknown-linux-gnu/debug/app",
  ],
  ["cargo build --manifest-path api/Cargo.toml", "/src/api/target/debug/app"],
  ["cd api && CARGO_TARGET_DIR=/out cargo build", "/out/debug/app"],
  ["cargo build --target-dir out", "/src/out/debug/app"],
  ["cargo +nightly build --release", "/src/target/release/app"],
  ["cargo install --path . --root /opt/app", "/opt/app/bin/app"],
  ["cargo build && mv target/debug/app /app", "/app"],
  ["cargo build && cp target/*/app /app", "/app"],
])("%s writes %s", (script, program) => {
  const { conversions } = planned([...rust, `RUN ${script}`, `CMD ["${program}"]`]);
  expect(conversions[0]?.artifacts.at(-1)).toEqual({ from: program, to: program });
  expect(conversions[0]?.isDraft).toBe(false);
});

test.each([
  ["rust:1.60", undefined],
  ["rust:1.80", "debian:bookworm-slim"],
  ["rust:1.92", "debian:trixie-slim"],
  ["rust:1", "debian:trixie-slim"],
  ["docker.io/library/rust:1-slim-bookworm", "debian:bookworm-slim"],
])("the runtime stage of %s is %s", (image, base) => {
  const found = recognised([`FROM ${image}`, "WORKDIR /src", "RUN cargo build", "CMD target/debug/app"]);
  expect(found?.kind === "plan" ? found.conversions[0]?.base.text : undefined).toBe(base);
});

test("what Cargo.lock names is linked only where its source does not come along", () => {
  const lock = (...crates: readonly string[]) =>
    contextOf(new Map([["Cargo.lock", crates.map((name) => `[[package]]\nname = "${name}"\n`).join("\n")]]));
  const setup = (...crates: readonly string[]) =>
    planned(
      ["FROM rust:1-bookworm", "WORKDIR /src", "COPY . .", "RUN cargo build", 'CMD ["./target/debug/app"]'],
      {
        ...specKnown(undefined),
        context: lock(...crates),
      },
    ).conversions[0]?.setup.join("\n");
  expect(setup("openssl-sys")).toContain("libssl3");
  expect(setup("pq-sys")).toContain("libpq5");
  expect(setup("openssl-sys", "openssl-src")).toBe("");
  expect(setup("serde")).toBe("");
  const below = contextOf(new Map([["api/Cargo.lock", 'name = "pq-sys"']]));
  const { conversions } = planned(
    ["FROM rust:latest", "WORKDIR /src", "COPY api .", "RUN cargo build", 'CMD ["./target/debug/app"]'],
    { ...specKnown(undefined), context: below },
  );
  expect(conversions[0]?.setup.join()).toContain("libpq5");
});

describe("cargo run finds what an earlier build left", () => {
  const one = {
    ...specKnown(undefined),
    context: contextOf(new Map([["Cargo.toml", '[package]\nname = "shop"\n']])),
  };

  test.each([
    ['CMD ["cargo", "run", "--release"]', '["/src/target/release/shop"]'],
    ['ENTRYPOINT ["cargo", "run", "-r", "--", "serve"]', '["/src/target/release/shop", "serve"]'],
    ["CMD cargo run --release --bin shop serve", "CMD /src/target/release/shop serve"],
    ['ENTRYPOINT ["tini", "--", "cargo", "run", "-qr"]', undefined],
    ['ENTRYPOINT ["tini", "--", "cargo", "run", "-q", "-r"]', '["tini", "--", "/src/target/release/shop"]'],
    ['CMD ["cargo", "run"]', undefined],
    ['CMD ["cargo", "run", "--release", "--example", "x"]', undefined],
    ['CMD ["cargo", "test", "--release"]', undefined],
  ])("%s", (command, changed) => {
    const text = [...rust, "RUN cargo build --release", command].join("\n");
    const facts = deriveFacts(parseDockerfile(text), one);
    const single = singleStage(facts);
    const plan = recognise(facts);
    if (changed === undefined)
      expect(plan).toEqual({
        kind: "not",
        whyNot: "the container compiles when it starts: it needs the toolchain",
      });
    else {
      const conversion = plan?.kind === "plan" ? plan.conversions[0] : undefined;
      const after = single && conversion ? applyEdits(text, conversionEdits(single, conversion)) : "";
      expect(after.endsWith(changed)).toBe(true);
      expect(after).toContain("COPY --from=build /src/target/release/shop /src/target/release/shop");
    }
  });

  test.each([
    ["the name is not known", [...rust, "RUN cargo build", 'CMD ["cargo", "run"]'], specKnown(undefined)],
    ["sources come later", [...rust, "RUN cargo build", "COPY src src", 'CMD ["cargo", "run"]'], one],
    ["it starts elsewhere", [...rust, "RUN cargo build", "WORKDIR /srv", 'CMD ["cargo", "run"]'], one],
    ["it stands above the build", [...rust, 'CMD ["cargo", "run"]', "RUN cargo build"], one],
  ])("not where %s", (_, lines, known) => expect(recognised(lines, known)?.kind).toBe("not"));
});
