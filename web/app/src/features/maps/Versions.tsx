/** All that was saved of a map: each looked at, compared and brought back. */
import { Button, NativeSelect } from "@mantine/core";

import type { JourneyMapVersion } from "@/api/types";
import { t } from "@/lib/i18n";
import { Badge } from "@/ui/Badge";
import { Rows } from "@/ui/Delayed";
import { Panel } from "@/ui/Panel";
import { ProblemNote } from "@/ui/Problem";
import { When } from "@/ui/When";

import style from "./maps.module.css";
import { useComparison, useMap, useMaps } from "./useMaps";

interface Props {
  versions: JourneyMapVersion[];
  shown: number;
  own: string;
  onWith: (map: string) => void;
  onLook: (version: number) => void;
  onChanges: (version: number) => void;
  onClose: () => void;
}

export function VersionsPanel({ versions, shown, own, onWith, onLook, onChanges, onClose }: Props) {
  const maps = (useMaps(false).data?.items ?? []).filter((each) => each.id !== own);
  return (
    <Panel title={t("maps.versions")} label={t("maps.versions")} onClose={onClose}>
      {maps.length > 0 && (
        <NativeSelect
          label={t("maps.with")}
          value=""
          onChange={({ currentTarget: { value } }) => value && onWith(value)}
          data={[{ value: "", label: t("maps.with_choose") }, ...maps.map((each) => ({ value: each.id, label: each.name }))]}
        />
      )}
      <ol className={style.versions}>
        {versions.map((version, index) => (
          <li key={version.version} data-shown={version.version === shown || undefined}>
            <div>
              <b>{t("maps.version", { version: version.version })}</b> {index === 0 && <Badge>{t("maps.newest")}</Badge>}
              <p className={style.words}>
                <span dir="auto">{version.name}</span> · {t(`maps.state.${version.state}`)}
              </p>
              <p className={style.words}>
                <When at={version.at} /> · {version.by}
              </p>
            </div>
            <div className={style.buttons}>
              {version.version !== shown && (
                <Button size="compact-xs" variant="default" onClick={() => onLook(version.version)} aria-label={t("maps.look_at", { version: version.version })}>
                  {t("maps.look")}
                </Button>
              )}
              {version.version !== shown && (
                <Button size="compact-xs" variant="default" onClick={() => onChanges(version.version)} aria-label={t("maps.changes_with", { version: version.version })}>
                  {t("maps.changes")}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

interface ChangesProps {
  map: string;
  from: number;
  to: number;
  onClose: () => void;
}

export function ChangesPanel({ map, from, to, onClose }: ChangesProps) {
  const [before, after] = [Math.min(from, to), Math.max(from, to)];
  return <ComparisonPanel title={t("maps.changes_title", { from: before, to: after })} map={map} from={{ map, version: before }} to={after} onClose={onClose} />;
}

/** From another map to this one, as it is shown. */
export function OtherMapPanel({ map, other, to, onClose }: { map: string; other: string; to: number; onClose: () => void }) {
  const name = useMap(other).data?.map.name ?? "";
  return <ComparisonPanel title={t("maps.with_title", { name })} map={map} from={{ map: other }} to={to} onClose={onClose} />;
}

function ComparisonPanel({ title, map, from, to, onClose }: { title: string; map: string; from: { map: string; version?: number }; to: number; onClose: () => void }) {
  const found = useComparison(map, from, to);
  return (
    <Panel title={title} label={t("maps.changes")} onClose={onClose}>
      {found.isPending && <Rows count={5} />}
      {found.isError && <ProblemNote message={found.error.message} retry={() => void found.refetch()} />}
      {found.data?.changes.length === 0 && <p>{t("maps.no_changes")}</p>}
      <ul className={style.changes}>
        {found.data?.changes.map((change, index) => (
          <li key={index} data-kind={change.kind}>
            {change.sentence}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
