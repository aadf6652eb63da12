/** A piece of HTML or SVG. It is made by `element` alone, so text of a Dockerfile cannot become markup. */
export interface Markup {
  readonly markup: string;
}

export type Child = Markup | string | undefined | readonly Child[];
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Strings among the children are text and are escaped; attributes that are undefined are left out. */
export function element(name: string, attributes: Attributes = {}, ...children: readonly Child[]): Markup {
  const written = Object.entries(attributes).map(([key, value]) =>
    value === undefined ? "" : ` ${key}="${escaped(typeof value === "number" ? decimals(value) : value)}"`,
  );
  const head = `<${name}${written.join("")}`;
  if (voidElements.has(name)) return { markup: `${head}>` };
  return { markup: `${head}>${inside(children)}</${name}>` };
}

/** Text that is no child of an element of ours, as in a style sheet: the caller vouches for it. */
export function verbatim(markup: string): Markup {
  return { markup };
}

const voidElements: ReadonlySet<string> = new Set(["meta", "br"]);

function inside(children: readonly Child[]): string {
  let text = "";
  for (const child of children) {
    if (child === undefined) continue;
    if (typeof child === "string") text += escaped(child);
    else text += "markup" in child ? child.markup : inside(child);
  }
  return text;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return shown(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/**
 * Characters that XML cannot hold, halves of pairs, and those that turn the direction of writing round, by which a
 * line can be made to look like another one.
 */
export function shown(text: string): string {
  return text.replace(unshown, "\ufffd");
}

const unshown = /[^\P{Cc}\t\n\r]|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu;

/** Coordinates need no more than two decimals. */
function decimals(value: number): string {
  return String(Math.round(value * 100) / 100);
}
