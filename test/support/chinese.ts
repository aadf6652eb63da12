/** Names of programs and systems. */
const names = /Ruby on Rails|Apache httpd|Debian [a-z]+/g;

/**
 * English words that follow one another, or stand alone as all there is: what a text has that was not translated. What
 * stands between backticks or quotes, paths, options and assignments are code.
 */
export function englishIn(text: string): readonly string[] {
  const prose = text
    .replace(/`[^`]*`|"[^"\n]*"|\]\([^)]*\)/g, "|")
    .replace(names, "|")
    .replace(/[^\s，。：；（）、]*[=$/<>[\]{}_\\@][^\s，。：；（）、]*/g, "|")
    .replace(/(?<![\w-])--?[a-z][\w-]*/g, "|");
  return prose.match(/\b[A-Za-z]{2,}[,;]? [a-z]{2,}\b|^[a-z]{2,}$/g) ?? [];
}
