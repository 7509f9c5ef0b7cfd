// The unmodified @segment/analytics-node against the real binary.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createServer, request as httpRequest } from "node:http";
import { once } from "node:events";
import { Analytics } from "@segment/analytics-node";
import { Server } from "../lib/server.mjs";

let server, writeKey;

before(async () => {
  server = await Server.start();
  writeKey = await server.writeKey("Backend");
  server.key = await server.apiKey();
});
after(() => server.close());

/** A proxy that answers the first requests itself, as `fates` says, and passes on the rest. A fate
 *  is a function of the request's body and the answer; "lose" passes the request on and drops the
 *  connection instead of answering, as a timeout after the commit would. */
async function faultyProxy(fates) {
  const seen = [];
  const proxy = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    seen.push({ url: request.url, headers: request.headers });
    const fate = fates.shift();
    if (typeof fate === "function") return fate(response);
    const upstream = httpRequest(
      { host: "127.0.0.1", port: server.port, path: request.url, method: request.method, headers: request.headers },
      async (answer) => {
        const parts = [];
        for await (const part of answer) parts.push(part);
        if (fate === "lose") return request.socket.destroy();
        response.writeHead(answer.statusCode, answer.headers);
        response.end(Buffer.concat(parts));
      },
    );
    upstream.end(body);
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  return { url: `http://127.0.0.1:${proxy.address().port}`, seen, close: () => proxy.close() };
}

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

test("500, 429, cut connections and lost answers still count every event once (EV-01, EV-06, EV-07)", async () => {
  const fail = (status, headers = {}) => (response) => {
    response.writeHead(status, headers);
    response.end("{}");
  };
  const cut = (response) => response.socket.destroy();
  const proxy = await faultyProxy(["lose", fail(500), "lose", fail(429, { "Retry-After": "1" }), cut]);
  const analytics = new Analytics({ writeKey, host: proxy.url, flushAt: 50, maxRetries: 10 });
  const errors = [];
  analytics.on("error", (error) => errors.push(error));
  for (let i = 0; i < 200; i++) {
    analytics.track({ userId: "node-2", event: "Counted", properties: { i } });
  }
  await analytics.closeAndFlush({ timeout: 60_000 });
  proxy.close();
  assert.deepEqual(errors, []);
  assert.ok(proxy.seen.length > 4, "the proxy had to interfere");
  const seen = new Set();
  let next = "";
  do {
    const page = await server.get(`/profiles/user_id:node-2/events?limit=100${next && "&before=" + encodeURIComponent(next)}`);
    for (const event of page.items) {
      assert.ok(!seen.has(event.properties.i), `event ${event.properties.i} twice`);
      seen.add(event.properties.i);
    }
    next = page.next;
  } while (next);
  assert.equal(seen.size, 200);
});
