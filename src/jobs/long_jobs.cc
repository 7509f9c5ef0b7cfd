#include "jobs/long_jobs.h"

#include <array>
#include <exception>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/name_table.h"

namespace throughline::jobs {
namespace {

using storage::Row;
using storage::Transaction;

constexpr int batch = 100;
constexpr std::array<std::string_view, 4> state_names = {"waiting", "running", "done", "failed"};

Result<void> run_guarded(const LongJobs::Handler& handler, storage::Database& database,
                         const Job& job, const std::stop_token& stop) {
  try {
    return handler(database, job, stop);
  } catch (const std::exception& thrown) {
    log(LogLevel::error, "a job threw", {{"kind", job.kind}, {"what", thrown.what()}});
    return Error::internal("something went wrong on our side; it has been logged");
  }
}

}  // namespace

std::string_view name_of(JobState state) {
  return name_in(state_names, state);
}
Result<JobState> parse_job_state(std::string_view name) {
  return parse_name<JobState>(state_names, name, "state of a job");
}

Result<JobId> add_job(Transaction& tx, std::string_view kind, std::string_view payload, Time now) {
  TL_TRY_ASSIGN(const std::int64_t id,
                tx.insert("INSERT INTO jobs (kind, payload, state, progress, attempts, created_at,"
                          " next_at) VALUES (?, ?, 'waiting', '', 0, ?, ?)",
                          {kind, payload, now, now}));
  return JobId{id};
}

Result<Job> find_job(Transaction& tx, JobId id) {
  TL_TRY_ASSIGN(const std::optional<Row> row,
                tx.find_row("SELECT id, kind, payload, progress, state, attempts, last_error"
                            " FROM jobs WHERE id = ?",
                            {id}));
  if (!row) {
    return Error::not_found("there is no such job");
  }
  Job job;
  job.id = row->at(0).id<JobId>();
  job.kind = row->at(1).text();
  job.payload = row->at(2).text();
  job.progress = row->at(3).text();
  TL_TRY_ASSIGN(job.state, parse_job_state(row->at(4).text()));
  job.attempts = static_cast<int>(row->at(5).number());
  job.last_error = row->at(6).text();
  return job;
}

Result<void> save_progress(Transaction& tx, JobId id, std::string_view progress) {
  return tx.run("UPDATE jobs SET progress = ? WHERE id = ?", {progress, id});
}

Result<std::optional<Time>> LongJobs::run_due(storage::Database& database,
                                              const std::stop_token& stop) {
  for (;;) {
    TL_TRY_ASSIGN(const std::vector<Row> rows, database.read([&](Transaction& tx) {
      return tx.rows(
          "SELECT id, kind, next_at FROM jobs WHERE state IN ('waiting', 'running')"
          " ORDER BY next_at, id LIMIT " +
          std::to_string(batch));
    }));
    bool ran = false;
    for (const Row& row : rows) {
      if (!wiring_.handlers.contains(row.at(1).text())) {
        continue;
      }
      if (row.at(2).time() > clock_.now()) {
        return std::optional<Time>(row.at(2).time());
      }
      if (stop.stop_requested()) {
        return std::optional<Time>();
      }
      TL_TRY(run(database, row.at(0).id<JobId>(), stop));
      ran = true;
    }
    if (!ran) {
      return std::optional<Time>();
    }
  }
}

Result<void> LongJobs::run(storage::Database& database, JobId id, const std::stop_token& stop) {
  TL_TRY_ASSIGN(const Job job, database.write([&](Transaction& tx) -> Result<Job> {
    TL_TRY(tx.run("UPDATE jobs SET state = 'running', attempts = attempts + 1 WHERE id = ?", {id}));
    return find_job(tx, id);
  }));
  const Result<void> done =
      run_guarded(wiring_.handlers.find(job.kind)->second, database, job, stop);
  if (!done.ok() && stop.stop_requested()) {
    return {};  // Goes on at the next start.
  }
  return database.write([&](Transaction& tx) -> Result<void> {
    if (done.ok() || job.attempts >= wiring_.backoff.attempts_max) {
      return tx.run("UPDATE jobs SET state = ?, finished_at = ?, last_error = ? WHERE id = ?",
                    {name_of(done.ok() ? JobState::done : JobState::failed), clock_.now(),
                     done.ok() ? "" : done.error().message, id});
    }
    const Time next{clock_.now().us + delay_us(wiring_.backoff, job.attempts, random_)};
    return tx.run("UPDATE jobs SET state = 'waiting', next_at = ?, last_error = ? WHERE id = ?",
                  {next, done.error().message, id});
  });
}

}  // namespace throughline::jobs
