/** API keys: what scripts sign in with. The secret is shown once. */
import { ActionIcon, Button, NativeSelect, TextInput, Tooltip } from "@mantine/core";
import { IconKey, IconPlus, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { post, remove } from "@/api/client";
import { read } from "@/api/query";
import type { ApiKey, CreatedApiKey, Page } from "@/api/types";
import { formatDate } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Confirm } from "@/ui/Confirm";
import { Secret } from "@/ui/Copy";
import { Rows } from "@/ui/Delayed";
import { Empty } from "@/ui/Empty";
import { PageHead } from "@/ui/Page";
import { Created, Inline, PlainTable } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";
import { Section } from "@/ui/Section";
import { sayProblem } from "@/ui/toast";
import { When } from "@/ui/When";

import { roleOptions, roles } from "./Team";

const scopes = ["view_people", "edit_people", "manage_sources", "manage_workspace"] as const;
const keyRoles = roles.filter((role) => role !== "owner");

export function Keys() {
  const keys = useQuery(read<Page<ApiKey>>("/keys"));
  const queries = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [removing, setRemoving] = useState<ApiKey | null>(null);
  const [rotated, setRotated] = useState<string | null>(null);
  const rotate = async (key: ApiKey) => {
    const answer = await post<CreatedApiKey>(`/keys/${key.id}/rotate`, {});
    if (!answer.ok) return sayProblem(answer.error.message);
    setRotated(answer.value.secret);
    void queries.invalidateQueries({ queryKey: ["/keys"] });
  };
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {t("keys_api.create")}
    </Button>
  );
  return (
    <>
      <PageHead title={t("settings.keys")} count={keys.data?.items.length || undefined}>
        {!creating && keys.data?.items.length !== 0 && create}
      </PageHead>
      {rotated !== null && <NewSecret secret={rotated} onClose={() => setRotated(null)} />}
      {creating && <Create onClose={() => setCreating(false)} />}
      <Section title={t("keys_api.title")} text={t("keys_api.text")}>
        {keys.isPending && <Rows />}
        {keys.isError && <ProblemNote message={keys.error.message} retry={() => void keys.refetch()} />}
        {keys.data?.items.length === 0 && !creating && (
          <Empty icon={IconKey} text={t("keys_api.none")}>
            {create}
          </Empty>
        )}
        {keys.data && keys.data.items.length > 0 && (
          <PlainTable label={t("settings.keys")} heads={[t("people.name"), t("team.role"), t("keys_api.key"), t("keys_api.created"), t("keys_api.last_used"), t("keys_api.ends"), ""]}>
            {keys.data.items.map((key) => (
              <tr key={key.id}>
                <td>{key.name}</td>
                <td>
                  {t(`role.${key.role}`)} <span className="tl-dim">{key.scopes.join(", ")}</span>
                </td>
                <td>
                  <code>{key.prefix}…</code>
                </td>
                <td>
                  {formatDate(key.created_at)} <span className="tl-dim">{key.created_by}</span>
                </td>
                <td>
                  <When at={key.last_used_at} none={t("keys_api.never")} />
                </td>
                <td>{key.expires_at ? formatDate(key.expires_at) : t("keys_api.never")}</td>
                <td>
                  <Tooltip label={t("keys_api.rotate")}>
                    <ActionIcon aria-label={t("keys_api.rotate_title", { name: key.name })} onClick={() => void rotate(key)}>
                      <IconRefresh size={16} stroke={1.6} />
                    </ActionIcon>
                  </Tooltip>
                  <Tooltip label={t("keys_api.revoke")}>
                    <ActionIcon aria-label={t("keys_api.revoke_title", { name: key.name })} onClick={() => setRemoving(key)}>
                      <IconTrash size={16} stroke={1.6} />
                    </ActionIcon>
                  </Tooltip>
                </td>
              </tr>
            ))}
          </PlainTable>
        )}
      </Section>
      {removing && (
        <Confirm
          title={t("keys_api.revoke_title", { name: removing.name })}
          action={t("keys_api.revoke")}
          onClose={() => setRemoving(null)}
          onConfirm={async () => {
            const answer = await remove(`/keys/${removing.id}`);
            if (answer.ok) void queries.invalidateQueries({ queryKey: ["/keys"] });
            return answer.ok ? null : answer.error.message;
          }}
        >
          <p>{t("keys_api.revoke_text")}</p>
        </Confirm>
      )}
    </>
  );
}

function NewSecret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Created>
      <p>{t("keys_api.secret_text")}</p>
      <Secret text={secret} label={t("keys_api.key")} />
      <div>
        <Button variant="default" onClick={onClose}>
          {t("action.done")}
        </Button>
      </div>
    </Created>
  );
}

function Create({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [form, setForm] = useState({ name: "", role: "viewer", scope: "", ends: "" });
  const [secret, setSecret] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await post<{ key: ApiKey; secret: string }>("/keys", {
      name: form.name.trim(),
      role: form.role,
      ...(form.scope ? { scopes: [form.scope] } : {}),
      ...(form.ends ? { expires_at: `${form.ends}T00:00:00Z` } : {}),
    });
    setProblem(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    setSecret(answer.value.secret);
    void queries.invalidateQueries({ queryKey: ["/keys"] });
  };
  if (secret !== null) return <NewSecret secret={secret} onClose={onClose} />;
  return (
    <Created>
      <form onSubmit={submit} style={{ display: "grid", gap: 10 }}>
        <Inline>
          <TextInput autoFocus required label={t("people.name")} placeholder={t("keys_api.name_hint")} value={form.name} onChange={(event) => setForm({ ...form, name: event.currentTarget.value })} w={240} />
          <NativeSelect label={t("team.role")} data={roleOptions(keyRoles)} value={form.role} onChange={(event) => setForm({ ...form, role: event.currentTarget.value })} w={120} />
          <NativeSelect label={t("keys_api.scopes")} data={[{ value: "", label: t("keys_api.scopes_all") }, ...scopes]} value={form.scope} onChange={(event) => setForm({ ...form, scope: event.currentTarget.value })} w={200} />
          <TextInput type="date" label={t("keys_api.ends")} value={form.ends} onChange={(event) => setForm({ ...form, ends: event.currentTarget.value })} w={160} />
          <Button type="submit">{t("keys_api.create")}</Button>
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
        </Inline>
        {problem !== null && <ProblemNote message={problem} />}
      </form>
    </Created>
  );
}
