export type { Condition } from "./condition";
export { ConditionBar } from "./ConditionBar";
export { useFields } from "./SubjectPicker";
export { identifierTitle, inWords, wordsOf as conditionWords } from "./words";
