export { type Condition, conditionRule, fromJson as readCondition, type Rule as ConditionRule } from "./condition";
export { ConditionBar, EventConditionBar } from "./ConditionBar";
export { EventNamesField, useEventNames } from "./EventNamesField";
export { PersonRuleEditor, ruleOf } from "./PersonRuleEditor";
export { type Choice, SubjectPicker, useFields, usePeopleSubjects } from "./SubjectPicker";
export { useProperties } from "./useProperties";
export { type SegmentNames, useSegmentNames } from "./useSegmentNames";
export { identifierTitle, inWords, wordsOf as conditionWords } from "./words";
