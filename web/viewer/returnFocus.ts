/**
 * What was chosen with the pointer leaves the focus to the picture, so that the keys are its again. Who chooses with keys stays
 * where they are.
 */
export function returnFocus(
  from: HTMLElement,
  { to, signal }: { readonly to: HTMLElement; readonly signal: AbortSignal },
): void {
  let isPointer = false;
  from.addEventListener("pointerdown", () => (isPointer = true), { signal });
  from.addEventListener("keydown", () => (isPointer = false), { signal });
  from.addEventListener(
    "change",
    ({ target }) => {
      const isChoice = target instanceof Element && target.matches('[type="radio"], [type="checkbox"]');
      if (isPointer && isChoice) to.focus({ preventScroll: true });
    },
    { signal },
  );
}
