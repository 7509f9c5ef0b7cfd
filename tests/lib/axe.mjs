// axe: what it objects to in a page. The visitor must have been started with bypassCSP.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { settled } from "./wait.mjs";

const script = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** From then on every page of the visitor has axe. */
export const bringAxe = (visitor) => visitor.context.addInitScript(script);

/** A line for each rule that the page breaks, with where; of a page that has loaded what it shows. */
export async function objections(page) {
  // Before its head a page shows nothing yet.
  await page.locator("h1").first().waitFor({ state: "attached" });
  await settled(page);
  // What was asked anew was faded meanwhile.
  await page.waitForFunction(() => document.getAnimations().every((each) => each.playState !== "running" || each.effect.getComputedTiming().endTime === Infinity));
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      resultTypes: ["violations"],
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
      rules: { "label-content-name-mismatch": { enabled: true } },
    }),
  );
  return violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} (${node.any[0]?.message ?? node.failureSummary})`).join("\n  ")}`);
}
