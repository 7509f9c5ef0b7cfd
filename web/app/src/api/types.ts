/**
 * The server's types under the names that pages use. They come from the OpenAPI document; only what it
 * leaves open (words of a fixed set, JSON of the customer's) is said more closely here.
 */
import type { components } from "./schema";

type Schemas = components["schemas"];
type Refine<Base, Closer> = Omit<Base, keyof Closer> & Closer;
type Item<List extends { items: unknown[] }> = List["items"][number];
type Json = Record<string, unknown>;

/** A page of any list. */
export interface Page<Row> {
  items: Row[];
  next?: string | null;
  /** Null where a search finds too many to count. */
  total?: number | null;
}

export type Session = Schemas["Session"];
export type User = Schemas["User"];
export type Role = User["role"];
export type Invited = Schemas["Invited"];
export type Invitation = Schemas["Invitation"];
export type ApiKey = Schemas["ApiKey"];
export type CreatedApiKey = Schemas["CreatedApiKey"];
export type AuditEntry = Schemas["AuditEntry"];
export type AuditCheck = Schemas["AuditCheck"];
export type SecondFactor = Schemas["SecondFactor"];
export type NewSecondFactor = Schemas["NewSecondFactor"];
export type RecoveryCodes = Schemas["RecoveryCodes"];
export type Workspace = Schemas["Workspace"];
export type SetupState = Schemas["SetupState"];
export type Status = Schemas["Status"];

export type Source = Schemas["Source"];
export type SourceKind = Source["kind"];
export type SourceWithKey = Schemas["SourceWithKey"];
export type Outcome = "accepted" | "repeated" | "collided" | "refused";
export type Decision = Refine<Item<Schemas["DecisionList"]>, { outcome: Outcome }>;
export type DeadLetters = Schemas["DeadLetterList"];
export type DeadLetter = Item<DeadLetters>;
export type Replayed = Refine<Schemas["ReplayOutcome"], { outcome: Outcome }>;

export type ImportedFile = Schemas["Import"];
export type UploadedFile = Schemas["UploadedFile"];
export type ImportPreview = Schemas["ImportPreview"];

export type Destination = Schemas["Destination"];
export type DestinationKind = Destination["kind"];
export type DestinationWithSecret = Schemas["DestinationWithSecret"];
export type DeliveryAttempt = Refine<Item<Schemas["DeliveryAttemptList"]>, { outcome: "sent" | "failed" | "refused" }>;
export type Undelivered = Item<Schemas["UndeliveredList"]>;
export type Replay = Schemas["ReplayToDestination"];
export type ReplayEstimate = Schemas["ReplayEstimate"];

export type Profile = Schemas["Profile"];
export type ProfileSummary = Item<Schemas["ProfileList"]>;
export type Membership = Item<Schemas["MembershipList"]>;
export type IdentifierRow = Item<Schemas["IdentifierList"]>;
export type TraitRow = Item<Schemas["TraitList"]>;
export type TraitHistoryRow = Item<Schemas["TraitHistory"]>;
export type Account = Schemas["Account"];
export type Duplicates = Schemas["DuplicateList"];
export type DuplicatePair = Item<Duplicates>;
export type DuplicateSearch = Schemas["DuplicateSearch"];
export type Links = Schemas["Explanation"];
export type LinkStep = Links["steps"][number];
export type Identifier = LinkStep["identifiers"][number];

export type EventKind = "track" | "page" | "screen" | "identify" | "group" | "alias" | "merge" | "split" | "system" | "unmerge" | "freeze" | "erase" | "consent";
export type Channel = "web" | "mobile" | "server" | "email" | "chat" | "phone" | "shop" | "survey" | "system";
export type TimelineEvent = Refine<
  Schemas["Event"],
  { kind: EventKind; channel: Channel; properties: Json | null; context: Json | null; integrations: Json | null; extra?: Json | null }
>;
/** What the stream of the whole workspace says of an event. */
export type ThinEvent = Pick<TimelineEvent, "id" | "kind" | "name" | "channel" | "occurred_at"> & {
  profile?: { id: string; name?: string | null } | null;
};
export type DayCount = Item<Schemas["Density"]>;

export type Fields = Schemas["Fields"];
export type TraitField = Fields["traits"][number];

export type IdentityRules = Schemas["IdentityRules"];
export type Survivorship = Schemas["Survivorship"];
export type SurvivorshipRule = Survivorship["traits"][string];

export type Consent = Item<Schemas["Consents"]>;
export type HeldIdentifier = Item<Schemas["HeldIdentifiers"]>;
export type UnmergePreview = Schemas["UnmergePreview"];
export type RulesPreview = Schemas["IdentityRulesPreview"];
export type ErasureCertificate = Schemas["ErasureCertificate"];

