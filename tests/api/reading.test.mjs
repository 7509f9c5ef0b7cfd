// What the REST API answers about sources, dead letters, accounts and everybody's events.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Server } from "../lib/server.mjs";

let server, key;
before(async () => {
  server = await Server.start();
  key = await server.writeKey("Reading");
  server.key = await server.apiKey();
});
after(() => server.close());

const sourceNamed = async (name) => (await server.get("/sources")).items.find((source) => source.name === name);
const lettersOf = async (source) => (await server.get(`/sources/${source.id}/dead_letters`)).items;
/** Sends and waits until lists show it. */
const sendAndSee = async (path, message) => {
  const { status, headers, json } = await server.send(path, message, key);
  assert.equal(status, 200);
  const at = headers.get("throughline-position");
  if (at) await server.get(`/fields?at_least=${at}`);
  return json;
};

test("a source has one public id wherever it is named, and keeps it when it is removed", async () => {
  const other = await server.writeKey("Removed later");
  await server.send("/v1/identify", { userId: "sourced", messageId: "sourced", traits: { plan: "pro" } }, other);
  await server.send("/v1/batch", { batch: [{ type: "dance", messageId: "sourced-dance" }] }, other);
  const source = await sourceNamed("Removed later");
  const [letter] = await lettersOf(source);
  const [event] = (await server.get("/profiles/user_id:sourced/events")).items;
  const [trait] = (await server.get("/profiles/user_id:sourced/traits")).items;
  assert.deepEqual(event.source, { id: source.id, name: "Removed later" });
  assert.deepEqual(trait.source, { id: source.id, name: "Removed later" });
  assert.equal(letter.source_id, source.id);
  const rules = { traits: { plan: { rule: "most_trusted", trusted_sources: [source.id] } } };
  assert.equal((await server.api("PUT", "/survivorship", { body: rules })).status, 200);
  assert.deepEqual(await server.get("/survivorship"), rules);
  assert.equal((await server.api("DELETE", `/sources/${source.id}`)).status, 204);
  const [same] = (await server.get("/profiles/user_id:sourced/events")).items;
  assert.deepEqual(same.source, event.source);
});

test("a replay names the event that is on the line, and only whole items can be replayed", async () => {
  const source = await sourceNamed("Reading");
  await server.send("/v1/group", { userId: "replayed", messageId: "replayed-group" }, key);
  await server.send("/v1/batch", { batch: ["no object", { type: "track", userId: "replayed", messageId: "cut", event: "Cut", properties: { long: "x".repeat(80_000) } }] }, key);
  const letters = await lettersOf(source);
  const letter = letters.find((one) => one.message_id === "replayed-group");
  assert.equal(letter.replayable, true);
  assert.equal(letter.payload.type, "group", "the path's kind is kept with it");
  assert.equal(letters.find((one) => one.reason === "not_an_object").replayable, false);
  assert.equal(letters.find((one) => one.message_id === "cut").replayable, false);

  const mended = { payload: { userId: "replayed", groupId: "acme", traits: { name: "Acme" } } };
  const first = await server.api("POST", `/dead_letters/${letter.id}/replay`, { body: mended });
  assert.equal(first.json.outcome, "accepted", first.text);
  const [event] = (await server.get("/profiles/user_id:replayed/events")).items;
  assert.equal(event.kind, "group");
  assert.equal(first.json.event_id, event.id);
  assert.equal((await server.get(`/events/${first.json.event_id}`)).message_id, "replayed-group");
  const second = await server.api("POST", `/dead_letters/${letter.id}/replay`, { body: mended });
  assert.equal(second.json.outcome, "repeated");
  assert.equal(second.json.event_id, event.id);
});

test("accounts are found by words of their name or id, with an exact total", async () => {
  const names = ["Ärzte & Söhne", "Blue Whale", "Blue Whale Labs", "Green Fox"];
  for (const [i, name] of names.entries()) {
    await sendAndSee("/v1/group", { userId: "member-" + i, groupId: "company-" + i, messageId: "company-" + i, traits: { name } });
  }
  const found = async (query) => {
    const page = await server.get("/accounts?" + new URLSearchParams(query));
    return [page.total, page.items.map((account) => account.name)];
  };
  assert.deepEqual(await found({ q: "blue" }), [2, ["Blue Whale", "Blue Whale Labs"]]);
  assert.deepEqual(await found({ q: "labs BLUE" }), [1, ["Blue Whale Labs"]]);
  assert.deepEqual(await found({ q: "ärzte" }), [1, ["Ärzte & Söhne"]]);
  assert.deepEqual(await found({ q: "company-3" }), [1, ["Green Fox"]]);
  assert.deepEqual(await found({ q: "nobody" }), [0, []]);
  const all = await server.get("/accounts");
  assert.equal(all.total, all.items.length);
  const first = await server.get("/accounts?q=blue&limit=1");
  assert.equal(first.total, 2);
  const second = await server.get(`/accounts?q=blue&limit=1&after=${first.next}`);
  assert.deepEqual([...first.items, ...second.items].map((a) => a.group_id), ["company-1", "company-2"]);
  assert.equal(second.next ?? null, null);
});

