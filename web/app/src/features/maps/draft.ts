/** A map as it is being edited: what a save would send. Pure. */
import type { JourneyMap, JourneyMapChange, JourneyMapDocument } from "@/api/types";

import { sameDocument } from "./document";

export interface Draft {
  name: string;
  description: string;
  state: JourneyMap["state"];
  /** Empty: everybody. */
  segment: string;
  document: JourneyMapDocument;
}

export const draftOf = (map: JourneyMap): Draft => ({ name: map.name, description: map.description, state: map.state, segment: map.segment ?? "", document: map.document });

/** What differs from what was saved. */
export function changesOf(saved: Draft, draft: Draft): Omit<JourneyMapChange, "version"> {
  return {
    ...(saved.name === draft.name ? {} : { name: draft.name }),
    ...(saved.description === draft.description ? {} : { description: draft.description }),
    ...(saved.state === draft.state ? {} : { state: draft.state }),
    ...(saved.segment === draft.segment ? {} : { segment: draft.segment }),
    ...(sameDocument(saved.document, draft.document) ? {} : { document: draft.document }),
  };
}

export const isChanged = (saved: Draft, draft: Draft): boolean => saved !== draft && Object.keys(changesOf(saved, draft)).length > 0;
