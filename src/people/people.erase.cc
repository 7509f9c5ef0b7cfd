// Erasing people and keeping them out: everything of hers in one unit, then the derived files.
#include "people/people.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>
#include <utility>

#include "access/access.h"
#include "base/assert.h"
#include "base/if_found.h"
#include "base/log.h"
#include "people/erase_store.h"
#include "people/erasure_ledger_store.h"
#include "people/identity_event.h"
#include "people/identity_rows_store.h"
#include "people/people.eraser.h"
#include "people/people.shared.h"
#include "people/people_search_store.h"
#include "people/trait_store.h"
#include "storage/saved_backups.h"

namespace throughline::people {

using storage::Stage;
using storage::Transaction;

namespace {

constexpr std::size_t page = 1'000;
constexpr std::size_t reason_bytes_max = 2'000;
constexpr std::int64_t backup_days = 30;
// PostgreSQL: so many events may become visible below one that is visible already.
constexpr std::int64_t unseen_events_max = 10'000;
// A long read may keep the write-ahead log in use for a while.
constexpr int log_attempts_max = 50;
constexpr std::chrono::milliseconds log_pause(100);

// Whether somebody of the ledger who is in the record is to be erased from it.
bool is_to_go(const LedgerEntries::Erased& entry, const std::set<Time>& done) {
  // Who was erased and not suppressed may have come back since, as somebody new.
  const bool stays = entry.mode == ErasureMode::erase && done.contains(entry.at);
  return entry.mode != ErasureMode::suppress && !stays;
}

Result<std::vector<IdentifierRow>> all_identifiers_of(Transaction& tx, ProfileId profile) {
  std::vector<IdentifierRow> rows;
  for (IdentifierId after;;) {
    TL_TRY_ASSIGN(auto some, identifiers_of_profile(tx, profile, after, page));
    rows.insert(rows.end(), some.begin(), some.end());
    if (some.size() < page) {
      return rows;
    }
    after = some.back().id;
  }
}

}  // namespace

void People::on_erase(ErasureHook hook) {
  erasure_hooks_.push_back(std::move(hook));
}

Result<Certificate> People::erase_rows(Transaction& tx, std::vector<IdentifierRow> rows,
                                       Certificate certificate, Searched searched) {
  auto& shared = tx.database().attached<Shared>();
  const Time now = clock_.now();
  const std::vector<Identifier> names = names_of(rows);
  if (names != searched.names) {
    TL_TRY_ASSIGN(searched, begin_search(tx, rows));  // She has become somebody else meanwhile.
  }
  const Mentions mentions(names, searched.spellings);
  certificate.reason = mentions.without(std::move(certificate.reason), Mentions::Short::taken);
  certificate.backups_expire_at = {now.us + backup_days * us_per_day};
  certificate.finished = certificate.mode == ErasureMode::suppress;
  if (certificate.mode != ErasureMode::suppress) {
    const Cause cause{{now, {}, "erase:" + unique_id()}, now, "somebody was erased"};
    TL_TRY_ASSIGN(certificate.stores,
                  Eraser(*this, tx, std::move(rows), std::move(searched)).run(cause));
  }
  std::vector<std::string> macs;
  std::transform(names.begin(), names.end(), std::back_inserter(macs),
                 [&](const Identifier& name) { return shared.tombstones.mac_of(name); });
  if (certificate.mode != ErasureMode::erase) {
    // Known at once: units of the same commit must refuse her, too.
    const auto before = shared.tombstones.known(macs);
    shared.tombstones.add(macs, certificate.mode);
    tx.on_rollback([&shared, macs, before] {
      shared.tombstones.remove(macs);
      for (const auto& [mac, mode] : before) {
        shared.tombstones.add({mac}, mode);
      }
    });
  }
  if (tx.dialect() == storage::Dialect::sqlite) {
    shared.cache.clear();
    tx.after_commit(Stage::cache, [&shared] { shared.cache.clear(); });
  }
  TL_TRY_ASSIGN(certificate.id, add_certificate(tx, certificate));
  if (certificate.mode != ErasureMode::erase) {
    TL_TRY(add_tombstones(tx, macs, certificate.id, certificate.mode, now));
  }
  TL_TRY_ASSIGN(const timeline::Recorded recorded,
                timeline_.record(tx, erased_draft(unique_id(), now, certificate)));
  TL_ASSERT(recorded.outcome == timeline::Outcome::accepted);
  certificate.names = names;
  return certificate;
}

Result<People::Searched> People::begin_search(Transaction& tx,
                                              const std::vector<IdentifierRow>& rows) {
  TL_TRY_ASSIGN(const Book book, this->book(tx));
  Searched searched{.names = names_of(rows)};
  const std::set<Identifier> hers(searched.names.begin(), searched.names.end());
  for (const IdentifierRow& row : rows) {
    TL_TRY_ASSIGN(const auto written, spellings_of(tx, row.id));
    for (const std::string& spelling : written) {
      for (const char* type : {"email", "phone"}) {
        const auto name = normalise({type, spelling}, book->rules.phone_region);
        if (name.ok() && hers.contains(*name)) {
          searched.spellings.push_back(spelling);
        }
      }
    }
  }
  return searched;
}

Result<void> People::search_mentions(WorkspaceId workspace, Searched& searched) {
  TL_TRY_ASSIGN(searched.until,
                workspaces_.read(workspace, [&](Transaction& tx) -> Result<EventSeq> {
                  TL_TRY_ASSIGN(EventSeq newest, timeline_.newest_event(tx));
                  if (tx.dialect() == storage::Dialect::postgres) {
                    newest.value = std::max<std::int64_t>(0, newest.value - unseen_events_max);
                  }
                  return newest;
                }));
  const Mentions mentions(searched.names, searched.spellings);
  TL_TRY_ASSIGN(searched.found,
                timeline_.events_saying(workspace, searched.until, [&](std::string_view text) {
                  return mentions.anywhere_in(text);
                }));
  return {};
}

Result<Certificate> People::erase(const Actor& actor, const EraseRequest& request) {
  if (request.reason.size() > reason_bytes_max) {
    return Error::invalid("a reason has at most 2000 bytes");
  }
  TL_TRY_ASSIGN(Searched searched,
                workspaces_.read(actor, [&](Transaction& tx) -> Result<Searched> {
                  TL_TRY_ASSIGN(const ProfileId id, find_profile(tx, request.profile));
                  TL_TRY_ASSIGN(const auto rows, all_identifiers_of(tx, id));
                  return begin_search(tx, rows);
                }));
  if (request.mode != ErasureMode::suppress) {
    // Before the unit, because it reads the whole record.
    TL_TRY(search_mentions(actor.workspace, searched));
  }
  const Time now = clock_.now();
  // First, so that no crash leaves an erasure that a restored backup would not hear of.
  TL_TRY(note_in_ledger(actor.workspace, searched.names, request.mode, now));
  std::vector<IdentifierId> erased;
  TL_TRY_ASSIGN(const Certificate certificate,
                workspaces_.write(actor, [&](Transaction& tx) -> Result<Certificate> {
                  TL_TRY_ASSIGN(const ProfileId id, find_profile(tx, request.profile));
                  TL_TRY_ASSIGN(auto rows, all_identifiers_of(tx, id));
                  erased = ids_of(rows);
                  TL_TRY_ASSIGN(const std::string profile, public_id(tx, id));
                  TL_TRY_ASSIGN(Certificate made, erase_rows(tx, std::move(rows),
                                                             {.erased_at = now,
                                                              .profile = profile,
                                                              .mode = request.mode,
                                                              .actor = actor.name,
                                                              .reason = request.reason},
                                                             searched));
                  TL_TRY(access::Access::audit_at(tx, now, actor,
                                                  "person." + std::string(name_of(request.mode)),
                                                  "erasure:" + std::to_string(made.id)));
                  return made;
                }));
  TL_TRY(note_in_ledger(actor.workspace, certificate.names, request.mode, now));
  for (const auto& hook : erased_hooks_) {
    hook(actor.workspace);
  }
  if (const auto finished = finish_erasures(actor.workspace, {{certificate.id, erased}});
      !finished.ok()) {
    log(LogLevel::warning, "an erasure is to be finished by the next one or the next start",
        {{"why", finished.error().message}});
  }
  return workspaces_.read(actor,
                          [&](Transaction& tx) { return find_certificate(tx, certificate.id); });
}

void People::after_erase(std::function<void(WorkspaceId)> hook) {
  erased_hooks_.push_back(std::move(hook));
}

Result<void> People::note_in_ledger(WorkspaceId workspace, const std::vector<Identifier>& names,
                                    ErasureMode mode, Time at) {
  TL_TRY_ASSIGN(const std::string key,
                workspaces_.read(workspace, [](Transaction& tx) { return tombstone_key(tx, {}); }));
  const ErasureLedger ledger = ledger_of(workspace);
  TL_TRY_ASSIGN(const LedgerEntries known, ledger.read());
  std::vector<std::string> macs;
  for (const Identifier& name : names) {
    std::string mac = tombstone_of(key, name);
    const auto found = known.erased.find(mac);
    if (found == known.erased.end() || found->second.at != at) {
      macs.push_back(std::move(mac));
    }
  }
  return macs.empty() ? Result<void>() : ledger.append(key, macs, mode, at);
}

ErasureLedger People::ledger_of(WorkspaceId workspace) const {
  return ErasureLedger(workspaces_.data_directory() + "/erasures/" +
                       std::to_string(workspace.value) + ".ledger");
}

// Whoever is erased meanwhile is finished by that erasure.
Result<void> People::finish_erasures(WorkspaceId workspace, const ErasedNow& now) {
  TL_TRY_ASSIGN(const auto unfinished, workspaces_.read(workspace, unfinished_certificates));
  if (unfinished.empty()) {
    return {};
  }
  TL_TRY(storage::remove_saved_backups(workspaces_.data_directory(), workspace));
  TL_TRY(workspaces_.write(workspace, compact_searched));
  const bool known = std::all_of(unfinished.begin(), unfinished.end(),
                                 [&](std::int64_t id) { return now.contains(id); });
  TL_TRY(known ? timeline_.forget_erased(workspace, now.begin()->second)
               : timeline_.rebuild(workspace));
  TL_TRY_ASSIGN(storage::Database* const database, workspaces_.find(workspace));
  Result<void> truncated = database->truncate_log();
  for (int i = 1; i < log_attempts_max && !truncated.ok(); ++i) {
    std::this_thread::sleep_for(log_pause);
    truncated = database->truncate_log();
  }
  TL_TRY(std::move(truncated));
  return workspaces_.write(workspace,
                           [&](Transaction& tx) { return finish_certificates(tx, unfinished); });
}

Result<void> People::lift_suppression(const Actor& actor, const Identifier& identifier) {
  using Macs = std::vector<std::string>;
  TL_TRY_ASSIGN(const Macs macs, workspaces_.write(actor, [&](Transaction& tx) -> Result<Macs> {
    TL_TRY_ASSIGN(const Book book, this->book(tx));
    TL_TRY_ASSIGN(const Identifier name, normalise(identifier, book->rules.phone_region));
    auto& shared = tx.database().attached<Shared>();
    Macs found = shared.tombstones.macs_refusing(name);
    if (found.empty()) {
      return Error::not_found("nothing is refused because of this identifier");
    }
    TL_TRY(remove_tombstones(tx, found));
    TL_TRY(access::Access::audit_at(tx, clock_.now(), actor, "suppression.lift", "workspace"));
    tx.after_commit(Stage::cache, [&shared, found] { shared.tombstones.remove(found); });
    return found;
  }));
  return ledger_of(actor.workspace).lift(macs);
}

// A record put back from a backup knows people who were erased since.
Result<void> People::reapply_erasures(WorkspaceId workspace) {
  TL_TRY_ASSIGN(const LedgerEntries ledger, ledger_of(workspace).read());
  if (ledger.key.empty()) {
    return finish_erasures(workspace);
  }
  TL_TRY(workspaces_.write(workspace, [&](Transaction& tx) -> Result<void> {
    TL_TRY(tombstone_key(tx, ledger.key));
    for (const auto& [mac, erased] : ledger.erased) {
      if (erased.mode != ErasureMode::erase) {
        TL_TRY(keep_tombstone(tx, mac, erased.mode, erased.at));
      }
    }
    TL_TRY_ASSIGN(const auto sets, tombstone_sets(tx));
    tx.database().attached<Shared>().tombstones.load(sets);
    return {};
  }));
  TL_TRY_ASSIGN(const auto known, known_in_ledger(workspace, ledger));
  for (const auto& [at, rows] : known) {
    TL_TRY_ASSIGN(Searched searched, workspaces_.read(workspace, [&](Transaction& tx) {
      return begin_search(tx, rows);
    }));
    TL_TRY(search_mentions(workspace, searched));
    TL_TRY(
        workspaces_.write(workspace, [&, at = at, &rows = rows](Transaction& tx) -> Result<void> {
          TL_TRY(erase_rows(tx, rows,
                            {.erased_at = at,
                             .mode = ErasureMode::erase,
                             .actor = "the ledger of erasures",
                             .reason = "put back by a backup"},
                            searched));
          return {};
        }));
  }
  return finish_erasures(workspace);
}

// Identifiers here of people who were erased after this record was last backed up, by when.
Result<std::map<Time, std::vector<IdentifierRow>>> People::known_in_ledger(
    WorkspaceId workspace, const LedgerEntries& ledger) {
  using Known = std::map<Time, std::vector<IdentifierRow>>;
  return workspaces_.read(workspace, [&](Transaction& tx) -> Result<Known> {
    Known known;
    TL_TRY_ASSIGN(const auto done, erasure_times(tx));
    for (IdentifierId after;;) {
      TL_TRY_ASSIGN(const auto rows, identifiers_after(tx, after, page));
      for (const IdentifierRow& row : rows) {
        const auto found = ledger.erased.find(tombstone_of(ledger.key, row.name));
        if (found != ledger.erased.end() && is_to_go(found->second, done)) {
          known[found->second.at].push_back(row);
        }
      }
      if (rows.size() < page) {
        return known;
      }
      after = rows.back().id;
    }
  });
}

Result<Certificate> People::certificate(Transaction& tx, std::int64_t id) {
  return find_certificate(tx, id);
}

Result<std::vector<Certificate>> People::certificates(Transaction& tx, std::int64_t before,
                                                      std::size_t limit) {
  return people::certificates(tx, before, std::min(limit, page));
}

}  // namespace throughline::people
