/**
 * The canvas: stages as columns, lanes as rows, edited where they stand. Where people's figures are laid
 * over, they are lanes too. On a narrow screen one stage is shown at a time.
 */
import { Button } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { type DragEvent, Fragment, type ReactNode } from "react";

import type { MapStage, MapStageFigures } from "@/api/types";
import { t } from "@/lib/i18n";

import { type CanvasView, dragTypes } from "./view";
import { addStage, lanes, type Lane, moveStage, newStage, painsOf, setPains, setTexts, stagesMax, textsOf } from "./document";
import { EmotionLane } from "./EmotionLane";
import { AgainCell, TimeCell } from "./FigureCells";
import { HereMark } from "./Here";
import { cellAt } from "./place";
import { stageFigures } from "./figures";
import style from "./maps.module.css";
import { OwnerCell } from "./OwnerCell";
import { PainCell } from "./PainCell";
import { PeopleBands } from "./PeopleBands";
import { StageHead } from "./StageHead";
import { TextCell } from "./TextCell";
import { TouchpointCell } from "./TouchpointCell";

const lead = 112;
const columns = { least: 196, most: 300 };

interface Props {
  view: CanvasView;
  /** Only this one. */
  only: string | null;
}

export function Canvas({ view, only }: Props) {
  const { ref, width } = useElementSize();
  const { document, figures, editable } = view;
  const stages = only === null ? document.stages : document.stages.filter((stage) => stage.id === only);
  const column = only === null ? Math.min(columns.most, Math.max(columns.least, Math.floor((width - lead) / Math.max(1, stages.length)))) : undefined;
  const props = (stage: MapStage) => ({ view, stage, figures: stageFigures(figures, stage.id) });
  const row = (name: string, cell: (stage: MapStage) => ReactNode, lane?: Lane) => (
    <tr>
      <th scope="row">{name}</th>
      {stages.map((stage) => (
        <td key={stage.id} {...(lane ? { "data-cell": cellAt(stage.id, lane) } : {})}>
          {lane && <HereMark here={view.here} at={cellAt(stage.id, lane)} />}
          {cell(stage)}
        </td>
      ))}
    </tr>
  );
  const wide = (name: string, content: ReactNode) => (
    <tr>
      <th scope="row">{name}</th>
      <td colSpan={stages.length} className={style.across}>
        {content}
      </td>
    </tr>
  );
  return (
    <div className={style.canvas} ref={ref} tabIndex={0} role="region" aria-label={t("maps.canvas")}>
      <table className={style.grid} data-single={only !== null || undefined} style={column ? { width: lead + column * stages.length } : undefined} aria-label={t("maps.canvas")}>
        <colgroup>
          <col style={{ width: lead }} />
          {stages.map((stage) => (
            <col key={stage.id} {...(column ? { style: { width: column } } : {})} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">
              <span className="tl-hidden">{t("maps.lanes")}</span>
            </th>
            {stages.map((stage) => (
              <th key={stage.id} scope="col" data-cell={cellAt(stage.id, "name")} {...dropStage(view, stage)}>
                <HereMark here={view.here} at={cellAt(stage.id, "name")} />
                <StageHead {...props(stage)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures && (
            <>
              {wide(t("maps.lane.people"), <PeopleBands view={view} figures={figures} stages={stages} />)}
              {row(t("maps.lane.time"), (stage) => <TimeCell {...props(stage)} />)}
              {row(t("maps.lane.again"), (stage) => <AgainCell {...props(stage)} />)}
            </>
          )}
          {lanes.map((lane) => (
            <Fragment key={lane}>{lane === "emotion" ? wide(t("maps.lane.emotion"), <EmotionLane view={view} stages={stages} />) : row(t(`maps.lane.${lane}`), (stage) => laneCell(lane, props(stage)), lane)}</Fragment>
          ))}
        </tbody>
      </table>
      {editable && document.stages.length < stagesMax && only === null && (
        <div className={style.addStage}>
          <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => addNew(view)}>
            {t("maps.add_stage")}
          </Button>
        </div>
      )}
    </div>
  );
}

function laneCell(lane: Exclude<Lane, "emotion">, { view, stage, figures }: { view: CanvasView; stage: MapStage; figures: MapStageFigures | undefined }): ReactNode {
  const { editable, edit } = view;
  const label = t("maps.of", { lane: t(`maps.one.${lane}`), name: stage.name });
  switch (lane) {
    case "touchpoints":
      return <TouchpointCell view={view} stage={stage} figures={figures} />;
    case "owner":
      return <OwnerCell view={view} stage={stage} figures={figures} />;
    case "pain":
      return <PainCell view={view} stage={stage.id} pains={painsOf(stage)} label={label} editable={editable} onChange={(pains) => edit((before) => setPains(before, stage.id, pains))} />;
    default:
      return <TextCell texts={textsOf(stage, lane)} label={label} editable={editable} onChange={(texts) => edit((before) => setTexts(before, stage.id, lane, texts))} />;
  }
}

/** A stage that is dropped on another's head takes its place. */
function dropStage(view: CanvasView, stage: MapStage) {
  if (!view.editable) return {};
  return {
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer.types.includes(dragTypes.stage)) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      const id = event.dataTransfer.getData(dragTypes.stage);
      if (!id) return;
      event.preventDefault();
      view.edit((before) => moveStage(before, id, before.stages.findIndex((each) => each.id === stage.id)));
    },
  };
}

function addNew(view: CanvasView): void {
  const added = newStage(t("maps.new_stage"));
  view.edit((before) => addStage(before, added));
}
