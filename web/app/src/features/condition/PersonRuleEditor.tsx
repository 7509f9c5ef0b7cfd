/** One rule about a person, with what is known of its subject. */
import { firstRule, type Rule, type Subject } from "./condition";
import { RuleEditor } from "./RuleEditor";
import { type Choice, sameSubject, type Subjects, usePeopleSubjects } from "./SubjectPicker";

export const choiceFor = (subjects: Subjects, subject: Subject) => subjects.choices.find((choice) => sameSubject(choice.subject, subject));

/** A property that the sample does not have is of the type that it is compared as. */
export function typeOf(subjects: Subjects, rule: Rule): string {
  const { subject } = rule;
  const known = choiceFor(subjects, subject)?.type;
  if (known) return known;
  if (subject.about === "first_seen" || subject.about === "last_seen") return "time";
  return typeof rule.value === "number" ? "number" : typeof rule.value === "boolean" ? "boolean" : "string";
}

export const ruleOf = (choice: Choice) => firstRule(choice.subject, choice.type);

export function PersonRuleEditor({ rule, onChange }: { rule: Rule; onChange: (rule: Rule) => void }) {
  const subjects = usePeopleSubjects();
  return <RuleEditor rule={rule} type={typeOf(subjects, rule)} values={choiceFor(subjects, rule.subject)?.values} segments={subjects.segments} onChange={onChange} />;
}
