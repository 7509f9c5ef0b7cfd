/** What is measured of a touchpoint beside that it happened, and the thresholds that are watched. */
import { ActionIcon, Autocomplete, Button, NativeSelect, NumberInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";

import type { MapAlert, MapTouchpoint } from "@/api/types";
import { useProperties } from "@/features/condition";
import { t } from "@/lib/i18n";

import style from "./maps.module.css";
import { alertFigures, alertSides, alertWords, scoreKinds } from "./measures";

type Change = { [Key in "score" | "cost" | "alerts"]?: MapTouchpoint[Key] | undefined };
interface Props {
  touchpoint: MapTouchpoint;
  onChange: (change: Change, of?: string) => void;
  onSettle: () => void;
}

const alertsMax = 5;

export function MeasureFields({ touchpoint, onChange, onSettle }: Props) {
  const names = touchpoint.events?.names ?? [];
  const { properties } = useProperties(names, names.length > 0);
  const keys = properties.map((each) => each.key);
  const { score, cost } = touchpoint;
  return (
    <>
      <NativeSelect
        label={t("maps.score")}
        value={score?.kind ?? ""}
        onChange={({ currentTarget: { value } }) => {
          const kind = scoreKinds.find((each) => each === value);
          onChange({ score: kind && { kind, property: score?.property ?? keys[0] ?? "score" } });
        }}
        data={[{ value: "", label: t("maps.score.none") }, ...scoreKinds.map((kind) => ({ value: kind, label: t(`maps.score.${kind}_long`) }))]}
      />
      {score && <Autocomplete label={t("maps.score.property")} data={keys} value={score.property} onChange={(property) => property.trim() && onChange({ score: { ...score, property } }, "score")} onBlur={onSettle} comboboxProps={{ shadow: "md" }} />}
      <Autocomplete label={t("maps.cost")} description={t("maps.cost_hint")} data={keys} value={cost ?? ""} onChange={(property) => onChange({ cost: property || undefined }, "cost")} onBlur={onSettle} comboboxProps={{ shadow: "md" }} />
      <Alerts alerts={touchpoint.alerts ?? []} onChange={(alerts) => onChange({ alerts: alerts.length > 0 ? alerts : undefined }, "alerts")} onSettle={onSettle} />
    </>
  );
}

function Alerts({ alerts, onChange, onSettle }: { alerts: MapAlert[]; onChange: (alerts: MapAlert[]) => void; onSettle: () => void }) {
  const isFree = (figure: string, is: string) => !alerts.some((each) => each.figure === figure && each.is === is);
  const replace = (at: number, next: MapAlert) => onChange(alerts.map((each, index) => (index === at ? next : each)));
  const free = alertFigures.flatMap((figure) => alertSides.map((is) => ({ figure, is }))).find(({ figure, is }) => isFree(figure, is));
  return (
    <fieldset className={style.alerts}>
      <legend>{t("maps.alerts")}</legend>
      <p className={style.note}>{t("maps.alerts_hint")}</p>
      {alerts.map((alert, index) => (
        <div key={`${alert.figure} ${alert.is}`}>
          <NativeSelect aria-label={t("maps.alert.figure")} value={alert.figure} onChange={({ currentTarget: { value } }) => replace(index, { ...alert, figure: alertFigures.find((each) => each === value) ?? alert.figure })} data={alertFigures.filter((figure) => figure === alert.figure || isFree(figure, alert.is)).map((value) => ({ value, label: t(`maps.alert.unit.${value}`) }))} />
          <NativeSelect aria-label={t("maps.alert.side")} value={alert.is} onChange={({ currentTarget: { value } }) => replace(index, { ...alert, is: alertSides.find((each) => each === value) ?? alert.is })} data={alertSides.filter((is) => is === alert.is || isFree(alert.figure, is)).map((value) => ({ value, label: t(`maps.alert.side.${value}`) }))} />
          <NumberInput aria-label={t("maps.alert.value")} value={alert.value} hideControls onChange={(value) => typeof value === "number" && replace(index, { ...alert, value })} onBlur={onSettle} />
          <ActionIcon aria-label={t("maps.remove", { name: alertWords(alert) })} onClick={() => onChange(alerts.filter((_, each) => each !== index))}>
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      {free && alerts.length < alertsMax && (
        <Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => onChange([...alerts, { ...free, value: 0 }])}>
          {t("maps.alert.add")}
        </Button>
      )}
    </fieldset>
  );
}
