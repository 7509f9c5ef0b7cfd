// A shop's files, as they are, come in by mappings: nobody writes a program for it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { commandBeside } from "../lib/cli.mjs";
import { freshDirectory } from "../lib/directory.mjs";
import { eventsOf } from "../lib/line.mjs";
import { Server, dataDirectory, withData } from "../lib/server.mjs";
import { readCsv } from "../lib/shop.mjs";

const mappings = new URL("../mappings/", import.meta.url).pathname;

test("a shop's files come in by their mappings, once, and meet on each customer's line (DC-27)", withData, async () => {
  const server = await Server.start();
  server.key = await server.apiKey();
  try {
    const beside = (...args) => commandBeside(server, ...args);
    const counts = [];
    for (const name of ["customers", "orders", "order_payments", "order_items", "order_reviews"]) {
      const short = name.replace("order_", "");
      const args = ["import", join(dataDirectory, "olist", name + ".csv"), "--mapping", join(mappings, `olist_${short}.json`), "--source", "Olist", "--json"];
      const ended = await beside(...args);
      assert.equal(ended.code, 0, ended.error + ended.out);
      counts.push(JSON.parse(ended.out));
      if (name === "orders") {
        const again = await beside(...args);
        assert.equal(JSON.parse(again.out).accepted, 0, "a second time adds nothing");
      }
    }
    const rows = (name) => readCsv(join(dataDirectory, "olist", name + ".csv"));
    const orders = rows("orders");
    assert.deepEqual(counts.map((one) => one.rows), [orders.length, orders.length, rows("order_payments").length, rows("order_items").length, rows("order_reviews").length]);
    assert.ok(counts.every((one) => one.refused === 0 && one.collided === 0));

    // Orders, payments, items and reviews of one customer meet on her line although no file names her in each.
    const customers = new Map(rows("customers").map((row) => [row.customer_id, row.customer_unique_id]));
    const review = rows("order_reviews").find((row) => row.review_score === "1" && row.review_comment_message.length > 100);
    const order = orders.find((row) => row.order_id === review.order_id);
    const line = await eventsOf(server, `user_id:${customers.get(order.customer_id)}`);
    const names = new Set(line.filter((event) => event.properties?.order_id === order.order_id).map((event) => event.name));
    for (const name of ["Order Placed", "Payment Made", "Item Bought", "Review Given"]) assert.ok(names.has(name), name);
    const given = line.find((event) => event.name === "Review Given");
    assert.equal(given.properties.text, review.review_comment_message);
    assert.equal(given.occurred_at, new Date(review.review_answer_timestamp.replace(" ", "T") + "-03:00").toISOString().replace(".000", ""));
  } finally {
    await server.close();
  }
});

test("Segment's fixtures and the examples of its specification come in as a file, with all their fields and times (DC-27)", withData, async () => {
  const fixtures = join(dataDirectory, "segment-fixtures/fixtures");
  const messages = readdirSync(fixtures).flatMap((kind) =>
    readdirSync(join(fixtures, kind)).map((file) => ({ type: kind, ...JSON.parse(readFileSync(join(fixtures, kind, file), "utf8").replaceAll("{{id}}", `fixture-${file}`)) })),
  );
  const kinds = ["track", "page", "screen", "identify", "group", "alias"];
  const examples = JSON.parse(readFileSync(join(dataDirectory, "segment-spec/examples.json"), "utf8")).map((one) => one.json);
  // What shows only a part of a message, such as a context, is no message.
  messages.push(...examples.filter((one) => kinds.includes(one.type) && (one.userId ?? one.anonymousId)));
  assert.ok(messages.length > 40, String(messages.length));
  // Each under an id of its own, because several examples share one.
  messages.forEach((message, i) => (message.messageId = `example-${i}`));
  const directory = await freshDirectory("segment");
  const server = await Server.start();
  server.key = await server.apiKey();
  try {
    const file = join(directory, "messages.ndjson");
    await writeFile(file, messages.map((message) => JSON.stringify(message) + "\n").join(""));
    const came = await commandBeside(server, "import", file, "--source", "Segment", "--json");
    const report = JSON.parse(came.out);
    const { items: refused } = await server.get(`/imports/${report.id}/refused`);
    assert.deepEqual(refused, [], "nothing is refused");
    assert.deepEqual([report.rows, report.accepted], [messages.length, messages.length]);

    for (const message of messages) {
      const reference = message.userId ? `user_id:${message.userId}` : `anonymous_id:${message.anonymousId}`;
      const event = (await eventsOf(server, reference)).find((one) => one.message_id === message.messageId);
      assert.ok(event, message.messageId);
      const said = message.type === "identify" || message.type === "group" ? message.traits : message.properties;
      if (said) assert.deepEqual(event.properties, said, message.messageId);
      if (message.context) assert.deepEqual(event.context, message.context, message.messageId);
      const time = message.originalTimestamp ?? message.timestamp;
      if (time && !Number.isNaN(Date.parse(time)) && new Date(time) < new Date()) assert.equal(new Date(event.occurred_at).getTime(), Date.parse(time), `${message.messageId}: as the file says, whenever it was sent`);
    }
    const again = await commandBeside(server, "import", file, "--source", "Segment", "--json");
    const second = JSON.parse(again.out);
    assert.deepEqual([second.accepted, second.repeated], [0, messages.length]);
  } finally {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  }
});
