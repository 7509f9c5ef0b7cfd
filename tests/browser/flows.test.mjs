// What a team does with people, data and settings, each from the click to what the API then says.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startOwned, Visitor } from "../lib/app.mjs";
import { until } from "../lib/wait.mjs";

let server;
let visitor;
let page;
let messages = 0;

const send = async (path, message) => {
  const answer = await server.send(path, { messageId: `flow-${++messages}`, ...message }, server.shop);
  assert.equal(answer.status, 200, answer.text);
};
const profileOf = (reference) => server.get(`/profiles/${reference}`);
const traitOf = async (reference, key) => (await profileOf(reference)).traits[key];
const openPerson = async (reference) => {
  const { id, name } = await profileOf(reference);
  await page.goto(`${server.url}/people/${id}`);
  await page.getByRole("heading", { level: 1, name }).waitFor();
};
const about = () => page.getByRole("complementary", { name: "About" });
const line = () => page.getByRole("region", { name: "Timeline" });

before(async () => {
  server = await startOwned();
  visitor = await Visitor.start();
  page = visitor.page;
  await visitor.context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.url });
  await send("/v1/track", { anonymousId: "visitor-1", event: "Article Read", timestamp: "2025-02-03T10:00:00Z" });
  await send("/v1/identify", { userId: "lina", anonymousId: "visitor-1", traits: { name: "Lina Brandt", email: "lina@brandt.example", plan: "Basic" }, timestamp: "2025-03-01T10:00:00Z" });
  await send("/v1/identify", { userId: "lina", traits: { plan: "Pro" }, timestamp: "2025-06-01T10:00:00Z" });
  await send("/v1/page", { userId: "lina", name: "Pricing", timestamp: "2025-06-02T10:00:00Z" });
  await send("/v1/track", { userId: "lina", event: "Order Completed", properties: { order_id: "A-1", total: 25.5, currency: "EUR" }, timestamp: "2025-06-03T10:00:00Z" });
  await send("/v1/identify", { userId: "omar", traits: { name: "Omar Haddad" }, timestamp: "2025-06-04T10:00:00Z" });
  await send("/v1/identify", { userId: "omar-shop", traits: { name: "O. Haddad" }, timestamp: "2025-06-05T10:00:00Z" });
  await send("/v1/track", { userId: "customer-77", event: "Order Completed", timestamp: "2025-06-06T10:00:00Z" });
  await until("four people listed", async () => (await server.get("/profiles")).total === 4);
  await visitor.signInAsOwner(server);
});
after(async () => {
  await visitor?.close();
  await server?.close();
});

test("a person who is known only by an id is called by it", async () => {
  const { id } = await profileOf("user_id:customer-77");
  await page.goto(`${server.url}/people/${id}`);
  await page.getByRole("heading", { level: 1, name: "customer-77" }).waitFor();
});

test("a trait is edited, and the edit undone", async () => {
  await openPerson("user_id:lina");
  await about().getByRole("button", { name: /^Plan/ }).click();
  await about().getByRole("button", { name: "Edit", exact: true }).click();
  await about().getByRole("textbox", { name: "Value" }).fill("Business");
  await about().getByRole("button", { name: "Save" }).click();
  await about().getByRole("button", { name: /^Plan ?Business/ }).waitFor();
  assert.equal(await traitOf("user_id:lina", "plan"), "Business");
  await page.getByRole("button", { name: "Undo" }).click();
  await about().getByRole("button", { name: /^Plan ?Pro/ }).waitFor();
  await until("the plan of before", async () => (await traitOf("user_id:lina", "plan")) === "Pro");
});

test("traits are shown as they were on a day, and as they are again", async () => {
  await openPerson("user_id:lina");
  await about().getByRole("button", { name: "Show traits as of a day" }).click();
  await about().locator("input[type=date]").fill("2025-04-01");
  await about().getByRole("button", { name: /^Plan ?Basic/ }).waitFor();
  await about().getByText("As it was on 1 Apr 2025").waitFor();
  await page.waitForURL(/as_of=/);
  await about().getByRole("button", { name: "Back to now" }).click();
  await about().getByRole("button", { name: /^Plan ?Pro/ }).waitFor();
});

