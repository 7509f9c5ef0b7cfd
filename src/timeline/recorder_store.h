// Recorder: the steps from a draft to an event: dedupe, whose it is, append, what follows from it.
#pragma once

#include <utility>
#include <vector>

#include "base/guarded.h"
#include "base/result.h"
#include "storage/database.h"
#include "timeline/options.h"
#include "timeline/recording.h"
#include "timeline/workspace_line_store.h"

namespace throughline {
class Clock;
}

namespace throughline::timeline {

// Thread-safe once it is set up.
class Recorder {
 public:
  Recorder(const Clock& clock, DeadLetterLimits limits) : clock_(clock), limits_(limits) {}
  void set_identity_resolver(IdentityResolver& resolver) { resolver_ = &resolver; }
  void add_reactor(Reactor reactor) { reactors_.push_back(std::move(reactor)); }

  Result<Recorded> record(WorkspaceLine& line, storage::Transaction& tx, const Draft& draft);

 private:
  // How deep record() is in each open unit, so that reactors cannot call each other for ever.
  using Depths = std::vector<std::pair<const storage::Transaction*, int>>;
  class Depth;

  Result<Recorded> record_new(WorkspaceLine& line, storage::Transaction& tx, const Draft& draft);
  Result<Recorded> seen_before(storage::Transaction& tx, const Draft& draft, const Seen& seen);
  Result<Recorded> refuse(storage::Transaction& tx, const Draft& draft, Resolution resolution);

  const Clock& clock_;
  const DeadLetterLimits limits_;
  IdentityResolver* resolver_ = nullptr;
  std::vector<Reactor> reactors_;
  Guarded<Depths> depths_;
};

}  // namespace throughline::timeline