export type Dashboard = Schemas["Dashboard"];
export type DashboardTile = Schemas["DashboardTile"];
export type Segment = Schemas["Segment"];
export type SegmentDetail = Schemas["SegmentDetail"];
export type SegmentMember = Item<Schemas["SegmentMemberList"]>;
export type SegmentPreview = Schemas["SegmentPreview"];
export type SegmentOverlap = Schemas["SegmentOverlap"];
export type SegmentListReport = Schemas["SegmentListReport"];
export type SegmentWhy = Schemas["SegmentWhy"];
export type SegmentDifference = Schemas["SegmentDifference"];
export type SegmentFigure = Schemas["SegmentFigure"];
export type SegmentOfFigure = Schemas["SegmentOfFigure"];
export type Persona = Schemas["Persona"];
export type PersonaDetail = Schemas["PersonaDetail"];
export type PersonaQuote = PersonaDetail["quotes"][number];
export type PersonaWords = Item<Schemas["PersonaCandidateList"]>;
export type PersonaFigures = Schemas["PersonaFigures"];
export type PersonaShare = PersonaFigures["channels"][number]["share"];
export type SegmentStay = Item<Schemas["SegmentStayList"]>;

export type PeopleBehind = Schemas["PeopleBehind"];
export type JourneyGraphQuestion = Schemas["JourneyGraphQuestion"];
export type JourneyGraph = Schemas["JourneyGraph"];
export type DistributionQuestion = Schemas["DistributionQuestion"];
export type Distribution = Schemas["Distribution"];
export type ScatterQuestion = Schemas["ScatterQuestion"];
export type Scatter = Schemas["Scatter"];
export type TreemapQuestion = Schemas["TreemapQuestion"];
export type Treemap = Schemas["Treemap"];
export type FunnelQuestion = Schemas["FunnelQuestion"];
export type Funnel = Schemas["Funnel"];
export type Findings = Schemas["Findings"];
export type RetentionQuestion = Schemas["RetentionQuestion"];
export type Retention = Schemas["Retention"];
export type PathsQuestion = Schemas["PathsQuestion"];
export type Paths = Schemas["Paths"];
export type ProcessMapQuestion = Schemas["ProcessMapQuestion"];
export type MapReplayQuestion = Schemas["MapReplayQuestion"];
export type MapReplay = Schemas["MapReplay"];
export type ProcessMap = Schemas["ProcessMap"];
export type LifecycleQuestion = Schemas["LifecycleQuestion"];
export type Lifecycle = Schemas["Lifecycle"];
export type CountsQuestion = Schemas["ActivityCountsQuestion"];
export type Counts = Schemas["ActivityCounts"];
export type FrictionQuestion = Schemas["FrictionQuestion"];
export type Friction = Schemas["Friction"];
export type LandmarkQuestion = Schemas["LandmarkQuestion"];
export type Landmark = Schemas["Landmark"];
export type AttributionQuestion = Schemas["AttributionQuestion"];
export type Attribution = Schemas["Attribution"];
export type SurvivalQuestion = Schemas["SurvivalQuestion"];
export type Survival = Schemas["Survival"];
export type StickinessQuestion = Schemas["StickinessQuestion"];
export type Stickiness = Schemas["Stickiness"];
export type SessionsQuestion = Schemas["JourneySessionsQuestion"];
export type Sessions = Schemas["JourneySessions"];

export type JourneyMap = Schemas["JourneyMap"];
export type JourneyMapSummary = Item<Schemas["JourneyMapList"]>;
export type JourneyMapDetail = Schemas["JourneyMapDetail"];
export type JourneyMapDraft = Schemas["JourneyMapDraft"];
export type MapOperation = Schemas["JourneyMapOperation"];
export type MapOperationsTold = Schemas["JourneyMapOperationsTold"];
export type MapAlerts = Schemas["JourneyMapAlerts"];
export type MapAlert = NonNullable<MapTouchpoint["alerts"]>[number];
export type MapTouchpointFigures = MapStageFigures["touchpoints"][number];
export type MapImpact = Schemas["JourneyMapImpact"];
export type MapImpactQuestion = Schemas["JourneyMapImpactQuestion"];
export type MapVisitor = Schemas["JourneyMapVisitors"]["people"][number];
export type JourneyMapVersion = JourneyMapDetail["versions"][number];
export type JourneyMapDocument = Schemas["JourneyMapDocument"];
export type MapStage = Schemas["JourneyMapStage"];
export type MapTouchpoint = Schemas["JourneyMapTouchpoint"];
export type MapPain = Schemas["JourneyMapPain"];
export type NewJourneyMap = Schemas["NewJourneyMap"];
export type JourneyMapChange = Schemas["JourneyMapChange"];
export type JourneyMapComparison = Schemas["JourneyMapComparison"];
export type JourneyMapTemplate = Item<Schemas["JourneyMapTemplateList"]>;
export type DiscoveredJourneyMap = Schemas["DiscoveredJourneyMap"];
export type MapOverlay = Schemas["JourneyMapOverlay"];
export type MapOverlayQuestion = Schemas["JourneyMapPeopleQuestion"]["question"];
export type MapOverlayCell = Schemas["JourneyMapPeopleQuestion"]["cell"];
export type MapFigures = MapOverlay["shown"];
export type MapStageFigures = MapFigures["stages"][number];
export type MapDeviation = MapFigures["conformance"]["deviations"][number];
export type MapMoment = MapFigures["moments"]["items"][number];
