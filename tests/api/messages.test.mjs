// What each kind of message does to people, accounts and lines, through the API that everybody uses.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { request } from "node:http";
import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

let server, key, browserKey;
before(async () => {
  server = await Server.start();
  key = await server.writeKey("Messages");
  browserKey = await server.writeKey("Messages in a page", "browser");
  server.key = await server.apiKey();
});
after(() => server.close());

let counter = 0;
const send = async (path, message, { as = key } = {}) => {
  const sent = { messageId: `message-${++counter}`, ...message };
  const { status, json } = await server.send("/v1/" + path, sent, as);
  assert.equal(status, 200, JSON.stringify(json));
  return { ...json, messageId: sent.messageId };
};
const profile = async (id) => {
  const { status, json } = await server.api("GET", "/profiles/" + encodeURIComponent(id));
  return status === 200 ? json : null;
};
const eventsOf = async (id) => (await server.get(`/profiles/${encodeURIComponent(id)}/events?limit=200`)).items;
const sourceNamed = async (name) => (await server.get("/sources")).items.find((source) => source.name === name);

test("identify adds to traits, readable at once by any of the person's identifiers (DC-01)", async () => {
  await send("identify", { userId: "i1", anonymousId: "i1-device", traits: { email: "I1@Example.com", phone: "+49 30 901820", name: "Ida" } });
  await send("identify", { userId: "i1", traits: { plan: "pro", name: "Ida B." } });
  const ids = ["user_id:i1", "anonymous_id:i1-device", "email:i1@example.com", "email: I1@EXAMPLE.com", "phone:+4930901820"];
  for (const id of ids) {
    const found = await profile(id);
    assert.ok(found, id);
    assert.equal(found.traits.plan, "pro");
    assert.equal(found.traits.name, "Ida B.");
  }
});

test("page and screen land as Page Viewed and Screen Viewed with all they said (DC-03)", async () => {
  const properties = { url: "https://a.example/p?q=1", path: "/p", referrer: "https://b.example/", search: "?q=1", title: "P", keywords: ["a", "b"] };
  await send("page", { userId: "p1", name: "Pricing", category: "Shop", properties });
  await send("screen", { userId: "p1", name: "Home", category: "App", properties: { size: 5 } });
  const [screen, page] = (await eventsOf("user_id:p1")).sort((a, b) => b.name.localeCompare(a.name));
  assert.equal(page.name, "Page Viewed");
  assert.deepEqual(page.properties, properties);
  assert.deepEqual(page.extra, { name: "Pricing", category: "Shop" });
  assert.equal(screen.name, "Screen Viewed");
  assert.deepEqual(screen.extra, { name: "Home", category: "App" });
});

test("group makes an account with its members, and context.groupId attributes later events (DC-04, ID-14)", async () => {
  await send("group", { userId: "g1", groupId: "acme", traits: { name: "Acme", seats: 40, role: "admin", parents: ["holding"] } });
  await send("group", { userId: "g2", groupId: "acme", traits: { roles: ["buyer", "user"] } });
  await send("group", { userId: "g1", groupId: "family-1", traits: { type: "household", name: "The Ones" } });
  const acme = await server.get("/accounts/acme");
  assert.equal(acme.name, "Acme");
  assert.equal(acme.people, 2);
  assert.deepEqual(acme.traits, { name: "Acme", seats: 40, parents: ["holding"] });
  assert.deepEqual(acme.parents, ["holding"]);
  assert.equal((await server.get("/accounts/family-1")).type, "household");
  const { items } = await server.get("/profiles/user_id:g1/accounts");
  assert.deepEqual(items.map((account) => [account.group_id, account.roles]), [["acme", ["admin"]], ["family-1", []]]);
  assert.deepEqual((await server.get("/profiles/user_id:g2/accounts")).items[0].roles, ["buyer", "user"]);
  assert.equal((await server.get("/accounts/acme/members")).total, 2);
  await send("track", { userId: "g1", event: "Seat Added", context: { groupId: "acme" } });
  await send("track", { userId: "g1", event: "Alone" });
  const events = await eventsOf("user_id:g1");
  assert.equal(events.find((event) => event.name === "Seat Added").account, "acme");
  assert.equal(events.find((event) => event.name === "Alone").account ?? null, null);
});

test("alias from a server joins two people: both ids resolve, one timeline (DC-05, ID-12)", async () => {
  await send("track", { userId: "old-id", event: "Before" });
  await send("track", { userId: "new-id", event: "After" });
  assert.notEqual((await profile("user_id:old-id")).id, (await profile("user_id:new-id")).id);
  const oldProfile = (await profile("user_id:old-id")).id;
  await send("alias", { previousId: "old-id", userId: "new-id" });
  assert.equal((await profile("user_id:old-id")).id, (await profile("user_id:new-id")).id);
  assert.ok(await profile(oldProfile), "the id of before resolves for ever (ID-06)");
  const names = (await eventsOf("user_id:new-id")).map((event) => event.name);
  assert.ok(names.includes("Before") && names.includes("After"), names.join());
  const why = await server.get("/profiles/user_id:new-id/links?a=user_id:old-id&b=user_id:new-id");
  assert.equal(why.linked, true);
  assert.ok(why.steps.length >= 1 && why.steps[0].text);
});

