import sax from "sax";

export interface Found {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text directly inside. */
  text: string;
  readonly parent: Found | undefined;
}

/** Every element of an SVG, or of a page of ours. Throws where it is not well-formed XML. */
export function elementsOf(markup: string): readonly Found[] {
  const parser = sax.parser(true);
  const found: Found[] = [];
  const open: Found[] = [];
  parser.onerror = (error) => {
    throw error;
  };
  parser.onopentag = ({ name, attributes }) => {
    const one = { name, attributes, text: "", parent: open.at(-1) };
    found.push(one);
    open.push(one);
  };
  parser.onclosetag = () => {
    open.pop();
  };
  parser.ontext = (text) => {
    const last = open.at(-1);
    if (last) last.text += text;
  };
  parser.write(asXml(markup)).close();
  return found;
}

/** What HTML writes in another way. */
function asXml(markup: string): string {
  return markup.replace(/^<!DOCTYPE html>\n/, "").replace(/<meta [^>]*>/g, (meta) => `${meta}</meta>`);
}
