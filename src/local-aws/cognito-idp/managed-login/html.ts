/** A piece of HTML whose texts are escaped already. */
class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}
export type { Markup };

/** A constant of ours that goes into a page as it is. Never for anything that came with a request. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Makes HTML of a template: texts that are put in are escaped, for elements and for quoted attributes; markup is not; undefined is nothing. */
export function html(literals: TemplateStringsArray, ...values: readonly (string | Markup | undefined)[]): Markup {
  const pieces = values.map((value, index) => (value instanceof Markup ? value.text : escapeText(value ?? "")) + (literals[index + 1] ?? ""));
  return new Markup((literals[0] ?? "") + pieces.join(""));
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
