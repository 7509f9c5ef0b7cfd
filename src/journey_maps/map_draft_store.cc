#include "journey_maps/map_draft_store.h"

#include "journey_maps/map_facts.h"

namespace throughline::journey_maps {

using storage::Bytes;
using storage::Transaction;

Result<MapDraft> find_draft(Transaction& tx, const JourneyMap& saved) {
  TL_TRY_ASSIGN(const auto row,
                tx.find_row("SELECT revision, at, actor, name, description, state, segment,"
                            " document FROM journey_map_drafts WHERE map = ?",
                            {saved.id}));
  MapDraft draft = {.map = saved};
  if (!row) {
    return draft;
  }
  draft.revision = row->at(0).number();
  draft.map.changed_at = row->at(1).time();
  draft.map.changed_by = row->at(2).bytes();
  draft.map.name = row->at(3).bytes();
  draft.map.description = row->at(4).bytes();
  TL_TRY_ASSIGN(draft.map.state, parse_map_state(row->at(5).text()));
  draft.map.segment = std::string(row->at(6).text());
  TL_TRY_ASSIGN(draft.map.document, parse_document(row->at(7).bytes()));
  draft.changed = facts_of(draft.map) != facts_of(saved) || !(draft.map.document == saved.document);
  return draft;
}

Result<void> save_draft(Transaction& tx, const MapDraft& draft) {
  const JourneyMap& map = draft.map;
  return tx.run(
      "INSERT INTO journey_map_drafts (map, revision, at, actor, name, description, state, segment,"
      " document) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (map) DO UPDATE SET"
      " revision = excluded.revision, at = excluded.at, actor = excluded.actor,"
      " name = excluded.name, description = excluded.description, state = excluded.state,"
      " segment = excluded.segment, document = excluded.document",
      {map.id, draft.revision, map.changed_at, Bytes{map.changed_by}, Bytes{map.name},
       Bytes{map.description}, name_of(map.state), map.segment, Bytes{to_json(map.document)}});
}

}  // namespace throughline::journey_maps
