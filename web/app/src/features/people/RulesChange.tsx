/** Shows what other identity rules would do to everybody, before they are applied. */
import type { RulesPreview } from "@/api/types";
import { formatNumber } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Confirm } from "@/ui/Confirm";

interface Props {
  preview: RulesPreview;
  onApply: () => Promise<string | null>;
  onClose: () => void;
}

type People = RulesPreview["largest"];

const samplesMax = 3;

export const changesNobody = (preview: RulesPreview) => preview.merged === 0 && preview.split === 0;

export function RulesChange({ preview, onApply, onClose }: Props) {
  const samples = [...preview.merges, ...preview.splits].slice(0, samplesMax);
  return (
    <Confirm title={t("rules.preview_title")} action={t("rules.preview_apply")} harm={false} onConfirm={onApply} onClose={onClose}>
      <p>{t("rules.preview_people", { before: formatNumber(preview.people_before), after: formatNumber(preview.people_after) })}</p>
      {preview.merged > 0 && <p>{t("rules.preview_merged", { count: preview.merged })}</p>}
      {preview.split > 0 && <p>{t("rules.preview_split", { count: preview.split })}</p>}
      {samples.length > 0 && (
        <>
          <p className="tl-dim">{t("rules.preview_samples")}</p>
          <ul style={{ display: "grid", gap: 8 }}>
            {samples.map((sample, index) => (
              <li key={index} style={{ fontSize: 13 }}>
                <Side people={sample.before} />
                <span aria-hidden> → </span>
                <Side people={sample.after} />
              </li>
            ))}
          </ul>
        </>
      )}
    </Confirm>
  );
}

function Side({ people }: { people: People }) {
  return (
    <span>
      {people.map((person, index) => (
        <span key={index}>
          {index > 0 && " | "}
          <bdi>{person.map((one) => one.value).join(", ")}</bdi>
        </span>
      ))}
    </span>
  );
}