test("a browser's alias and identify never fuse two known people (ID-01, ID-02, ID-12)", async () => {
  await send("identify", { userId: "known-a", anonymousId: "shared", traits: { email: "a@known.example" } }, { as: browserKey });
  await send("track", { userId: "known-b", anonymousId: "shared", event: "Borrowed" }, { as: browserKey });
  await send("alias", { previousId: "known-a", userId: "known-b" }, { as: browserKey });
  await send("identify", { userId: "known-c", anonymousId: "fresh", traits: { email: "a@known.example" } }, { as: browserKey });
  const [a, b, c, device, fresh] = await Promise.all(["user_id:known-a", "user_id:known-b", "user_id:known-c", "anonymous_id:shared", "anonymous_id:fresh"].map(profile));
  assert.equal(new Set([a.id, b.id, c.id]).size, 3);
  assert.equal(device.id, a.id, "the device's history stays with whoever was there first");
  assert.equal(fresh.id, c.id);
  const why = await server.get("/profiles/user_id:known-c/links?a=user_id:known-a&b=user_id:known-c");
  assert.equal(why.linked, false);
  assert.ok(why.refusals.length >= 1, why.text);
});

test("what was said before the login is hers after it (ID-02)", async () => {
  await send("page", { anonymousId: "visitor", timestamp: "2026-01-01T10:00:00Z" }, { as: browserKey });
  await send("track", { anonymousId: "visitor", event: "Added", timestamp: "2026-01-01T10:01:00Z" }, { as: browserKey });
  await send("identify", { anonymousId: "visitor", userId: "shopper", timestamp: "2026-01-01T10:02:00Z" }, { as: browserKey });
  const her = await profile("user_id:shopper");
  assert.equal(her.first_seen, "2026-01-01T10:00:00Z", "the earliest event, not the first arrival (EV-13)");
  assert.deepEqual((await eventsOf("user_id:shopper")).map((event) => event.name || event.kind), ["identify", "Added", "Page Viewed"]);
});

test("identifiers are taken from every place that Segment takes them from (ID-03, ID-04)", async () => {
  const device = (type) => ({ type, id: `${type}-id`, advertisingId: `${type}-ad`, token: `${type}-token` });
  await send("identify", {
    userId: "promoted", anonymousId: "promoted-anon", traits: { email: "traits@promoted.example", phone: "+49 30 901821" },
    context: {
      traits: { email: "context@promoted.example" }, device: device("android"),
      integrations: { "Google Analytics": { clientId: "ga-1" } },
      externalIds: [
        { id: "crm-7", type: "crmId", collection: "users", encoding: "none" },
        { id: "x-1", type: "x-handle" },
        { id: "acme", type: "group_key", collection: "accounts" },
        { id: "9", type: "no:type" },
      ],
    },
  });
  await send("track", { userId: "promoted", event: "Opened", context: { device: device("ios") }, properties: { email: "friend@promoted.example" } });
  const { items } = await server.get("/profiles/user_id:promoted/identifiers");
  assert.deepEqual(items.map((each) => `${each.type}:${each.value}`).sort(), [
    "android.id:android-id", "android.idfa:android-ad", "android.push_token:android-token", "anonymous_id:promoted-anon",
    "crmId:crm-7", "email:context@promoted.example", "email:traits@promoted.example", "ga_client_id:ga-1",
    "ios.id:ios-id", "ios.idfa:ios-ad", "ios.push_token:ios-token", "phone:+4930901821", "user_id:promoted", "x-handle:x-1",
  ]);
  assert.equal(await profile("email:friend@promoted.example"), null, "properties.email is often somebody else's");
  const [first] = (await eventsOf("user_id:promoted")).filter((event) => event.kind === "identify");
  assert.ok(first.notes.some((note) => note.includes("external id")), first.notes.join());
});

test("values that name nobody identify nobody, and their events are kept (ID-07, EV-15)", async () => {
  const nobody = ["null", "undefined", "anonymous", "0", "-1", "NaN", "[object Object]", "0000-0000"];
  for (const [i, value] of nobody.entries()) {
    const { rejected } = await send("track", { userId: value, event: "Kept", messageId: `nobody-${i}` });
    assert.equal(rejected, undefined, value);
    assert.equal(await profile("user_id:" + value), null, value);
  }
  const latest = await until("all of them", async () => {
    const kept = (await server.get("/events?limit=50")).items.filter((event) => event.name === "Kept");
    return kept.length === nobody.length && kept;
  });
  assert.ok(latest.every((event) => event.profile === null || event.profile === undefined));
  const event = await server.get(`/events/${latest[0].id}`);
  assert.ok(event.notes.some((note) => note.includes("0000-0000")), event.notes.join());
  assert.equal(event.key_identifier ?? null, null);
});

