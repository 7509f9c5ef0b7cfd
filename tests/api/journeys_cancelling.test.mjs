// Whoever closes the connection ends the question: over a socket of its own, while events keep coming in.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { Server } from "../lib/server.mjs";
import { until } from "../lib/wait.mjs";

let server, key;
let count = 0;
const begin = Date.UTC(2026, 0, 1);

async function send(userId, names) {
  let position;
  for (let i = 0; i < names.length; i += 500) {
    const batch = names.slice(i, i + 500).map((event) => ({ type: "track", userId, event, messageId: `m-${++count}`, timestamp: new Date(begin + count * 1000).toISOString() }));
    const answer = await server.send("/v1/batch", { batch }, key);
    assert.equal(answer.status, 200, answer.text);
    position = answer.headers.get("throughline-position");
  }
  return position;
}

before(async () => {
  server = await Server.start();
  server.key = await server.apiKey();
  key = await server.writeKey("Shop");
});
after(() => server.close());

async function counts() {
  const page = await (await fetch(server.url + "/metrics")).text();
  const of = (outcome) => Number(new RegExp(`^throughline_journey_questions_total\\{outcome="${outcome}"\\} (\\d+)$`, "m").exec(page)[1]);
  return { answered: of("answered"), refused: of("refused"), cancelled: of("cancelled") };
}

/** Sends a question on a connection of its own, which stays open. */
async function askOn(path, body) {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  const text = JSON.stringify(body);
  socket.write(
    `POST /api/v1/journeys/${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${server.key}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
  let answered = "";
  socket.on("data", (chunk) => (answered += chunk));
  return { socket, answered: () => answered };
}

// One busy person, and a question that has each of her payments shared among all touches before it, by every
// model, for twelve parts: seconds of work.
const models = ["first", "last", "linear", "u_shaped", "j_shaped", "inverse_j", "time_decay", "participation", "shapley", "markov"];
const part = (name) => ({ name, range: { from: new Date(begin).toISOString() } });
const question = { touches: { names: ["Touch"] }, conversions: { names: ["Pay"] }, models, compare: Array.from({ length: 12 }, (_, i) => part(`part ${i}`)) };

test("a question whose asker goes is cancelled, and collection goes on (OP: cancellation)", async () => {
  const position = await send("busy", Array.from({ length: 3_000 }, (_, i) => (i % 2 ? "Pay" : "Touch")));
  const small = await server.api("POST", `/journeys/counts?at_least=${position}`, { body: { events: { names: ["Pay"] } } });
  assert.equal(small.json.events, 1_500);
  const before = await counts();
  assert.equal(before.cancelled, 0);

  const asked = await Promise.all([0, 1, 2].map(() => askOn("attribution", question)));
  await send("other", ["Touch", "Pay"]); // It has been read by now, and is being worked on.
  for (const one of asked) {
    assert.equal(one.answered(), "", "nobody was answered yet");
    one.socket.destroy();
  }
  const while_ = await send("other", ["Pay"]);
  await until("the end of the questions", async () => (await counts()).cancelled === before.cancelled + 3, { ms: 60_000 });
  const now = await counts();
  assert.equal(now.refused, before.refused);
  assert.equal(now.answered, before.answered, "none of them was answered to nobody");

  // Everything that came in meanwhile is there, and questions are answered as before.
  const all = await server.api("POST", `/journeys/counts?at_least=${while_}`, { body: { events: { names: ["Pay"] } } });
  assert.equal(all.json.events, 1_502);
  assert.deepEqual(await counts(), { ...now, answered: now.answered + 1 });
});

test("whoever stays is answered, and a question without meaning is counted as refused", async () => {
  const before = await counts();
  const { socket, answered } = await askOn("attribution", { ...question, compare: undefined, models: ["last"] });
  await until("the answer", () => answered().includes('"unattributed"'), { ms: 60_000 });
  assert.match(answered(), /^HTTP\/1\.1 200 /);
  socket.destroy();
  const refused = await server.api("POST", "/journeys/attribution", { body: { ...question, models: ["best"] } });
  assert.equal(refused.status, 400);
  assert.deepEqual(await counts(), { answered: before.answered + 1, refused: before.refused + 1, cancelled: before.cancelled });
});
