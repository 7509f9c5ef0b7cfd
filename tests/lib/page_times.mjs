// When something is to be seen on a page, by the page's own clock: it counts from the moment at which the
// page was asked for.

/** Runs in the page before its own code. */
export function watch() {
  const isBusy = () => document.querySelector("main [aria-busy=true]") !== null;
  const textOf = (selector) => document.querySelector(selector)?.textContent ?? "";
  /** The first frame for which this holds; an error where it does not within a minute. */
  const frameOf = (what, holds) =>
    new Promise((resolve, reject) => {
      const begun = performance.now();
      const look = () => {
        const now = performance.now();
        if (holds()) resolve(now);
        else if (now - begun > 60_000) reject(new Error(`${what} within a minute, but ${document.querySelector("main")?.innerText.slice(0, 600)}`));
        else requestAnimationFrame(look);
      };
      look();
    });
  const fromChange = (selector, arrived) => {
    const before = textOf(selector);
    let begun = null;
    const begin = () => (begun ??= performance.now());
    for (const kind of ["change", "input", "click"]) document.addEventListener(kind, begin, { capture: true, once: true });
    const isAnswered = () => begun !== null && (textOf(selector) !== before || arrived(begun));
    const over = frameOf(`no answer in ${selector}`, () => isAnswered() && !isBusy() && !document.querySelector("main [data-stale]"));
    window.pageTimes.answer = over.then((at) => at - begun);
  };
  window.pageTimes = {
    /** When all that a page shows is there. */
    shown: (selector) => frameOf(`not ${selector}`, () => textOf(selector) !== "" && !isBusy()),
    /** From the next change of a field until what it changes is another text, or an answer that says the same. */
    answered: (selector) => fromChange(selector, (begun) => performance.getEntriesByType("resource").some((each) => each.startTime >= begun && each.name.includes("/api/"))),
    /** From the next change of a field until this is another text; begins to watch at once. */
    changed: (selector) => fromChange(selector, () => false),
    /** Bytes of what the page loaded to be shown, as they came over the wire. */
    bytes: () => {
      const loaded = [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")];
      const of = (pattern) => loaded.filter(({ name }) => pattern.test(new URL(name).pathname)).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
      return { code: of(/\.(js|css)$/), fonts: of(/\.woff2?$/) };
    },
    firstPaint: () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
  };
}
