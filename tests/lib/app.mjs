// The web application in a browser: where it is served from, signing in, and what broke in it.
import { launch } from "./browser.mjs";
import { Server } from "./server.mjs";
import { until } from "./wait.mjs";

const webDirectory = process.env.THROUGHLINE_WEB_DIR;
/** THROUGHLINE_SLOW_BROWSER=6 makes pages run six times slower, to find what depends on speed. */
const slowdown = Number(process.env.THROUGHLINE_SLOW_BROWSER ?? 1);

/** Longest wait of a browser for one thing, in milliseconds; the machine may be busy. */
export const patience = 40_000;

/** A server whose pages come from THROUGHLINE_WEB_DIR where it is set, else from the binary. */
export function startApp({ args = [], ...options } = {}) {
  return Server.start({ ...options, args: [...args, ...(webDirectory ? ["--web-dir", webDirectory] : [])] });
}

/** The demo company without live events, and an owner's API key in `server.key`. */
export async function startDemo(people = 300) {
  const server = await startApp({ command: "demo", args: ["--people", String(people), "--quiet"] });
  server.key = await server.apiKey();
  return server;
}

/** A workspace of one's own: an owner, her API key in `server.key`, and a server's write key. */
export async function startOwned() {
  const server = await startApp();
  server.owner = { name: "Ada Okafor", email: "ada@harbour.example", password: "a long pass phrase" };
  const { name, email, password } = server.owner;
  await server.command("user", "create", "--name", name, "--email", email, "--password", password, "--role", "owner");
  server.key = await server.apiKey();
  server.shop = await server.writeKey("Web shop");
  return server;
}

/** The first match of a pattern in what the server printed. */
export function printed(server, pattern) {
  return until(`${pattern} in the server's output`, () => server.output.join("").match(pattern));
}

/** A browser of its own, with a page whose uncaught errors are kept in `page.broken`. */
export class Visitor {
  static async start(options = {}) {
    const visitor = new Visitor();
    visitor.browser = await launch();
    visitor.context = await visitor.browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: "reduce",
      locale: "en-GB",
      ...options,
    });
    visitor.context.setDefaultTimeout(patience);
    visitor.page = await visitor.context.newPage();
    if (slowdown > 1) {
      const session = await visitor.context.newCDPSession(visitor.page);
      await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    }
    visitor.broken = [];
    visitor.page.on("pageerror", (error) => visitor.broken.push(String(error)));
    return visitor;
  }

  /** Signs in as the owner of the demo company. */
  async signInToDemo(server) {
    const [, url, email, password] = await printed(server, /Sign in at (\S+) with (\S+) and (\S+)/);
    await this.page.goto(url);
    await signIn(this.page, email, password);
  }

  async signInAsOwner(server) {
    await this.page.goto(server.url + "/sign-in");
    await signIn(this.page, server.owner.email, server.owner.password);
  }

  async close() {
    await this.browser?.close();
  }
}

/** Fills the sign-in form, and waits for the frame of the application. */
export async function signIn(page, email, password) {
  await page.locator("input[type=email]").fill(email);
  await page.locator("input[autocomplete=current-password]").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: /: menu$/ }).waitFor();
}
