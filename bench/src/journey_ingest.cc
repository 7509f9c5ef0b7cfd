// journey: what it costs to keep everybody's line in columns while events come in, and how much
// slower it makes those who read. No server and no record: the engine alone, in this process.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/time.h"
#include "journey_world.h"
#include "journey_writer.h"
#include "report.h"

namespace throughline::bench {
namespace {

using namespace journey_engine;  // NOLINT(google-build-using-namespace): the bench is about it.

struct Options {
  std::string root = ".";
  std::string data = {};  // As the other benches have it; nothing is kept here.
  std::string results = {};
  std::string name = "journey-ingest";
  std::uint64_t events = 10'000'000;
  std::uint64_t names = 300;
  std::uint64_t rate = 10'000;
  std::uint64_t seconds = 30;
  std::uint64_t customers_per_shard = EngineOptions().customers_per_shard;
  std::uint64_t changed_part = EngineOptions().changed_part;
  std::uint64_t publish_ms = 50;
  std::uint64_t fill = 2'000'000;    // Events applied to an empty engine.
  std::uint64_t giant = 10'000'000;  // Events of one customer.
};

Options parse(int count, char** values) {
  Options options;
  const std::map<std::string, std::uint64_t*> numbers = {
      {"--events", &options.events},
      {"--names", &options.names},
      {"--rate", &options.rate},
      {"--seconds", &options.seconds},
      {"--fill", &options.fill},
      {"--giant", &options.giant},
      {"--publish-ms", &options.publish_ms},
      {"--changed-part", &options.changed_part},
      {"--customers-per-shard", &options.customers_per_shard}};
  const std::map<std::string, std::string*> texts = {{"--root", &options.root},
                                                     {"--data", &options.data},
                                                     {"--results", &options.results},
                                                     {"--name", &options.name}};
  for (int i = 1; i + 1 < count; i += 2) {
    if (const auto number = numbers.find(values[i]); number != numbers.end()) {
      *number->second = std::strtoull(values[i + 1], nullptr, 10);
    } else if (const auto text = texts.find(values[i]); text != texts.end()) {
      *text->second = values[i + 1];
    } else {
      std::cerr << "unknown option " << values[i] << '\n';
      std::exit(2);
    }
  }
  if (options.results.empty()) {
    options.results = options.root + "/bench/results";
  }
  return options;
}

std::atomic<std::int64_t> scan_cpu_ns = 0;  // Of the threads that scan.

// Runs body(range) over all shards on two threads, a few shards at a time.
template <class Body>
void on_two_threads(const Snapshot& snapshot, const Body& body) {
  constexpr std::size_t at_once = 4;
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    const double began = cpu_s();
    for (std::size_t s = next.fetch_add(at_once); s < snapshot.shards();
         s = next.fetch_add(at_once)) {
      body(ShardRange{s, std::min(s + at_once, snapshot.shards())});
    }
    scan_cpu_ns += static_cast<std::int64_t>((cpu_s() - began) * 1e9);
  };
  const std::jthread helper(work);
  work();
}

std::uint64_t count_codes(const Snapshot& snapshot) {
  std::atomic<std::uint64_t> total = 0;
  on_two_threads(snapshot, [&](ShardRange range) {
    std::vector<std::uint64_t> counts(65'536);
    snapshot.visit_columns(range,
                           [&](const Columns& columns) {
                             const auto count = [&](const auto* codes) {
                               for (std::size_t c = 0; c < columns.customers; ++c) {
                                 for (std::uint32_t e = columns.offsets[c];
                                      !columns.skips(c) && e < columns.offsets[c + 1]; ++e) {
                                   ++counts[codes[e] & 0xffffU];
                                 }
                               }
                             };
                             columns.codes8 != nullptr    ? count(columns.codes8)
                             : columns.codes16 != nullptr ? count(columns.codes16)
                                                          : count(columns.codes32);
                           },
                           {.times = false, .rows = false});
    std::uint64_t sum = 0;
    for (const std::uint64_t each : counts) {
      sum += each;
    }
    total += sum;
  });
  return total;
}

// A funnel of the codes 0, 1 and 2 within a week, first attempt by first attempt.
constexpr std::int64_t window_ms = 7 * us_per_day / us_per_ms;
struct Attempt {
  std::int64_t began_ms = 0;
  std::uint32_t reached = 0;
  std::uint32_t best = 0;
  void see(std::uint32_t code, std::int64_t at_ms) {
    if (code == 0 && (reached == 0 || at_ms - began_ms > window_ms)) {
      began_ms = at_ms;
      reached = 1;
    } else if (reached != 0 && code == reached && at_ms - began_ms <= window_ms) {
      ++reached;
    }
    best = std::max(best, reached);
    reached = reached == 3 ? 0 : reached;
  }
};

std::uint64_t funnel_of_lines(const Snapshot& snapshot) {
  std::atomic<std::uint64_t> converted = 0;
  on_two_threads(snapshot, [&](ShardRange range) {
    std::uint64_t here = 0;
    snapshot.visit(range, [&](CustomerId, Line line) {
      Attempt attempt;
      for (const LineEvent& event : line) {
        attempt.see(event.code, event.at_ms);
      }
      here += attempt.best == 3 ? 1 : 0;
    });
    converted += here;
  });
  return converted;
}

std::uint64_t funnel_of_columns(const Snapshot& snapshot) {
  std::atomic<std::uint64_t> converted = 0;
  on_two_threads(snapshot, [&](ShardRange range) {
    std::uint64_t here = 0;
    snapshot.visit_columns(range,
                           [&](const Columns& columns) {
                             const auto count = [&](const auto* codes) {
                               for (std::size_t c = 0; c < columns.customers; ++c) {
                                 if (columns.skips(c)) {
                                   continue;
                                 }
                                 Attempt attempt;
                                 for (std::uint32_t e = columns.offsets[c];
                                      e < columns.offsets[c + 1]; ++e) {
                                   if (codes[e] < 3) {
                                     attempt.see(codes[e], columns.near_at_ms(e));
                                   }
                                 }
                                 here += attempt.best == 3 ? 1 : 0;
                               }
                             };
                             columns.codes8 != nullptr    ? count(columns.codes8)
                             : columns.codes16 != nullptr ? count(columns.codes16)
                                                          : count(columns.codes32);
                           },
                           {.times = true, .rows = false});
    converted += here;
  });
  return converted;
}

struct Scan {
  const char* name;
  std::uint64_t (*run)(const Snapshot&);
};
constexpr Scan scans[] = {{"count per code, columns", count_codes},
                          {"funnel of three steps, columns", funnel_of_columns},
                          {"funnel of three steps, lines", funnel_of_lines}};

// Milliseconds on the processors, of both threads together, and by the clock.
struct ScanTimes {
  Figure cpu;
  Figure wall;
  explicit ScanTimes(const std::string& name)
      : cpu{name + ", CPU of two threads", "ms", {}}, wall{name + ", by the clock", "ms", {}} {}
  std::uint64_t run(const Scan& scan, const Engine& engine) {
    const Snapshot snapshot = engine.snapshot();
    const double began = wall_s();
    scan_cpu_ns = 0;
    const std::uint64_t found = scan.run(snapshot);
    wall.runs.push_back((wall_s() - began) * 1000);
    cpu.runs.push_back(static_cast<double>(scan_cpu_ns) * 1e-6);
    return found;
  }
  void forget() {
    cpu.runs.clear();
    wall.runs.clear();
  }
};

class JourneyBench {
 public:
  explicit JourneyBench(const Options& options)
      : options_(options),
        report_(options.name, "Lines in columns while events come in", options.root) {}

  void run() {
    if (options_.events != 0) {
      measure_held();
    }
    if (options_.fill != 0) {
      measure_fill();
    }
    if (options_.giant != 0) {
      measure_giant();
    }
    report_.write(options_.results);
  }

 private:
  [[nodiscard]] EngineOptions engine_options() const {
    return {.customers_per_shard = options_.customers_per_shard,
            .changed_part = options_.changed_part};
  }

  void measure_held() {
    const JourneyWorld world(
        {.events = options_.events, .names = static_cast<std::uint32_t>(options_.names)});
    report_.add_setting("Events held", std::to_string(world.events()));
    report_.add_setting("Customers", std::to_string(world.customers()));
    report_.add_setting("Event names", std::to_string(options_.names));
    report_.add_setting("Customers per block", std::to_string(options_.customers_per_shard));
    report_.add_setting("Compaction when changed", fmt::format("1/{}", options_.changed_part));
    Record record;
    const double before = resident_bytes();
    auto image = std::make_unique<Image>(world.image(options_.customers_per_shard));
    Engine engine(record, engine_options(), *image);
    image.reset();
    const auto events = static_cast<double>(world.events());
    report_.add_figure(
        {"memory, quiet", "bytes per event", {(resident_bytes() - before) / events}});
    const auto quiet = run_scans(engine, "quiet", 5);
    measure_ingest(engine, world, record, quiet, before);
  }

  // The medians on the processors.
  std::vector<double> run_scans(const Engine& engine, const std::string& when, int times) {
    std::vector<double> medians;
    for (const Scan& scan : scans) {
      ScanTimes measured(fmt::format("{}, {}", scan.name, when));
      for (int i = 0; i < times; ++i) {
        found_ += measured.run(scan, engine);
      }
      medians.push_back(median_of(measured.cpu.runs));
      report_.add_figure(measured.cpu);
      report_.add_figure(measured.wall);
    }
    return medians;
  }

  void measure_ingest(Engine& engine, const JourneyWorld& world, const Record& record,
                      const std::vector<double>& quiet, double before) {
    Writer writer(engine, world, {.rate = options_.rate, .publish_ms = options_.publish_ms});
    std::atomic<bool> stop = false;
    std::vector<ScanTimes> figures;
    for (const Scan& scan : scans) {
      figures.emplace_back(fmt::format("{}, while ingesting", scan.name));
    }
    const double began = wall_s();
    {
      const std::jthread thread([&] { writer.run(stop); });
      // The first half lets changes gather until blocks are compacted as fast as they change.
      const auto total = static_cast<double>(options_.seconds);
      bool warm = false;
      while (wall_s() - began < total) {
        if (!warm && wall_s() - began > total / 2) {
          warm = true;
          std::for_each(figures.begin(), figures.end(), [](ScanTimes& each) { each.forget(); });
        }
        for (std::size_t i = 0; i < figures.size(); ++i) {
          found_ += figures[i].run(scans[i], engine);
        }
      }
      stop = true;
    }
    const double seconds = wall_s() - began;
    report_ingest(writer.spent, record, seconds);
    for (std::size_t i = 0; i < figures.size(); ++i) {
      report_.add_line(fmt::format("{}: {:.2f} times the quiet median (budget: 1.5).",
                                   figures[i].cpu.name, median_of(figures[i].cpu.runs) / quiet[i]));
      report_.add_figure(figures[i].cpu);
      report_.add_figure(figures[i].wall);
    }
    const auto events = static_cast<double>(world.events() + writer.spent.applied);
    report_.add_figure(
        {"memory, after ingesting", "bytes per event", {(resident_bytes() - before) / events}});
    const Snapshot snapshot = engine.snapshot();
    std::uint64_t counted = count_codes(snapshot);
    report_.add_line(fmt::format("Counted {} events in columns, {} are held: {}.", counted,
                                 snapshot.events(),
                                 counted == snapshot.events() ? "equal" : "NOT EQUAL"));
    const std::uint64_t lines = funnel_of_lines(snapshot);
    const std::uint64_t columns = funnel_of_columns(snapshot);
    report_.add_line(fmt::format("The funnel converts {} people by lines and {} by columns: {}.",
                                 lines, columns, lines == columns ? "equal" : "NOT EQUAL"));
  }

  void report_ingest(const Spent& spent, const Record& record, double seconds) {
    const auto applied = static_cast<double>(spent.applied);
    report_.add_figure({"events applied", "per second", {applied / seconds}});
    report_.add_figure({"applying an event", "µs of CPU", {spent.apply_s / applied * 1e6}});
    report_.add_figure({"publishing", "share of a core, %", {spent.publish_s / seconds * 100}});
    report_.add_figure({"compacting", "share of a core, %", {spent.compact_s / seconds * 100}});
    report_.add_figure({"all of the writer",
                        "µs of CPU per event",
                        {(spent.apply_s + spent.publish_s + spent.compact_s) / applied * 1e6}});
    for (const auto& [name, values] :
         {std::pair{"publication, by the clock", &spent.publications_ms},
          std::pair{"event visible after, by the clock", &spent.visible_after_ms},
          std::pair{"compaction of one block, CPU", &spent.compactions_ms}}) {
      for (const auto& [part, of] :
           {std::pair{0.5, "p50"}, std::pair{0.99, "p99"}, std::pair{1.0, "longest"}}) {
        report_.add_figure({fmt::format("{}, {}", name, of), "ms", {part_of(*values, part)}});
      }
    }
    report_.add_line(
        fmt::format("{} merges of two people and {} compactions among {} changes; the "
                    "record was asked for the order of ties {} times.",
                    spent.merges, spent.compactions_ms.size(), spent.applied, record.asked));
  }

  // As the product does after a start without a file.
  void measure_fill() {
    const JourneyWorld world({.events = options_.fill, .names = 300});
    std::vector<std::pair<std::uint64_t, std::uint32_t>> order;  // Customer, and place in its line.
    for (std::uint64_t customer = 0; customer < world.customers(); ++customer) {
      std::vector<StoredEvent> line;
      world.line_of(customer, line);
      for (std::uint32_t i = 0; i < line.size(); ++i) {
        order.emplace_back(customer, i);
      }
    }
    Dice dice(3);
    for (std::size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[dice.below(i)]);
    }
    Record record;
    Engine engine(record, engine_options());
    const double began = cpu_s();
    std::uint64_t row = 0;
    for (const auto& [customer, place] : order) {
      const IdentifierId identifier = JourneyWorld::identifier_of(customer, 0);
      if (!engine.owner_of(identifier)) {
        (void)engine.apply(
            OwnersChanged{.identifiers = {identifier}, .owner = JourneyWorld::id_of(customer)});
      }
      ++row;
      (void)engine.apply(EventAdded{.key_identifier = identifier,
                                    .code = place,
                                    .occurred_at = {JourneyWorld::start_us + place * us_per_minute},
                                    .key = {.sequence = 0, .message_id = {}, .source = {}},
                                    .row = row});
      while (row % 1024 == 0 && engine.compact()) {
      }
    }
    (void)engine.publish({.seq = static_cast<std::int64_t>(row)});
    report_.add_figure({"filling an empty engine in random order",
                        "events per second of CPU",
                        {static_cast<double>(row) / (cpu_s() - began)}});
    report_.add_line(fmt::format("Filled by applying {} events to {} customers: {} held.", row,
                                 world.customers(), engine.snapshot().events()));
  }

  void measure_giant() {
    Record record;
    Engine engine(record, engine_options());
    (void)engine.apply(OwnersChanged{.identifiers = {{1}}, .owner = {1}});
    Dice dice(4);
    std::vector<double> compactions;
    std::vector<double> publications;
    const double began = cpu_s();
    for (std::uint64_t row = 1; row <= options_.giant; ++row) {
      const std::uint64_t at = dice.below(20) == 0 ? dice.below(row) : row;
      (void)engine.apply(EventAdded{.key_identifier = {1},
                                    .code = static_cast<std::uint32_t>(row % 300),
                                    .occurred_at = {static_cast<std::int64_t>(at) * us_per_ms},
                                    .key = Record::key_of(row),
                                    .row = row});
      if (row % 1024 == 0) {
        double started = cpu_s();
        if (engine.compact()) {
          compactions.push_back((cpu_s() - started) * 1000);
        }
        started = cpu_s();
        if (row % 10'240 == 0) {
          (void)engine.publish({.seq = static_cast<std::int64_t>(row)});
          publications.push_back((cpu_s() - started) * 1000);
        }
      }
    }
    const double rate = static_cast<double>(options_.giant) / (cpu_s() - began);
    report_.add_figure({"one customer, 5 % late: applying", "events per second of CPU", {rate}});
    report_.add_figure(
        {"one customer: compaction, longest", "ms of CPU", {part_of(compactions, 1)}});
    report_.add_figure(
        {"one customer: publication, longest", "ms of CPU", {part_of(publications, 1)}});
    (void)engine.publish({.seq = static_cast<std::int64_t>(options_.giant)});
    const double started = cpu_s();
    std::size_t length = 0;
    engine.snapshot().find({1}, [&](CustomerId, Line line) { length = line.size(); });
    report_.add_figure(
        {"one customer: reading the line", "ms of CPU", {(cpu_s() - started) * 1000}});
    report_.add_line(fmt::format("One customer's line of {} events.", length));
  }

  const Options options_;
  Report report_;
  std::uint64_t found_ = 0;  // Keeps what scans find from being optimised away.
};

}  // namespace
}  // namespace throughline::bench

int main(int count, char** values) {
  throughline::bench::JourneyBench(throughline::bench::parse(count, values)).run();
  return 0;
}
