// The tracking API over HTTP: forms of authentication, content types, encodings, limits, refusals.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { connect } from "node:net";
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync, deflateSync } from "node:zlib";
import { join } from "node:path";
import { Server, dataDirectory, withData } from "../lib/server.mjs";

let server, key;
before(async () => {
  server = await Server.start();
  key = await server.writeKey("API test");
  server.key = await server.apiKey();
});
after(() => server.close());

let counter = 0;
const track = (extra = {}) => ({
  type: "track",
  userId: "api-user",
  event: "Tested",
  messageId: `api-${process.pid}-${++counter}`,
  ...extra,
});
const post = (path, body, headers = {}) =>
  fetch(server.url + path, { method: "POST", body, headers });
const basic = (user) => "Basic " + Buffer.from(user).toString("base64");
const eventsOf = async (id, query = "limit=200") =>
  (await server.get(`/profiles/user_id:${id}/events?${query}`)).items;

test("accepts every form of authentication (EV-09)", async () => {
  const forms = {
    "Basic key:": [{ Authorization: basic(key + ":") }, {}, ""],
    "Basic key": [{ Authorization: basic(key) }, {}, ""],
    "Bearer and body": [{ Authorization: "Bearer some.oauth.token" }, { writeKey: key }, ""],
    "X-Write-Key": [{ "X-Write-Key": key }, {}, ""],
    "X-Write-Key id:secret": [{ "X-Write-Key": key + ":secret" }, {}, ""],
    verbatim: [{ Authorization: key }, {}, ""],
    api_key: [{}, { api_key: key }, ""],
    writeKey: [{}, { writeKey: key }, ""],
    "?writeKey=": [{}, {}, "?writeKey=" + encodeURIComponent(key)],
  };
  for (const [name, [headers, members, query]] of Object.entries(forms)) {
    const user = "auth-" + name.replace(/\W+/g, "-");
    const response = await post("/v1/track" + query, JSON.stringify(track({ userId: user, ...members })), headers);
    assert.equal(response.status, 200, name);
    assert.equal((await eventsOf(user)).length, 1, name);
  }
});

test("refuses an unknown key and says so", async () => {
  for (const headers of [{}, { Authorization: basic("nobody:") }]) {
    const response = await post("/v1/track", JSON.stringify(track()), headers);
    assert.equal(response.status, 401);
    const json = await response.json();
    assert.equal(json.success, false);
    assert.equal(json.code, "unknown_write_key");
    assert.ok(json.message);
  }
});

test("reads every content type and encoding (EV-08)", async () => {
  const text = (user) => JSON.stringify(track({ userId: user }));
  const forms = {
    json: ["application/json", (u) => text(u), {}],
    charset: ["application/json; charset=UTF-8", (u) => text(u), {}],
    plain: ["text/plain", (u) => text(u), {}],
    form: ["application/x-www-form-urlencoded", (u) => gzipSync(text(u)), { "Content-Encoding": "gzip" }],
    gzip: ["application/json", (u) => gzipSync(text(u)), { "Content-Encoding": "gzip" }],
    deflate: ["application/json", (u) => deflateSync(text(u)), { "Content-Encoding": "deflate" }],
    bom: ["application/json", (u) => "\ufeff" + text(u), {}],
  };
  for (const [name, [type, body, headers]] of Object.entries(forms)) {
    const response = await post("/v1/track", body("type-" + name), { "Content-Type": type, Authorization: basic(key + ":"), ...headers });
    assert.equal(response.status, 200, `${name}: ${await response.clone().text()}`);
    assert.equal((await eventsOf("type-" + name)).length, 1, name);
  }
});

test("takes the browser library's one-letter paths and batch's other names", async () => {
  for (const [path, kind] of [["t", "track"], ["p", "page"], ["s", "screen"], ["i", "identify"]]) {
    const { status } = await server.send("/v1/" + path, track({ userId: "letters", type: undefined }), key);
    assert.equal(status, 200, path);
    assert.ok((await eventsOf("letters")).some((event) => event.kind === kind), kind);
  }
  for (const path of ["/v1/b", "/v1/import"]) {
    const { status } = await server.send(path, { batch: [track({ userId: "letters-" + path.at(-1) })] }, key);
    assert.equal(status, 200);
  }
});