test("why two identifiers are one person is said in plain words", async () => {
  await openPerson("user_id:lina");
  await about().getByRole("button", { name: "Why one person?" }).click();
  const why = page.getByRole("complementary", { name: "Why is this one person?" });
  await why.getByLabel("This identifier").selectOption({ label: "User id lina" });
  await why.getByLabel("and this one").selectOption({ label: "Anonymous id visitor-1" });
  await why.getByText("User id lina and anonymous id visitor-1 are one person, through 1 link.").waitFor();
  await why.locator("ol li").first().waitFor();
  assert.doesNotMatch(await why.locator("ol").innerText(), /anonymous_id|user_id/);
  await page.keyboard.press("Escape");
  await why.waitFor({ state: "detached" });
});

test("the line is filtered by kind, channel and name, and all is shown again", async () => {
  await openPerson("user_id:lina");
  const order = line().getByRole("link", { name: "Order Completed" });
  const article = line().getByRole("link", { name: "Article Read" });
  await article.waitFor();
  await page.getByPlaceholder("Event name").fill("Order Completed");
  await page.keyboard.press("Enter");
  await article.waitFor({ state: "detached" });
  await order.waitFor();
  await page.waitForURL(/name=/);
  await page.getByRole("button", { name: "Clear" }).click();
  await article.waitFor();
  await page.getByRole("button", { name: "Kind" }).click();
  await page.getByRole("checkbox", { name: "Page" }).check();
  await order.waitFor({ state: "detached" });
  await line().getByText("Pricing").first().waitFor();
  await page.keyboard.press("Escape");
  await page.waitForURL(/kind=/);
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByRole("button", { name: "Channel" }).click();
  await page.getByRole("checkbox", { name: "Phone" }).check();
  await line().getByText("No event matches.").waitFor();
  await page.keyboard.press("Escape");
  await line().getByRole("button", { name: "Show the whole line" }).click();
  await order.waitFor();
});

test("an event opens beside the line, with its payload", async () => {
  await openPerson("user_id:lina");
  await line().getByRole("link", { name: "Order Completed" }).first().click();
  await page.waitForURL(/[?&]event=/);
  const details = page.getByRole("complementary", { name: "Event", exact: true });
  await details.getByRole("heading", { name: "Payload" }).waitFor();
  await details.getByText("messageId").first().waitFor();
  await page.keyboard.press("Escape");
  await details.waitFor({ state: "detached" });
  await page.waitForURL((url) => !url.searchParams.has("event"));
});

test("a jump to a day shows the line from that day back", async () => {
  await openPerson("user_id:lina");
  const order = line().getByRole("link", { name: "Order Completed" });
  await order.waitFor();
  await page.getByLabel("Jump to a day").fill("2025-02-28");
  await order.waitFor({ state: "detached" });
  await line().getByRole("link", { name: "Article Read" }).waitFor();
  await page.waitForURL(/until=/);
  await page.reload();
  await line().getByRole("link", { name: "Article Read" }).waitFor();
  assert.equal(await order.count(), 0);
});

test("an event and a new name show on the open page as they arrive", async () => {
  await openPerson("user_id:lina");
  await line().getByRole("link", { name: "Order Completed" }).waitFor();
  await page.getByRole("status", { name: "Live", exact: true }).waitFor();
  await send("/v1/track", { userId: "lina", event: "Visited The Showroom" });
  await line().getByRole("link", { name: "Visited The Showroom" }).waitFor();
  await send("/v1/identify", { userId: "lina", traits: { name: "Lina Brandt-Okafor" } });
  await page.getByRole("heading", { level: 1, name: "Lina Brandt-Okafor" }).waitFor();
});

