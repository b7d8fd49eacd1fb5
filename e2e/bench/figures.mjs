/** How the bench says what it measured. */

/** The middle of several measurements. */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Ratios are taken round by round, then their median: what disturbs a round disturbs both of its sides. */
export function medianRatio(values, limits) {
  return median(values.map((value, round) => value / limits[round]));
}

export function say(text) {
  console.log(text);
}

/** A figure beside its target. */
export function sayTarget(what, figure, target, isMet) {
  console.log(`  ${isMet ? "MET    " : "NOT MET"}  ${what}: ${figure} (target ${target})`);
}
