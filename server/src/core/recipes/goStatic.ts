import { insertAt } from "../edits/apply.ts";
import type { Edit } from "../edits/fix.ts";
import type { BuildContext } from "../known.ts";
import type { BuiltProgram } from "./goProgram.ts";
import type { SingleStage } from "./singleStage.ts";
import { systemInstalls } from "./systemPackages.ts";

/** How the program comes to need no C library. */
export interface StaticBuild {
  /** Empty when it needs none as the file stands. */
  readonly edits: readonly Edit[];
  /** Neither the project nor its modules are known to have C code in them. */
  readonly isProven: boolean;
}

/** Undefined when the file asks for C, or the program may need it. */
export function staticBuild(single: SingleStage, built: BuiltProgram): StaticBuild | undefined {
  if (built.isStatic) return { edits: [], isProven: true };
  const commands = new Set(built.builds.map(({ command }) => command));
  if ([...commands].some(({ name }) => name !== "go")) return undefined;
  if (asksForC(single)) return undefined;
  const { context } = single.facts.known;
  if (context && hasC(context)) return undefined;
  return {
    edits: [...commands].map(({ nameWord }) => insertAt(nameWord.span.start, "CGO_ENABLED=0 ")),
    isProven: context?.complete === true && context.read("go.mod") !== undefined,
  };
}

/** Something is said about C, to whatever effect, or a compiler for it is installed. */
function asksForC(single: SingleStage): boolean {
  const { facts } = single;
  const saysSo = facts.runs.some(
    ({ instruction, stage, script }) =>
      facts.scope.definition("CGO_ENABLED", stage, instruction) !== undefined ||
      script.commands.some(
        ({ assignments, args }) =>
          assignments.some(({ name }) => name.startsWith("CGO_")) ||
          args.some(({ value }) => /^CGO_|^-race$|^-msan$|^-asan$|^-buildmode|-extldflags/.test(value)),
      ),
  );
  return (
    saysSo || systemInstalls(single).some(({ buildOnly }) => buildOnly.some((name) => compilers.test(name)))
  );
}

const compilers = /^(build-essential|build-base|alpine-sdk|gcc|g\+\+|clang|musl-dev|libc6?-dev)$/;

/**
 * Modules whose packages are bindings to a library in C, or bring its sources: without C they do not compile, or
 * compile to programs that end with an error.
 */
const modulesInC =
  /\b(mattn\/go-(sqlite3|oci8)|confluentinc\/confluent-kafka-go|gocv\.io|libgit2\/git2go|\w+\/\w*grocksdb|tecbot\/gorocksdb|godror\/godror|h2non\/bimg|davidbyttow\/govips|otiai10\/gosseract|(marcboeker|duckdb)\/(go-duckdb|duckdb-go)|google\/gopacket|gopacket\/gopacket|chai2010\/webp|valyala\/gozstd|DataDog\/zstd|pebbe\/zmq4|fyne\.io|hajimehoshi\/ebiten|veandco\/go-sdl2|go-gl\/|bytecodealliance\/wasmtime-go|wasmerio\/wasmer-go|rogchap\/v8go|supranational\/blst|miekg\/pkcs11|seccomp\/libseccomp-golang|gotk3\/gotk3|diamondburned\/gotk4|yalue\/onnxruntime_go|libvirt\.org\/go|ceph\/go-ceph|lxc\/go-lxc|go-vgo\/robotgo|gordonklaus\/portaudio|ncruces\/go-sqlite3\/embed\/cgo|mutecomm\/go-sqlcipher|xeodou\/go-sqlcipher|ibmdb\/go_ibm_db|ibm-messaging\/mq-golang|alexbrainman\/odbc|jinzhu\/gorm\/dialects\/sqlite|gorm\.io\/driver\/sqlite)\b/;

function hasC(context: BuildContext): boolean {
  if (modulesInC.test(context.read("go.mod") ?? "")) return true;
  return ["", "*/", "*/*/", "*/*/*/"].some((depth) =>
    ["c", "cc", "cpp", "h"].some((ending) => context.find(`${depth}*.${ending}`).length > 0),
  );
}
