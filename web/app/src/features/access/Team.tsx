/** Who works here, with what role; and invitations. */
import { ActionIcon, Button, NativeSelect, TextInput, Tooltip } from "@mantine/core";
import { IconUserPlus, IconTrash } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";

import { patch, post, remove } from "@/api/client";
import { read } from "@/api/query";
import type { Invited, Page, Role, User } from "@/api/types";
import { t } from "@/lib/i18n";
import { Avatar } from "@/ui/Avatar";
import { Badge } from "@/ui/Badge";
import { Confirm } from "@/ui/Confirm";
import { Secret } from "@/ui/Copy";
import { Rows } from "@/ui/Delayed";
import { PageHead } from "@/ui/Page";
import { Created, Inline, PlainTable } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";
import { Section } from "@/ui/Section";
import { say, sayProblem } from "@/ui/toast";
import { When } from "@/ui/When";

import { useRight, useSession } from "./session";

const route = getRouteApi("/app/settings/team");
export const roles: Role[] = ["owner", "admin", "agent", "analyst", "viewer"];
export const roleOptions = (offered: readonly Role[] = roles) => offered.map((role) => ({ value: role, label: t(`role.${role}`) }));

export function Team() {
  const { invite } = route.useSearch();
  const navigate = route.useNavigate();
  const users = useQuery(read<Page<User>>("/users"));
  const editable = useRight("manage_team");
  const [removing, setRemoving] = useState<User | null>(null);
  const queries = useQueryClient();
  const renew = () => queries.invalidateQueries({ queryKey: ["/users"] });
  return (
    <>
      <PageHead title={t("settings.team")} count={users.data?.items.length}>
        {editable && !invite && (
          <Button leftSection={<IconUserPlus size={16} />} onClick={() => void navigate({ search: { invite: true } })}>
            {t("team.invite")}
          </Button>
        )}
      </PageHead>
      {invite && editable && <Invite onClose={() => void navigate({ search: {} })} />}
      <Section title={t("team.members")} text={t("team.text")}>
        {users.isPending && <Rows />}
        {users.isError && <ProblemNote message={users.error.message} retry={() => void users.refetch()} />}
        {users.data && (
          <PlainTable label={t("settings.team")} heads={[t("people.name"), t("team.role"), t("people.last_seen"), ""]}>
            {users.data.items.map((user) => (
              <Member key={user.id} user={user} editable={editable} onRemove={() => setRemoving(user)} onChanged={renew} />
            ))}
          </PlainTable>
        )}
      </Section>
      <Section title={t("team.roles")} text={t("team.roles_text")}>
        <dl style={{ fontSize: 13, display: "grid", gap: 6 }}>
          {roles.map((role) => (
            <div key={role} style={{ display: "grid", gridTemplateColumns: "90px 1fr", gap: 12 }}>
              <dt>{t(`role.${role}`)}</dt>
              <dd className="tl-dim">{t(`role.${role}_text`)}</dd>
            </div>
          ))}
        </dl>
      </Section>
      {removing && (
        <Confirm
          title={t("team.remove_title", { name: removing.name })}
          action={t("team.remove")}
          onClose={() => setRemoving(null)}
          onConfirm={async () => {
            const answer = await remove(`/users/${removing.id}`);
            if (answer.ok) void renew();
            return answer.ok ? null : answer.error.message;
          }}
        >
          <p>{t("team.remove_text")}</p>
        </Confirm>
      )}
    </>
  );
}

interface MemberProps {
  user: User;
  editable: boolean;
  onRemove: () => void;
  onChanged: () => Promise<unknown>;
}

function Member({ user, editable, onRemove, onChanged }: MemberProps) {
  const me = useSession();
  const isOwner = me?.user.role === "owner";
  const mayChange = editable && (isOwner || user.role !== "owner");
  const setRole = async (role: string, undo: string | null) => {
    const answer = await patch(`/users/${user.id}`, { role });
    if (!answer.ok) return sayProblem(answer.error.message);
    await onChanged();
    say(t("settings.saved"), undo === null ? undefined : () => void setRole(undo, null));
  };
  const offered = isOwner || user.role === "owner" ? roles : roles.filter((role) => role !== "owner");
  return (
    <tr>
      <td>
        <span style={{ display: "flex", gap: 10, alignItems: "center" }}>
          <Avatar id={user.id} name={user.name} size={26} />
          <span style={{ minWidth: 0 }}>
            <span dir="auto">{user.name}</span> {user.id === me?.user.id && <Badge>{t("team.you")}</Badge>} {user.invited && <Badge tone="warn">{t("team.invited")}</Badge>}
            <br />
            <span className="tl-dim">{user.email}</span>
          </span>
        </span>
      </td>
      <td>
        {mayChange ? (
          <NativeSelect aria-label={t("team.role_of", { name: user.name })} data={roleOptions(offered)} value={user.role} onChange={(event) => void setRole(event.currentTarget.value, user.role)} w={120} />
        ) : (
          t(`role.${user.role}`)
        )}
      </td>
      <td>
        <When at={user.last_seen_at} none={t("team.never")} />
      </td>
      <td>
        {mayChange && (
          <Tooltip label={t("team.remove")}>
            <ActionIcon aria-label={t("team.remove_title", { name: user.name })} onClick={onRemove}>
              <IconTrash size={16} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        )}
      </td>
    </tr>
  );
}

function Invite({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const isOwner = useSession()?.user.role === "owner";
  const [form, setForm] = useState({ name: "", email: "", role: "agent" });
  const [link, setLink] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const answer = await post<Invited>("/users", { ...form, name: form.name.trim(), email: form.email.trim() });
    setProblem(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    void queries.invalidateQueries({ queryKey: ["/users"] });
    if (answer.value.invitation_url) return setLink(answer.value.invitation_url);
    say(t("team.added", { name: answer.value.user.name }));
    onClose();
  };
  if (link !== null) {
    return (
      <Created>
        <p>{t("team.link_text", { name: form.name })}</p>
        <Secret text={link} label={t("team.link")} />
        <div>
          <Button variant="default" onClick={onClose}>
            {t("action.done")}
          </Button>
        </div>
      </Created>
    );
  }
  return (
    <Created>
      <form onSubmit={submit} style={{ display: "grid", gap: 10 }}>
        <Inline>
          <TextInput autoFocus required label={t("people.name")} value={form.name} onChange={(event) => setForm({ ...form, name: event.currentTarget.value })} w={190} />
          <TextInput required type="email" label={t("session.email")} value={form.email} onChange={(event) => setForm({ ...form, email: event.currentTarget.value })} w={220} />
          <NativeSelect label={t("team.role")} data={roleOptions(isOwner ? roles : roles.filter((role) => role !== "owner"))} value={form.role} onChange={(event) => setForm({ ...form, role: event.currentTarget.value })} w={120} />
          <Button type="submit">{t("team.make_link")}</Button>
          <Button variant="default" onClick={onClose}>
            {t("action.cancel")}
          </Button>
        </Inline>
        {problem !== null && <ProblemNote message={problem} />}
      </form>
    </Created>
  );
}
