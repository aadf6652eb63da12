import { expect, test } from "vitest";
import { parseDockerfile } from "../../server/src/core/document/parse.ts";
import { imagePlaceAt } from "../../server/src/lsp/completion/place.ts";

const awkward = [
  "FROM node:20",
  "from\tnode:20\tas\tbuild\r\n\r\nRUN ls\r\n",
  "\uFEFFARG V=20 W='1'\nFROM --platform=$BUILDPLATFORM node:${V} AS x\n",
  '# escape=`\r\nARG I=`\r\n  node:2`\r\n  J=x:1\r\nFROM `\r\n # c\r\n\r\n --platform=linux/arm64 `\r\n "a.b/c:d" `\r\n AS e\r\nFROM $I\r\n',
  "FROM \\\n\\\nnode:\\\n20\\\n AS a\nFROM 'x:y'z\nFROM \"x:y\nFROM \\",
  "FROM a:b@sha256:c d:e f:g\nRUN <<FROM\nFROM x:y\nFROM\nONBUILD FROM x:y\nFROM",
  "ARG A=\nARG B=x:\nFROM $A$B\nFROM ${B}\nFROM x:$A\nARG A=x:\n",
];

test.each(awkward)("wherever the cursor is, what is replaced lies around it in one line: %j", (text) => {
  const dockerfile = parseDockerfile(text);
  let places = 0;
  for (let offset = 0; offset <= text.length; offset += 1) {
    const place = imagePlaceAt(dockerfile, offset);
    if (!place) continue;
    places += 1;
    const { start, end } = place.span;
    expect(start).toBeLessThanOrEqual(offset);
    expect(end).toBeGreaterThanOrEqual(offset);
    expect(text.slice(start, end)).not.toMatch(/[\s"'$]/);
  }
  expect(places).toBeGreaterThan(0);
});
