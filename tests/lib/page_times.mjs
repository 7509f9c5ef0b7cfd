// When something is to be seen on a page, by the page's own clock: it counts from the moment at which the
// page was asked for.

/** Runs in the page before its own code. */
export function watch() {
  const isBusy = () => document.querySelector("main [aria-busy=true]") !== null;
  const textOf = (selector) => document.querySelector(selector)?.textContent ?? "";
  /** The first frame for which this holds. */
  const frameOf = (holds) =>
    new Promise((resolve) => {
      const look = () => (holds() ? resolve(performance.now()) : requestAnimationFrame(look));
      look();
    });
  window.pageTimes = {
    /** When all that a page shows is there. */
    shown: (selector) => frameOf(() => textOf(selector) !== "" && !isBusy()),
    /** From the next change of a field until what it changes is another text; begins to watch at once. */
    answered: (selector) => {
      const before = textOf(selector);
      let begun = null;
      const begin = () => (begun ??= performance.now());
      for (const kind of ["change", "input", "click"]) document.addEventListener(kind, begin, { capture: true, once: true });
      const over = frameOf(() => begun !== null && textOf(selector) !== before && !isBusy() && !document.querySelector("main [data-stale]"));
      window.pageTimes.answer = over.then((at) => at - begun);
    },
    /** Bytes of what the page loaded to be shown, as they came over the wire. */
    bytes: () => {
      const loaded = [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")];
      const of = (pattern) => loaded.filter(({ name }) => pattern.test(new URL(name).pathname)).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0);
      return { code: of(/\.(js|css)$/), fonts: of(/\.woff2?$/) };
    },
    firstPaint: () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null,
  };
}
