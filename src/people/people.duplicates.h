// The facade of likely duplicates: finds people who are probably one, remembers what was decided.
//
// A search reads everybody, compares and writes what it found; it runs as a long job and goes on
// after a restart by beginning anew. Accepting merges as a person does by hand, with everything
// that guards a merge. Rights are checked by the routes. Thread-safe.
#pragma once

#include <stop_token>
#include <string>

#include "base/actor.h"
#include "base/clock.h"
#include "jobs/jobs.h"
#include "people/duplicate.h"
#include "people/people.h"
#include "storage/workspaces.h"

namespace throughline::people {

class Duplicates {
 public:
  // All must outlive this.
  Duplicates(storage::Workspaces& workspaces, People& people, Clock& clock);
  // Wiring, before the first search: registers its job. `jobs` must end before this does.
  void work_with(jobs::Jobs& jobs);
  Duplicates(const Duplicates&) = delete;
  Duplicates& operator=(const Duplicates&) = delete;

  // Starts one in the background, unless one is under way; the one that is.
  Result<DuplicateSearch> start_search(const Actor& actor);
  // Runs one here and now.
  Result<DuplicateSearch> search(const Actor& actor);
  // Nothing before the first.
  Result<std::optional<DuplicateSearch>> latest_search(storage::Transaction& tx);

  Result<DuplicatePage> list(storage::Transaction& tx, DuplicateState state, DuplicateId after,
                             std::size_t limit);
  Result<Duplicate> find(storage::Transaction& tx, DuplicateId id);
  // What is compared of a person, as it is now.
  Result<ComparedValues> compared(storage::Transaction& tx, ProfileId id);

  // Error::conflict where it was decided already.
  Result<ProfileId> accept(const Actor& actor, DuplicateId id);
  Result<Duplicate> refuse(const Actor& actor, DuplicateId id, const std::string& reason);
  // Takes a refusal back.
  Result<Duplicate> reopen(const Actor& actor, DuplicateId id);

 private:
  Result<DuplicateSearch> run(storage::Database& database, DuplicateSearchId id,
                              const std::stop_token& stop);
  Result<Duplicate> find_open(storage::Transaction& tx, DuplicateId id);

  storage::Workspaces& workspaces_;
  People& people_;
  jobs::Jobs* jobs_ = nullptr;
  Clock& clock_;
};

}  // namespace throughline::people
