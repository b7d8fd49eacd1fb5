/** Moves the focus to the first control of a form that is marked as wrong; returns whether there was one. */
export function focusFirstProblem(form: HTMLElement): boolean {
  const wrong = form.querySelector<HTMLElement>('[aria-invalid="true"]');
  wrong?.focus();
  wrong?.scrollIntoView({ block: "center" });
  return wrong !== null;
}
