/** The builder of a segment: rules below one another, in groups that may nest. */
import { ActionIcon, Button, CloseButton, NativeSelect, SegmentedControl, Switch } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";

import type { Segment } from "@/api/types";
import { type Choice, PersonRuleEditor, ruleOf, SubjectPicker, usePeopleSubjects } from "@/features/condition";
import { t } from "@/lib/i18n";

import { EventRuleEditor } from "./EventRuleEditor";
import { eventRule, noRules, type RuleGroup, type RuleNode } from "./rule";
import style from "./segments.module.css";

interface Props {
  group: RuleGroup;
  onChange: (group: RuleGroup) => void;
  /** Others that may be asked for. */
  segments: Segment[];
  root?: boolean;
  /** The rules are of an account's people. */
  ofAccount?: boolean;
}

export function RuleBuilder({ group, onChange, segments, root = false, ofAccount = false }: Props) {
  const everything = usePeopleSubjects();
  // A segment cannot ask for itself.
  const subjects = { ...everything, choices: everything.choices.filter(({ subject }) => subject.about !== "segment" || segments.some((each) => each.id === subject.key)) };
  const [adding, setAdding] = useState(false);
  const replace = (at: number, node: RuleNode) => onChange({ ...group, items: group.items.map((each, index) => (index === at ? node : each)) });
  const add = (node: RuleNode) => {
    setAdding(false);
    onChange({ ...group, items: [...group.items, node] });
  };
  return (
    <div className={root ? style.root : style.group} role="group" aria-label={t(!root ? "segments.group" : ofAccount ? "segments.add_account_people" : "segments.condition")}>
      <div className={style.fields}>
        <SegmentedControl
          size="xs"
          value={group.join}
          onChange={(join) => onChange({ ...group, join: join === "or" ? "or" : "and" })}
          data={[
            { value: "and", label: t("condition.all_of") },
            { value: "or", label: t("condition.any_of") },
          ]}
        />
        {!root && <Switch label={t("condition.negate")} checked={group.not} onChange={(event) => onChange({ ...group, not: event.currentTarget.checked })} />}
      </div>
      {group.items.map((item, index) => (
        <div key={index} className={style.row}>
          <NodeEditor node={item} segments={segments} ofAccount={ofAccount} onChange={(node) => replace(index, node)} />
          <ActionIcon aria-label={t("segments.remove_rule", { number: index + 1 })} onClick={() => onChange({ ...group, items: group.items.filter((_, at) => at !== index) })}>
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ))}
      {adding ? (
        <div className={style.row}>
          <SubjectPicker
            subjects={subjects}
            onPick={(choice) => add(nodeOf(choice))}
            onGroup={() => add({ ...noRules, join: group.join === "and" ? "or" : "and" })}
          />
          <CloseButton aria-label={t("action.cancel")} onClick={() => setAdding(false)} />
        </div>
      ) : (
        <div className={style.fields}>
          <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
            {t("segments.add_rule")}
          </Button>
          {segments.length > 0 && (
            <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => add({ sort: "segment", not: false, segment: "" })}>
              {t("segments.add_segment")}
            </Button>
          )}
          {!ofAccount && (
            <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => add({ sort: "accounts", not: false, among: "any", who: noRules })}>
              {t("segments.add_account_people")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function nodeOf(choice: Choice): RuleNode {
  const { subject } = choice;
  if (subject.about === "event") return eventRule(subject.key);
  if (subject.about === "segment") return { sort: "segment", not: false, segment: subject.key };
  return { sort: "person", rule: ruleOf(choice) };
}

function NodeEditor({ node, segments, ofAccount, onChange }: { node: RuleNode; segments: Segment[]; ofAccount: boolean; onChange: (node: RuleNode) => void }) {
  switch (node.sort) {
    case "group":
      return <RuleBuilder group={node} segments={segments} ofAccount={ofAccount} onChange={onChange} />;
    case "accounts":
      return (
        <div className={style.negatable}>
          <div className={style.fields}>
            <NativeSelect
              aria-label={t("segments.among")}
              value={node.among}
              onChange={(event) => onChange({ ...node, among: event.currentTarget.value as typeof node.among })}
              data={(["any", "all", "none"] as const).map((among) => ({ value: among, label: t(`segments.among.${among}`) }))}
            />
            <Switch label={t("condition.negate")} checked={node.not} onChange={(event) => onChange({ ...node, not: event.currentTarget.checked })} />
          </div>
          <RuleBuilder root group={node.who} segments={[]} ofAccount onChange={(who) => onChange({ ...node, who })} />
        </div>
      );
    case "person":
      return (
        <div className={style.rule}>
          <PersonRuleEditor rule={node.rule} onChange={(rule) => onChange({ sort: "person", rule })} />
        </div>
      );
    case "event":
      return (
        <div className={style.negatable}>
          <EventRuleEditor rule={node} onChange={onChange} />
          <Switch label={t("condition.negate")} checked={node.not} onChange={(event) => onChange({ ...node, not: event.currentTarget.checked })} />
        </div>
      );
    case "segment":
      return (
        <div className={style.fields}>
          <NativeSelect
            aria-label={t("segments.segment")}
            value={node.segment}
            onChange={(event) => onChange({ ...node, segment: event.currentTarget.value })}
            data={[{ value: "", label: t("segments.choose_segment") }, ...segments.map((each) => ({ value: each.id, label: each.name }))]}
          />
          <Switch label={t("condition.negate")} checked={node.not} onChange={(event) => onChange({ ...node, not: event.currentTarget.checked })} />
        </div>
      );
  }
}
