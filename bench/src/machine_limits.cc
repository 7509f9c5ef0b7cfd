#include "machine_limits.h"

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "http/router.h"
#include "load.h"
#include "net/server.h"
#include "server_process.h"

namespace throughline::bench {
namespace {

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
struct FreeValue {
  void operator()(sqlite3_value* value) const { sqlite3_value_free(value); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;
using Value = std::unique_ptr<sqlite3_value, FreeValue>;
using Row = std::vector<Value>;

Database open(const std::string& path) {
  sqlite3* database = nullptr;
  if (sqlite3_open(path.c_str(), &database) != SQLITE_OK) {
    fail("cannot open " + path);
  }
  return Database(database);
}

void run(const Database& database, const std::string& sql) {
  if (sqlite3_exec(database.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail(sqlite3_errmsg(database.get()));
  }
}

Statement prepare(const Database& database, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database.get(), sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    fail(sqlite3_errmsg(database.get()));
  }
  return Statement(statement);
}

std::string text_of(const Database& database, const std::string& sql) {
  const Statement statement = prepare(database, sql);
  if (sqlite3_step(statement.get()) != SQLITE_ROW) {
    fail("no answer: " + sql);
  }
  return reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), 0));
}

std::vector<Row> newest_rows(const Database& record, std::size_t rows) {
  const Statement select =
      prepare(record, "SELECT * FROM (SELECT * FROM events ORDER BY seq DESC LIMIT " +
                          std::to_string(rows) + ") ORDER BY seq");
  std::vector<Row> read;
  const int columns = sqlite3_column_count(select.get());
  while (sqlite3_step(select.get()) == SQLITE_ROW) {
    Row row;
    for (int i = 0; i < columns; ++i) {
      row.emplace_back(sqlite3_value_dup(sqlite3_column_value(select.get(), i)));
    }
    read.push_back(std::move(row));
  }
  return read;
}

double thread_cpu_seconds() {
  timespec time = {};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

void remove_database(const std::string& path) {
  for (const char* const suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(path + suffix);
  }
}

}  // namespace

double bare_insert_rate(const std::string& record, const std::string& scratch, std::size_t rows,
                        std::size_t rows_per_commit) {
  const Database from = open(record);
  const std::string table = text_of(from, "SELECT sql FROM sqlite_master WHERE name = 'events'");
  const std::vector<Row> read = newest_rows(from, rows);
  const std::string path = scratch + "/bare.db";
  remove_database(path);
  const Database to = open(path);
  run(to,
      "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-65536;"
      "PRAGMA wal_autocheckpoint=100000;" +
          table);
  std::string places;
  for (std::size_t i = 0; i < read.at(0).size(); ++i) {
    places += i == 0 ? "?" : ",?";
  }
  const Statement insert = prepare(to, "INSERT INTO events VALUES (" + places + ")");
  const double started = thread_cpu_seconds();
  for (std::size_t i = 0; i < read.size(); ++i) {
    if (i % rows_per_commit == 0) {
      run(to, i == 0 ? "BEGIN IMMEDIATE" : "COMMIT;BEGIN IMMEDIATE");
    }
    for (std::size_t column = 0; column < read[i].size(); ++column) {
      sqlite3_bind_value(insert.get(), static_cast<int>(column) + 1, read[i][column].get());
    }
    if (sqlite3_step(insert.get()) != SQLITE_DONE || sqlite3_reset(insert.get()) != SQLITE_OK) {
      fail(sqlite3_errmsg(to.get()));
    }
  }
  run(to, "COMMIT");
  const double rate = static_cast<double>(read.size()) / (thread_cpu_seconds() - started);
  remove_database(path);
  return rate;
}

SyncTimes sync_times(const std::string& scratch, std::size_t bytes) {
  const std::string path = scratch + "/sync";
  const int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  const std::string block(bytes, 'x');
  std::vector<double> times;
  for (const double until = now_seconds() + 1; now_seconds() < until;) {
    const double started = now_seconds();
    if (::write(file, block.data(), block.size()) < 0 || ::fdatasync(file) != 0) {
      fail("the disk cannot be written");
    }
    times.push_back((now_seconds() - started) * 1000);
  }
  ::close(file);
  std::filesystem::remove(path);
  std::sort(times.begin(), times.end());
  return {percentile(times, 50), percentile(times, 99)};
}

int serve_nothing() {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  http::Router router(
      [](const http::Request&, const http::Access&) -> Result<Actor> { return Actor{}; });
  router.add({.method = "POST",
              .pattern = "/v1/{path...}",
              .access = http::anyone(),
              .description = {.summary = "Takes anything.", .tag = "Bench"},
              .handler = [](const http::Request&) -> Result<http::Response> {
                return http::json_response(R"({"success":true})");
              }});
  const SystemClock clock;
  const auto server = net::Server::start({}, router, clock);
  if (!server.ok()) {
    fail(server.error().message);
  }
  std::cout << "ready on http://127.0.0.1:" << (*server)->port() << std::endl;
  int signal = 0;
  ::sigwait(&ends, &signal);
  return 0;
}

}  // namespace throughline::bench
