#include "jobs/jobs.h"

#include <map>
#include <utility>

#include "base/guarded.h"
#include "base/log.h"
#include "jobs/worker.h"

namespace throughline::jobs {
namespace {

using storage::Transaction;

constexpr std::int64_t pause_after_error_us = us_per_second;

enum class Part { timers, outbox, long_jobs };

// The three workers of one workspace. Destroyed in reverse: workers first.
class Workers {
 public:
  Workers(storage::Database& database, const Clock& clock, Random& random, Timers& timers,
          const Outbox::Wiring& outbox, const LongJobs::Wiring& long_jobs)
      : outbox_(clock, random, outbox),
        long_jobs_(clock, random, long_jobs),
        timer_worker_(clock, step(clock,
                                  [&database, &timers](const std::stop_token& stop) {
                                    return timers.fire_due(database, stop);
                                  })),
        outbox_worker_(clock, step(clock,
                                   [this, &database](const std::stop_token& stop) {
                                     return deliver(database, stop);
                                   })),
        long_worker_(clock, step(clock, [this, &database](const std::stop_token& stop) {
                       return long_jobs_.run_due(database, stop);
                     })) {}

  void wake(Part part) {
    Worker& worker = part == Part::timers   ? timer_worker_
                     : part == Part::outbox ? outbox_worker_
                                            : long_worker_;
    worker.wake();
  }

 private:
  using Due = Result<std::optional<Time>>;

  static Worker::Step step(const Clock& clock, std::function<Due(const std::stop_token&)> run) {
    return [&clock, run = std::move(run)](const std::stop_token& stop) {
      const Due next = run(stop);
      return next.ok() ? *next : Time{clock.now().us + pause_after_error_us};
    };
  }

  Due deliver(storage::Database& database, const std::stop_token& stop) {
    if (!settled_) {
      TL_TRY(outbox_.settle(database));
      settled_ = true;
    }
    return outbox_.deliver_due(database, stop);
  }

  Outbox outbox_;
  LongJobs long_jobs_;
  bool settled_ = false;  // The outbox worker's own.
  Worker timer_worker_;
  Worker outbox_worker_;
  Worker long_worker_;
};

}  // namespace

class Jobs::Implementation {
 public:
  Implementation(storage::Workspaces& workspaces, const Clock& clock, Random& random,
                 Backoff backoff)
      : workspaces_(workspaces), clock_(clock), random_(random), timers(clock, random, backoff) {
    outbox.backoff = backoff;
    long_jobs.backoff = backoff;
  }

  [[nodiscard]] const Clock& clock() const { return clock_; }

  Result<void> start(WorkspaceId workspace) {
    TL_TRY_ASSIGN(storage::Database* const database, workspaces_.find(workspace));
    running_.with([&](Running& running) {
      std::shared_ptr<Workers>& workers = running[database];
      if (workers == nullptr && !stopped_) {
        workers = std::make_shared<Workers>(*database, clock_, random_, timers, outbox, long_jobs);
      }
    });
    return {};
  }

  void wake(const storage::Database& database, Part part) {
    running_.with([&](Running& running) {
      const auto found = running.find(&database);
      if (found != running.end() && found->second != nullptr) {
        found->second->wake(part);
      }
    });
  }

  void wake(WorkspaceId workspace) {
    const Result<storage::Database*> database = workspaces_.find(workspace);
    for (const Part part : {Part::timers, Part::outbox, Part::long_jobs}) {
      if (database.ok()) {
        wake(**database, part);
      }
    }
  }

  void stop() {
    Running stopping;
    running_.with([&](Running& running) {
      stopped_ = true;
      stopping.swap(running);
    });
  }

 private:
  using Running = std::map<const storage::Database*, std::shared_ptr<Workers>>;

  storage::Workspaces& workspaces_;
  const Clock& clock_;
  Random& random_;

 public:
  Timers timers;
  Outbox::Wiring outbox;
  LongJobs::Wiring long_jobs;

 private:
  Guarded<Running> running_;
  bool stopped_ = false;  // Under the lock of running_.
};

namespace {

// Units may still be committing while Jobs is being destroyed.
template <class Implementation>
void wake_after_commit(Transaction& tx, const std::shared_ptr<Implementation>& implementation,
                       Part part) {
  tx.after_commit(storage::Stage::live,
                  [self = std::weak_ptr(implementation), &database = tx.database(), part] {
                    if (const std::shared_ptr<Implementation> present = self.lock()) {
                      present->wake(database, part);
                    }
                  });
}

}  // namespace

Jobs::Jobs(storage::Workspaces& workspaces, const Clock& clock, Random& random, Backoff backoff)
    : implementation_(std::make_shared<Implementation>(workspaces, clock, random, backoff)) {}
Jobs::~Jobs() {
  implementation_->stop();
}

void Jobs::on_timer(std::string kind, Timers::Handler handler) {
  implementation_->timers.on(std::move(kind), std::move(handler));
}

void Jobs::add_transport(std::unique_ptr<Transport> transport) {
  std::string kind(transport->kind());
  implementation_->outbox.transports.emplace(std::move(kind), std::move(transport));
}

void Jobs::set_consent_check(ConsentCheck check) {
  implementation_->outbox.may_send = std::move(check);
}

void Jobs::on_job(std::string kind, LongJobs::Handler handler) {
  implementation_->long_jobs.handlers.emplace(std::move(kind), std::move(handler));
}

Result<void> Jobs::set_timer(Transaction& tx, const Timer& timer) {
  TL_TRY(save_timer(tx, timer));
  wake_after_commit(tx, implementation_, Part::timers);
  return {};
}

Result<bool> Jobs::cancel_timer(Transaction& tx, std::string_view kind, std::string_view key) {
  return remove_timer(tx, kind, key);
}

Result<OutboxId> Jobs::send(Transaction& tx, const Effect& effect) {
  TL_TRY_ASSIGN(const OutboxId id, add_effect(tx, effect, implementation_->clock().now()));
  wake_after_commit(tx, implementation_, Part::outbox);
  return id;
}

Result<JobId> Jobs::add_job(Transaction& tx, std::string_view kind, std::string_view payload) {
  TL_TRY_ASSIGN(const JobId id, jobs::add_job(tx, kind, payload, implementation_->clock().now()));
  wake_after_commit(tx, implementation_, Part::long_jobs);
  return id;
}

Result<void> Jobs::start(WorkspaceId workspace) {
  return implementation_->start(workspace);
}
void Jobs::wake(WorkspaceId workspace) {
  implementation_->wake(workspace);
}

}  // namespace throughline::jobs
