#include "app/invariants.h"

namespace throughline::app {

namespace {

std::vector<Invariant> event_invariants() {
  return {
      {"events/once", "no source's message id is kept twice",
       "SELECT MIN(seq) AS subject FROM events GROUP BY source, message_id HAVING COUNT(*) > 1"},
      {"events/names", "every event's name is known",
       "SELECT seq AS subject FROM events WHERE name <> 0"
       " AND name NOT IN (SELECT id FROM event_names)"},
      {"events/sources", "every event came from a source that is or was here",
       "SELECT seq AS subject FROM events WHERE source <> 0"
       " AND source NOT IN (SELECT id FROM sources)"},
      {"events/owners", "every event's key identifier is somebody's",
       "SELECT e.seq AS subject FROM events e LEFT JOIN identifiers i ON i.id = e.key_identifier"
       " WHERE e.key_identifier <> 0 AND e.flags < 4 AND i.profile IS NULL",
       Repair::people},
  };
}

std::vector<Invariant> people_invariants() {
  return {
      {"people/profiles", "every identifier points to a profile",
       "SELECT id AS subject FROM identifiers WHERE profile IS NOT NULL"
       " AND profile NOT IN (SELECT id FROM profiles)",
       Repair::people},
      {"people/sizes", "every profile knows how many identifiers it has",
       "SELECT p.id AS subject FROM profiles p LEFT JOIN (SELECT profile, COUNT(*) AS held"
       " FROM identifiers GROUP BY profile) i ON i.profile = p.id"
       " WHERE p.identifiers <> COALESCE(i.held, 0)",
       Repair::people},
      {"people/components", "every component knows how many identifiers it connects",
       "SELECT c.id AS subject FROM components c LEFT JOIN (SELECT component, COUNT(*) AS held"
       " FROM identifiers GROUP BY component) i ON i.component = c.id"
       " WHERE c.identifiers <> COALESCE(i.held, 0)",
       Repair::people},
      {"people/traits", "every trait is of an identifier and was said by an event",
       "SELECT t.subject AS subject FROM identifier_traits t"
       " WHERE t.subject NOT IN (SELECT id FROM identifiers)"
       " OR t.event NOT IN (SELECT seq FROM events)",
       Repair::people},
      {"people/account_traits", "every trait of an account is of one that exists",
       "SELECT subject FROM account_traits WHERE subject NOT IN (SELECT id FROM accounts)",
       Repair::people},
      {"people/memberships", "every membership joins an identifier and an account",
       "SELECT identifier AS subject FROM memberships"
       " WHERE identifier NOT IN (SELECT id FROM identifiers)"
       " OR account NOT IN (SELECT id FROM accounts)",
       Repair::people},
  };
}

std::vector<Invariant> derived_invariants() {
  return {
      {"list/people", "the people list has everybody and nobody else",
       "SELECT profile AS subject FROM people_index"
       " WHERE profile NOT IN (SELECT id FROM profiles WHERE identifiers > 0)"
       " OR profile NOT IN (SELECT profile FROM people_figures)"
       " UNION ALL SELECT profile FROM people_figures"
       " WHERE profile NOT IN (SELECT profile FROM people_index)"
       " UNION ALL SELECT e.seq FROM events e JOIN identifiers i ON i.id = e.key_identifier"
       " WHERE {{covered}} AND e.flags < 4"
       " AND i.profile NOT IN (SELECT profile FROM people_index)",
       Repair::list},
      {"list/counts", "the people list counts every event once",
       "SELECT counted.identifier AS subject FROM (SELECT identifier, SUM(events) AS events"
       " FROM event_counts GROUP BY identifier) counted LEFT JOIN (SELECT key_identifier,"
       " COUNT(*) AS events FROM events e WHERE {{covered}} AND flags < 4 GROUP BY key_identifier)"
       " kept ON kept.key_identifier = counted.identifier"
       " WHERE counted.events <> COALESCE(kept.events, 0)",
       Repair::list},
      {"list/fields", "what the people list counts is as many as there are",
       "SELECT people AS subject FROM people_count"
       " WHERE people <> (SELECT COUNT(*) FROM people_figures)"
       " UNION ALL SELECT c.people FROM (SELECT key, type, COUNT(*) AS people FROM indexed_traits"
       " GROUP BY key, type) c LEFT JOIN trait_counts t ON t.key = c.key AND t.type = c.type"
       " WHERE c.people <> COALESCE(t.people, 0)"
       " UNION ALL SELECT t.people FROM trait_counts t WHERE t.people <> 0 AND NOT EXISTS"
       " (SELECT 1 FROM indexed_traits i WHERE i.key = t.key AND i.type = t.type)"
       " UNION ALL SELECT c.people FROM (SELECT type, COUNT(DISTINCT profile) AS people"
       " FROM indexed_identifiers GROUP BY type) c LEFT JOIN identifier_counts t"
       " ON t.type = c.type WHERE c.people <> COALESCE(t.people, 0)"
       " UNION ALL SELECT t.people FROM identifier_counts t WHERE t.people <> 0 AND NOT EXISTS"
       " (SELECT 1 FROM indexed_identifiers i WHERE i.type = t.type)",
       Repair::list},
      {"cursors/reach", "no follower is ahead of the line",
       "SELECT 0 AS subject FROM cursors WHERE seq > 0"
       " AND seq > (SELECT COALESCE(MAX(seq), 0) FROM events)",
       Repair::list},
      {"dead_letters/sizes", "what the dead letters take is counted",
       "SELECT d.source AS subject FROM dead_letter_sizes d LEFT JOIN (SELECT source,"
       " COUNT(*) AS letters, SUM(bytes) AS bytes FROM dead_letters GROUP BY source) l"
       " ON l.source = d.source WHERE d.letters <> COALESCE(l.letters, 0)"
       " OR d.bytes <> COALESCE(l.bytes, 0)",
       Repair::dead_letter_sizes},
      {"dead_letters/counts", "no reason was met less often than its letters say",
       "SELECT l.source AS subject FROM (SELECT source, reason, SUM(count) AS letters"
       " FROM dead_letters GROUP BY source, reason) l LEFT JOIN dead_letter_counts c"
       " ON c.source = l.source AND c.reason = l.reason WHERE l.letters > COALESCE(c.count, 0)"},
  };
}

}  // namespace

const std::vector<Invariant>& workspace_invariants() {
  static const std::vector<Invariant> all = [] {
    std::vector<Invariant> joined = event_invariants();
    for (const auto& more : {people_invariants(), derived_invariants()}) {
      joined.insert(joined.end(), more.begin(), more.end());
    }
    return joined;
  }();
  return all;
}

const std::vector<Invariant>& instance_invariants() {
  static const std::vector<Invariant> all = {
      {"access/members", "every member is a user of a workspace that exists",
       "SELECT user_id AS subject FROM members WHERE user_id NOT IN (SELECT id FROM users)"
       " OR workspace_id NOT IN (SELECT id FROM workspaces)"},
      {"access/keys", "every key opens one thing in a workspace that exists",
       "SELECT workspace_id AS subject FROM key_index"
       " WHERE workspace_id NOT IN (SELECT id FROM workspaces)"
       " OR (source_id IS NULL) = (api_key_id IS NULL)"
       " OR (api_key_id IS NOT NULL AND api_key_id NOT IN (SELECT id FROM api_keys))"},
      {"access/owners", "every workspace that has members has an owner",
       "SELECT workspace_id AS subject FROM members GROUP BY workspace_id"
       " HAVING SUM(CASE WHEN role = 'owner' THEN 1 ELSE 0 END) = 0",
       Repair::none, "make an owner with: throughline user create --role owner"},
  };
  return all;
}

}  // namespace throughline::app
