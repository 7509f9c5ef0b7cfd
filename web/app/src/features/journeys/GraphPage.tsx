/** Journeys as somebody draws them: conditions joined by edges, several beginnings, several ways. */
import { ActionIcon, Button, NativeSelect, SegmentedControl } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";

import type { JourneyGraph, JourneyGraphQuestion } from "@/api/types";
import { t } from "@/lib/i18n";

import { EventsField } from "./fields";
import { Frame } from "./Frame";
import { addNode, canJoin, changeEdge, changeNode, draftOf, graphCompare, graphNodesMax, graphQuestion, graphSays, graphSheet, type GraphWho, graphWhoTitle, join, nodeName, part, removeNode } from "./graph";
import { GraphChart } from "./GraphChart";
import style from "./journeys.module.css";
import { choices, type GraphDraft, type GraphEdge, type GraphNode } from "./search";
import { useTile } from "./tile";
import { useJourney } from "./useJourney";

export function GraphPage() {
  const journey = useJourney();
  const tile = useTile();
  const draft = draftOf(journey.search);
  const change = (graph: GraphDraft) => journey.change({ graph });
  return (
    <Frame<JourneyGraphQuestion, JourneyGraph, GraphWho>
      page="graph"
      journey={journey}
      question={graphQuestion(journey.search, journey.range)}
      todo={t("journeys.graph_todo")}
      builder={<GraphBuilder draft={draft} onChange={change} />}
      summary={[draft.nodes.map((node) => nodeName(draft, node.id)).join(", ")]}
      compare={graphCompare(draft)}
      isEmpty={(answer) => answer.started.of === 0}
      says={(answer) => graphSays(answer, draft)}
      chart={(answer, open) => <GraphChart answer={answer} draft={draft} onOpen={open} onJoin={tile ? undefined : (from, to) => change(join(draft, from, to))} />}
      sheet={(answer) => graphSheet(answer, draft)}
      whoTitle={(who) => graphWhoTitle(who, draft)}
    />
  );
}

function GraphBuilder({ draft, onChange }: { draft: GraphDraft; onChange: (draft: GraphDraft) => void }) {
  return (
    <>
      <div className={style.steps}>
        {draft.nodes.map((node) => (
          <NodeFields key={node.id} node={node} draft={draft} onChange={onChange} />
        ))}
      </div>
      {draft.nodes.length < graphNodesMax && (
        <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => onChange(addNode(draft))}>
          {t("journeys.graph_add")}
        </Button>
      )}
      <p className={style.note}>{t("journeys.graph_hint")}</p>
    </>
  );
}

interface NodeProps {
  node: GraphNode;
  draft: GraphDraft;
  onChange: (draft: GraphDraft) => void;
}

function NodeFields({ node, draft, onChange }: NodeProps) {
  const incoming = draft.edges.filter((edge) => edge.to === node.id);
  const others = draft.nodes.filter((each) => each.id !== node.id && canJoin(draft, each.id, node.id));
  const title = t("journeys.graph_node_title", { id: node.id });
  return (
    <fieldset className={style.node} aria-label={title}>
      <div className={style.step}>
        <EventsField label={title} none={t("journeys.choose_event")} value={node.events} onChange={(events) => onChange(changeNode(draft, node.id, { events }))} />
        {draft.nodes.length > 2 && (
          <div className={style.stepButtons}>
            <ActionIcon aria-label={t("journeys.graph_remove", { id: node.id })} onClick={() => onChange(removeNode(draft, node.id))}>
              <IconX size={15} />
            </ActionIcon>
          </div>
        )}
      </div>
      {incoming.map((edge) => (
        <EdgeFields key={edge.from} edge={edge} draft={draft} onChange={onChange} />
      ))}
      {incoming.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t("journeys.graph_needs", { id: node.id })}
          value={node.all ? "all" : "any"}
          onChange={(needs) => onChange(changeNode(draft, node.id, { all: needs === "all" ? true : undefined }))}
          data={[
            { value: "any", label: t("journeys.graph_needs.any") },
            { value: "all", label: t("journeys.graph_needs.all") },
          ]}
        />
      )}
      {others.length > 0 && (
        <NativeSelect
          size="xs"
          aria-label={t("journeys.graph_after_add", { id: node.id })}
          value=""
          onChange={(event) => event.currentTarget.value && onChange(join(draft, event.currentTarget.value, node.id))}
          data={[{ value: "", label: t(incoming.length ? "journeys.graph_after_more" : "journeys.graph_after") }, ...others.map((each) => ({ value: each.id, label: shown(draft, each.id) }))]}
        />
      )}
    </fieldset>
  );
}

const shown = (draft: GraphDraft, id: string) => {
  const name = nodeName(draft, id);
  return name === id ? id : `${id}: ${name}`;
};

function EdgeFields({ edge, draft, onChange }: { edge: GraphEdge; draft: GraphDraft; onChange: (draft: GraphDraft) => void }) {
  const { from, to, within } = edge;
  return (
    <div className={style.edge}>
      <span className="tl-cut">{t("journeys.graph_after_one", { name: shown(draft, from) })}</span>
      <NativeSelect
        size="xs"
        aria-label={t("journeys.graph_within", { from, to })}
        value={within ?? "none"}
        onChange={(event) => onChange(changeEdge(draft, from, to, event.currentTarget.value === "none" ? undefined : (event.currentTarget.value as GraphEdge["within"])))}
        data={choices.within.map((value) => ({ value, label: t(`journeys.within.${value}`) }))}
      />
      <ActionIcon size="sm" aria-label={t("journeys.graph_part_edge", { from, to })} onClick={() => onChange(part(draft, from, to))}>
        <IconX size={14} />
      </ActionIcon>
    </div>
  );
}
