// collect: what an event costs, from the socket to the people list, and how soon it is answered.
//
// A server of its own with known people takes a mix of messages (mix.h). Counted is the server's
// CPU until everything is durable and every follower has caught up. Beside it, in the same run,
// what the machine can do: the same rows inserted bare, our own HTTP room that answers 200, the
// disk's sync. Afterwards the record is counted against what was sent.
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>

#include "base/clock.h"
#include "instance.h"
#include "machine_limits.h"
#include "mix.h"
#include "report.h"

namespace throughline::bench {
namespace {

struct Options {
  std::string root = ".";
  std::string binary = {};
  std::string data = {};
  std::string database = {};
  std::string results = {};
  std::string known = {};
  std::uint64_t people = 200'000;
  std::uint64_t events = 500'000;  // Of one run.
  std::uint64_t singles = 100'000;
  int runs = 5;
  int latency_s = 10;
};

Options parse(int count, char** values) {
  Options options;
  std::map<std::string, std::string> given;
  for (int i = 1; i + 1 < count; i += 2) {
    given[values[i]] = values[i + 1];
  }
  const auto text = [&](const char* name, std::string& value) {
    if (const auto found = given.find(name); found != given.end()) {
      value = found->second;
      given.erase(found);
    }
  };
  const auto number = [&](const char* name, auto& value) {
    std::string written = std::to_string(value);
    text(name, written);
    value = static_cast<std::decay_t<decltype(value)>>(std::strtoull(written.c_str(), nullptr, 10));
  };
  text("--root", options.root);
  options.binary = options.root + "/build/release/throughline";
  options.data = options.root + "/build/bench/collect";
  options.results = options.root + "/bench/results";
  text("--binary", options.binary);
  text("--data", options.data);
  text("--database", options.database);
  text("--results", options.results);
  text("--known", options.known);
  number("--people", options.people);
  number("--events", options.events);
  number("--singles", options.singles);
  number("--runs", options.runs);
  number("--latency-seconds", options.latency_s);
  if (!given.empty() || (count % 2) == 0) {
    fail(
        "usage: bench/collect [--people N] [--events N] [--singles N] [--runs N] [--data DIR]"
        " [--latency-seconds N] [--database URL] [--results DIR] [--known DIR]");
  }
  return options;
}

// What the messages [0, last) are, counted as the record must hold them.
std::uint64_t distinct(const Mix& mix, std::uint64_t last) {
  std::uint64_t count = 0;
  for (std::uint64_t number = 0; number < last; ++number) {
    count += mix.sort_of(number) == Sort::repeat ? 0 : 1;
  }
  return count;
}

std::int64_t counted(const std::string& file, const std::string& sql) {
  sqlite3* database = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK ||
      sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK ||
      sqlite3_step(statement) != SQLITE_ROW) {
    fail(std::string("the record cannot be counted: ") + sqlite3_errmsg(database));
  }
  const std::int64_t number = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  sqlite3_close(database);
  return number;
}

class CollectBench {
 public:
  explicit CollectBench(const Options& options)
      : options_(options),
        mix_(mix_options(options)),
        report_(
            options.database.empty() ? "collect" : "collect-postgres",
            "Collecting events: " + std::string(options.database.empty() ? "SQLite" : "PostgreSQL"),
            options.root) {
    std::filesystem::remove_all(options_.data);
    std::filesystem::create_directories(options_.data);
  }

