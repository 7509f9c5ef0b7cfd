import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";

import { readAll } from "./query";

afterEach(() => vi.unstubAllGlobals());

it("reads a list to its end, with no more at once than the server gives", async () => {
  const asked: string[] = [];
  const answers = [{ items: [1, 2], next: "b c" }, { items: [3] }];
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(url);
    return Promise.resolve(Response.json(answers.shift()));
  });
  expect(await new QueryClient().fetchQuery(readAll<number>("/things"))).toEqual([1, 2, 3]);
  expect(asked).toEqual(["/api/v1/things?limit=500", "/api/v1/things?limit=500&after=b+c"]);
});
