// Long jobs: work of minutes, with progress, that goes on after a restart where it stopped.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "jobs/backoff.h"
#include "storage/database.h"

namespace throughline::jobs {

using JobId = Id<struct JobTag>;

enum class JobState { waiting, running, done, failed };
std::string_view name_of(JobState state);
Result<JobState> parse_job_state(std::string_view name);

struct Job {
  JobId id = {};
  std::string kind = {};
  std::string payload = {};   // The kind's own, usually JSON.
  std::string progress = {};  // The kind's own; what the job goes on from.
  JobState state = JobState::waiting;
  int attempts = 0;
  std::string last_error = {};
};

Result<JobId> add_job(storage::Transaction& tx, std::string_view kind, std::string_view payload,
                      Time now);
Result<Job> find_job(storage::Transaction& tx, JobId id);
// In the unit that holds the part of the work that is done.
Result<void> save_progress(storage::Transaction& tx, JobId id, std::string_view progress);

// One per workspace; used by one thread at a time.
class LongJobs {
 public:
  // Does the job from `job.progress` on, in units of work of its own, until it is done or `stop`
  // asks; then Error::unavailable.
  using Handler =
      std::function<Result<void>(storage::Database&, const Job& job, const std::stop_token& stop)>;
  struct Wiring {
    std::map<std::string, Handler, std::less<>> handlers;
    Backoff backoff = {};
  };

  LongJobs(const Clock& clock, Random& random, const Wiring& wiring)
      : clock_(clock), random_(random), wiring_(wiring) {}

  // Runs what waits, oldest first, and what a stop or crash left running; says when one that failed
  // is to be tried again.
  Result<std::optional<Time>> run_due(storage::Database& database, const std::stop_token& stop);

 private:
  Result<void> run(storage::Database& database, JobId id, const std::stop_token& stop);

  const Clock& clock_;
  Random& random_;
  const Wiring& wiring_;
};

}  // namespace throughline::jobs
