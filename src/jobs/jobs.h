// Jobs: everything that happens later in a workspace: timers, the outbox and long jobs, each with
// a worker of its own.
//
// Rooms add rows through the functions here, in their own unit of work; the workers are woken when
// it commits. Thread-safe once wired.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "jobs/long_jobs.h"
#include "jobs/outbox.h"
#include "jobs/timers.h"
#include "storage/workspaces.h"

namespace throughline::jobs {

class Jobs {
 public:
  // All must outlive this.
  Jobs(storage::Workspaces& workspaces, const Clock& clock, Random& random, Backoff backoff = {});
  // Asks running work to stop and waits for it.
  ~Jobs();
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  // Wiring, before the first start().
  void on_timer(std::string kind, Timers::Handler handler);
  void add_transport(std::unique_ptr<Transport> transport);
  void set_consent_check(ConsentCheck check);
  void on_job(std::string kind, LongJobs::Handler handler);

  // Inside the caller's unit of work.
  Result<void> set_timer(storage::Transaction& tx, const Timer& timer);
  Result<bool> cancel_timer(storage::Transaction& tx, std::string_view kind, std::string_view key);
  Result<OutboxId> send(storage::Transaction& tx, const Effect& effect);
  Result<JobId> add_job(storage::Transaction& tx, std::string_view kind, std::string_view payload);

  // Settles what a crash left and starts the workers of a workspace.
  Result<void> start(WorkspaceId workspace);
  // Looks at the clock again: after a test has turned it.
  void wake(WorkspaceId workspace);

 private:
  class Implementation;
  std::shared_ptr<Implementation> implementation_;
};

}  // namespace throughline::jobs
