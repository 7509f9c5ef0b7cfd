// The unmodified @segment/analytics-node against the real binary.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Analytics } from "@segment/analytics-node";
import { eventsOf } from "../lib/line.mjs";
import { Server } from "../lib/server.mjs";
import { UnreliableProxy, everyFate } from "../lib/unreliable_proxy.mjs";

let server, writeKey;

before(async () => {
  server = await Server.start();
  writeKey = await server.writeKey("Backend");
  server.key = await server.apiKey();
});
after(() => server.close());

test("every kind of message of analytics-node arrives (DC-01 to DC-06)", async () => {
  const analytics = new Analytics({ writeKey, host: server.url, flushAt: 100 });
  const errors = [];
  analytics.on("error", (error) => errors.push(error));
  analytics.identify({ userId: "node-1", traits: { email: "Node.One@Post.Example", plan: "pro" } });
  analytics.track({ userId: "node-1", event: "Report Opened", properties: { pages: 3 } });
  analytics.page({ userId: "node-1", name: "Pricing", properties: { path: "/pricing" } });
  analytics.screen({ userId: "node-1", name: "Home" });
  analytics.group({ userId: "node-1", groupId: "acme", traits: { name: "Acme" } });
  analytics.alias({ previousId: "anon-before", userId: "node-1" });
  await analytics.closeAndFlush();
  assert.deepEqual(errors, []);

  const profile = await server.get("/profiles/user_id:node-1");
  assert.equal(profile.traits.plan, "pro");
  const events = (await server.get("/profiles/user_id:node-1/events?limit=50")).items;
  const kinds = new Set(events.map((event) => event.kind));
  for (const kind of ["identify", "track", "page", "screen", "group", "alias"]) assert.ok(kinds.has(kind), kind);
  const byEmail = await server.get("/profiles/email:node.one@post.example");
  assert.equal(byEmail.id, profile.id);
  const byAlias = await server.get("/profiles/anonymous_id:anon-before");
  assert.equal(byAlias.id, profile.id);
});

test("500, 429, timeouts, cut connections and lost answers still count every event once (EV-01, EV-06, EV-07)", async () => {
  const proxy = await UnreliableProxy.start(server.url, everyFate);
  const analytics = new Analytics({ writeKey, host: proxy.url, flushAt: 20, maxRetries: 10, httpRequestTimeout: 400 });
  const errors = [];
  analytics.on("error", (error) => errors.push(error));
  for (let i = 0; i < 200; i++) {
    analytics.track({ userId: "node-2", event: "Counted", properties: { i } });
  }
  await analytics.closeAndFlush({ timeout: 60_000 });
  proxy.close();
  assert.deepEqual(errors, []);
  assert.equal(proxy.left, 0, "every fault was met");
  const numbers = (await eventsOf(server, "user_id:node-2")).map((event) => event.properties.i);
  assert.deepEqual(numbers.sort((a, b) => a - b), Array.from({ length: 200 }, (_, i) => i));
});
