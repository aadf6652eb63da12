import { expect, test } from "vitest";
import { analysisOf, defaultSettings } from "../../../server/src/core/analyze.ts";
import { needsSystem } from "../../../server/src/core/facts/shellNeed.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";

function needs(text: string): boolean {
  return needsSystem(analysisOf(text, { known: nothingKnown, settings: defaultSettings }).facts);
}

test.each([
  'FROM debian:12\nCOPY a /a\nENTRYPOINT ["/a"]\nCMD ["--port", "80"]\n',
  'FROM x AS build\nRUN make\nFROM debian:12\nCOPY --from=build /a /opt/a\nUSER 1000:1000\nCMD ["/opt/a"]\n',
  'FROM debian:12\nCOPY a /a\nHEALTHCHECK CMD ["/a", "check"]\nCMD ["./a"]\n',
  'FROM debian:12 AS base\nENV A=1\nFROM base\nHEALTHCHECK NONE\nENTRYPOINT ["/a"]\n',
])("an image with nothing but a program of its own needs no system: %j", (text) => {
  expect(needs(text)).toBe(false);
});

test.each([
  ["a RUN", 'FROM debian:12\nRUN ls\nENTRYPOINT ["/a"]\n'],
  ["a RUN below", 'FROM debian:12 AS base\nRUN ls\nFROM base\nENTRYPOINT ["/a"]\n'],
  ["a trigger", 'FROM debian:12\nONBUILD RUN ls\nENTRYPOINT ["/a"]\n'],
  ["shell form", "FROM debian:12\nENTRYPOINT /a\n"],
  ["shell form beside", 'FROM debian:12\nENTRYPOINT ["/a"]\nCMD x\n'],
  ["a health check in a shell", 'FROM debian:12\nHEALTHCHECK CMD curl x\nENTRYPOINT ["/a"]\n'],
  ["a health check with a tool", 'FROM debian:12\nHEALTHCHECK CMD ["curl", "x"]\nENTRYPOINT ["/a"]\n'],
  ["a script", 'FROM debian:12\nENTRYPOINT ["/a.sh"]\n'],
  ["a program of the system", 'FROM debian:12\nENTRYPOINT ["/usr/bin/perl", "a"]\n'],
  ["a program from PATH", 'FROM debian:12\nENTRYPOINT ["perl", "a"]\n'],
  ["a variable", 'FROM debian:12\nENTRYPOINT ["/$A"]\n'],
  ["an account", 'FROM debian:12\nUSER daemon\nENTRYPOINT ["/a"]\n'],
  ["nothing that is started", "FROM debian:12\nCOPY a /a\n"],
])("an image needs its system for %s", (_, text) => {
  expect(needs(text)).toBe(true);
});
