/** Chooses what a rule is about: one search over traits, identifiers, accounts, times and events, or over the properties of events. */
import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useMemo, useState } from "react";

import { read } from "@/api/query";
import type { Fields, Segment } from "@/api/types";
import { formatCompact, humanise } from "@/lib/format";
import { t } from "@/lib/i18n";

import type { Subject } from "./condition";
import style from "./condition.module.css";
import { useProperties } from "./useProperties";
import { noSegments, type SegmentNames, useSegmentList, useSegmentNames } from "./useSegmentNames";
import { identifierTitle, subjectTitle } from "./words";

export interface Choice {
  subject: Subject;
  title: string;
  section: string;
  detail: string;
  count: number | null;
  type: string;
  /** Some of its values, to be proposed. */
  values?: string[];
}

/** What a condition may be about. */
export interface Subjects {
  choices: Choice[];
  pending: boolean;
  search: string;
  none: string;
  /** Names of segments, by their ids. */
  segments: SegmentNames;
  /** What is not in the list, but may be meant. */
  free?: (name: string) => Choice;
}

export const useFields = () => useQuery({ ...read<Fields>("/fields"), staleTime: 60_000 });

export function choicesOf(fields: Fields): Choice[] {
  const choices: Choice[] = [];
  const add = (section: string, subject: Subject, type: string, count: number | null, detail = "") =>
    choices.push({ subject, section, type, count, detail, title: subjectTitle(subject) });
  add(t("condition.section.seen"), { about: "last_seen" }, "time", null);
  add(t("condition.section.seen"), { about: "first_seen" }, "time", null);
  for (const each of fields.traits) {
    const title = humanise(each.key);
    add(t("condition.section.traits"), { about: "trait", key: each.key }, each.type, each.people, title === each.key ? "" : each.key);
  }
  for (const each of fields.event_names) {
    if (each.name) add(t("condition.section.events"), { about: "event", key: each.name }, "event", each.events);
  }
  for (const each of fields.identifier_types) {
    choices.push({
      subject: { about: "identifier", key: each.type }, section: t("condition.section.identifiers"),
      title: identifierTitle(each.type), detail: "", count: each.people, type: "string",
    });
  }
  add(t("condition.section.accounts"), { about: "account" }, "account", null);
  add(t("condition.section.accounts"), { about: "account_group" }, "string", null);
  for (const each of fields.account_traits) {
    add(t("condition.section.accounts"), { about: "account_trait", key: each.key }, each.type, null);
  }
  return choices;
}

const segmentChoices = (segments: Segment[]): Choice[] =>
  segments.map((each) => ({ subject: { about: "segment", key: each.id }, section: t("nav.segments"), title: each.name, detail: "", count: each.size, type: "segment" }));

/** Conditions over people. */
export function usePeopleSubjects(): Subjects {
  const fields = useFields();
  const listed = useSegmentList();
  const segments = useSegmentNames();
  const choices = useMemo(() => (fields.data ? [...choicesOf(fields.data), ...segmentChoices(listed.data?.items ?? [])] : []), [fields.data, listed.data]);
  return { choices, segments, pending: fields.isPending, search: t("condition.search"), none: t("condition.none_found") };
}

/** Conditions over the properties of events of some names; what these are is read when it is first needed. */
export function usePropertySubjects(names: readonly string[], needed: boolean): Subjects {
  const { properties, pending } = useProperties(names, needed);
  const choices = useMemo(
    () =>
      properties.map((each): Choice => {
        const subject = { about: "property", key: each.key } as const;
        const section = t(each.key.startsWith("context.") ? "condition.section.context" : "condition.section.properties");
        const title = subjectTitle(subject);
        return { subject, title, section, detail: title === each.key ? "" : each.key, count: null, type: each.type, values: each.values };
      }),
    [properties],
  );
  return {
    choices,
    segments: noSegments,
    pending,
    search: t("condition.search_property"),
    none: t("condition.no_property"),
    free: (name) => ({ subject: { about: "property", key: name }, title: t("condition.property_named", { name }), section: t("condition.section.other"), detail: name, count: null, type: "string" }),
  };
}

export const sameSubject = (a: Subject, b: Subject) => a.about === b.about && ("key" in a ? a.key : "") === ("key" in b ? b.key : "");

const shownMax = 80;

interface PickerProps {
  subjects: Subjects;
  onPick: (choice: Choice) => void;
  onGroup?: () => void;
}

export function SubjectPicker({ subjects, onPick, onGroup }: PickerProps) {
  const [search, setSearch] = useState("");
  const [active, setActive] = useState(0);
  const listId = useId();
  const words = search.trim().toLocaleLowerCase();
  const matching = subjects.choices
    .filter((choice) => !words || choice.title.toLocaleLowerCase().includes(words) || choice.detail.toLowerCase().includes(words))
    .slice(0, shownMax);
  const typed = search.trim();
  const exact = subjects.choices.some((choice) => "key" in choice.subject && choice.subject.key === typed);
  const found = subjects.free && typed && !exact ? [...matching, subjects.free(typed)] : matching;
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = Math.max(0, Math.min(found.length - 1, active + (event.key === "ArrowDown" ? 1 : -1)));
      setActive(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      event.preventDefault();
      const choice = found[active];
      if (choice) onPick(choice);
    }
  };
  return (
    <div className={style.picker}>
      <TextInput
        data-autofocus
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKey}
        placeholder={subjects.search}
        aria-label={subjects.search}
        leftSection={<IconSearch size={14} />}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={found[active] ? `${listId}-${active}` : undefined}
      />
      <div className={style.list} role="listbox" id={listId} aria-label={subjects.search}>
        {found.map((choice, index) => (
          <div key={`${choice.section}/${choice.subject.about}/${"key" in choice.subject ? choice.subject.key : ""}`} role="presentation">
            {choice.section !== found[index - 1]?.section && <div className={style.section}>{choice.section}</div>}
            <div
              role="option"
              id={`${listId}-${index}`}
              className={style.option}
              aria-selected={index === active}
              data-active={index === active || undefined}
              onMouseMove={() => setActive(index)}
              onClick={() => onPick(choice)}
            >
              <span className="tl-cut">{choice.title}</span>
              {choice.count !== null && <span className={style.end}>{formatCompact(choice.count)}</span>}
            </div>
          </div>
        ))}
        {found.length === 0 && <div className={style.section}>{subjects.pending ? t("state.loading") : subjects.none}</div>}
      </div>
      {onGroup && (
        <button type="button" className={style.option} onClick={onGroup}>
          {t("condition.add_group")}
        </button>
      )}
    </div>
  );
}
