// A person's whole line through the REST API.

/** Every event of a person, newest first, over all pages. */
export async function eventsOf(server, reference) {
  const events = [];
  let next = "";
  do {
    const page = await server.get(`/profiles/${encodeURIComponent(reference)}/events?limit=500${next && "&before=" + encodeURIComponent(next)}`);
    events.push(...page.items);
    next = page.next ?? "";
  } while (next);
  return events;
}