test("two people are merged with a reason", async () => {
  await page.goto(server.url + "/people?sort=name");
  for (const name of ["O. Haddad", "Omar Haddad"]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.getByRole("toolbar").getByRole("button", { name: "Merge" }).click();
  const dialogue = page.getByRole("dialog");
  await dialogue.getByLabel(/reason/i).fill("The same household account");
  await dialogue.getByRole("button", { name: "Merge" }).click();
  await page.waitForURL(/\/people\/profile_/);
  const [one, other] = [await profileOf("user_id:omar"), await profileOf("user_id:omar-shop")];
  assert.equal(one.id, other.id);
  await page.getByRole("heading", { level: 1, name: one.name }).waitFor();
  await line().getByText(/merge/i).first().waitFor();
});

test("a dead letter is mended and sent again", async () => {
  const refused = await server.send("/v1/track", { userId: "lina", messageId: "broken-1", properties: {} }, server.shop);
  assert.equal(refused.json.rejected?.length, 1, refused.text);
  const source = (await server.get("/sources")).items.find((each) => each.name === "Web shop");
  await page.goto(`${server.url}/data/sources/${source.id}?tab=dead_letters`);
  await page.getByRole("table", { name: "Dead letters" }).getByRole("button").first().click();
  const letter = page.getByRole("complementary", { name: "Dead letter" });
  await letter.getByRole("button", { name: "Mend" }).click();
  const text = letter.getByRole("textbox", { name: "Payload" });
  const payload = JSON.parse(await text.inputValue());
  await text.fill(JSON.stringify({ ...payload, event: "Kettle Returned" }));
  await letter.getByRole("button", { name: "Send again" }).click();
  await page.getByText("Accepted", { exact: true }).first().waitFor();
  await letter.waitFor({ state: "detached" });
  await until("the mended event", async () => (await server.get("/profiles/user_id:lina/events?limit=20")).items.some((each) => each.name === "Kettle Returned"));
});

test("someone is invited, accepts, and sees what her role may", async () => {
  await page.goto(server.url + "/settings/team");
  await page.getByRole("button", { name: "Invite someone" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Kwame Mensah");
  await page.getByRole("textbox", { name: "Email" }).fill("kwame@harbour.example");
  await page.getByRole("combobox", { name: "Role", exact: true }).selectOption({ label: "Viewer" });
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByRole("group", { name: "Invitation link" }).locator("code").innerText();
  const guest = await visitor.browser.newPage();
  await guest.goto(link);
  await guest.getByRole("heading", { name: /^Join/ }).waitFor();
  await guest.locator("input[autocomplete=new-password]").fill("another long phrase");
  await guest.getByRole("button", { name: "Join" }).click();
  await guest.getByRole("button", { name: "Kwame Mensah: menu" }).waitFor();
  await guest.goto(server.url + "/people");
  await guest.getByRole("link", { name: /^Lina Brandt/ }).click();
  await guest.getByRole("heading", { level: 1, name: /^Lina Brandt/ }).waitFor();
  assert.equal(await guest.getByRole("button", { name: "Add a trait" }).count(), 0);
  await guest.close();
  const again = await visitor.browser.newPage();
  await again.goto(link);
  await again.getByRole("heading", { name: "This invitation does not work" }).waitFor();
  await again.close();
});

test("an API key is made, works, is revoked, and works no more", async () => {
  await page.goto(server.url + "/settings/keys");
  await page.getByRole("button", { name: "Create a key" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Nightly export");
  await page.getByRole("button", { name: "Create a key" }).click();
  const secret = page.getByRole("group", { name: "Key" });
  await secret.getByRole("button", { name: "Copy" }).click();
  await secret.getByRole("button", { name: "Copied" }).waitFor();
  const key = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal((await server.api("GET", "/profiles", { key })).status, 200);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Revoke Nightly export" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("button", { name: "Revoke Nightly export" }).waitFor({ state: "detached" });
  assert.equal((await server.api("GET", "/profiles", { key })).status, 401);
});

test("identity rules are saved as they are set, and undone", async () => {
  await page.goto(server.url + "/settings/identity");
  const limit = page.getByRole("textbox", { name: "Limit of Email" });
  const limitOf = async (type) => (await server.get("/identity_rules")).limits.find((each) => each.type === type)?.count;
  const was = await limitOf("email");
  await limit.fill("3");
  await limit.blur();
  await until("the limit saved", async () => (await limitOf("email")) === 3);
  await page.getByRole("button", { name: "Undo" }).click();
  await until("the limit of before", async () => (await limitOf("email")) === was);
  await page.getByRole("textbox", { name: "Value" }).fill("test@test.example");
  await page.getByRole("button", { name: "Block", exact: true }).click();
  await page.getByText("test@test.example").waitFor();
  await until("the value blocked", async () => (await server.get("/identity_rules")).blocked.some((each) => each.exact === "test@test.example"));
});

test("Control and K finds a page, a person and a command, also by a quick Enter", async () => {
  await page.goto(server.url + "/");
  await page.getByRole("heading", { level: 1 }).waitFor();
  const palette = page.getByRole("dialog");
  const find = async (words) => {
    await page.keyboard.press("Control+k");
    await palette.getByRole("combobox").fill(words);
    await page.keyboard.press("Enter");
  };
  await find("accounts");
  await page.waitForURL(/\/people\/accounts/);
  await find("brandt");
  await page.getByRole("heading", { level: 1, name: /^Lina Brandt/ }).waitFor();
  await find("create a source");
  await page.waitForURL(/\/data\/sources\?create/);
});

test("the theme changes, and stays after a reload", async () => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const choose = async (name) => {
    await page.getByRole("button", { name: /: menu$/ }).click();
    await page.getByRole("menuitem", { name, exact: true }).click();
    await page.locator(`html[data-mantine-color-scheme=${name.toLowerCase()}]`).waitFor({ state: "attached" });
  };
  await choose("Light");
  const light = await background();
  await choose("Dark");
  assert.notEqual(await background(), light);
  await page.reload();
  await page.locator("html[data-mantine-color-scheme=dark]").waitFor({ state: "attached" });
});

test("a person is taken apart, after seeing who would be there", async () => {
  const device = (name) => `${name}-${"0123456789abcdef".repeat(3)}`;
  await send("/v1/identify", { userId: "noor", anonymousId: device("home"), traits: { name: "Noor Saleh" } });
  await send("/v1/track", { anonymousId: device("kiosk"), event: "Brochure Opened" });
  await send("/v1/identify", { userId: "noor", anonymousId: device("kiosk") });
  await page.setViewportSize({ width: 390, height: 844 });
  await openPerson("user_id:noor");
  await page.getByRole("button", { name: "More about this person" }).click();
  await page.getByRole("menuitem", { name: "Take this person apart" }).click();
  const dialog = page.getByRole("dialog", { name: "Take this person apart" });
  await dialog.getByRole("checkbox", { name: device("kiosk") }).check();
  const goes = dialog.getByRole("listitem").filter({ hasText: "Becomes another person" });
  await goes.getByText("2 events").waitFor();
  await goes.getByText(device("kiosk")).waitFor();
  const sideways = () => dialog.evaluate((box) => [box, ...box.querySelectorAll("*")].filter((each) => each.scrollWidth > each.clientWidth && getComputedStyle(each).overflowX !== "visible").map((each) => each.className));
  assert.deepEqual(await sideways(), []);
  await dialog.getByRole("button", { name: "Take apart" }).click();
  await page.getByText("They are two people now").waitFor();
  const other = await profileOf(`anonymous_id:${device("kiosk")}`);
  assert.notEqual(other.id, (await profileOf("user_id:noor")).id);
  await page.setViewportSize({ width: 1280, height: 800 });
});

test("nothing broke on the way", () => assert.deepEqual(visitor.broken, []));