test("lets browsers of any origin send (CORS)", async () => {
  const preflight = await fetch(server.url + "/v1/t", {
    method: "OPTIONS",
    headers: { Origin: "https://shop.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type,x-retry-count" },
  });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-origin"), "*");
  assert.match(preflight.headers.get("access-control-allow-headers"), /authorization/i);
  assert.ok(Number(preflight.headers.get("access-control-max-age")) > 0);
  const response = await post("/v1/t", JSON.stringify(track()), { Origin: "https://shop.example", Authorization: basic(key + ":") });
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
});

test("one bad item never fails its batch and becomes a dead letter with its reason (DC-02, DC-06, EV-05)", async () => {
  const batch = [
    track({ userId: "partial" }),
    track({ userId: "partial", event: undefined }),
    { type: "dance", userId: "partial", messageId: "partial-dance" },
    "not an object",
    track({ userId: undefined }),
    track({ userId: "partial", properties: { big: "x".repeat(40_000) } }),
    track({ userId: "partial", messageId: "m".repeat(501) }),
    track({ userId: "partial", properties: [1] }),
    { type: "group", userId: "partial", messageId: "partial-group" },
    { type: "alias", userId: "partial", messageId: "partial-alias" },
    track({ userId: "partial" }),
  ];
  const { status, json } = await server.send("/v1/batch", { batch }, key);
  assert.equal(status, 200);
  assert.equal(json.success, true);
  assert.deepEqual(
    json.rejected.map((r) => [r.index, r.reason]),
    [
      [1, "missing_event"],
      [2, "unknown_type"],
      [3, "not_an_object"],
      [4, "missing_identifier"],
      [5, "too_large"],
      [6, "message_id_too_long"],
      [7, "not_an_object"],
      [8, "missing_group_id"],
      [9, "missing_previous_id"],
    ],
  );
  assert.equal((await eventsOf("partial")).length, 2);
  const [source] = (await server.get("/sources")).items.filter((s) => s.name === "API test");
  const letters = await server.get(`/sources/${source.id}/dead_letters`);
  for (const reason of new Set(json.rejected.map((r) => r.reason))) assert.ok(letters.counts[reason] >= 1, reason);
  assert.ok(letters.items.every((letter) => letter.detail && letter.reason));

  await server.send("/v1/batch", { batch }, key);
  const again = await server.get(`/sources/${source.id}/dead_letters`);
  assert.equal(again.items.length, letters.items.length, "a repeated refusal is the same letter");
  assert.equal(again.items.find((l) => l.reason === "unknown_type").count, 2);
});

test("a dead letter can be mended and replayed, and keeps its id", async () => {
  const broken = { type: "track", userId: "mended", messageId: "mend-me" };
  await server.send("/v1/batch", { batch: [broken] }, key);
  const [source] = (await server.get("/sources")).items.filter((s) => s.name === "API test");
  const find = async () => (await server.get(`/sources/${source.id}/dead_letters`)).items.find((l) => l.message_id === "mend-me");
  const letter = await find();
  const stillBad = await server.api("POST", `/dead_letters/${letter.id}/replay`, { body: {} });
  assert.equal(stillBad.json.outcome, "refused");
  const good = await server.api("POST", `/dead_letters/${letter.id}/replay`, { body: { payload: { ...broken, event: "Mended" } } });
  assert.equal(good.json.outcome, "accepted", good.text);
  const [event] = await eventsOf("mended");
  assert.equal(event.message_id, "mend-me");
  assert.equal(event.name, "Mended");
});

test("counts the same id once and keeps a different payload as a collision (DC-08, EV-02, EV-03)", async () => {
  const one = track({ userId: "once", properties: { a: 1, b: 2 } });
  const same = { ...one, properties: { b: 2, a: 1 }, sentAt: new Date().toISOString(), _metadata: { retryCount: 1 } };
  const other = { ...one, properties: { a: 2 } };
  const { json } = await server.send("/v1/batch", { batch: [one, same, one, other] }, key);
  assert.deepEqual(json.rejected.map((r) => r.reason), ["id_collision"]);
  await server.send("/v1/track", same, key);
  const events = await eventsOf("once");
  assert.equal(events.length, 1);
  assert.deepEqual(events[0].properties, { a: 1, b: 2 });
  const twin = track({ userId: "once", properties: { a: 1, b: 2 } });
  await server.send("/v1/track", twin, key);
  assert.equal((await eventsOf("once")).length, 2, "equal payloads under different ids are two events");
});

test("recognises an item without an id by what it says, where it has a time of its own", async () => {
  const item = { type: "track", userId: "no-id", event: "Untitled", timestamp: "2026-01-02T03:04:05Z" };
  await server.send("/v1/batch", { batch: [item], sentAt: "2026-01-02T03:04:06Z" }, key);
  await server.send("/v1/batch", { batch: [item], sentAt: "2026-01-02T03:04:06Z" }, key);
  assert.equal((await eventsOf("no-id")).length, 1);
});

