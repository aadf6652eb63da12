import { expect, test } from "vitest";
import { parseDockerfile } from "../../../server/src/core/document/parse.ts";
import { deriveFacts } from "../../../server/src/core/facts/facts.ts";
import { startedCommands } from "../../../server/src/core/facts/startedCommands.ts";
import { nothingKnown } from "../../../server/src/core/known.ts";

test.each([
  ['CMD ["node", "server.js"]', ["node server.js"]],
  ['ENTRYPOINT ["node"]\nCMD ["server.js"]', ["node server.js"]],
  ["CMD npm run migrate && exec node server.js", ["npm run migrate", "node server.js"]],
  ['ENTRYPOINT ["/sbin/tini", "-g", "--", "sh", "-c", "exec java -jar /a.jar"]', ["java -jar /a.jar"]],
  ['CMD ["gosu", "app", "env", "A=1", "/usr/bin/python3", "-m", "app"]', ["python3 -m app"]],
  [
    'ENTRYPOINT ["/docker-entrypoint.sh"]\nCMD ["node", "a.js"]',
    ["docker-entrypoint.sh node a.js", "node a.js"],
  ],
  ["ENTRYPOINT node a.js\nCMD never", ["node a.js"]],
  ["CMD $JAVA_HOME/bin/java -version", ["java -version"]],
  ['CMD ["first"]\nFROM base\nRUN true', ["first"]],
  ["RUN true", []],
  ["ENTRYPOINT []", []],
])("%j starts %j", (body, expected) => {
  const facts = deriveFacts(parseDockerfile(`FROM alpine AS base\n${body}\n`), nothingKnown);
  expect(startedCommands(facts).map(({ program, args }) => [program, ...args].join(" "))).toEqual(expected);
});
