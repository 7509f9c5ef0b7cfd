// Other products' unmodified node clients against the real binary, through a proxy that answers
// 500 and 429, hangs, truncates answers and closes connections: everything counts exactly once.
//
// A client that repeats by itself is left to it. For one that does not, the test does what its
// documentation leaves to the application, and calls it again with the same id or time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newTracker, buildPageView, buildSelfDescribingEvent, buildStructEvent } from "@snowplow/node-tracker";
import { Analytics as CustomerIo } from "@customerio/cdp-analytics-node";
import { DittofeedSdk } from "@dittofeed/sdk-node";
import { Umami } from "@umami/node";
import { jitsuAnalytics } from "@jitsu/js";
import { PostHog } from "posthog-node";
import MatomoTracker from "matomo-tracker";
import RudderAnalytics from "@rudderstack/rudder-sdk-node";
import { eventsOf } from "../lib/line.mjs";
import { Server } from "../lib/server.mjs";
import { UnreliableProxy, everyFate, fatesWithoutWaiting } from "../lib/unreliable_proxy.mjs";

const EVENTS = 40;
const PATIENCE_MS = 400; // How long a client waits for an answer.
let server, proxy;

before(async () => {
  server = await Server.start();
  server.key = await server.apiKey();
});
after(async () => {
  proxy?.close();
  await server?.close();
});

/** A write key of a source of its own, and a proxy in front of the server. */
async function prepare(name, fates) {
  proxy?.close();
  proxy = await UnreliableProxy.start(server.url, fates);
  return server.writeKey(name);
}

const source = async (name) => (await server.get("/sources")).items.find((one) => one.name === name);

/** Each of "Counted" with i from 0 to EVENTS - 1 once on somebody's line, and nothing refused. */
async function assertOnce(name, reference, number = (event) => event.properties.i) {
  assert.equal(proxy.left, 0, "every fault was met");
  // A client may call itself done while a request without an answer is still under way.
  const countedNow = async () => (await eventsOf(server, reference)).filter((event) => event.name === "Counted");
  let counted = await countedNow();
  for (const until = Date.now() + 30_000; counted.length < EVENTS && Date.now() < until; ) counted = await countedNow();
  assert.deepEqual(counted.map(number).sort((a, b) => a - b), Array.from({ length: EVENTS }, (_, i) => i));
  const { refused, collided, random_ids, accepted, repeated } = await source(name);
  assert.deepEqual({ refused, collided, random_ids }, { refused: 0, collided: 0, random_ids: 0 });
  assert.ok(repeated > 0, "what was stored but not acknowledged was sent again");
  return accepted;
}

/** Until one attempt is answered well: what an application does whose client does not repeat. */
async function insist(attempt) {
  for (let tries = 0; tries < 20; tries++) if (await attempt().catch(() => false)) return;
  assert.fail("never answered well");
}
const timely = (url, options) => fetch(url, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });

test("RudderStack (EV-01, EV-07, EV-08)", async () => {
  // It gives up after a timeout, so that it meets none before the commit.
  const fates = everyFate.filter((fate) => fate !== "hang");
  const key = await prepare("RudderStack", fates);
  const client = new RudderAnalytics(key, {
    dataPlaneUrl: proxy.url,
    flushAt: 4,
    flushInterval: 60_000,
    timeout: 8_000, // A slow machine must not make it give up either.
    retryCount: 10,
    axiosRetryConfig: { retryDelay: () => 10 },
    logLevel: "silent",
    errorHandler: () => {},
  });
  client.identify({ userId: "rudder-1", traits: { email: "rudder@post.example", plan: "pro" } });
  for (let i = 0; i < EVENTS; i++) client.track({ userId: "rudder-1", event: "Counted", properties: { i } });
  client.alias({ previousId: "rudder-before", userId: "rudder-1" });
  client.group({ userId: "rudder-1", groupId: "rudder-acme", traits: { name: "Acme" } });
  for (let i = 0; i < EVENTS; i++) await client.flush();
  await assertOnce("RudderStack", "user_id:rudder-1");
  const profile = await server.get("/profiles/user_id:rudder-1");
  assert.equal(profile.traits.plan, "pro");
  assert.equal((await server.get("/profiles/anonymous_id:rudder-before")).id, profile.id);
});

test("Customer.io (EV-01)", async () => {
  const key = await prepare("Customer.io", everyFate);
  const client = new CustomerIo({ writeKey: key, host: proxy.url, maxEventsInBatch: 4, maxRetries: 20, httpRequestTimeout: PATIENCE_MS });
  const errors = [];
  client.on("error", (error) => errors.push(error));
  client.identify({ userId: "cio-1", traits: { email: "cio@post.example" } });
  for (let i = 0; i < EVENTS; i++) client.track({ userId: "cio-1", event: "Counted", properties: { i } });
  await client.closeAndFlush({ timeout: 60_000 });
  assert.deepEqual(errors, []);
  assert.equal(await assertOnce("Customer.io", "email:cio@post.example"), EVENTS + 1);
});

