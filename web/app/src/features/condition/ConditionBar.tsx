/** A condition as chips: each opens its editor, "Filter" adds one. Groups nest in the editor. */
import { ActionIcon, Button, CloseButton, Popover, SegmentedControl, Switch, Tooltip } from "@mantine/core";
import { IconFilter, IconPlus, IconTrash, IconX } from "@tabler/icons-react";
import { useMemo, useState } from "react";

import { t } from "@/lib/i18n";

import { addItem, type Condition, emptyGroup, type Group, isComplete, type Node, removeItem, replaceItem, rootOf, toJson } from "./condition";
import style from "./condition.module.css";
import { RuleEditor } from "./RuleEditor";
import { choiceFor, ruleOf, typeOf } from "./PersonRuleEditor";
import { SubjectPicker, type Subjects, usePeopleSubjects, usePropertySubjects } from "./SubjectPicker";
import { wordsOf } from "./words";

const alternatives: Group = { ...emptyGroup, join: "or" };

interface Draft {
  root: Group;
  /** What the address said when the edit began, and all that was asked of it since. */
  said: string[];
}

interface Props {
  condition: Condition | null;
  onChange: (condition: Condition | null) => void;
  /** What stands on the button that adds one, and what the whole is called. */
  add?: string;
  label?: string;
  /** The button stands back while there is none. */
  quiet?: boolean;
}

/** A condition over people. */
export function ConditionBar(props: Props) {
  return <Bar {...props} subjects={usePeopleSubjects()} onNeed={() => undefined} />;
}

/** A condition over the properties of events of some names. */
export function EventConditionBar({ names, ...props }: Props & { names: readonly string[] }) {
  const [needed, setNeeded] = useState(false);
  return <Bar {...props} subjects={usePropertySubjects(names, needed || props.condition !== null)} onNeed={() => setNeeded(true)} />;
}

function Bar({ condition, onChange, subjects, onNeed, add: adds = t("condition.filter"), label = t("condition.filters"), quiet = false }: Props & { subjects: Subjects; onNeed: () => void }) {
  const text = JSON.stringify(condition);
  const fromOutside = useMemo(() => rootOf(text === "null" ? null : JSON.parse(text)), [text]);
  // Rules that still lack a value live only here, and what is typed stands before the address has
  // followed. The draft gives way when the address says something that did not come from it.
  const [draft, setDraft] = useState<Draft | null>(null);
  const isMine = draft !== null && draft.said.includes(text);
  const root = isMine ? draft.root : fromOutside;
  const [open, setOpen] = useState<number | null>(null);
  const [adding, setAdding] = useState(false);

  const change = (next: Group) => {
    const json = toJson(next);
    const said = JSON.stringify(json);
    const settled = draft?.said[draft.said.length - 1] === text;
    setDraft({ root: next, said: isMine && !settled ? [...draft.said, said] : [text, said] });
    if (said !== text) onChange(json);
  };
  const add = (item: Node) => {
    change(addItem(root, item));
    setAdding(false);
    setOpen(root.items.length);
  };
  const close = () => setOpen(null);
  return (
    <div className={style.bar} role="group" aria-label={label}>
      {root.items.map((item, index) => (
        <span key={index} style={{ display: "contents" }}>
          {index > 0 && (
            <Tooltip label={t("condition.change_join")}>
              <button type="button" className={style.join} onClick={() => change({ ...root, join: root.join === "and" ? "or" : "and" })}>
                {root.join === "and" ? t("condition.and") : t("condition.or")}
              </button>
            </Tooltip>
          )}
          <Popover opened={open === index} onClose={close} onDismiss={close} position="bottom-start" trapFocus returnFocus withinPortal>
              <span className={style.chip} data-open={open === index || undefined} data-incomplete={(item.sort === "rule" && !isComplete(item)) || undefined}>
                <Popover.Target>
                  <button type="button" onClick={() => setOpen(open === index ? null : index)}>
                    <span className={`${style.chipText} tl-cut`}>{wordsOf(item, subjects.segments)}</span>
                  </button>
                </Popover.Target>
                <button
                  type="button"
                  className={style.chipRemove}
                  aria-label={t("condition.remove", { name: wordsOf(item, subjects.segments) })}
                  onClick={() => {
                    setOpen(null);
                    change(removeItem(root, index));
                  }}
                >
                  <IconX size={13} />
                </button>
              </span>
            <Popover.Dropdown p={12} maw="calc(100vw - 24px)">
              <NodeEditor node={item} subjects={subjects} onChange={(next) => change(replaceItem(root, index, next))} />
            </Popover.Dropdown>
          </Popover>
        </span>
      ))}
      <Popover opened={adding} onChange={setAdding} position="bottom-start" trapFocus returnFocus withinPortal>
        <Popover.Target>
          <Button
            variant={root.items.length || quiet ? "subtle" : "default"}
            color="gray"
            size="compact-sm"
            h={28}
            leftSection={root.items.length ? <IconPlus size={14} /> : <IconFilter size={14} />}
            onMouseEnter={onNeed}
            onFocus={onNeed}
            onClick={() => setAdding(!adding)}
          >
            {adds}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p={8}>
          <SubjectPicker subjects={subjects} onPick={(choice) => add(ruleOf(choice))} onGroup={() => add(alternatives)} />
        </Popover.Dropdown>
      </Popover>
      {root.items.length > 1 && (
        <Button variant="subtle" color="gray" size="compact-sm" h={28} onClick={() => change(emptyGroup)}>
          {t("condition.clear")}
        </Button>
      )}
    </div>
  );
}

