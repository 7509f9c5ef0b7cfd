// The journey pages as a visitor sees them, beside what the API answers to the same question.
import assert from "node:assert/strict";
import { after, before } from "node:test";

import { startDemo, Visitor } from "./app.mjs";
import { settled } from "./wait.mjs";

export const number = (value) => new Intl.NumberFormat("en-GB").format(value);
export const people = (count) => `${number(count)} ${count === 1 ? "person" : "people"}`;
export const whole = (share) => Math.round(share * 100);
export const percent = (share) => `${whole(share)} %`;
export const rate = ({ share, low, high }) => `${percent(share)} (${whole(low)} to ${whole(high)})`;

/** Texts as they are read: a number stays with its percent sign by a space of its own. */
export const plain = (texts) => texts.map((text) => text.replaceAll("\u00a0", " "));

/** The search of an address: values of text as they are, everything else as JSON. */
export const address = (search) => Object.entries(search).map(([key, value]) => `${key}=${encodeURIComponent(typeof value === "string" ? value : JSON.stringify(value))}`).join("&");

/**
 * The demo company with somebody signed in who looks at its journeys, for the tests of one file:
 * `shown.server` and `shown.visitor` are there once its tests begin, and `opened` got the page.
 */
export function journeyPages(count, opened) {
  const shown = {};
  before(async () => {
    shown.server = await startDemo(count);
    shown.visitor = await Visitor.start();
    shown.page = shown.visitor.page;
    opened(shown.page);
    await shown.visitor.signInToDemo(shown.server);
  });
  after(async () => {
    await shown.visitor?.close();
    await shown.server?.close();
  });

  shown.go = async (name, search = {}) => {
    await shown.page.goto(`${shown.server.url}/journeys/${name}?${address(search)}`);
    await shown.page.getByRole("heading", { level: 1 }).waitFor();
    await settled(shown.page);
  };
  /** What the API answers. */
  shown.ask = async (path, body) => {
    const answer = await shown.server.api("POST", `/journeys/${path}`, { body });
    assert.equal(answer.status, 200, answer.text);
    return answer.json;
  };
  shown.panel = () => shown.page.getByRole("complementary", { name: "People behind this figure" });
  shown.chart = (name) => shown.page.getByRole("group", { name });
  shown.says = (text) => shown.page.getByRole("region", { name: "The answer" }).getByText(text, { exact: false }).first().waitFor();

  /** The open panel has as many people as the API has behind the cell, and leads to one of them; it is closed then. */
  shown.whoIsBehind = async (path, question, cell, part) => {
    const found = await shown.ask(`${path}/people`, { question, cell, ...(part ? { part } : {}), page: { limit: 500 } });
    await shown.panel().getByText(people(found.total), { exact: true }).waitFor();
    assert.equal(await shown.panel().getByRole("listitem").count(), Math.min(50, found.items.length));
    const link = await shown.panel().getByRole("link").first().getAttribute("href");
    assert.ok(found.items.some((one) => link === `/people/${one.id}`), link);
    await shown.page.keyboard.press("Escape");
    await shown.panel().waitFor({ state: "detached" });
    return found.total;
  };
  return shown;
}