test("Jitsu, whose key has two halves (EV-09)", async () => {
  const key = await prepare("Jitsu", everyFate);
  let sent = Promise.resolve();
  // The client takes the application's fetch, and leaves repeating to it.
  const persistent = async (url, options) => {
    let answer;
    sent = insist(async () => {
      answer = await timely(url, options);
      await answer.clone().text();
      return answer.ok;
    });
    await sent;
    return answer;
  };
  const client = jitsuAnalytics({ host: proxy.url, writeKey: `${key}:secret`, s2s: true, fetch: persistent });
  await client.identify("jitsu-1", { email: "jitsu@post.example" });
  for (let i = 0; i < EVENTS; i++) await client.track("Counted", { i });
  await client.page("Pricing", { plan: "pro" });
  await client.group("jitsu-acme", { name: "Acme" });
  await sent;
  assert.equal(await assertOnce("Jitsu", "user_id:jitsu-1"), EVENTS + 3);
  const page = (await eventsOf(server, "user_id:jitsu-1")).find((event) => event.kind === "page");
  assert.equal(page.properties.plan, "pro");
});

test("PostHog: events, people, groups and aliases", async () => {
  const key = await prepare("PostHog", everyFate);
  const client = new PostHog(key, {
    host: proxy.url,
    flushAt: 4,
    maxBatchSize: 4,
    flushInterval: 60_000,
    requestTimeout: PATIENCE_MS,
    fetchRetryCount: 20,
    fetchRetryDelay: 20,
  });
  client.capture({ distinctId: "ph-before", event: "$pageview", properties: { $current_url: "https://shop.example/a?b=c", $set: { seen: true } } });
  client.identify({ distinctId: "ph-1", properties: { email: "ph@post.example", plan: "pro", $set_once: { first_plan: "free" } } });
  for (let i = 0; i < EVENTS; i++) {
    client.capture({ distinctId: "ph-1", event: "Counted", properties: { i }, groups: { company: "ph-acme" } });
  }
  client.alias({ distinctId: "ph-1", alias: "ph-before" });
  client.groupIdentify({ groupType: "company", groupKey: "ph-acme", properties: { name: "Acme" }, distinctId: "ph-1" });
  await client.shutdown(60_000);
  await assertOnce("PostHog", "user_id:ph-1");
  const profile = await server.get("/profiles/user_id:ph-1");
  assert.deepEqual([profile.traits.plan, profile.traits.first_plan, profile.traits.seen], ["pro", "free", true]);
  assert.equal((await server.get("/profiles/user_id:ph-before")).id, profile.id);
  const events = await eventsOf(server, "user_id:ph-1");
  assert.equal(events.find((event) => event.kind === "page").properties.path, "/a");
  assert.equal(events.filter((event) => event.kind === "group").length, 1);
});

test("Dittofeed, which loses what is refused with 500 (EV-05)", async () => {
  const key = await prepare("Dittofeed", fatesWithoutWaiting);
  await DittofeedSdk.init({ writeKey: key, host: proxy.url });
  const messages = Array.from({ length: EVENTS }, (_, i) => ({ messageId: `ditto-${i}`, userId: "ditto-1", event: "Counted", properties: { i } }));
  await insist(async () => {
    DittofeedSdk.identify({ messageId: "ditto-who", userId: "ditto-1", traits: { email: "ditto@post.example" } });
    await DittofeedSdk.flush();
    return true;
  });
  for (let i = 0; i < EVENTS; i += 4) {
    await insist(async () => {
      for (const message of messages.slice(i, i + 4)) DittofeedSdk.track(message);
      await DittofeedSdk.flush();
      return true;
    });
  }
  await assertOnce("Dittofeed", "user_id:ditto-1");
});

test("Umami, with nothing but the website's id", async () => {
  const key = await prepare("Umami", fatesWithoutWaiting);
  const client = new Umami({ websiteId: key, hostUrl: proxy.url });
  const well = async (answer) => {
    await answer.text(); // A truncated answer fails here.
    return answer.ok;
  };
  for (let i = 0; i < EVENTS; i++) {
    const event = { name: "Counted", data: { i }, id: "umami-1", timestamp: 1_700_000_000 + i };
    await insist(async () => well(await client.track(event)));
  }
  assert.equal(await assertOnce("Umami", "user_id:umami-1"), EVENTS);
  // Without a name or a time: the same visitor, and a page.
  await insist(async () => well(await client.track({ url: "/pricing?from=mail", title: "Pricing" })));
  await insist(async () => well(await client.identify({ plan: "pro" })));
  const profile = await server.get("/profiles/user_id:umami-1");
  assert.ok(profile, "known by the id");
  const { accepted, random_ids } = await source("Umami");
  assert.deepEqual([accepted, random_ids], [EVENTS + 2, 2], "the source's page says what could count twice");
});

