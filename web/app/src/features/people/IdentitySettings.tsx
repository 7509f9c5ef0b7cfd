/** The rules by which identifiers become one person: priority, limits, blocked values. */
import { ActionIcon, Button, NativeSelect, NumberInput, SegmentedControl, TextInput, Tooltip } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { post, put } from "@/api/client";
import { read } from "@/api/query";
import type { IdentityRules, RulesPreview } from "@/api/types";
import { useRight } from "@/features/access";
import { identifierTitle } from "@/features/condition";
import { t } from "@/lib/i18n";
import { Badge } from "@/ui/Badge";
import { Rows } from "@/ui/Delayed";
import { PageHead } from "@/ui/Page";
import { Inline, PlainTable } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";
import { Section } from "@/ui/Section";
import { say, sayProblem } from "@/ui/toast";

import { HeldValues } from "./HeldValues";
import { changesNobody, RulesChange } from "./RulesChange";

const windows = ["ever", "year", "month", "week"] as const;

export function IdentitySettings() {
  const rules = useQuery(read<IdentityRules>("/identity_rules"));
  const queries = useQueryClient();
  const editable = useRight("manage_workspace");
  const save = async (next: IdentityRules, undo: IdentityRules | null) => {
    queries.setQueryData(read<IdentityRules>("/identity_rules").queryKey, next);
    const answer = await put("/identity_rules", next);
    await queries.invalidateQueries({ queryKey: ["/identity_rules"] });
    if (!answer.ok) return sayProblem(answer.error.message);
    say(t("settings.saved"), undo === null ? undefined : () => void save(undo, null));
  };
  const found = rules.data;
  const [asked, setAsked] = useState<{ next: IdentityRules; preview: RulesPreview } | null>(null);
  // Nobody becomes somebody else before somebody has seen it.
  const propose = async (next: IdentityRules) => {
    const preview = await post<RulesPreview>("/identity_rules/preview", next);
    if (!preview.ok) return sayProblem(preview.error.message);
    if (!changesNobody(preview.value)) return setAsked({ next, preview: preview.value });
    if (found) await save(next, { ...found, preset: "custom" });
  };
  // What is set one by one is no preset any more.
  const change = (part: Partial<IdentityRules>) => found && void propose({ ...found, preset: "custom", ...part });
  return (
    <>
      <PageHead title={t("settings.identity")} />
      <p className="tl-dim tl-prose" style={{ marginTop: 4 }}>
        {t("identity.text")}
      </p>
      {rules.isPending && <Rows />}
      {rules.isError && <ProblemNote message={rules.error.message} retry={() => void rules.refetch()} />}
      {found && (
        <>
          <Section title={t("identity.priority")} text={t("identity.priority_text")}>
            <Priority rules={found} editable={editable} onChange={(priority) => change({ priority })} />
          </Section>
          <Section title={t("identity.limits")} text={t("identity.limits_text")}>
            <Limits rules={found} editable={editable} onChange={(limits) => change({ limits })} />
          </Section>
          <Section title={t("identity.preset")} text={t("identity.preset_text")}>
            <SegmentedControl
              aria-label={t("identity.preset")}
              disabled={!editable}
              value={found.preset}
              onChange={(preset) => change({ preset })}
              data={[
                { value: "default", label: t("identity.preset_default") },
                { value: "segment", label: t("identity.preset_segment") },
                { value: "custom", label: t("identity.preset_custom") },
              ]}
            />
          </Section>
          <Section title={t("identity.blocked")} text={t("identity.blocked_text")}>
            <Blocked rules={found} editable={editable} onChange={(blocked) => change({ blocked })} />
          </Section>
          <HeldValues />
        </>
      )}
      {asked !== null && found && (
        <RulesChange
          preview={asked.preview}
          onClose={() => setAsked(null)}
          onApply={async () => {
            await save(asked.next, { ...found, preset: "custom" });
            return null;
          }}
        />
      )}
    </>
  );
}

interface PartProps<Part extends keyof IdentityRules> {
  rules: IdentityRules;
  editable: boolean;
  onChange: (part: IdentityRules[Part]) => void;
}

