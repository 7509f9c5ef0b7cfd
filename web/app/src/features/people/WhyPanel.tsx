/** Why two identifiers are one person, step by step, or what keeps others apart. */
import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { read } from "@/api/query";
import type { Identifier, Links, LinkStep, Profile } from "@/api/types";
import { identifierTitle, inWords } from "@/features/condition";
import { formatExact } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Rows } from "@/ui/Delayed";
import { Panel } from "@/ui/Panel";
import { ProblemNote } from "@/ui/Problem";

import style from "./profile.module.css";

const keyOf = (each: Identifier) => `${each.type}:${each.value}`;
const textOf = (each: Identifier) => `${identifierTitle(each.type)} ${each.value}`;

interface Props {
  profile: Profile;
  pair: string[];
  onPair: (pair: string[]) => void;
  onClose: () => void;
}

export function WhyPanel({ profile, pair, onPair, onClose }: Props) {
  const options = profile.identifiers.map((each) => ({ value: keyOf(each), label: textOf(each) }));
  const a = pair[0] ?? options[0]?.value ?? "";
  const b = pair[1] ?? options.find((each) => each.value !== a)?.value ?? "";
  const links = useQuery({ ...read<Links>(`/profiles/${encodeURIComponent(profile.id)}/links`, { a, b }), enabled: a !== "" && b !== "" && a !== b });
  return (
    <Panel title={t("why.title")} label={t("why.title")} onClose={onClose}>
      {options.length < 2 ? (
        <p>{t("why.only_one")}</p>
      ) : (
        <>
          <div style={{ display: "grid", gap: 8 }}>
            <NativeSelect label={t("why.first")} data={options} value={a} onChange={(event) => onPair([event.currentTarget.value, b])} />
            <NativeSelect label={t("why.second")} data={options.filter((each) => each.value !== a)} value={b} onChange={(event) => onPair([a, event.currentTarget.value])} />
          </div>
          {links.isPending && <Rows />}
          {links.isError && <ProblemNote message={links.error.message} retry={() => void links.refetch()} />}
          {links.data && <Explanation links={links.data} />}
        </>
      )}
    </Panel>
  );
}

function Explanation({ links }: { links: Links }) {
  return (
    <>
      <p style={{ marginTop: 16 }}>{inWords(links.text)}</p>
      <Steps steps={links.steps} />
      {links.refusals.length > 0 && (
        <>
          <h3 style={{ fontSize: 13 }}>{t("why.refusals")}</h3>
          <Steps steps={links.refusals} refused />
        </>
      )}
    </>
  );
}

function Steps({ steps, refused = false }: { steps: LinkStep[]; refused?: boolean }) {
  return (
    <ol className={style.steps}>
      {steps.map((step, index) => (
        <li key={index} data-refused={refused || undefined}>
          <div>{inWords(step.text)}</div>
          <div className="tl-dim">
            {step.identifiers.map((each) => (
              <div key={keyOf(each)}>
                {identifierTitle(each.type)} <bdi>{each.value}</bdi>
              </div>
            ))}
            {formatExact(step.occurred_at)}
            {step.source && ` · ${step.source.name}`}
          </div>
        </li>
      ))}
    </ol>
  );
}