test("a limit refuses the weakest identifier, keeps the event and says why (ID-05, ID-06)", async () => {
  await send("identify", { userId: "first-owner", traits: { email: "one@address.example" } });
  await send("identify", { userId: "second-owner", traits: { email: "one@address.example" } });
  const first = await profile("user_id:first-owner");
  const second = await profile("user_id:second-owner");
  assert.notEqual(first.id, second.id, "a new user_id with the same email is a new person");
  assert.equal((await profile("email:one@address.example")).id, first.id);
  assert.equal((await eventsOf("user_id:second-owner")).length, 1);
});

test("the debugger shows every decision and the payload, in the list and live (DC-23)", async (context) => {
  const debugKey = await server.writeKey("Debugged");
  const source = await sourceNamed("Debugged");
  const live = [];
  const stream = request(`${server.url}/api/v1/sources/${source.id}/live`, { headers: { Authorization: `Bearer ${server.key}` } });
  const [response] = await new Promise((resolve, reject) => {
    stream.on("response", (...args) => resolve(args)).on("error", reject).end();
  });
  let text = "";
  const arrived = [];
  response.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
    for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) {
      const data = text.slice(0, end).split("\n").find((line) => line.startsWith("data: "));
      if (data) live.push({ ...JSON.parse(data.slice(6)), seen: Date.now() });
    }
    arrived.splice(0).forEach((wake) => wake());
  });
  const liveOf = async (count) => {
    while (live.length < count) await new Promise((resolve) => arrived.push(resolve));
  };
  const track = { type: "track", userId: "debugged", anonymousId: "debug-device", event: "Debugged", messageId: "debug-1", properties: { a: 1 } };
  const sentAt = Date.now();
  await server.send("/v1/batch", { batch: [track, track, { ...track, properties: { a: 2 } }, { type: "dance", messageId: "debug-2" }, { type: "track", userId: "null", event: "Nobody's", messageId: "debug-3" }] }, debugKey);
  await liveOf(5);
  context.diagnostic(`${live[4].seen - sentAt} ms from sending to seeing`);
  stream.destroy();

  const items = (await server.get(`/sources/${source.id}/recent`)).items.reverse();
  assert.deepEqual(items.map((item) => item.outcome), ["accepted", "repeated", "collided", "refused", "accepted"]);
  assert.deepEqual(live.map((item) => item.outcome), items.map((item) => item.outcome));
  assert.deepEqual(items[0].payload.properties, { a: 1 });
  assert.ok(items[0].decisions.length >= 1, "the join of user and device is a decision");
  assert.equal(items[0].profile_id, (await profile("user_id:debugged")).id);
  assert.equal(items[0].event_id, (await eventsOf("user_id:debugged"))[0].id);
  assert.equal(items[3].reason, "unknown_type");
  assert.ok(items[4].decisions.some((decision) => decision.includes("null")), items[4].decisions.join());
});

test("a body in chunks and without a content type is read (EV-08)", async () => {
  const body = JSON.stringify({ userId: "chunked", event: "Chunked", messageId: "chunked-1", writeKey: key });
  const status = await new Promise((resolve, reject) => {
    const sent = request(server.url + "/v1/track", { method: "POST" }, (response) => response.resume().on("end", () => resolve(response.statusCode)));
    sent.on("error", reject);
    sent.removeHeader("Content-Type");
    for (let i = 0; i < body.length; i += 10) sent.write(body.slice(i, i + 10));
    sent.end();
  });
  assert.equal(status, 200);
  assert.equal((await eventsOf("user_id:chunked")).length, 1);
});

test("ten thousand keys are kept, one more is refused with its reason (EV-10)", async () => {
  const item = (count, messageId) => ({ type: "track", userId: "wide", event: "Wide", messageId, properties: Object.fromEntries(Array.from({ length: count }, (_, i) => [String(i), 0])) });
  const wide = await server.send("/v1/batch", { batch: [item(3000, "wide-1"), item(10_001, "wide-2")] }, key);
  assert.deepEqual(wide.json.rejected.map((one) => [one.index, one.reason]), [[1, "too_deep_or_wide"]]);
  const [event] = await eventsOf("user_id:wide");
  assert.equal(Object.keys(event.properties).length, 3000);
});

test("an event's name, a trait's key and an identifier may be any text (EV-10)", async () => {
  const odd = ["constructor", "__proto__", "a.b", "'; DROP TABLE events; --", "\u202etest", "👩‍👩‍👧", "Ω≈ç√", "a\u0000b", "x".repeat(400)];
  for (const [i, text] of odd.entries()) {
    await send("identify", { userId: `odd-${i}-${text}`, traits: JSON.parse(`{${JSON.stringify(text)}:1}`) });
    await send("track", { userId: `odd-${i}-${text}`, event: text });
    const events = await eventsOf(`user_id:odd-${i}-${text}`);
    assert.deepEqual(new Set(events.map((event) => event.kind)), new Set(["identify", "track"]), text);
    assert.equal(events.find((event) => event.kind === "track").name, text);
    const { items } = await server.get(`/profiles/${encodeURIComponent(`user_id:odd-${i}-${text}`)}/traits`);
    assert.deepEqual(items.map((trait) => [trait.key, trait.value]), [[text, 1]]);
  }
});
