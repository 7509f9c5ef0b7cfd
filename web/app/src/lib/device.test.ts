import { describe, expect, it } from "vitest";

import { deviceOf } from "./device";

const agent = (userAgent: string) => deviceOf({ userAgent });

describe("deviceOf", () => {
  it("tells browsers from those that they descend from", () => {
    expect(agent("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1")).toEqual({ program: "Safari", machine: "iPhone" });
    expect(agent("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0")).toEqual({ program: "Edge", machine: "Windows" });
    expect(agent("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36")).toEqual({ program: "Chrome", machine: "Android" });
    expect(agent("Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0")).toEqual({ program: "Firefox", machine: "Linux" });
  });
  it("prefers what an app says of itself", () => {
    expect(deviceOf({ app: { name: "Acme" }, device: { model: "Pixel 8" }, os: { name: "Android" } })).toEqual({ program: "Acme", machine: "Pixel 8" });
  });
  it("is null when nothing is said", () => {
    expect(deviceOf(null)).toBeNull();
    expect(deviceOf({ userAgent: 7 })).toBeNull();
    expect(agent("curl/8.0")).toBeNull();
  });
});
