import { imageUses } from "../../facts/imageUses.ts";
import { defineRule, type Problem } from "../../rule.ts";

export default defineRule({
  id: "registry-not-allowed",
  group: "security",
  summary: "An image comes from a registry that the project does not allow.",
  why: "Many organisations let builds take images only from registries that they watch: a mirror that scans, an account that signs. The list stands in `.plimsoll.json` (`allowedRegistries`), in the setting `plimsoll.allowedRegistries` or in a hadolint configuration (`trustedRegistries`); without one the rule is silent. Images in `FROM`, in `COPY --from` and in mounts are looked at. An image without a host comes from `docker.io`.",
  severity: "error",
  phase: "word",
  safety: [],
  aliases: ["DL3026"],
  *check(facts): Generator<Problem> {
    const { registries } = facts.policy;
    if (registries.length === 0) return;
    const isAllowed = new Map<string, boolean>();
    for (const { part, reference } of imageUses(facts)) {
      const { registry } = reference;
      const allowed = isAllowed.get(registry) ?? registries.some((pattern) => takesIn(pattern, registry));
      isAllowed.set(registry, allowed);
      if (!allowed)
        yield {
          span: part.span,
          message: `${registry} is not among the registries that this project allows`,
        };
    }
  },
});

/** Docker Hub goes by several names; `*` stands for any run of characters. */
function takesIn(pattern: string, registry: string): boolean {
  const wanted = pattern.toLowerCase();
  if (registry === "docker.io" && ["docker.io", "hub.docker.com", "index.docker.io"].includes(wanted))
    return true;
  const [head = "", ...tails] = wanted.split("*");
  const host = registry.toLowerCase();
  if (tails.length === 0) return host === head;
  const last = tails.pop() ?? "";
  if (!host.startsWith(head) || !host.endsWith(last) || host.length < head.length + last.length) return false;
  let at = head.length;
  for (const piece of tails) {
    const found = host.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= host.length - last.length;
}
