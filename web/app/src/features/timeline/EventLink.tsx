/** A link to an event's details in the right-hand panel, keeping everything else of the address. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

export function EventLink({ id, className, children }: { id: string; className?: string | undefined; children: ReactNode }) {
  return (
    <Link
      from="/people/$profile"
      to="."
      search={(before) => ({ ...before, event: id })}
      resetScroll={false}
      preload={false}
      {...(className ? { className } : {})}
    >
      {children}
    </Link>
  );
}
