// A shop's real orders, deliveries and reviews come in, and a customer's line tells what happened.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { Server, dataDirectory, withData } from "../lib/server.mjs";
import { replay, shopMessages } from "../lib/shop.mjs";
import { until } from "../lib/wait.mjs";

test("two years of a shop's orders, and what a customer said about hers", withData, async () => {
  const { orders, messages } = shopMessages(join(dataDirectory, "olist"));
  const people = new Set(orders.map((order) => order.customer.customer_unique_id));
  const server = await Server.start();
  try {
    const key = await server.writeKey("Shop");
    server.key = await server.apiKey();
    assert.equal(await replay(server.url, key, messages), 0, "nothing is rejected");
    const count = async () => (await server.get("/sources")).items[0];
    assert.equal((await count()).accepted, messages.length);

    await replay(server.url, key, messages.slice(0, 4000));
    const again = await count();
    assert.equal(again.accepted, messages.length, "a repetition adds nothing");
    assert.equal(again.repeated, 4000);

    const list = await until("the list to have followed", async () => {
      const page = await server.get("/profiles?limit=1");
      return page.total === people.size && page;
    }, { ms: 60_000 });
    assert.equal(list.total, people.size);

    // Delivered late, one star, and the most to say about it.
    const wordy = (order) => Math.max(0, ...order.reviews.filter((r) => r.review_score === "1").map((r) => r.review_comment_message.length));
    const late = orders.filter((order) => order.order_delivered_customer_date > order.order_estimated_delivery_date);
    const order = late.sort((a, b) => wordy(b) - wordy(a))[0];
    const { items } = await server.get(`/profiles/user_id:${order.customer.customer_unique_id}/events?limit=200`);
    const line = items.filter((event) => event.properties.order_id === order.order_id).reverse();
    // Who waits too long may speak before the parcel comes: the line has what happened as it happened.
    const expected = messages.filter((m) => m.type === "track" && m.properties.order_id === order.order_id);
    expected.sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp) || (a.messageId < b.messageId ? -1 : 1));
    assert.deepEqual(line.map((event) => event.message_id), expected.map((m) => m.messageId));
    assert.equal(new Set(line.map((event) => event.name)).size, 5, "bought, paid, shipped, delivered, reviewed");
    assert.equal(line.find((event) => event.name === "Order Delivered").properties.late, true);
    const review = line.find((event) => event.name === "Review Given");
    assert.equal(review.properties.score, 1);
    assert.equal(review.channel, "survey");
    assert.ok(order.reviews.some((r) => r.review_comment_message === review.properties.text && r.review_comment_message.length > 50));
  } finally {
    await server.close();
  }
});