function Priority({ rules, editable, onChange }: PartProps<"priority">) {
  const move = (index: number, step: number) => {
    const next = [...rules.priority];
    const [moved] = next.splice(index, 1);
    if (moved !== undefined) next.splice(index + step, 0, moved);
    onChange(next);
  };
  return (
    <ol style={{ display: "grid", gap: 4, maxWidth: 360, fontSize: 13 }}>
      {rules.priority.map((type, index) => (
        <li key={type} style={{ display: "flex", alignItems: "center", gap: 8, minHeight: 30 }}>
          <span className="tl-dim tl-numbers" style={{ width: 18 }}>
            {index + 1}
          </span>
          <span style={{ flex: 1 }}>{identifierTitle(type)}</span>
          {editable && (
            <>
              <ActionIcon size={26} aria-label={t("identity.up", { name: identifierTitle(type) })} disabled={index === 0} onClick={() => move(index, -1)}>
                <IconArrowUp size={15} />
              </ActionIcon>
              <ActionIcon size={26} aria-label={t("identity.down", { name: identifierTitle(type) })} disabled={index === rules.priority.length - 1} onClick={() => move(index, 1)}>
                <IconArrowDown size={15} />
              </ActionIcon>
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

const titleOf = (type: string) => (type === "*" ? t("identity.others") : identifierTitle(type));

function Limits({ rules, editable, onChange }: PartProps<"limits">) {
  const set = (index: number, next: Partial<IdentityRules["limits"][number]>) => onChange(rules.limits.map((each, at) => (at === index ? { ...each, ...next } : each)));
  return (
    <PlainTable label={t("identity.limits")} heads={[t("identity.identifier"), t("identity.at_most"), t("identity.window")]}>
      {rules.limits.map((limit, index) => (
        <tr key={`${limit.type}/${index}`}>
          <td>{titleOf(limit.type)}</td>
          <td>
            <NumberInput
              key={String(limit.count)}
              aria-label={t("identity.limit_of", { name: titleOf(limit.type) })}
              defaultValue={limit.count ?? ""}
              placeholder={t("identity.unlimited")}
              min={1}
              w={110}
              disabled={!editable}
              onBlur={(event) => {
                const text = event.currentTarget.value.trim();
                const count = text === "" ? null : Math.max(1, Number(text) || 1);
                if (count !== (limit.count ?? null)) set(index, { count });
              }}
            />
          </td>
          <td>
            <NativeSelect aria-label={t("identity.window_of", { name: titleOf(limit.type) })} w={130} style={{ marginLeft: "auto" }} disabled={!editable || !limit.count} data={windows.map((each) => ({ value: each, label: t(`window.${each}`) }))} value={limit.window} onChange={(event) => set(index, { window: event.currentTarget.value })} />
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}

function Blocked({ rules, editable, onChange }: PartProps<"blocked">) {
  const [text, setText] = useState("");
  const [sort, setSort] = useState<"exact" | "pattern">("exact");
  const [problem, setProblem] = useState<string | null>(null);
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (text === "") return;
    if (sort === "pattern") {
      try {
        new RegExp(text);
      } catch {
        return setProblem(t("identity.bad_pattern"));
      }
    }
    setProblem(null);
    onChange([...rules.blocked, sort === "exact" ? { exact: text } : { pattern: text }]);
    setText("");
  };
  return (
    <>
      <div style={{ display: "flex", flexWrap: "wrap", gap: 6, marginBottom: 12 }}>
        {rules.blocked.map((each, index) => (
          <Badge key={index}>
            <code>{each.exact ?? each.pattern}</code>
            {each.pattern && <span className="tl-dim">{t("identity.pattern")}</span>}
            {editable && (
              <Tooltip label={t("identity.unblock")}>
                <ActionIcon size={16} aria-label={t("condition.remove", { name: each.exact ?? each.pattern ?? "" })} onClick={() => onChange(rules.blocked.filter((_, at) => at !== index))}>
                  <IconX size={12} />
                </ActionIcon>
              </Tooltip>
            )}
          </Badge>
        ))}
      </div>
      {editable && (
        <form onSubmit={add}>
          <Inline>
            <NativeSelect aria-label={t("identity.block_how")} w={130} value={sort} onChange={(event) => setSort(event.currentTarget.value === "pattern" ? "pattern" : "exact")} data={[{ value: "exact", label: t("identity.exact") }, { value: "pattern", label: t("identity.pattern") }]} />
            <TextInput aria-label={t("condition.value")} value={text} onChange={(event) => setText(event.currentTarget.value)} w={220} />
            <Button type="submit" variant="default" leftSection={<IconPlus size={14} />}>
              {t("identity.block")}
            </Button>
          </Inline>
          {problem !== null && <ProblemNote message={problem} />}
        </form>
      )}
    </>
  );
}
