// Clients that are slow, huge, many, or gone: others are served, and what is whole counts once.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { assertSound, Ledger } from "../lib/ledger.mjs";
import { Server } from "../lib/server.mjs";

const basic = (key) => "Basic " + Buffer.from(key + ":").toString("base64");

async function open(server) {
  const socket = connect(server.port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

/** All that comes until the server closes, however it closes: who still sends may be reset after the answer. */
async function answerOf(socket) {
  let text = "";
  socket.on("data", (chunk) => (text += chunk));
  await new Promise((done) => socket.on("close", done));
  return text;
}

const head = (key, length, more = "") =>
  `POST /v1/track HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic(key)}\r\nContent-Type: application/json\r\n` +
  `Content-Length: ${length}\r\n${more}\r\n`;

test("half a request stores nothing, however its sender vanishes (EV-08)", async () => {
  const server = await Server.start();
  const key = await server.writeKey("Vanishing");
  const apiKey = await server.apiKey();
  const body = JSON.stringify({ userId: "half", event: "Torn", messageId: "torn" });
  for (const end of ["destroy", "resetAndDestroy", "end"]) {
    for (const part of ["", body.slice(0, 1), body.slice(0, -1)]) {
      const socket = await open(server);
      await new Promise((done) => socket.write(head(key, Buffer.byteLength(body)) + part, done));
      socket.resume();
      socket[end]();
      if (!socket.destroyed) await once(socket, "close");
    }
  }
  assert.equal((await server.api("GET", "/profiles/user_id:half", { key: apiKey })).status, 404);
  await assertSound(server);
  await server.close();
});

test("a sender that vanishes before its answer may send again and counts once", async () => {
  const server = await Server.start();
  const key = await server.writeKey("Impatient");
  const apiKey = await server.apiKey();
  for (let i = 0; i < 40; i++) {
    const body = JSON.stringify({ userId: "gone", event: "Sent", messageId: `gone-${i % 20}`, timestamp: "2026-05-01T00:00:00Z" });
    const socket = await open(server);
    await new Promise((done) => socket.write(head(key, Buffer.byteLength(body)) + body, done));
    socket.destroy();
  }
  for (let i = 0; i < 20; i++) {
    const { status } = await server.send("/v1/track", { userId: "gone", event: "Sent", messageId: `gone-${i}`, timestamp: "2026-05-01T00:00:00Z" }, key);
    assert.equal(status, 200);
  }
  const { items } = await server.get("/profiles/user_id:gone/events?limit=100", { key: apiKey });
  assert.equal(items.length, 20);
  await server.close();
});

test("hundreds of slow and idle clients keep nobody waiting", async () => {
  const server = await Server.start();
  const key = await server.writeKey("Slow");
  const apiKey = await server.apiKey();
  const slow = [];
  for (let i = 0; i < 300; i++) {
    const socket = await open(server);
    socket.write(i % 3 === 0 ? "POST /v1/tr" : i % 3 === 1 ? head(key, 400_000) + "{" : "");
    slow.push(socket);
  }
  const ledger = new Ledger("beside");
  await ledger.fill(server, key, 200);
  assert.equal(ledger.refused, 0, "nobody was refused for them");
  await ledger.compare(server, apiKey);
  slow.forEach((socket) => socket.destroy());
  await server.close();
});

test("what is too large is refused at once, before it is sent", async () => {
  const server = await Server.start();
  const key = await server.writeKey("Huge");
  const declared = await open(server);
  const answered = answerOf(declared);
  declared.write(head(key, 5_000_000_000));
  assert.match(await answered, /^HTTP\/1\.1 413 /);

  const endless = await open(server);
  const refused = answerOf(endless);
  endless.write(`POST /v1/track HTTP/1.1\r\nHost: x\r\nAuthorization: ${basic(key)}\r\nTransfer-Encoding: chunked\r\n\r\n`);
  const chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
  let closed = false;
  endless.on("close", () => (closed = true));
  for (let i = 0; i < 100 && !closed; i++) await new Promise((done) => endless.write(chunk, () => done()));
  assert.match(await refused, /^HTTP\/1\.1 413 /);

  const header = await open(server);
  const long = answerOf(header);
  header.write("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: " + "a".repeat(100_000));
  assert.match(await long, /^HTTP\/1\.1 431 /);
  assert.equal((await fetch(server.url + "/healthz")).status, 200);
  await server.close();
});

test("a flood is answered with 200, 429 or 503, and what was acknowledged is there once", async () => {
  const server = await Server.start({ args: [], env: { THROUGHLINE_WORKERS: "1", THROUGHLINE_REQUESTS_PER_MINUTE: "30" } });
  const key = await server.writeKey("Flood");
  const apiKey = await server.apiKey();
  const ledger = new Ledger("flood");
  await ledger.fill(server, key, 1_000, { lanes: 100 });
  const statuses = await Promise.all(Array.from({ length: 60 }, () => server.api("GET", "/status", { key: apiKey })));
  const refused = statuses.filter((answer) => answer.status === 429);
  assert.ok(refused.length >= 20, String(refused.length));
  for (const answer of refused) assert.ok(Number(answer.headers.get("retry-after")) > 0);
  for (const answer of statuses) assert.ok([200, 429].includes(answer.status), String(answer.status));
  await ledger.settle(server, key);
  const unlimited = await server.apiKey();
  await ledger.compare(server, unlimited);
  await server.close();
});
