/** What a person agreed to, per channel and purpose, and a place to record what she says. */
import { ActionIcon, Button, NativeSelect, TextInput, Tooltip } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { post } from "@/api/client";
import { read } from "@/api/query";
import type { Consent, Page } from "@/api/types";
import { useRight } from "@/features/access";
import { humanise } from "@/lib/format";
import { findText, t } from "@/lib/i18n";
import { Badge } from "@/ui/Badge";
import { ProblemNote } from "@/ui/Problem";
import { say } from "@/ui/toast";
import { When } from "@/ui/When";

import style from "./profile.module.css";

const statuses = ["granted", "denied", "withdrawn", "suppressed", "lifted"] as const;
const channels = ["email", "sms", "push", "phone", "whatsapp", "post"];
const all = "*";
/** These are about the whole channel, whatever the purpose. */
const isAboutAll = (status: string) => status === "suppressed" || status === "lifted";
const titleOf = (name: string) => (name === all ? t("consent.all") : humanise(name));
const statusTitle = (status: string) => findText(`consent.status.${status}`) ?? status;

export function Consents({ profile }: { profile: string }) {
  const path = `/profiles/${encodeURIComponent(profile)}/consents`;
  const consents = useQuery(read<Page<Consent>>(path));
  const canEdit = useRight("edit_people");
  const [adding, setAdding] = useState(false);
  return (
    <section className={style.section} aria-label={t("consent.title")}>
      <div className={style.sectionHead}>
        <h2>{t("consent.title")}</h2>
        {canEdit && (
          <Tooltip label={t("consent.add")}>
            <ActionIcon size={26} aria-label={t("consent.add")} onClick={() => setAdding(!adding)}>
              <IconPlus size={15} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {adding && <Statement path={path} onDone={() => setAdding(false)} />}
      {consents.isError && <ProblemNote message={consents.error.message} retry={() => void consents.refetch()} />}
      {consents.data?.items.length === 0 && !adding && <p className="tl-dim" style={{ fontSize: 13 }}>{t("consent.none")}</p>}
      <dl>
        {consents.data?.items.map((each) => (
          <div key={`${each.channel}/${each.purpose}`} className={style.row}>
            <dt className="tl-cut">
              {titleOf(each.channel)}
              {each.purpose !== all && `, ${titleOf(each.purpose)}`}
            </dt>
            <dd className="tl-cut">
              <Badge tone={each.status === "granted" || each.status === "lifted" ? "good" : "bad"}>{statusTitle(each.status)}</Badge> <When at={each.since} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Statement({ path, onDone }: { path: string; onDone: () => void }) {
  const queries = useQueryClient();
  const [status, setStatus] = useState<string>("granted");
  const [channel, setChannel] = useState("email");
  const [purpose, setPurpose] = useState("marketing");
  const [how, setHow] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await post(path, { channel, purpose: isAboutAll(status) ? all : purpose.trim(), status, proof: how.trim() ? { how: how.trim() } : {} });
    if (!answer.ok) return setProblem(answer.error.message);
    await queries.invalidateQueries({ queryKey: [path] });
    say(t("consent.saved"));
    onDone();
  };
  return (
    <form onSubmit={(event) => void save(event)} style={{ display: "grid", gap: 8, marginBottom: 10 }}>
      <NativeSelect label={t("consent.status")} value={status} onChange={(event) => setStatus(event.currentTarget.value)} data={statuses.map((value) => ({ value, label: statusTitle(value) }))} />
      <NativeSelect label={t("consent.channel")} value={channel} onChange={(event) => setChannel(event.currentTarget.value)} data={channels.map((value) => ({ value, label: titleOf(value) }))} />
      {!isAboutAll(status) && <TextInput label={t("consent.purpose")} value={purpose} onChange={(event) => setPurpose(event.currentTarget.value)} />}
      <TextInput label={t("consent.proof")} value={how} onChange={(event) => setHow(event.currentTarget.value)} maxLength={500} />
      {problem !== null && <ProblemNote message={problem} />}
      <Button type="submit" size="compact-sm">
        {t("consent.save")}
      </Button>
    </form>
  );
}