  void run() {
    const bool are_known = std::filesystem::exists(options_.known);
    if (are_known) {
      std::filesystem::copy(options_.known, server_data(),
                            std::filesystem::copy_options::recursive);
    }
    Instance instance(options_.binary, server_data(), options_.database);
    report_.add_setting("Known people", std::to_string(options_.people));
    report_.add_setting("Messages of one run", std::to_string(options_.events));
    if (!are_known) {
      introduce(instance);
    }
    Figure batches = {"batches of 100", "events per second of server CPU", {}};
    Figure wall = {"batches of 100", "events per second of wall time", {}};
    for (int i = 0; i < options_.runs; ++i) {
      measure(instance, 100, options_.events, 16, batches, wall);
    }
    Figure singles = {"single events", "events per second of server CPU", {}};
    Figure singles_wall = {"single events", "events per second of wall time", {}};
    for (int i = 0; i < options_.runs; ++i) {
      measure(instance, 1, options_.singles, 64, singles, singles_wall);
    }
    for (const Figure* figure : {&batches, &wall, &singles, &singles_wall}) {
      report_.add_figure(*figure);
    }
    const double p99 = measure_latency(instance, 100, median_of(wall.runs) / 2, "batches of 100");
    measure_latency(instance, 1, median_of(singles_wall.runs) / 2, "single events");
    report_.add_figure({"server memory", "MB", {instance.server().resident_mb()}});
    const std::string record = options_.database.empty() ? instance.record() : std::string();
    instance.stop();
    measure_limits(record, median_of(batches.runs), median_of(singles.runs), p99);
    verify(record);
    report_.write(options_.results);
  }

 private:
  [[nodiscard]] std::string server_data() const { return options_.data + "/server"; }
  [[nodiscard]] std::uint64_t introductions() const {
    return options_.people * Mix::introductions_each;
  }
  static MixOptions mix_options(const Options& options) {
    constexpr std::int64_t interval_us = 10'000;
    const auto runs = static_cast<std::uint64_t>(options.runs);
    const std::uint64_t messages = runs * (options.events + options.singles) * 2;
    const std::int64_t ago = static_cast<std::int64_t>(messages) * interval_us + us_per_hour;
    return {.people = options.people,
            .start_us = SystemClock().now().us - ago,
            .interval_us = interval_us};
  }

  LoadOptions load(std::uint64_t batch, std::uint64_t messages) {
    LoadOptions load = {.first = next_, .last = next_ + messages, .batch = batch};
    load.append = [this](std::string& out, std::uint64_t number) {
      mix_.append_message(out, number);
    };
    next_ = load.last;
    return load;
  }

  void introduce(Instance& instance) {
    LoadOptions load = {.connections = 8,
                        .first = 0,
                        .last = options_.people * Mix::introductions_each,
                        .batch = 200};
    load.append = [this](std::string& out, std::uint64_t number) {
      mix_.append_introduction(out, number);
    };
    LoadReport sent;
    const double cpu = instance.spend(load, sent);
    report_.add_figure({"introducing the known people",
                        "people per second of server CPU",
                        {static_cast<double>(options_.people) / cpu}});
    std::cerr << fmt::format("{} people known after {:.0f} s\n", options_.people, sent.wall_s);
    if (!options_.known.empty()) {
      instance.stop();
      std::filesystem::copy(server_data(), options_.known,
                            std::filesystem::copy_options::recursive);
      instance.restart();
    }
  }

  void measure(Instance& instance, std::uint64_t batch, std::uint64_t messages, int connections,
               Figure& per_cpu, Figure& per_wall) {
    LoadOptions options = load(batch, messages);
    options.connections = connections;
    LoadReport sent;
    const double cpu = instance.spend(options, sent);
    const auto count = static_cast<double>(messages);
    per_cpu.runs.push_back(count / cpu);
    per_wall.runs.push_back(count / sent.wall_s);
    bytes_per_event_ = static_cast<double>(sent.bytes) / count;
    std::cerr << fmt::format("{}: {:.0f}/s of CPU, {:.0f}/s of wall time, {} sent again\n",
                             per_cpu.name, per_cpu.runs.back(), per_wall.runs.back(),
                             sent.repeated_requests);
  }

  // p99.
  double measure_latency(Instance& instance, std::uint64_t batch, double events_per_s,
                         const std::string& name) {
    const double requests_per_s = std::max(1.0, events_per_s / static_cast<double>(batch));
    LoadOptions options =
        load(batch, static_cast<std::uint64_t>(requests_per_s * options_.latency_s) * batch);
    options.connections = 64;
    options.requests_per_s = requests_per_s;
    LoadReport sent;
    instance.spend(options, sent);
    const std::string at = fmt::format("{} at half load ({:.0f} requests/s)", name, requests_per_s);
    report_.add_figure({at + ", p50", "ms", {percentile(sent.latencies_ms, 50)}});
    report_.add_figure({at + ", p99", "ms", {percentile(sent.latencies_ms, 99)}});
    return percentile(sent.latencies_ms, 99);
  }

