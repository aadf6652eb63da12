import type { Facts } from "../facts/facts.ts";
import type { ImageUse } from "../facts/imageUses.ts";
import { withTag } from "../images/reference.ts";
import { suggestedTag } from "../images/suggestedTag.ts";
import type { Fix } from "./fix.ts";
import { setTag } from "./imageTag.ts";

/** Names a tag of a line that gets updates for long, in place of none or `latest`. */
export function knownTagFix(facts: Facts, use: ImageUse): readonly Fix[] {
  const tag = suggestedTag(use.reference, facts.known.images.tags(use.reference));
  const edit = tag === undefined ? undefined : setTag(facts, use, tag);
  if (tag === undefined || !edit) return [];
  const name = withTag(use.reference, tag).familiar;
  const assumption = `the build works with ${name}, which need not be what latest is today`;
  return [{ title: `Name the version: ${name}`, safety: "review", assumption, edits: [edit] }];
}
