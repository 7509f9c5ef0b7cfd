/** "Safari on iPhone" from an event's context: what the SDK says of the app and device, else the user agent. */

type Fields = Record<string, unknown>;

function field(from: unknown, name: string): unknown {
  return typeof from === "object" && from !== null ? (from as Fields)[name] : undefined;
}

function text(from: unknown, name: string): string {
  const value = field(from, name);
  return typeof value === "string" ? value : "";
}

// The order matters: most browsers also name the ones they descend from.
const browsers: [RegExp, string][] = [
  [/\bEdg(?:e|A|iOS)?\//, "Edge"],
  [/\bOPR\/|\bOpera/, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\bVivaldi\//, "Vivaldi"],
  [/\bFirefox\/|\bFxiOS\//, "Firefox"],
  [/\bHeadlessChrome\//, "Headless Chrome"],
  [/\bChrome\/|\bCriOS\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "Mac"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b|\bX11\b/, "Linux"],
];

function match(table: [RegExp, string][], agent: string): string {
  return table.find(([pattern]) => pattern.test(agent))?.[1] ?? "";
}

export interface Device {
  /** The browser or app. */
  program: string;
  /** The machine or its system. */
  machine: string;
}

export function deviceOf(context: unknown): Device | null {
  const agent = text(context, "userAgent");
  const app = text(field(context, "app"), "name");
  const device = field(context, "device");
  const model = text(device, "model") || text(device, "name");
  const system = text(field(context, "os"), "name");
  const program = app || match(browsers, agent);
  const machine = model || match(systems, agent) || system;
  return program || machine ? { program, machine } : null;
}
