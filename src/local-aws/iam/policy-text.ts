import { type Atoms, literalAtoms, wildcardAtoms } from "./wildcards.ts";

/** The values of a condition key of a request, by its lower-case name; undefined when the request does not have the key. */
export type ConditionLookup = (conditionKey: string) => readonly string[] | undefined;

/** `text` may hold wildcards, where the element takes them; `literal` means itself; `variable` becomes a literal. */
type TextPart =
  | { readonly type: "text" | "literal"; readonly text: string }
  | { readonly type: "variable"; readonly conditionKey: string; readonly fallback: string | undefined };
type FixedPart = Exclude<TextPart, { type: "variable" }>;

const PLACEHOLDER = /\$\{([^}]*)\}/g;
const VARIABLE = /^([^,']+?)\s*(?:,\s*'([^']*)')?$/;

/**
 * Compiles a text of a policy in which `*` and `?` are wildcards. What stands in for a policy variable has none.
 * @param variables whether `${…}` means anything: only in policies of Version 2012-10-17
 * @returns the pattern for a request; undefined when the request lacks a variable that has no default: then nothing matches
 */
export function compilePattern(source: string, variables: boolean): (lookup: ConditionLookup) => Atoms | undefined {
  return compile(source, variables, (parts) => parts.flatMap(({ type, text }) => (type === "text" ? wildcardAtoms(text) : literalAtoms(text))));
}

/** Compiles a text of a policy that has no wildcards. Parameters and result as of `compilePattern`. */
export function compileText(source: string, variables: boolean): (lookup: ConditionLookup) => string | undefined {
  return compile(source, variables, (parts) => parts.map(({ text }) => text).join(""));
}

/** Whether a text of a policy has a policy variable in it, of which the request decides. */
export function hasVariable(source: string): boolean {
  return readParts(source).some(({ type }) => type === "variable");
}

function compile<T>(source: string, variables: boolean, make: (parts: readonly FixedPart[]) => T): (lookup: ConditionLookup) => T | undefined {
  const parts: readonly TextPart[] = variables ? readParts(source) : [{ type: "text", text: source }];
  const fixed = parts.filter((part): part is FixedPart => part.type !== "variable");
  if (fixed.length === parts.length) {
    const made = make(fixed);
    return () => made;
  }
  return (lookup) => {
    const resolved = resolveParts(parts, lookup);
    return resolved && make(resolved);
  };
}

/** `${*}`, `${?}` and `${$}` write the characters that mean something else otherwise; `${name, 'default'}` has a default. */
function readParts(source: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of source.matchAll(PLACEHOLDER)) {
    const [whole, inside = ""] = match;
    parts.push({ type: "text", text: source.slice(end, match.index) }, readPlaceholder(whole, inside.trim()));
    end = match.index + whole.length;
  }
  return [...parts, { type: "text", text: source.slice(end) }];
}

function readPlaceholder(whole: string, inside: string): TextPart {
  if (inside === "*" || inside === "?" || inside === "$") return { type: "literal", text: inside };
  const [, name, fallback] = VARIABLE.exec(inside) ?? [];
  return name === undefined ? { type: "literal", text: whole } : { type: "variable", conditionKey: name.toLowerCase(), fallback };
}

function resolveParts(parts: readonly TextPart[], lookup: ConditionLookup): FixedPart[] | undefined {
  const resolved: FixedPart[] = [];
  for (const part of parts) {
    if (part.type !== "variable") {
      resolved.push(part);
      continue;
    }
    // A key with several values cannot stand in a text.
    const values = lookup(part.conditionKey) ?? [];
    const text = values.length === 1 ? values[0] : part.fallback;
    if (text === undefined) return undefined;
    resolved.push({ type: "literal", text });
  }
  return resolved;
}
