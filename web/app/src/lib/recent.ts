/** The people last opened in this browser, for the palette. Forgotten at sign-out. */

export interface Recent {
  id: string;
  name: string;
}

const key = "tl-recent";
const kept = 8;

export function recent(): Recent[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    if (!Array.isArray(value)) return [];
    return value.filter((each): each is Recent => typeof each?.id === "string" && typeof each?.name === "string");
  } catch {
    return [];
  }
}

export function remember(item: Recent): void {
  const items = [item, ...recent().filter((each) => each.id !== item.id)].slice(0, kept);
  try {
    localStorage.setItem(key, JSON.stringify(items));
  } catch {
    // A browser that keeps nothing still works; it only has no list of recent people.
  }
}

export function forgetRecent(): void {
  localStorage.removeItem(key);
}
