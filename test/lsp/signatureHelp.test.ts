import { describe, expect, test } from "vitest";
import { type SignatureHelpContext, SignatureHelpRequest } from "vscode-languageserver-protocol/node";
import { modernClient, startClient } from "./support/client.ts";

const capabilities = {
  ...modernClient,
  textDocument: {
    ...modernClient.textDocument,
    signatureHelp: { signatureInformation: { parameterInformation: { labelOffsetSupport: true } } },
  },
};
const typed: SignatureHelpContext = { triggerKind: 2, triggerCharacter: " ", isRetrigger: false };

async function help(text: string, place: string, context?: SignatureHelpContext) {
  const client = await startClient({ capabilities });
  const doc = await client.open(text);
  return client.connection.sendRequest(SignatureHelpRequest.type, {
    textDocument: { uri: doc.uri },
    position: doc.rangeOf(place).start,
    ...(context ? { context } : {}),
  });
}

/** The signature with its highlighted part in brackets. */
async function highlighted(text: string, place: string): Promise<string | undefined> {
  const found = await help(text, place);
  const signature = found?.signatures[found.activeSignature ?? 0];
  const label = signature?.parameters?.[found?.activeParameter ?? 0]?.label;
  if (!signature || typeof label === "string") return undefined;
  if (!label) return signature.label;
  const [start, end] = label;
  return `${signature.label.slice(0, start)}»${signature.label.slice(start, end)}«${signature.label.slice(end)}`;
}

test.each([
  ["FROM ", "FROM |", "FROM [--flag=value …] »image« [AS stage]"],
  ["FROM --pl", "--pl|", "FROM »[--flag=value …]« image [AS stage]"],
  ["FROM a AS b\n", "AS b|", "FROM [--flag=value …] image [AS »stage]«"],
  ["FROM a\r\nRUN ", "RUN |", "RUN [--flag=value …] »command«"],
  ['FROM a\nRUN ["b", "c"]\n', '"c|', 'RUN [--flag=value …] ["program", »"argument" …]«'],
  ["FROM a\nCOPY b", "COPY b|", "COPY [--flag=value …] »source …« destination"],
  ["FROM a\nCOPY b \\\n# c\n  d\n", "  d|", "COPY [--flag=value …] source … »destination«"],
  ['FROM a\nADD ["b c", "d"]\n', '"b |c', 'ADD [--flag=value …] »["source" …«, "destination"]'],
  ["FROM a\nENV B", "ENV B|", "ENV »name«=value …"],
  ["FROM a\nENV B=1", "B=1|", "ENV name»=value …«"],
  ["FROM a\nENV B 1", "B 1|", "ENV name»=value …«"],
  ["FROM a\nENV B=1 C", "=1 C|", "ENV »name«=value …"],
  ["ARG B=", "B=|", "ARG name»[=default] …«"],
  ["FROM a\nLABEL b=", "b=|", "LABEL name»=value …«"],
  ["FROM a\nUSER b:c", "b:|c", "USER user»[:group]«"],
  ["FROM a\nEXPOSE 80/", "80/|", "EXPOSE port»[/protocol] …«"],
  ["FROM a\nHEALTHCHECK CMD b", "CMD b|", "HEALTHCHECK [--flag=value …] CMD »command«"],
  ["FROM a\nHEALTHCHECK NONE", "NONE|", "HEALTHCHECK »NONE«"],
  ['# escape=`\nFROM a\nSHELL ["b", ""]\n', ', "|"', 'SHELL ["program", »"argument" …]«'],
  ["FROM a\nWORKDIR /b", "/b|", "WORKDIR »path«"],
  ["FROM a\nVOLUME /b", "/b|", "VOLUME »path …«"],
  ["FROM a\nSTOPSIGNAL S", "L S|", "STOPSIGNAL »signal«"],
  ["FROM a\nCMD b", "CMD b|", "CMD »command«"],
  ['FROM a\nENTRYPOINT ["b"]', '["b|', 'ENTRYPOINT »["program"«, "argument" …]'],
  ["FROM a\nONBUILD ", "ONBUILD |", "ONBUILD »instruction«"],
  ["FROM a\nONBUILD COPY b", "COPY b|", "COPY [--flag=value …] »source …« destination"],
  ["FROM a\nMAINTAINER b", "R b|", "MAINTAINER »name«"],
  ["FROM a\nRUN --mount=type=tmpfs,target=/b c\n", "target=|", "--mount=type=tmpfs,»target=…«,size=…"],
])("the part at the cursor is highlighted: %j", async (text, place, expected) => {
  expect(await highlighted(text, place)).toBe(expected);
});

test("the flag at the cursor is explained", async () => {
  const found = await help("FROM a\nCOPY --link b c\n", "--li|");
  const signature = found?.signatures[0];
  expect(signature?.parameters?.[0]?.documentation).toBe(
    "--link: a layer of its own, which stays valid when the layers below change",
  );
});

describe("nothing is said", () => {
  test.each([
    ["at a keyword", "FROM a\nRUN b\n", "RU|N"],
    ["in a comment", "FROM a\n# COPY b\n", "COPY |"],
    ["in a here-document", "FROM a\nRUN <<EOF\nCOPY b\nEOF\n", "COPY |"],
    ["about an unknown instruction", "FROM a\nFOO b\n", "FOO |"],
  ])("%s", async (_, text, place) => {
    expect(await help(text, place)).toBeNull();
  });

  test("at every word of a script, unless somebody asks", async () => {
    expect(await help("FROM a\nRUN b c\n", "b |", typed)).toBeNull();
    expect(await help("FROM a\nRUN b c\n", "b |")).not.toBeNull();
  });

  test("to a client that has signatures elsewhere", async () => {
    const initializationOptions = { completesImagesOnly: true };
    const client = await startClient({ capabilities, initializationOptions });
    expect(client.capabilities.signatureHelpProvider).toBeUndefined();
  });
});
