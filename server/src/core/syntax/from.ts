import type { LineSlip } from "./flags.ts";
import { plainWords, type SyntaxLine, type Word } from "./line.ts";
import { quoteSlip } from "./quotes.ts";

/** FROM: one image, and a name for the stage behind AS. */
export function* fromSlips(line: SyntaxLine): Generator<LineSlip> {
  const words = plainWords(line);
  const [image, as, name] = words;
  if (!image) return;
  const rest = { start: (as ?? image).start, end: (words.at(-1) ?? image).end };
  const comment = [words[1], words[3]].find((word) => word?.text.startsWith("#"));
  if (comment)
    yield { word: { ...rest, start: comment.start }, message: "a comment needs a line of its own" };
  else if (words.length === 3 && as && !/^as$/i.test(as.text))
    yield { word: as, message: `${as.text} stands where AS belongs` };
  else if (words.length > 1 && words.length !== 3)
    yield { word: rest, message: "FROM takes an image, and AS with one name" };
  else if (name && !isStageName(name.text.toLowerCase()))
    yield {
      word: name,
      message: `${name.text} is no name for a stage: letters, digits, and - _ or . between them`,
    };
  yield* platformSlips(line);
  const quote = quoteSlip(line, [image]);
  if (quote) yield quote;
  else yield* imageSlips(image);
}

/** Docker looks for a build context of the name too, so it has to be one of an image. */
function isStageName(name: string): boolean {
  return /^[a-z][a-z0-9_.-]*$/.test(name) && isReference(name);
}

/** Words that a program fills in before Docker reads the file, variables and quotes are left alone. */
const plainImage = /^[\w./:@-]+$/;

function* imageSlips(image: Word): Generator<LineSlip> {
  const { text } = image;
  if (!plainImage.test(text) || /^@\w+@|@\w+@$|^__|__$/.test(text)) return;
  if (isReference(text)) return;
  const lower = text.replace(/^[^:@]+/, (name) => name.toLowerCase());
  if (lower === text || !isReference(lower)) {
    yield { word: image, message: `${text} is no name of an image` };
    return;
  }
  yield {
    word: image,
    message: `the name of an image is lower-case: ${lower}`,
    mend: { title: `Write ${lower}`, assumption: undefined, word: image, text: lower },
  };
}

const component = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const path = new RegExp(
  `^${component}(?:/${component})*(?::\\w[\\w.-]{0,127})?(?:@(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}))?$`,
);
const domain =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::\d+)?$/;

/** Source: reference.ParseNormalizedNamed of github.com/distribution/reference. */
function isReference(text: string): boolean {
  if (/^[0-9a-f]{64}$/.test(text)) return false;
  const slash = text.indexOf("/");
  const first = text.slice(0, Math.max(slash, 0));
  const isDomain = /[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase();
  if (slash < 0 || !isDomain) return path.test(text);
  return domain.test(first) && path.test(text.slice(slash + 1));
}

const systems: ReadonlySet<string> = new Set(
  "aix android darwin dragonfly freebsd hurd illumos ios js linux macos nacl netbsd openbsd plan9 solaris wasip1 windows zos".split(
    " ",
  ),
);
const architectures: ReadonlySet<string> = new Set(
  "386 aarch64 amd64 amd64p32 arm arm64 arm64be armbe armel armhf i386 loong64 mips mips64 mips64le mips64p32 mips64p32le mipsle ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm x86-64 x86_64".split(
    " ",
  ),
);

/** Source: Parse of github.com/containerd/platforms. */
function* platformSlips(line: SyntaxLine): Generator<LineSlip> {
  const flag = line.flags.find(({ text }) => text.startsWith("--platform="));
  const value = flag?.text.slice("--platform=".length) ?? "";
  if (!flag || !/^[\w./-]+$/.test(value)) return;
  const parts = value.split("/");
  const [single = ""] = parts;
  const isAlone = parts.length === 1;
  const isKnown = systems.has(single.toLowerCase()) || architectures.has(single.toLowerCase());
  if ((isAlone && isKnown) || (!isAlone && parts.length < 4 && !parts.includes(""))) return;
  yield { word: flag, message: `${value} is no platform: a system and an architecture, as in linux/amd64` };
}
