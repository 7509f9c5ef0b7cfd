import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { show } from "@/ui/testing";

import type { Condition } from "./condition";
import { ConditionBar } from "./ConditionBar";

const fields = {
  traits: [{ key: "plan", type: "text", people: 12 }, { key: "age", type: "number", people: 3 }],
  event_names: [{ name: "Order Completed", kind: "track", events: 40, people: 9 }],
  identifier_types: [{ type: "email", people: 12 }],
  account_traits: [],
  channels: [],
};

beforeEach(() => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(fields))));
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

/** As a page with its address: what was asked comes back only after a while. */
function Late({ asked }: { asked: (condition: Condition | null) => void }) {
  const [condition, setCondition] = useState<Condition | null>(null);
  const change = (next: Condition | null) => {
    asked(next);
    setTimeout(() => setCondition(next), 30);
  };
  return <ConditionBar condition={condition} onChange={change} />;
}

describe("ConditionBar", () => {
  it("keeps every letter although the address follows late", async () => {
    const asked = vi.fn();
    const user = userEvent.setup({ delay: 7 });
    show(<Late asked={asked} />);
    await user.click(screen.getByRole("button", { name: "Filter" }));
    await user.click(await screen.findByRole("option", { name: /Plan/ }));
    await user.type(await screen.findByRole("textbox", { name: "Value" }), "professional");
    expect(asked).toHaveBeenLastCalledWith({ and: [{ trait: "plan", is: "equals", value: "professional" }] });
    await waitFor(() => expect(screen.getByRole("button", { name: "Plan is professional" })).toBeTruthy());
  });

  it("asks nothing while a rule has no value, and takes a rule away", async () => {
    const asked = vi.fn();
    const user = userEvent.setup();
    show(<Late asked={asked} />);
    await user.click(screen.getByRole("button", { name: "Filter" }));
    await user.click(await screen.findByRole("option", { name: /Age/ }));
    expect(asked).not.toHaveBeenCalled();
    await user.click(await screen.findByRole("button", { name: "Remove Age is …", hidden: true }));
    expect(screen.queryByText(/Age is/)).toBeNull();
  });

  it("finds an event by its name with the keyboard alone", async () => {
    const asked = vi.fn();
    const user = userEvent.setup();
    show(<Late asked={asked} />);
    await user.click(screen.getByRole("button", { name: "Filter" }));
    await screen.findByRole("option", { name: /Order Completed/ });
    await user.keyboard("order{Enter}");
    expect(asked).toHaveBeenCalledWith({ and: [{ event: "Order Completed", count: { is: "at_least", value: 1 } }] });
  });
});
