/** A value or the reason why there is none. Callers must look before they use it. */
export type Result<T, E> = { ok: true; value: T } | { ok: false; error: E };