  double nothing_rate(std::uint64_t batch, std::uint64_t messages) {
    ServerProcess nothing({"/proc/self/exe", "serve-nothing"});
    LoadOptions options = load(batch, messages);
    next_ = options.first;  // Nobody has counted them.
    options.port = nothing.port();
    options.connections = batch == 1 ? 64 : 16;
    const double before = nothing.cpu_seconds();
    run_load(options);
    return static_cast<double>(messages) / std::max(cpu_tick_s, nothing.cpu_seconds() - before);
  }

  void measure_limits(const std::string& record, double batches, double singles, double p99) {
    report_.add_setting("Bytes of an event", fmt::format("{:.0f}", bytes_per_event_));
    const double net_batches = nothing_rate(100, options_.events);
    const double net_singles = nothing_rate(1, options_.singles);
    report_.add_figure({"limit: our HTTP room answering 200, batches of 100",
                        "events per second of CPU",
                        {net_batches}});
    report_.add_figure({"limit: our HTTP room answering 200, single events",
                        "events per second of CPU",
                        {net_singles}});
    const SyncTimes sync = sync_times(options_.data, 64 * 1024);
    report_.add_figure({"limit: append of 64 KB and fdatasync, p50", "ms", {sync.p50_ms}});
    report_.add_figure({"limit: append of 64 KB and fdatasync, p99", "ms", {sync.p99_ms}});
    if (!record.empty()) {
      Figure bare = {
          "limit: the same rows inserted bare into SQLite", "rows per second of CPU", {}};
      for (int i = 0; i < options_.runs; ++i) {
        bare.runs.push_back(bare_insert_rate(record, options_.data, 200'000, 1000));
      }
      report_.add_line(fmt::format(
          "Of bare inserts alone: {:.0f} %. Of bare inserts and the HTTP room together: {:.0f} %.",
          100 * batches / median_of(bare.runs),
          100 * batches * (1 / median_of(bare.runs) + 1 / net_batches)));
      report_.add_figure(std::move(bare));
    }
    const auto verdict = [](double is, double budget) { return is >= budget ? "met" : "missed"; };
    report_.add_line(fmt::format("Budget: 50,000 events per second of CPU in batches: {}.",
                                 verdict(batches, 50'000)));
    report_.add_line(fmt::format("Budget: 15,000 single events per second of CPU: {}.",
                                 verdict(singles, 15'000)));
    report_.add_line(fmt::format("Budget: p99 at half load under 20 ms or three syncs: {}.",
                                 verdict(std::max(20.0, 3 * sync.p99_ms), p99)));
  }

  void verify(const std::string& record) {
    if (record.empty()) {
      return;
    }
    const auto expected = static_cast<std::int64_t>(introductions() + distinct(mix_, next_));
    const std::int64_t kept = counted(record, "SELECT count(*) FROM events WHERE source <> 0");
    const std::int64_t letters = counted(record, "SELECT count(*) FROM dead_letters");
    const std::int64_t listed =
        counted(record, "SELECT sum(events) FROM event_counts") -
        counted(record, "SELECT count(*) FROM events WHERE source = 0 AND key_identifier <> 0");
    if (kept != expected || letters != 0 || listed != expected) {
      fail(fmt::format("sent {} events; the record has {}, the people list {}; {} dead letters",
                       expected, kept, listed, letters));
    }
    report_.add_line(
        fmt::format("{} different events were sent ({} messages, the rest repeats): "
                    "the record and the people list have each once, no dead letter.",
                    expected, introductions() + next_));
    report_.add_line(
        fmt::format("{} people were joined by logins.",
                    counted(record, "SELECT count(*) FROM events WHERE source = 0 AND kind = 6")));
  }

  const Options options_;
  const Mix mix_;
  Report report_;
  std::uint64_t next_ = 0;
  double bytes_per_event_ = 0;
};

}  // namespace
}  // namespace throughline::bench

int main(int count, char** values) {
  using namespace throughline::bench;
  if (count == 2 && std::string(values[1]) == "serve-nothing") {
    return serve_nothing();
  }
  CollectBench(parse(count, values)).run();
  return 0;
}
