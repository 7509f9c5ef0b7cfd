// Every naughty string, wherever a client may say one, comes back code point for code point.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Server, dataDirectory, withData } from "../lib/server.mjs";

let server, key, strings;
before(async () => {
  server = await Server.start();
  key = await server.writeKey("Texts");
  server.key = await server.apiKey();
  if (dataDirectory) strings = JSON.parse(await readFile(join(dataDirectory, "naughty-strings/blns.json"), "utf8"));
});
after(() => server.close());

async function send(items) {
  for (let first = 0; first < items.length; first += 100) {
    const answer = await server.send("/v1/batch", { batch: items.slice(first, first + 100) }, key);
    assert.equal(answer.status, 200, answer.text);
  }
}

/** A whole line, page after page. */
async function all(path) {
  const items = [];
  let before = "";
  do {
    const page = await server.get(`${path}?limit=500${before && `&before=${encodeURIComponent(before)}`}`);
    items.push(...page.items);
    before = page.next;
  } while (before);
  return items;
}

test("as the name and a property of an event, and as a key of it (EV-10)", withData, async () => {
  await send(
    strings.map((text, index) => ({
      type: "track", userId: "naughty", messageId: `event-${index}`,
      event: text || "empty", properties: { text, [text]: "key" },
    })),
  );
  const events = new Map((await all("/profiles/user_id:naughty/events")).map((event) => [event.message_id, event]));
  assert.equal(events.size, strings.length);
  for (const [index, text] of strings.entries()) {
    const event = events.get(`event-${index}`);
    assert.equal(event.name, text || "empty", `name ${index}`);
    const { properties } = await server.get(`/events/${event.id}`);
    assert.deepEqual(properties, { text, [text]: "key" }, `properties ${index}`);
  }
});

test("as the value and the key of a trait (EV-10)", withData, async () => {
  await send(
    strings.map((text, index) => ({
      type: "identify", userId: `traits-${index}`, messageId: `trait-${index}`, traits: { note: text, [text || "empty"]: index },
    })),
  );
  for (const [index, text] of strings.entries()) {
    const { traits } = await server.get(`/profiles/user_id:traits-${index}`);
    assert.equal(traits.note?.value ?? traits.note, text, `value ${index}`);
    const named = traits[text || "empty"];
    assert.equal(named?.value ?? named, index, `key ${JSON.stringify(text)}`);
  }
});

test("as an identifier (EV-10, EV-15)", withData, async () => {
  await send(
    strings.map((text, index) => ({
      type: "identify", userId: text, anonymousId: `naughty-device-${index}`, messageId: `identifier-${index}`, traits: { index },
    })),
  );
  // What names nobody claims nothing: the device is then all there is of the person.
  const nobody = new Set();
  for (const [index, text] of strings.entries()) {
    const { identifiers } = await server.get(`/profiles/anonymous_id:naughty-device-${index}`);
    const hers = identifiers.filter((each) => each.type === "user_id").map((each) => each.value);
    if (hers.length === 0) nobody.add(text);
    // ASCII white space around an id is no part of it, and composed and decomposed letters are one.
    else assert.ok(hers.includes(text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, "").normalize("NFC")), `${JSON.stringify(text)} became ${JSON.stringify(hers)}`);
  }
  assert.deepEqual(
    [...nobody].sort(),
    ["", " ", "(null)", "-", "--", "-0", "-1", "0", "FALSE", "False", "NIL", "NULL", "NaN", "None", "TRUE", "True", "false", "nil", "null", "true", "undefined"].sort(),
  );
});
