// Two people on one journey map, each in a browser of her own: each sees what the other does as it is done, undo takes back
// one's own alone, and a connection that was lost comes back with nothing lost.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { signIn, startOwned, Visitor } from "../lib/app.mjs";
import { until } from "../lib/wait.mjs";

let server;
let map;
const visitors = {};

const drawn = {
  stages: [
    { id: "look", name: "Look around", goal: ["See what there is"], touchpoints: [{ id: "view", name: "Views" }] },
    { id: "buy", name: "Buy", touchpoints: [{ id: "order", name: "Orders" }] },
  ],
};

before(async () => {
  server = await startOwned();
  const bo = { name: "Bo Lind", email: "bo@harbour.example", password: "another long pass phrase" };
  await server.command("user", "create", "--name", bo.name, "--email", bo.email, "--password", bo.password, "--role", "agent");
  const made = await server.api("POST", "/journey-maps", { body: { name: "From looking to buying", document: drawn } });
  assert.equal(made.status, 201, made.text);
  map = made.json.id;
  for (const [who, person] of [["ada", server.owner], ["bo", bo]]) {
    const visitor = await Visitor.start();
    visitors[who] = visitor;
    await visitor.page.goto(server.url + "/sign-in");
    await signIn(visitor.page, person.email, person.password);
    await visitor.page.goto(`${server.url}/journeys/maps/${map}`);
    await visitor.page.getByRole("table", { name: "The map: stages and lanes" }).waitFor();
  }
});
after(async () => {
  await Promise.all(Object.values(visitors).map((visitor) => visitor.close()));
  await server?.close();
});

const pageOf = (who) => visitors[who].page;
const button = (who, name) => pageOf(who).getByRole("button", { name, exact: typeof name === "string" });
const draft = async () => (await server.get(`/journey-maps/${map}/draft`)).map.document;
async function add(who, cell, text) {
  await button(who, `Add: ${cell}`).click();
  await pageOf(who).getByRole("textbox", { name: cell }).fill(text);
  await pageOf(who).keyboard.press("Enter");
}

test("each sees who is here, and which cell she changes (JM-01)", async () => {
  const here = (who) => pageOf(who).getByRole("list", { name: "Who else has this map open" });
  await here("ada").getByText("Bo Lind").waitFor();
  await here("bo").getByText("Ada Okafor").waitFor();
  await button("bo", "Goal of Look around: See what there is").click();
  await here("ada").getByText("Bo Lind changes Goal of Look around").waitFor();
  await pageOf("ada").locator("td[data-cell='look/goal']").getByText("Bo Lind …").waitFor();
  await pageOf("bo").keyboard.press("Escape");
  await pageOf("ada").locator("td[data-cell='look/goal']").getByText("Bo Lind …").waitFor({ state: "detached" });
});

test("two who change different cells at once both keep what they did (JM-01)", async () => {
  await Promise.all([add("ada", "Evidence of Buy", "Receipts"), add("bo", "Opportunity of Look around", "Faster pages")]);
  for (const who of ["ada", "bo"]) {
    await button(who, "Evidence of Buy: Receipts").waitFor();
    await button(who, "Opportunity of Look around: Faster pages").waitFor();
  }
  const document = await draft();
  assert.deepEqual([document.stages[1].evidence, document.stages[0].opportunity], [["Receipts"], ["Faster pages"]]);
});

test("what somebody else writes meanwhile is not lost to a text that was only opened (JM-01)", async () => {
  await button("ada", "Owner of Buy: No owner").click();
  await button("bo", "Owner of Buy: No owner").click();
  await pageOf("bo").keyboard.type("Shop");
  await pageOf("bo").keyboard.press("Enter");
  await until("the owner there", async () => (await draft()).stages[1].owner === "Shop");
  await pageOf("ada").keyboard.press("Enter");
  await button("ada", "Owner of Buy: Shop").waitFor();
  assert.equal((await draft()).stages[1].owner, "Shop");
});

test("undo takes back one's own, and leaves what others did (JM-01)", async () => {
  await button("ada", "Undo").click();
  for (const who of ["ada", "bo"]) await button(who, "Evidence of Buy: Receipts").waitFor({ state: "detached" });
  await button("ada", "Opportunity of Look around: Faster pages").waitFor();
  assert.ok(await button("ada", "Undo").isDisabled(), "nothing else was hers");
  await button("ada", "Redo").click();
  await button("bo", "Evidence of Buy: Receipts").waitFor();
});

test("a stage that one adds and the other moves is in the same place for both (JM-01)", async () => {
  await button("bo", "Add a stage").click();
  await button("ada", "Name of the stage: New stage").waitFor();
  await button("ada", "Menu of New stage").click();
  await pageOf("ada").getByRole("menuitem", { name: "Move to the left" }).click();
  const names = (who) => pageOf(who).getByRole("button", { name: /^Name of the stage: / }).allInnerTexts();
  const wanted = ["Look around", "New stage", "Buy"];
  for (const who of ["ada", "bo"]) await until(`the order for ${who}`, async () => (await names(who)).join() === wanted.join());
  assert.deepEqual((await draft()).stages.map((each) => each.name), wanted);
});

test("a lost connection comes back, with what was done on both sides of it (JM-01)", async () => {
  await visitors.bo.context.setOffline(true);
  await add("bo", "Goal of Buy", "Pay once");
  await add("ada", "Channel of Buy", "Web shop");
  await button("bo", "Goal of Buy: Pay once").waitFor();
  assert.deepEqual((await draft()).stages[2].goal, []);
  await visitors.bo.context.setOffline(false);
  for (const who of ["ada", "bo"]) {
    await button(who, "Goal of Buy: Pay once").waitFor();
    await button(who, "Channel of Buy: Web shop").waitFor();
  }
});

test("one saves for both, and both see the version (JM-07)", async () => {
  await pageOf("bo").getByText("Not saved yet").waitFor();
  await button("ada", "Save").click();
  await pageOf("ada").getByText("Saved as version 2.").waitFor();
  await button("bo", "Version 2").waitFor();
  await pageOf("bo").getByText("Not saved yet").waitFor({ state: "detached" });
  const { map: saved } = await server.get(`/journey-maps/${map}`);
  assert.deepEqual([saved.version, saved.changed_by, saved.document.stages.length], [2, "Ada Okafor", 3]);
});

test("what was not saved is taken back for both, after asking", async () => {
  await add("bo", "Evidence of Look around", "A doubt");
  await button("ada", "Evidence of Look around: A doubt").waitFor();
  await button("ada", "More").click();
  await pageOf("ada").getByRole("menuitem", { name: "Take back what was not saved" }).click();
  await pageOf("ada").getByRole("dialog").getByRole("button", { name: "Take back what was not saved" }).click();
  for (const who of ["ada", "bo"]) await button(who, "Evidence of Look around: A doubt").waitFor({ state: "detached" });
});

test("who leaves is not here any more, and nothing broke", async () => {
  await pageOf("bo").goto(`${server.url}/journeys/maps`);
  await pageOf("ada").getByRole("list", { name: "Who else has this map open" }).waitFor({ state: "detached" });
  for (const visitor of Object.values(visitors)) assert.deepEqual(visitor.broken, []);
});
