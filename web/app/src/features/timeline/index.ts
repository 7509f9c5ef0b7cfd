export { agentOf, cardKindOf, durationSecondsOf, moneyOf, scoreOf, speakerOf, subjectOf, surveyOf, threadKinds, wordsOf, orderNumberOf } from "./cards";
export { EventLink } from "./EventLink";
export { EventPanel } from "./EventPanel";
export { cardIcons, channelIcons, kindIcons } from "./icons";
export type { ProfileSearch } from "./search";
export { Timeline } from "./Timeline";
export { eventTitle } from "./titles";
