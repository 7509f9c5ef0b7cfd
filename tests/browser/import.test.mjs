// A file comes in through the browser: chosen, mapped, shown, imported; and the list goes out again.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { Visitor, startApp } from "../lib/app.mjs";
import { until } from "../lib/wait.mjs";

const password = "a long password";
let server, visitor, page;

before(async () => {
  server = await startApp();
  server.key = await server.apiKey();
  await server.command("user", "create", "--email", "owner@shop.example", "--name", "Olga", "--role", "owner", "--password", password);
  visitor = await Visitor.start({ acceptDownloads: true });
  page = visitor.page;
  await page.goto(server.url + "/data/import");
  await page.locator("input[type=email]").fill("owner@shop.example");
  await page.locator("input[autocomplete=current-password]").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Import and export" }).waitFor();
});
after(async () => {
  await visitor?.close();
  await server?.close();
});

test("a list of people comes in by the columns that were chosen, and says which rows did not", async () => {
  const csv = "Email,Full name,Score,Order No\nzoe@b.example,Zoë ‏ש,7,A-1\nyan@b.example,Yan,8,A-2\n,Nobody,9,\n";
  await page.locator("input[type=file]").setInputFiles({ name: "contacts.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  const role = page.getByRole("combobox", { name: "What Order No becomes" });
  await role.waitFor();
  assert.equal(await page.getByRole("combobox", { name: "What Email becomes" }).inputValue(), "Email");
  await role.click();
  await page.getByRole("option", { name: "Another identifier" }).click();
  const preview = page.getByRole("region", { name: "What the first rows become" });
  await preview.getByText("order_no", { exact: false }).first().waitFor();
  await preview.getByText("Line 4", { exact: false }).waitFor();
  await page.getByRole("textbox", { name: "Source" }).fill("Old CRM");
  await page.getByRole("button", { name: "Import", exact: true }).click();

  const row = page.getByRole("table", { name: "Files that came in" }).getByRole("row", { name: /contacts\.csv/ });
  await row.getByText("Done").waitFor();
  const cells = await row.getByRole("cell").allInnerTexts();
  assert.deepEqual(cells.slice(2, 6).map((cell) => cell.trim()), ["3", "2", "0", "1"]);
  const [report] = await Promise.all([page.waitForEvent("download"), row.getByRole("link", { name: "1" }).click()]);
  assert.match(await readFile(await report.path(), "utf8"), /\r\n4,cannot_be_mapped/);
  const profile = await server.get("/profiles/order_no:A-1");
  assert.equal(profile.traits.Score, 7);
  assert.deepEqual(visitor.broken, []);
});

test("the list of people goes out as it is filtered", async () => {
  await until("the list to have followed", async () => (await server.get("/profiles?limit=1")).total === 2);
  await page.goto(server.url + "/people?q=zoe");
  await page.getByRole("row", { name: /zoe@b\.example/ }).waitFor();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV" }).click()]);
  const text = await readFile(await file.path(), "utf8");
  assert.ok(text.includes("zoe@b.example") && !text.includes("yan@b.example"), text);
});
