import { afterEach, describe, expect, it, vi } from "vitest";

import { address, get, patch, problemOf, setCsrfToken, whenSignedOut } from "./client";

interface Sent {
  url: string;
  headers: Record<string, string>;
}

function answerWith(...answers: Response[]): Sent[] {
  const sent: Sent[] = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    sent.push({ url, headers: init.headers as Record<string, string> });
    const next = answers.shift();
    return next ? Promise.resolve(next) : Promise.reject(new TypeError("network"));
  });
  return sent;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("address", () => {
  it("leaves out what is not asked and encodes the rest", () => {
    expect(address("/profiles", { q: "a&b", after: null, limit: 10, sort: undefined, name: "" })).toBe("/api/v1/profiles?q=a%26b&limit=10");
  });
});

describe("problemOf", () => {
  it("reads problem+json, and says something when there is none", () => {
    expect(problemOf(409, { title: "Conflict", detail: "One owner must stay.", code: "conflict" })).toEqual({ status: 409, code: "conflict", message: "One owner must stay." });
    expect(problemOf(500, undefined).message).toContain("500");
  });
});

describe("request", () => {
  it("asks reads for the position that the last write reached, for a while", async () => {
    vi.useFakeTimers();
    const sent = answerWith(new Response("{}", { headers: { "Throughline-Position": "42.7" } }), new Response("{}"), new Response("{}"));
    setCsrfToken("secret");
    await patch("/workspace", { name: "Acme" });
    expect(sent[0]?.headers["X-CSRF-Token"]).toBe("secret");
    await get("/workspace");
    expect(sent[1]?.url).toBe("/api/v1/workspace?at_least=42.7");
    expect(sent[1]?.headers["X-CSRF-Token"]).toBeUndefined();
    vi.advanceTimersByTime(60_000);
    await get("/workspace");
    expect(sent[2]?.url).toBe("/api/v1/workspace");
  });

  it("answers errors as values, with or without a body", async () => {
    answerWith(new Response(JSON.stringify({ detail: "Nobody has this id." }), { status: 404 }), new Response("<html>", { status: 502 }));
    expect(await get("/profiles/x")).toEqual({ ok: false, error: { status: 404, code: "", message: "Nobody has this id." } });
    const second = await get("/profiles/x");
    expect(!second.ok && second.error.status).toBe(502);
    const third = await get("/profiles/x");
    expect(!third.ok && third.error.code).toBe("offline");
  });

  it("says when the session has ended, but not when asking whether there is one", async () => {
    const ended = vi.fn();
    whenSignedOut(ended);
    answerWith(new Response(null, { status: 401 }), new Response(null, { status: 401 }));
    await get("/session");
    expect(ended).not.toHaveBeenCalled();
    await get("/users");
    expect(ended).toHaveBeenCalledOnce();
  });
});
