export { type Condition, fromJson as readCondition } from "./condition";
export { ConditionBar, EventConditionBar } from "./ConditionBar";
export { EventNamesField, useEventNames } from "./EventNamesField";
export { useFields } from "./SubjectPicker";
export { useProperties } from "./useProperties";
export { identifierTitle, inWords, wordsOf as conditionWords } from "./words";
