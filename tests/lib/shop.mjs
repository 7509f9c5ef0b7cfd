// Replays a shop's orders, payments, deliveries and reviews through the tracking API.
//
//   node lib/shop.mjs URL WRITE_KEY      with THROUGHLINE_TEST_DATA set
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** RFC 4180: rows of a CSV file as objects by its header. */
export function readCsv(path) {
  const text = readFileSync(path, "utf8").replace(/^\ufeff/, "");
  const rows = [];
  let row = [], cell = "", quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") row.push(cell), (cell = "");
    else if (c === "\n") rows.push([...row, cell]), (row = []), (cell = "");
    else if (c !== "\r") cell += c;
  }
  if (cell || row.length) rows.push([...row, cell]);
  const [header, ...body] = rows;
  return body.map((cells) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ""])));
}

/** Brazilian local time, which the files give without an offset. */
const instant = (text) => text.replace(" ", "T") + "-03:00";

function byOrder(rows) {
  const map = new Map();
  for (const row of rows) map.set(row.order_id, [...(map.get(row.order_id) ?? []), row]);
  return map;
}

/** All messages of the shop, each with an id of its own, and the orders as the files have them. */
export function shopMessages(directory) {
  const read = (name) => readCsv(join(directory, name + ".csv"));
  const customers = new Map(read("customers").map((row) => [row.customer_id, row]));
  const items = byOrder(read("order_items"));
  const payments = byOrder(read("order_payments"));
  const reviews = byOrder(read("order_reviews"));
  const orders = read("orders").map((order) => ({ ...order, customer: customers.get(order.customer_id), reviews: reviews.get(order.order_id) ?? [] }));
  const messages = [];
  for (const order of orders) {
    const id = order.order_id;
    const userId = order.customer.customer_unique_id;
    const track = (suffix, event, timestamp, properties, channel = "shop") =>
      messages.push({ type: "track", userId, event, messageId: `${id}-${suffix}`, timestamp: instant(timestamp), properties: { order_id: id, ...properties }, context: { channel } });
    messages.push({
      type: "identify",
      userId,
      messageId: `${id}-who`,
      timestamp: instant(order.order_purchase_timestamp),
      traits: { city: order.customer.customer_city, state: order.customer.customer_state, country: "BR" },
      context: { channel: "shop" },
    });
    const products = (items.get(id) ?? []).map((item) => ({ product_id: item.product_id, price: Number(item.price), freight: Number(item.freight_value) }));
    track("bought", "Order Completed", order.order_purchase_timestamp, { products, currency: "BRL", revenue: products.reduce((sum, p) => sum + p.price + p.freight, 0), status: order.order_status });
    for (const payment of payments.get(id) ?? []) {
      track("paid-" + payment.payment_sequential, "Payment Made", order.order_approved_at || order.order_purchase_timestamp, { method: payment.payment_type, value: Number(payment.payment_value) });
    }
    if (order.order_delivered_carrier_date) track("shipped", "Order Shipped", order.order_delivered_carrier_date, {});
    if (order.order_delivered_customer_date) {
      const late = order.order_delivered_customer_date > order.order_estimated_delivery_date;
      track("delivered", "Order Delivered", order.order_delivered_customer_date, { late, promised: order.order_estimated_delivery_date });
    }
    order.reviews.forEach((review, i) =>
      track(`review-${i}`, "Review Given", review.review_answer_timestamp, { review_id: review.review_id, score: Number(review.review_score), title: review.review_comment_title, text: review.review_comment_message }, "survey"),
    );
  }
  return { orders, messages };
}

/** Sends in batches; the number of items that were rejected. */
export async function replay(url, writeKey, messages) {
  let rejected = 0;
  for (let i = 0; i < messages.length; i += 400) {
    const response = await fetch(url + "/v1/batch", {
      method: "POST",
      headers: { Authorization: "Basic " + Buffer.from(writeKey + ":").toString("base64") },
      body: JSON.stringify({ batch: messages.slice(i, i + 400) }),
    });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    rejected += (await response.json()).rejected?.length ?? 0;
  }
  return rejected;
}

if (import.meta.url === "file://" + process.argv[1]) {
  const { messages } = shopMessages(join(process.env.THROUGHLINE_TEST_DATA, "olist"));
  const rejected = await replay(process.argv[2], process.argv[3], messages);
  console.log(`${messages.length} messages sent, ${rejected} rejected`);
}
