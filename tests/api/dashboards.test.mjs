// Dashboards: reports kept as they were asked, in an order, by whoever may change them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Server } from "../lib/server.mjs";

let server;
before(async () => {
  server = await Server.start();
  server.key = await server.apiKey();
});
after(() => server?.close());

const tile = (title, question = { steps: [["Viewed"], ["Paid"]] }) => ({ report: "funnel", title, question });
async function made(body) {
  const answer = await server.api("POST", "/dashboards", { body });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}

test("reports are pinned behind one another and come back as they were asked", async () => {
  const { id } = await made({ name: "Monday" });
  const question = { steps: [["Zoë \u0000 \ud83d\ude00"]], range: "90d", big: 12345678901234567890n.toString(), nested: { a: [null, true, 1.5] } };
  for (const title of ["One", "Two"]) {
    const pinned = await server.api("POST", `/dashboards/${id}/tiles`, { body: tile(title, question) });
    assert.equal(pinned.status, 201, pinned.text);
  }
  const found = await server.get(`/dashboards/${id}`);
  assert.deepEqual(found.tiles, ["One", "Two"].map((title) => tile(title, question)));
  assert.equal(found.version, 3);
  assert.ok((await server.get("/dashboards")).items.some((each) => each.id === id));
});

test("two who pin at once both have their report, two who change at once do not", async () => {
  const { id, version } = await made({ name: "Shared", tiles: [tile("First")] });
  const pinned = await Promise.all(Array.from({ length: 20 }, (_, i) => server.api("POST", `/dashboards/${id}/tiles`, { body: tile(`Tile ${i}`) })));
  assert.deepEqual([...new Set(pinned.map((answer) => answer.status))], [201]);
  const now = await server.get(`/dashboards/${id}`);
  assert.deepEqual(new Set(now.tiles.map((each) => each.title)), new Set(["First", ...Array.from({ length: 20 }, (_, i) => `Tile ${i}`)]));
  const late = await server.api("PATCH", `/dashboards/${id}`, { body: { version, tiles: [] } });
  assert.equal(late.status, 409, late.text);
  const changed = await server.api("PATCH", `/dashboards/${id}`, { body: { version: now.version, name: "Ours", tiles: [now.tiles[3]] } });
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual([changed.json.name, changed.json.tiles], ["Ours", [now.tiles[3]]]);
});

test("what could not be shown is refused, saying what to change", async () => {
  const { id } = await made({ name: "Checked" });
  for (const [body, says] of [
    [tile(""), /title/],
    [tile("A", []), /question/],
    [tile("A", { a: "x".repeat(20_001) }), /question/],
    [{ ...tile("A"), report: "Funnel page" }, /report/],
    [{ title: "A", question: {} }, /report/],
  ]) {
    const answer = await server.api("POST", `/dashboards/${id}/tiles`, { body });
    assert.equal(answer.status, 400, answer.text);
    assert.match(answer.text, says);
  }
  assert.equal((await server.api("POST", "/dashboards", { body: { name: " " } })).status, 400);
  assert.equal((await server.api("GET", "/dashboards/dashboard_00000000000000000000000000")).status, 404);
  assert.deepEqual((await server.get(`/dashboards/${id}`)).tiles, []);
});

test("a deleted dashboard is gone, and the audit log tells of all of it", async () => {
  const { id } = await made({ name: "Short-lived" });
  assert.equal((await server.api("DELETE", `/dashboards/${id}`)).status, 204);
  assert.equal((await server.api("GET", `/dashboards/${id}`)).status, 404);
  assert.equal((await server.api("DELETE", `/dashboards/${id}`)).status, 404);
  const actions = (await server.get("/audit?limit=100")).items.map((each) => each.action);
  for (const action of ["dashboard.create", "dashboard.change", "dashboard.delete"]) assert.ok(actions.includes(action), `${action}: ${actions}`);
});
