import { expect, test } from "vitest";
import { parseReference } from "../../../server/src/core/images/reference.ts";
import { suggestedTag } from "../../../server/src/core/images/suggestedTag.ts";

test.each([
  ["node", ["20", "22", "25", "26.7", "22.1-slim"], "22"],
  ["python", ["3.12", "3.13", "3.14-rc", "2.7", "3"], "3.13"],
  ["ubuntu", ["22.04", "24.04", "25.04", "25.10"], "24.04"],
  ["debian", ["bookworm", "trixie", "forky", "sid", "12"], "trixie"],
  ["nginx", ["1.29", "1.28", "stable"], "1.28"],
  ["alpine", ["3.21", "3.22", "20240923", "3.22.1"], "3.22"],
  ["eclipse-temurin", ["17", "21", "24"], "21"],
  ["redis", ["7", "8", "8.10"], "8"],
  ["mcr.microsoft.com/dotnet/sdk", ["8.0", "9.0", "9.0-alpine"], "8.0"],
  ["ghcr.io/example/app", ["1", "2"], undefined],
  ["node", [], undefined],
])("%s with %j", (image, tags, expected) => {
  const reference = parseReference(image);
  expect(reference && suggestedTag(reference, tags)).toBe(expected);
});