test("Matomo: single actions, and many in one request", async () => {
  const key = await prepare("Matomo", fatesWithoutWaiting);
  // The client says what went wrong and does not repeat; its answers come through its agent.
  const outcome = (act) =>
    new Promise((resolve, reject) => {
      const client = new MatomoTracker(key, proxy.url + "/matomo.php");
      client.on("error", (why) => reject(new Error(String(why))));
      const agent = client.agent;
      const watch = (request) => {
        request.on("response", (answer) => {
          answer.on("end", () => resolve(answer.statusCode === 200));
          answer.on("aborted", () => reject(new Error("truncated")));
          answer.on("error", reject);
          answer.resume();
        });
        return request;
      };
      client.agent = {
        get: (...args) => watch(agent.get(...args)),
        request: (...args) => watch(agent.request(...args)),
      };
      act(client);
    });
  const action = (i) => ({ url: "https://shop.example/", e_c: "shop", e_a: "Counted", e_n: "n", e_v: i, uid: "matomo-1", cdt: 1_700_000_000 + i });
  for (let i = 0; i < EVENTS / 2; i++) await insist(() => outcome((client) => client.track(action(i))));
  const rest = () => Array.from({ length: EVENTS / 2 }, (_, i) => action(EVENTS / 2 + i));
  await insist(() => outcome((client) => client.trackBulk(rest(), () => {})));
  const page = { url: "https://shop.example/p?q=1", action_name: "Lamp", uid: "matomo-1", cdt: "2024-01-02 03:04:05", dimension1: "vip" };
  await insist(() => outcome((client) => client.track(page)));
  await assertOnce("Matomo", "user_id:matomo-1", (event) => event.properties.value);
  const [viewed] = (await eventsOf(server, "user_id:matomo-1")).filter((event) => event.kind === "page");
  assert.equal(viewed.occurred_at, "2024-01-02T03:04:05Z");
  assert.deepEqual([viewed.properties.path, viewed.properties.title, viewed.properties.dimension1], ["/p", "Lamp", "vip"]);
});

test("Snowplow: pages, structured and self-describing events", async () => {
  const key = await prepare("Snowplow", everyFate);
  const tracker = newTracker(
    { namespace: "test", appId: key, encodeBase64: true },
    { endpoint: proxy.url, bufferSize: 1000, connectionTimeout: PATIENCE_MS, maxPostBytes: 3000 },
  );
  tracker.setUserId("snow-1");
  tracker.track(buildPageView({ pageUrl: "https://shop.example/lamp?x=1", pageTitle: "Lamp" }));
  tracker.track(buildStructEvent({ category: "shop", action: "Added", label: "lamp", value: 3 }));
  for (let i = 0; i < EVENTS; i++) {
    tracker.track(buildSelfDescribingEvent({ event: { schema: "iglu:com.acme/Counted/jsonschema/1-0-0", data: { i } } }), [
      { schema: "iglu:com.acme/product/jsonschema/1-0-0", data: { sku: "L1" } },
    ]);
  }
  // What could not be sent stays in its store until the next flush.
  for (let i = 0; i < 2 * everyFate.length; i++) await tracker.flush();
  assert.equal(await assertOnce("Snowplow", "user_id:snow-1"), EVENTS + 2);
  const events = await eventsOf(server, "user_id:snow-1");
  assert.equal(events.find((event) => event.name === "Added").properties.value, 3);
  assert.equal(events.find((event) => event.kind === "page").properties.path, "/lamp");
});

test("an unknown key is told so, and an image stays an image", async () => {
  const post = (path, body) =>
    fetch(server.url + path, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  assert.equal((await post("/batch/", { api_key: "nobody", batch: [] })).status, 401);
  assert.equal((await post("/api/send", { type: "event", payload: { website: "nobody", name: "x" } })).status, 401);
  const image = await fetch(server.url + "/matomo.php?idsite=nobody&rec=1&url=x");
  assert.deepEqual([image.status, image.headers.get("content-type")], [200, "image/gif"]);
  assert.match(image.headers.get("cache-control"), /no-store/);
});

test("what a dialect cannot express is kept as a dead letter, and fails nothing else (EV-05)", async () => {
  const key = await server.writeKey("Odd ones");
  const answer = await fetch(server.url + "/batch/", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ api_key: key, batch: [{ event: "", uuid: "odd-1", distinct_id: "odd" }, "text", { event: "Fine", uuid: "odd-2", distinct_id: "odd" }] }),
  });
  assert.equal(answer.status, 200);
  assert.deepEqual((await answer.json()).rejected.map((one) => one.reason), ["missing_event", "not_an_object"]);
  const tooBig = await fetch(server.url + "/batch/", { method: "POST", body: JSON.stringify({ api_key: key, batch: [{ x: "x".repeat(600_000) }] }) });
  assert.equal(tooBig.status, 413, "so that the client halves its batch");
});
