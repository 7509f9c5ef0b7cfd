/**
 * The one way to the server. Every call answers a Result; nothing is thrown.
 * Writes carry the session's CSRF token, and for a while after a write every read asks for at least
 * the position it reached, so that a person always sees what she has just done.
 */
import { t } from "@/lib/i18n";
import type { Result } from "@/lib/result";

export interface Problem {
  /** The HTTP status, or 0 when no answer came. */
  status: number;
  code: string;
  /** A sentence for the person. */
  message: string;
}
export type Answer<T> = Result<T, Problem>;
export type Query = Record<string, string | number | boolean | null | undefined>;

/** After this long every reader has certainly caught up, and a restored server may count anew. */
const positionKeptMs = 15_000;

let csrfToken = "";
let position: { value: string; until: number } | null = null;
let onSignedOut: () => void = () => undefined;

export function setCsrfToken(token: string): void {
  csrfToken = token;
}

/** Called when the server says that the session has ended. */
export function whenSignedOut(callback: () => void): void {
  onSignedOut = callback;
}

export function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return `/api/v1${path}${text ? `?${text}` : ""}`;
}

function recentPosition(): string | undefined {
  if (position && position.until < Date.now()) position = null;
  return position?.value;
}

/** problem+json, or whatever else came, as one sentence. */
export function problemOf(status: number, body: unknown): Problem {
  const fields = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const text = (name: string) => (typeof fields[name] === "string" ? fields[name] : "");
  return { status, code: text("code"), message: text("detail") || text("title") || t("error.status", { status }) };
}

interface Options {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Query;
  body?: unknown;
  /** Sent as it is, instead of a body of JSON. */
  file?: Blob;
  signal?: AbortSignal;
}

export async function request<T>(path: string, options: Options = {}): Promise<Answer<T>> {
  const method = options.method ?? "GET";
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET") headers["X-CSRF-Token"] = csrfToken;
  if (options.body !== undefined) headers["Content-Type"] = "application/json";
  const query = method === "GET" ? { ...options.query, at_least: recentPosition() } : options.query;
  try {
    const response = await fetch(address(path, query), {
      method,
      headers,
      credentials: "same-origin",
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.file === undefined ? {} : { body: options.file }),
      ...(options.signal ? { signal: options.signal } : {}),
    });
    const reached = response.headers.get("Throughline-Position");
    if (reached && method !== "GET") position = { value: reached, until: Date.now() + positionKeptMs };
    const text = await response.text();
    const body: unknown = text ? parse(text) : undefined;
    if (response.ok) return { ok: true, value: body as T };
    if (response.status === 401 && path !== "/session") onSignedOut();
    return { ok: false, error: problemOf(response.status, body) };
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") {
      return { ok: false, error: { status: 0, code: "aborted", message: t("error.aborted") } };
    }
    return { ok: false, error: { status: 0, code: "offline", message: t("error.offline") } };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const get = <T>(path: string, query: Query = {}, signal?: AbortSignal) =>
  request<T>(path, { query, ...(signal ? { signal } : {}) });
export const post = <T>(path: string, body: unknown = {}) => request<T>(path, { method: "POST", body });
export const put = <T>(path: string, body: unknown) => request<T>(path, { method: "PUT", body });
export const patch = <T>(path: string, body: unknown) => request<T>(path, { method: "PATCH", body });
export const remove = <T = undefined>(path: string) => request<T>(path, { method: "DELETE" });
