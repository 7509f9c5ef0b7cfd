/** Has a test event sent and waits for what becomes of it. */
import { type Answer, get, post } from "@/api/client";
import type { DeliveryAttempt, Page } from "@/api/types";
import { t } from "@/lib/i18n";

const lookEveryMs = 250;
/** Longer than a request may take. */
const patienceMs = 30_000;

const pause = () => new Promise((resolve) => setTimeout(resolve, lookEveryMs));

export async function sendTest(path: string): Promise<Answer<DeliveryAttempt>> {
  const newest = async () => {
    const answer = await get<Page<DeliveryAttempt>>(`${path}/attempts`);
    return answer.ok ? answer.value.items.find((each) => each.test) : undefined;
  };
  const before = (await newest())?.number ?? 0;
  const answer = await post(`${path}/test`);
  if (!answer.ok) return answer;
  for (const end = Date.now() + patienceMs; Date.now() < end; await pause()) {
    const attempt = await newest();
    if (attempt && attempt.number > before) return { ok: true, value: attempt };
  }
  return { ok: false, error: { status: 0, code: "unanswered", message: t("channels.test_late") } };
}
