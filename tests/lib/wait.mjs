// Waiting for a condition of another process or of a page, bounded; never a fixed pause.

/** What is shown is the answer to what is asked, and nothing is on its way. */
export const settled = (page) => page.waitForFunction(() => !document.querySelector("main [data-stale], main [aria-busy=true]"));

export async function until(what, check, { ms = 15_000 } = {}) {
  const deadline = Date.now() + ms;
  let last;
  for (;;) {
    try {
      const value = await check();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}: ${last ?? "false"}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
