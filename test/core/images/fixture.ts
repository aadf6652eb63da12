import { parseReference } from "../../../server/src/core/images/reference.ts";
import { imageTable } from "../../../server/src/core/images/table.ts";
import type { ImageReference } from "../../../server/src/core/images/types.ts";

/** Round figures, so that a fresh table changes no test. */
export const smallTable = imageTable({
  images: {
    node: [
      "24;2026-08-03;;;;amd64=100000000+300000000;arm64/v8=~390000000",
      "22 22-bookworm jod;2026-09-19;2026-09-01;debian bookworm;node 22.23.2;amd64=50000000+350000000",
      "22-slim 22-bookworm-slim;2026-09-19;;debian bookworm;;amd64=28000000+52000000;arm64/v8=~79000000",
      "22-alpine 22-alpine3.23;2026-09-23;;alpine 3.23;;amd64=~60000000/170000000",
      "20-slim;2026-02-23;;debian bookworm;;amd64=~71000000",
      "18;2023-01-11;;;;amd64=~370000000",
      "26-trixie 26 latest;2026-08-24;;debian trixie;;amd64=~443000000",
      "latest;2026-07-08;;;;amd64=~442000000",
    ],
    python: [
      "3.13 3.13-trixie;2026-08-25;;debian trixie;;amd64=~413000000",
      "3.7;2023-01-24;;;;amd64=~348000000",
      "3.13-slim;2026-08-05;;debian trixie;;amd64=~43000000",
      "3.12-slim-bookworm;2026-08-05;;debian bookworm;;amd64=~45000000",
    ],
    golang: [
      "1.19-alpine;2023-01-11;;;;amd64=~119000000",
      "1.25-alpine;2026-08-13;;;;amd64=~64000000",
      "1.26-alpine;2026-09-01;;;;amd64=~71000000",
    ],
    alpine: ["3.19.4 3.19;2024-09-06;;;;amd64=/7391160", "3.22;2026-09-17;;;;amd64=~3800000"],
    debian: ["12-slim bookworm-slim;2026-08-24;;;;amd64=28000000"],
    "eclipse-temurin": [
      "21 21-jdk;2026-08-21;;;;amd64=~224000000",
      "21-jre;2026-08-21;;;;amd64=~115000000",
      "25-jdk;2026-08-21;;;;amd64=~150000000",
    ],
    rust: ["1;2026-08-20;;;;amd64=~593000000", "1-bookworm;2026-08-20;;;;amd64=~562000000"],
    nginx: ["alpine;2026-09-22;;alpine 3.24;;amd64=~26000000", "1.30;2026-09-01;;;;amd64=~63000000"],
  },
});

/** The reference of a text that is one. */
export function reference(text: string): ImageReference {
  const read = parseReference(text);
  if (!read) throw new Error(`no reference: ${text}`);
  return read;
}