interface NodeProps {
  node: Node;
  subjects: Subjects;
  onChange: (node: Node) => void;
}

function NodeEditor({ node, subjects, onChange }: NodeProps) {
  if (node.sort === "rule") return <RuleEditor rule={node} type={typeOf(subjects, node)} values={choiceFor(subjects, node.subject)?.values} segments={subjects.segments} onChange={onChange} />;
  return <GroupEditor group={node} subjects={subjects} onChange={onChange} />;
}

function GroupEditor({ group, subjects, onChange }: { group: Group; subjects: Subjects; onChange: (group: Group) => void }) {
  const [adding, setAdding] = useState(false);
  return (
    <div className={style.group}>
      <div className={style.rule}>
        <SegmentedControl
          value={group.join}
          onChange={(join) => onChange({ ...group, join: join === "or" ? "or" : "and" })}
          data={[
            { value: "and", label: t("condition.all_of") },
            { value: "or", label: t("condition.any_of") },
          ]}
        />
        <Switch label={t("condition.negate")} checked={group.not} onChange={(event) => onChange({ ...group, not: event.currentTarget.checked })} />
      </div>
      {group.items.map((item, index) => (
        <div key={index} className={style.row}>
          <NodeEditor node={item} subjects={subjects} onChange={(next) => onChange(replaceItem(group, index, next))} />
          <ActionIcon aria-label={t("condition.remove", { name: wordsOf(item, subjects.segments) })} onClick={() => onChange(removeItem(group, index))}>
            <IconTrash size={15} />
          </ActionIcon>
        </div>
      ))}
      {adding ? (
        <div className={style.row}>
          <SubjectPicker
            subjects={subjects}
            onPick={(choice) => {
              setAdding(false);
              onChange(addItem(group, ruleOf(choice)));
            }}
            onGroup={() => {
              setAdding(false);
              onChange(addItem(group, { ...alternatives, join: group.join === "and" ? "or" : "and" }));
            }}
          />
          <CloseButton aria-label={t("action.cancel")} onClick={() => setAdding(false)} />
        </div>
      ) : (
        <div>
          <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)} data-autofocus={group.items.length === 0 || undefined}>
            {t("condition.add_rule")}
          </Button>
        </div>
      )}
    </div>
  );
}
