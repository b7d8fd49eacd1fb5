/** A pattern as UTF-16 code units, with `ANY_RUN` and `ANY_ONE` where a wildcard stands. */
export type Atoms = readonly number[];

/** `*`: any run of characters, also none. */
const ANY_RUN = -1;
/** `?`: any one character. */
const ANY_ONE = -2;

/** The atoms of a text that means itself, wildcard characters included. */
export function literalAtoms(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}

/** The atoms of a text in which `*` and `?` are wildcards. */
export function wildcardAtoms(text: string): number[] {
  return literalAtoms(text).map((unit) => (unit === 0x2a ? ANY_RUN : unit === 0x3f ? ANY_ONE : unit));
}

/**
 * Whether a pattern matches all of a text. It goes back to the last `*` only, so its time is bounded by the product of both lengths,
 * whatever pattern a policy holds.
 */
export function matchesAtoms(atoms: Atoms, text: string): boolean {
  let atom = 0;
  let position = 0;
  let lastRun = -1;
  let resumeAt = 0;
  while (position < text.length) {
    const current = atoms[atom];
    if (current === ANY_RUN) {
      lastRun = atom;
      resumeAt = position;
      atom += 1;
    } else if (current === ANY_ONE) {
      position += characterLength(text, position);
      atom += 1;
    } else if (current === text.charCodeAt(position)) {
      position += 1;
      atom += 1;
    } else if (lastRun >= 0) {
      resumeAt += 1;
      position = resumeAt;
      atom = lastRun + 1;
    } else {
      return false;
    }
  }
  while (atoms[atom] === ANY_RUN) atom += 1;
  return atom === atoms.length;
}

/** A character outside the basic plane takes two code units. */
function characterLength(text: string, position: number): 1 | 2 {
  return (text.codePointAt(position) ?? 0) > 0xffff ? 2 : 1;
}
