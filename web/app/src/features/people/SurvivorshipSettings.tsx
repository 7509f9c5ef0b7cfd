/** Which value of a trait is shown when several are known. */
import { ActionIcon, Button, MultiSelect, NativeSelect, Tooltip } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { put } from "@/api/client";
import { read } from "@/api/query";
import type { Page, Source, Survivorship, SurvivorshipRule } from "@/api/types";
import { useRight } from "@/features/access";
import { useFields } from "@/features/condition";
import { humanise } from "@/lib/format";
import { findText, t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { PageHead } from "@/ui/Page";
import { Inline, PlainTable } from "@/ui/PlainTable";
import { ProblemNote } from "@/ui/Problem";
import { Section } from "@/ui/Section";
import { say, sayProblem } from "@/ui/toast";

const ruleNames = ["most_recent", "most_trusted", "maximum", "manual"];
const options = ruleNames.map((rule) => ({ value: rule, label: findText(`survivorship.${rule}`) ?? rule }));

const keyLength = 12;

export function SurvivorshipSettings() {
  const rules = useQuery(read<Survivorship>("/survivorship"));
  const maySeeSources = useRight("manage_sources");
  const sources = useQuery({ ...read<Page<Source>>("/sources"), enabled: maySeeSources });
  const fields = useFields();
  const queries = useQueryClient();
  const editable = useRight("manage_workspace");
  const [adding, setAdding] = useState("");
  const save = async (next: Survivorship, undo: Survivorship | null) => {
    queries.setQueryData(read<Survivorship>("/survivorship").queryKey, next);
    const answer = await put("/survivorship", next);
    await queries.invalidateQueries({ queryKey: ["/survivorship"] });
    if (!answer.ok) return sayProblem(answer.error.message);
    say(t("settings.saved"), undo === null ? undefined : () => void save(undo, null));
  };
  const found = rules.data;
  const set = (key: string, rule: SurvivorshipRule | null) => {
    if (!found) return;
    const rest = Object.fromEntries(Object.entries(found.traits).filter(([other]) => other !== key));
    void save({ ...found, traits: rule ? { ...found.traits, [key]: rule } : rest }, found);
  };
  const free = (fields.data?.traits ?? []).map((trait) => trait.key).filter((key) => !(found && key in found.traits));
  const sourceOptions = (sources.data?.items ?? []).map((source) => ({ value: source.id, label: source.name }));
  // An id says when it was made beside what it names, and only the list knows when.
  const listed = (id: string) => sources.data?.items.find((source) => source.id.slice(-keyLength) === id.slice(-keyLength))?.id ?? id;
  return (
    <>
      <PageHead title={t("settings.traits")} />
      {rules.isPending && <Rows />}
      {rules.isError && <ProblemNote message={rules.error.message} retry={() => void rules.refetch()} />}
      {found && (
        <Section title={t("survivorship.title")} text={t("survivorship.text")}>
          {Object.keys(found.traits).length > 0 && (
            <PlainTable label={t("survivorship.title")} heads={[t("survivorship.trait"), t("survivorship.rule"), t("survivorship.trusted"), ""]}>
              {Object.entries(found.traits).map(([key, rule]) => (
                <tr key={key}>
                  <td title={key}>{humanise(key)}</td>
                  <td>
                    <NativeSelect aria-label={t("survivorship.rule_of", { name: humanise(key) })} disabled={!editable} data={options} value={rule.rule} onChange={(event) => set(key, { ...rule, rule: event.currentTarget.value })} w={170} />
                  </td>
                  <td>
                    {rule.rule === "most_trusted" && (
                      <MultiSelect aria-label={t("survivorship.trusted")} disabled={!editable} data={sourceOptions} value={rule.trusted_sources.map(listed)} onChange={(trusted) => set(key, { ...rule, trusted_sources: trusted })} w={240} comboboxProps={{ shadow: "md" }} />
                    )}
                  </td>
                  <td>
                    {editable && (
                      <Tooltip label={t("survivorship.back")}>
                        <ActionIcon aria-label={t("condition.remove", { name: humanise(key) })} onClick={() => set(key, null)}>
                          <IconX size={15} />
                        </ActionIcon>
                      </Tooltip>
                    )}
                  </td>
                </tr>
              ))}
            </PlainTable>
          )}
          {editable && (
            <div style={{ marginTop: 12 }}>
              <Inline>
                <NativeSelect aria-label={t("survivorship.trait")} w={220} value={adding} onChange={(event) => setAdding(event.currentTarget.value)} data={[{ value: "", label: t("survivorship.choose") }, ...free.map((key) => ({ value: key, label: humanise(key) }))]} />
                <Button
                  variant="default"
                  disabled={adding === ""}
                  onClick={() => {
                    set(adding, { rule: "most_trusted", trusted_sources: [] });
                    setAdding("");
                  }}
                >
                  {t("survivorship.add")}
                </Button>
              </Inline>
            </div>
          )}
        </Section>
      )}
    </>
  );
}
