/** What holds for the whole workspace. Each field is saved when it is left, with a way back. */
import { Select, TextInput } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import { patch, put } from "@/api/client";
import { read } from "@/api/query";
import type { IdentityRules, Workspace } from "@/api/types";
import { locale, t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { PageHead } from "@/ui/Page";
import { Section } from "@/ui/Section";
import { say, sayProblem } from "@/ui/toast";

import { sessionQuery, useRight, workspaceQuery } from "./session";

const regions =
  "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ES ET FI FJ FR GA GB GE GH GM GN GR GT GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KM KR KW KZ LA LB LI LK LR LS LT LU LV LY MA MC MD ME MG MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NZ OM PA PE PG PH PK PL PT PY QA RO RS RU RW SA SC SD SE SG SI SK SL SM SN SO SR SV SY SZ TD TG TH TJ TL TM TN TO TR TT TW TZ UA UG US UY UZ VE VN YE ZA ZM ZW".split(
    " ",
  );

export function WorkspaceSettings() {
  const queries = useQueryClient();
  const editable = useRight("manage_workspace");
  const workspace = useQuery(workspaceQuery).data;
  const rules = useQuery(read<IdentityRules>("/identity_rules")).data;
  const zones = useMemo(() => ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")], []);
  const countries = useMemo(() => {
    const names = new Intl.DisplayNames([locale], { type: "region" });
    return regions.map((code) => ({ value: code, label: `${names.of(code) ?? code} (${code})` })).sort((a, b) => a.label.localeCompare(b.label, locale));
  }, []);
  if (!workspace || !rules) return <Rows />;
  const save = async (change: Partial<Workspace>, undo: Partial<Workspace> | null) => {
    const answer = await patch<Workspace>("/workspace", change);
    if (!answer.ok) return sayProblem(answer.error.message);
    await queries.invalidateQueries({ queryKey: workspaceQuery.queryKey });
    void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
    say(t("settings.saved"), undo ? () => void save(undo, null) : undefined);
  };
  // One of the rules of identity: a number is another person's where it is dialled elsewhere.
  const saveRegion = async (region: string, undo: string | null) => {
    const answer = await put("/identity_rules", { ...rules, phone_region: region });
    if (!answer.ok) return sayProblem(answer.error.message);
    await queries.invalidateQueries({ queryKey: ["/identity_rules"] });
    say(t("settings.saved"), undo === null ? undefined : () => void saveRegion(undo, null));
  };
  const rename = (name: string) => {
    if (name && name !== workspace.name) void save({ name }, { name: workspace.name });
  };
  return (
    <>
      <PageHead title={t("settings.workspace")} />
      <Section title={t("workspace.name")} text={t("workspace.name_text")}>
        <TextInput key={workspace.name} aria-label={t("workspace.name")} disabled={!editable} defaultValue={workspace.name} maw={320} onBlur={(event) => rename(event.currentTarget.value.trim())} onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()} />
      </Section>
      <Section title={t("workspace.region")} text={t("workspace.region_text")}>
        <Select aria-label={t("workspace.region")} disabled={!editable} searchable clearable maw={320} data={countries} value={rules.phone_region || null} onChange={(region) => void saveRegion(region ?? "", rules.phone_region)} />
      </Section>
      <Section title={t("workspace.zone")} text={t("workspace.zone_text")}>
        <Select aria-label={t("workspace.zone")} disabled={!editable} searchable maw={320} limit={200} data={zones.includes(workspace.time_zone) ? zones : [workspace.time_zone, ...zones]} value={workspace.time_zone} onChange={(zone) => zone !== null && void save({ time_zone: zone }, { time_zone: workspace.time_zone })} />
      </Section>
    </>
  );
}