test("keeps all four times and corrects a wrong clock (DC-09, EV-11)", async () => {
  const hourOff = 3_600_000;
  const now = Date.now();
  const item = track({ userId: "skewed", originalTimestamp: new Date(now - hourOff - 10_000).toISOString(), sentAt: new Date(now - hourOff).toISOString() });
  await server.send("/v1/track", item, key);
  const [event] = await eventsOf("skewed");
  assert.equal(event.clock, "corrected");
  const occurred = Date.parse(event.occurred_at);
  assert.ok(Math.abs(occurred - (now - 10_000)) < 5_000, event.occurred_at);
  assert.equal(Date.parse(event.original_timestamp), Date.parse(item.originalTimestamp));
  assert.equal(Date.parse(event.sent_at), Date.parse(item.sentAt));
  assert.ok(Date.parse(event.received_at) >= now - 1000);

  for (const [user, timestamp, clock] of [
    ["far", "2099-01-01T00:00:00Z", "implausible"],
    ["old", "1970-01-01T00:00:00Z", "sent"],
    ["bad", "yesterday-ish", "unreadable"],
    ["none", undefined, "absent"],
  ]) {
    await server.send("/v1/track", track({ userId: "time-" + user, timestamp }), key);
    assert.equal((await eventsOf("time-" + user))[0].clock, clock, user);
  }
});

test("routes `integrations` as sent, the item's over the batch's (DC-14)", async () => {
  const item = track({ userId: "routed", integrations: { All: false, Mixpanel: true } });
  await server.send("/v1/batch", { batch: [item], integrations: { Slack: true, Mixpanel: false }, context: { app: { name: "x" } } }, key);
  const [event] = await eventsOf("routed");
  assert.deepEqual(event.integrations, { Slack: true, All: false, Mixpanel: true });
  assert.equal(event.context.app.name, "x");
});

test("answers bodies that can never be accepted with 400 and what to change (EV-10)", async () => {
  const bad = {
    empty: "",
    "not JSON": "{",
    array: "[]",
    "no batch": "{}",
    "batch of wrong type": '{"batch":{}}',
    truncated: '{"batch":[{"type":"track"',
    nul: '{"batch":[\u0000]}',
  };
  for (const [name, body] of Object.entries(bad)) {
    const { status, json } = await server.send("/v1/batch", body, key);
    assert.equal(status, 400, name);
    assert.equal(json.success, false, name);
    assert.ok(json.message.length > 5, name);
  }
  const tooMany = JSON.stringify({ batch: Array.from({ length: 2501 }, () => 1) });
  assert.equal((await server.send("/v1/batch", tooMany, key)).status, 400);
  const tooBig = JSON.stringify({ batch: [], pad: "x".repeat(600 * 1024) });
  assert.equal((await server.send("/v1/batch", tooBig, key)).status, 400);
  assert.equal((await fetch(server.url + "/v1/batch")).status, 405);
});

test("odd JSON comes back as it was: NUL, lone surrogates, huge numbers, equal keys (EV-10)", async () => {
  const properties = String.raw`{"nul":"a\u0000b","lone":"\ud800","huge":123456789012345678901234567890,"big":1e309,"deep":[[[[{}]]]],"dup":1,"dup":2}`;
  const body = `{"userId":"odd","event":"O\\u0000d\\ud83d","messageId":"odd-1","properties":${properties}}`;
  assert.equal((await server.send("/v1/track", body, key)).status, 200);
  const { text } = await server.api("GET", "/profiles/user_id:odd/events");
  for (const part of ['"a\\u0000b"', '"\\ud800"', "123456789012345678901234567890", "1e309", '"dup":2']) assert.ok(text.includes(part), part);
  assert.ok(text.includes('"name":"O\\u0000d\\ud83d"'), "the name too");
  const deep = "[".repeat(70) + "]".repeat(70);
  const { json } = await server.send("/v1/batch", `{"batch":[{"type":"track","userId":"odd","event":"Deep","properties":{"d":${deep}}},${JSON.stringify(track({ userId: "odd2" }))}]}`, key);
  assert.equal(json.rejected.length, 1);
  assert.equal((await eventsOf("odd2")).length, 1);
});