test("a person without a name is listed with her user id", async () => {
  await sendAndSee("/v1/track", { userId: "nameless-7", event: "Seen", messageId: "nameless-7" });
  const { items } = await server.get("/profiles?q=nameless-7");
  assert.deepEqual(items.map(({ name, email, user_id }) => ({ name, email, user_id })), [{ name: null, email: null, user_id: "nameless-7" }]);
});

test("everybody's latest events come newest first, in pages that stay put", async () => {
  const sent = Array.from({ length: 25 }, (_, i) => ({ type: "track", userId: "latest-" + (i % 3), event: "Latest " + i, messageId: "latest-" + i, timestamp: `2026-01-${String(25 - i).padStart(2, "0")}T00:00:00Z` }));
  await sendAndSee("/v1/batch", { batch: [{ type: "identify", userId: "latest-0", messageId: "latest-name", traits: { name: "Latest Person" } }, ...sent] });
  const seen = [];
  let before = "";
  do {
    const page = await server.get(`/events?limit=10${before && "&before=" + before}`);
    seen.push(...page.items);
    before = page.next ?? "";
    await sendAndSee("/v1/track", { userId: "latest-9", event: "In between", messageId: "between-" + seen.length });
  } while (before && seen.length < 25);
  assert.deepEqual(seen.slice(0, 25).map((event) => event.name), sent.map((item) => item.event).reverse());
  const [newest] = seen;
  assert.equal(newest.profile.name, "Latest Person");
  assert.equal((await server.get(`/profiles/${newest.profile.id}/events`)).items.some((event) => event.id === newest.id), true);
  assert.equal((await server.api("GET", "/events?limit=0")).status, 400);
  assert.equal((await server.api("GET", "/events?before=nonsense")).status, 400);
  assert.equal((await server.api("GET", "/events", { key: undefined, headers: {} })).status, 200);
});

test("a line's `from` includes and its `until` excludes", async () => {
  const days = [1, 2, 3].map((day) => `2026-02-0${day}T00:00:00Z`);
  await sendAndSee("/v1/batch", { batch: days.map((timestamp, i) => ({ type: "track", userId: "ranged", event: "Day " + (i + 1), messageId: "ranged-" + i, timestamp })) });
  const names = async (query) => (await server.get("/profiles/user_id:ranged/events?" + query)).items.map((event) => event.name);
  assert.deepEqual(await names(`from=${days[1]}`), ["Day 3", "Day 2"]);
  assert.deepEqual(await names(`until=${days[1]}`), ["Day 1"]);
  assert.deepEqual(await names(`from=${days[1]}&until=${days[2]}`), ["Day 2"]);
});

test("pages of a line lose nothing where two sources send the same id at the same time", async () => {
  const twin = await server.writeKey("Twin");
  for (const each of [key, twin]) {
    await server.send("/v1/track", { userId: "twins", event: "Twin", messageId: "twin", timestamp: "2026-02-01T00:00:00Z" }, each);
  }
  const first = await server.get("/profiles/user_id:twins/events?limit=1");
  const second = await server.get(`/profiles/user_id:twins/events?limit=1&before=${first.next}`);
  assert.notEqual(first.items[0].source.id, second.items[0].source.id);
});

test("a number without a country is read by the rules' region, and a value let in again brings its evidence", async () => {
  const rules = await server.get("/identity_rules");
  const put = (change) => server.api("PUT", "/identity_rules", { body: { ...rules, preset: "custom", ...change } });
  assert.equal((await put({ phone_region: "DE", blocked: [...rules.blocked, { exact: "walk-in" }] })).status, 200);
  await server.send("/v1/identify", { userId: "caller", messageId: "caller", traits: { phone: "030 901820" } }, key);
  assert.ok((await server.get("/profiles/phone:+4930901820")).id);
  await server.send("/v1/track", { userId: "walk-in", anonymousId: "till-7", event: "Paid", messageId: "paid" }, key);
  assert.equal((await server.api("GET", "/profiles/user_id:walk-in")).status, 404);
  const till = await server.get("/profiles/anonymous_id:till-7");
  const [event] = (await server.get("/profiles/anonymous_id:till-7/events")).items;
  assert.ok(event.notes.some((note) => note.includes("identifies nobody: user_id walk-in")), event.notes.join());

  assert.equal((await put({ phone_region: "" })).status, 200);
  assert.equal((await server.get("/profiles/user_id:walk-in")).id, till.id);
  await server.send("/v1/identify", { userId: "local", messageId: "local", traits: { phone: "030 901821" } }, key);
  assert.equal((await server.api("GET", "/profiles/phone:+4930901821")).status, 404);
  assert.equal((await put({ phone_region: "XX" })).status, 400);
});

test("`rebuild --everything` beside a running server makes the same people again", async () => {
  const answer = await server.command("rebuild", "--everything");
  assert.deepEqual(answer.rebuilt, ["indexes", "people", "segments"]);
  assert.equal(answer.differed, false);
  assert.equal((await server.get("/profiles/user_id:twins/events")).items.length, 2);
});