test("the pixel always answers its image; a prefetch stores nothing (DC-07)", async () => {
  const data = Buffer.from(JSON.stringify({ userId: "pixel", event: "Mail Opened", writeKey: key, messageId: "px-1" })).toString("base64url");
  const url = `${server.url}/v1/pixel/track?data=${data}`;
  for (const [method, headers] of [["HEAD", {}], ["GET", { Purpose: "prefetch" }], ["GET", { "Sec-Purpose": "prefetch;prerender" }]]) {
    assert.equal((await fetch(url, { method, headers })).status, 200);
  }
  assert.equal((await server.api("GET", "/profiles/user_id:pixel")).status, 404, "nothing yet");
  for (let i = 0; i < 2; i++) {
    const response = await fetch(url);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "image/gif");
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.equal(Buffer.from(await response.arrayBuffer()).subarray(0, 6).toString(), "GIF89a");
  }
  assert.equal((await eventsOf("pixel")).length, 1);
  const raw = encodeURIComponent(JSON.stringify({ userId: "pixel", event: "Raw", messageId: "px-2" }));
  assert.equal((await fetch(`${server.url}/v1/pixel/track?data=${raw}&writeKey=${key}`)).status, 200);
  assert.equal((await eventsOf("pixel")).length, 2);
  for (const broken of ["", "%%%", "bm90IGpzb24"]) {
    const response = await fetch(`${server.url}/v1/pixel/track?data=${broken}&writeKey=${key}`);
    assert.equal(response.headers.get("content-type"), "image/gif", broken);
  }
});

test("serves the settings document that analytics.js starts with", async () => {
  const response = await fetch(`${server.url}/v1/projects/${key}/settings`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
  const settings = await response.json();
  assert.equal(settings.integrations["Segment.io"].apiKey, key);
  assert.equal(settings.integrations["Segment.io"].apiHost, new URL(server.url).host + "/v1");
  assert.equal((await fetch(`${server.url}/v1/projects/nobody/settings`)).status, 404);
});

test("a half-closed and a dribbling connection are answered", async () => {
  const body = JSON.stringify(track({ userId: "slow" }));
  const answer = await new Promise((resolve, reject) => {
    const socket = connect(server.port, "127.0.0.1");
    let text = "";
    socket.on("data", (chunk) => (text += chunk));
    socket.on("end", () => resolve(text));
    socket.on("error", reject);
    const head = `POST /v1/track HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic(key + ":")}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n`;
    const bytes = [...head + body];
    const step = () => {
      if (bytes.length === 0) return socket.end();
      socket.write(bytes.splice(0, 40).join(""), () => setImmediate(step));
    };
    step();
  });
  assert.match(answer, /^HTTP\/1\.1 200/);
  assert.equal((await eventsOf("slow")).length, 1);
});

test("every fixture and specification example of Segment is accepted and keeps its fields", withData, async () => {
  const fixtures = join(dataDirectory, "segment-fixtures/fixtures");
  for (const kind of readdirSync(fixtures)) {
    for (const file of readdirSync(join(fixtures, kind))) {
      const message = JSON.parse(readFileSync(join(fixtures, kind, file), "utf8").replaceAll("{{id}}", `fixture-${kind}-${file}`));
      const user = message.userId ?? message.anonymousId;
      const { status, json } = await server.send("/v1/" + (message.type ?? kind), { ...message, messageId: `f-${kind}-${file}` }, key);
      assert.equal(status, 200, file);
      assert.equal(json.rejected, undefined, `${file}: ${JSON.stringify(json)}`);
      const type = message.userId ? "user_id" : "anonymous_id";
      const { items } = await server.get(`/profiles/${type}:${encodeURIComponent(user)}/events?limit=200`);
      const event = items.find((e) => e.message_id === `f-${kind}-${file}`);
      assert.ok(event, file);
      for (const member of ["properties", "traits", "context"]) {
        if (message[member]) assert.deepEqual(event[member === "traits" ? "properties" : member], message[member], `${file}: ${member}`);
      }
    }
  }
});

test("a list shows what was acknowledged when asked for at least its position (DC-01)", async () => {
  for (let i = 0; i < 20; i++) {
    const { headers } = await server.send("/v1/identify", { userId: "position-" + i, messageId: "position-" + i, traits: { name: "Positioned Person " + i } }, key);
    const position = headers.get("throughline-position");
    assert.ok(position);
    const list = await server.get(`/profiles?q=${encodeURIComponent("positioned person " + i)}&at_least=${position}`);
    assert.ok(list.items.some((person) => person.name === "Positioned Person " + i), String(i));
  }
  assert.equal((await server.api("GET", "/profiles?at_least=nonsense")).status, 400);
});
