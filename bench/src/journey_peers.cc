// journey peers: the questions of journeys, asked of the engine and of databases that hold the same
// events. `world` writes the events for the databases; `engine` holds them and asks; `report`
// compares what everybody answered. bench/journey runs one after the other.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/text.h"
#include "codec/json_view.h"
#include "codec/json_writer.h"
#include "journey_questions.h"
#include "journey_world.h"
#include "journey_writer.h"
#include "report.h"
#include "shape_questions.h"

namespace throughline::bench {
namespace {

using codec::JsonView;
using journey_engine::StoredEvent;

struct Options {
  std::string mode = {};
  std::string root = ".";
  std::string data = ".";
  std::string results = {};
  std::uint64_t events = 10'000'000;
  std::uint64_t names = 300;
  std::uint64_t rate = 10'000;
  std::uint64_t seconds = 20;  // Before questions are asked while events come in.
  std::uint64_t runs = 5;
  std::uint64_t properties = 1;  // 0: without the question that needs them.
  std::string only = {};         // Beginnings of the names of questions, with commas between.
};

[[noreturn]] void stop(const std::string& why) {
  std::cerr << why << '\n';
  std::exit(1);
}

template <class T>
T must(Result<T> result) {
  if (!result.ok()) {
    stop(result.error().message);
  }
  return *std::move(result);
}

Options parse(int count, char** values) {
  Options options;
  if (count < 2) {
    stop("world, engine or report?");
  }
  options.mode = values[1];
  const std::map<std::string, std::uint64_t*> numbers = {
      {"--events", &options.events}, {"--names", &options.names},
      {"--rate", &options.rate},     {"--seconds", &options.seconds},
      {"--runs", &options.runs},     {"--properties", &options.properties}};
  const std::map<std::string, std::string*> texts = {{"--root", &options.root},
                                                     {"--data", &options.data},
                                                     {"--results", &options.results},
                                                     {"--only", &options.only}};
  for (int i = 2; i + 1 < count; i += 2) {
    if (const auto number = numbers.find(values[i]); number != numbers.end()) {
      *number->second = std::strtoull(values[i + 1], nullptr, 10);
    } else if (const auto text = texts.find(values[i]); text != texts.end()) {
      *text->second = values[i + 1];
    } else {
      stop(std::string("unknown option ") + values[i]);
    }
  }
  if (options.results.empty()) {
    options.results = options.root + "/bench/results";
  }
  return options;
}

bool is_wanted(const Options& options, std::string_view question) {
  const auto begins = split(options.only, ',');
  return std::any_of(begins.begin(), begins.end(),
                     [&](std::string_view begin) { return question.starts_with(begin); });
}

JourneyWorld world_of(const Options& options) {
  return JourneyWorld(
      {.events = options.events, .names = static_cast<std::uint32_t>(options.names)});
}

// As ClickHouse reads RowBinary: customer UInt32, ts UInt64 in milliseconds, event UInt16, channel
// UInt8, amount UInt16, country UInt8.
class RowFile {
 public:
  explicit RowFile(const std::string& path) : file_(path, std::ios::binary) {}
  void add(std::uint32_t customer, const StoredEvent& stored, std::uint64_t event,
           std::uint32_t country) {
    put(customer);
    put(static_cast<std::uint64_t>(stored.at_us / us_per_ms));
    put(static_cast<std::uint16_t>(stored.code));
    put(static_cast<std::uint8_t>(JourneyWorld::channel_of(event)));
    put(static_cast<std::uint16_t>(JourneyWorld::amount_of(event)));
    put(static_cast<std::uint8_t>(country));
    if (buffer_.size() > buffer_bytes) {
      flush();
    }
  }
  void flush() {
    file_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.clear();
    if (!file_.flush()) {
      stop("the events cannot be written: is the disk full?");
    }
  }

 private:
  static constexpr std::size_t buffer_bytes = std::size_t{1} << 20U;
  template <class T>
  void put(T value) {
    const std::size_t at = buffer_.size();
    buffer_.resize(at + sizeof value);
    std::memcpy(buffer_.data() + at, &value, sizeof value);
  }
  std::ofstream file_;
  std::string buffer_;
};

int write_world(const Options& options) {
  const JourneyWorld world = world_of(options);
  RowFile file(options.data + "/events.rows");
  std::vector<StoredEvent> line;
  for (std::uint64_t customer = 0; customer < world.customers(); ++customer) {
    world.line_of(customer, line);
    const std::uint64_t first = world.first_event_of(customer);
    for (std::size_t i = 0; i < line.size(); ++i) {
      file.add(static_cast<std::uint32_t>(customer), line[i], first + i,
               JourneyWorld::country_of(customer));
    }
  }
  file.flush();
  return 0;
}

// What both threads together read of memory that is in no cache, in bytes per second: the best of
// some rounds.
double read_bandwidth() {
  constexpr std::size_t words = (std::size_t{1} << 30U) / sizeof(std::uint64_t);
  const std::vector<std::uint64_t> memory(words, 1);
  std::atomic<std::uint64_t> total = 0;
  const auto sum = [&](std::size_t from, std::size_t to) {
    std::array<std::uint64_t, 8> sums = {};
    for (std::size_t i = from; i + sums.size() <= to; i += sums.size()) {
      for (std::size_t j = 0; j < sums.size(); ++j) {
        sums[j] += memory[i + j];
      }
    }
    for (const std::uint64_t each : sums) {
      total += each;
    }
  };
  double best = 0;
  for (int round = 0; round < 5; ++round) {
    const double began = wall_s();
    {
      const std::jthread helper(sum, 0, words / 2);
      sum(words / 2, words);
    }
    best = std::max(best, static_cast<double>(words * sizeof(std::uint64_t)) / (wall_s() - began));
  }
  return total == 0 ? 0 : best;
}

// Of all threads so far.
double processors_s() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

struct Asked {
  std::vector<double> quiet_ms = {};
  std::vector<double> busy_ms = {};
  Answer answer = {};
};

class EngineRun {
 public:
  explicit EngineRun(const Options& options) : options_(options), world_(world_of(options)) {
    std::vector<JourneyQuestion> questions = journey_questions();
    std::ranges::move(shape_questions(), std::back_inserter(questions));
    for (JourneyQuestion& question : questions) {
      if (is_wanted(options, question.name) &&
          (options.properties != 0 || !question.needs_properties)) {
        questions_.push_back(std::move(question));
      }
    }
  }

  int run() {
    bandwidth_ = read_bandwidth();
    const double before = resident_bytes();
    const double began = wall_s();
    Record record;
    auto image = std::make_unique<journey_engine::Image>(
        world_.image(journey_engine::EngineOptions().customers_per_shard));
    journey_engine::Engine engine(record, {}, *image);
    image.reset();
    load_s_ = wall_s() - began;
    memory_ = (resident_bytes() - before) / static_cast<double>(world_.events());
    JourneyFrames frames(world_, static_cast<std::uint32_t>(options_.names), engine);
    for (const JourneyQuestion& question : questions_) {
      Asked& asked = asked_[question.name];
      asked.answer = ask(question, frames, world_.last_row(), nullptr);
      least_cpu_ms_ = std::numeric_limits<double>::max();
      for (std::uint64_t i = 0; i < options_.runs; ++i) {
        ask(question, frames, world_.last_row(), &asked.quiet_ms);
      }
      std::cerr << fmt::format(
          "{}: {:.1f} ms, at best {:.1f} ms, with {:.1f} ms of the processors\n", question.name,
          median_of(asked.quiet_ms),
          *std::min_element(asked.quiet_ms.begin(), asked.quiet_ms.end()), least_cpu_ms_);
    }
    ask_while_events_come(engine, frames);
    write();
    return 0;
  }

 private:
  Answer ask(const JourneyQuestion& question, JourneyFrames& frames, std::uint64_t last_row,
             std::vector<double>* took_ms) {
    const double began = wall_s();
    const double spent = processors_s();
    const Figures figures = must(question.ask(frames.frame(last_row)));
    least_cpu_ms_ = std::min(least_cpu_ms_, (processors_s() - spent) * 1000);
    if (took_ms != nullptr) {
      took_ms->push_back((wall_s() - began) * 1000);
    }
    return figures();
  }

  void ask_while_events_come(journey_engine::Engine& engine, JourneyFrames& frames) {
    if (options_.rate == 0) {
      return;
    }
    Writer writer(engine, world_, {.rate = options_.rate});
    std::atomic<bool> stopping = false;
    const double began = wall_s();
    {
      const std::jthread thread([&] { writer.run(stopping); });
      // Until changes have gathered in the blocks and some are compacted.
      while (wall_s() - began < static_cast<double>(options_.seconds)) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      }
      for (const JourneyQuestion& question : questions_) {
        for (std::uint64_t i = 0; i <= options_.runs; ++i) {
          ask(question, frames, std::max(world_.last_row(), writer.published_row()),
              i == 0 ? nullptr : &asked_[question.name].busy_ms);
        }
        std::cerr << fmt::format("{}, while events come in: {:.1f} ms\n", question.name,
                                 median_of(asked_[question.name].busy_ms));
      }
      stopping = true;
    }
    rate_ = static_cast<double>(writer.spent.applied) / (wall_s() - began);
    visible_ms_ = writer.spent.visible_after_ms;
  }

  void write() const {
    codec::JsonWriter writer;
    writer.begin_object().member("name", "Throughline").member("version", "");
    writer.member("events", static_cast<std::int64_t>(world_.events()));
    writer.member("customers", static_cast<std::int64_t>(world_.customers()));
    writer.member("bandwidth", bandwidth_).member("bytes_per_event", memory_);
    writer.member("load_s", load_s_).member("rate", rate_);
    writer.member("visible_p50_ms", part_of(visible_ms_, 0.5));
    writer.member("visible_p99_ms", part_of(visible_ms_, 0.99));
    writer.key("questions").begin_array();
    for (const JourneyQuestion& question : questions_) {
      const Asked& asked = asked_.at(question.name);
      writer.begin_object().member("name", question.name);
      writer.member("bytes_per_event", question.bytes_per_event);
      write_runs(writer, "runs_ms", asked.quiet_ms);
      write_runs(writer, "busy_ms", asked.busy_ms);
      writer.key("answer").begin_object();
      for (const auto& [of, figure] : asked.answer) {
        writer.member(of, figure);
      }
      writer.end_object().end_object();
    }
    writer.end_array();
    std::ofstream(options_.data + "/engine.json") << writer.end_object().take();
  }
  static void write_runs(codec::JsonWriter& writer, std::string_view key,
                         const std::vector<double>& runs) {
    writer.key(key).begin_array();
    for (const double run : runs) {
      writer.value(run);
    }
    writer.end_array();
  }

  const Options options_;
  const JourneyWorld world_;
  std::vector<JourneyQuestion> questions_;
  std::map<std::string, Asked> asked_;
  double least_cpu_ms_ = 0;  // Of the question that is asked.
  double bandwidth_ = 0;
  double memory_ = 0;
  double load_s_ = 0;
  double rate_ = 0;
  std::vector<double> visible_ms_;
};

// What one program answered.
struct Answered {
  std::string name = {};
  codec::JsonDocument document;
  [[nodiscard]] JsonView root() const { return document.root(); }
  [[nodiscard]] JsonView question(std::string_view wanted) const {
    for (const JsonView each : root().find("questions").items()) {
      if (each.find("name").text() == wanted) {
        return each;
      }
    }
    return {};
  }
};

std::optional<Answered> read_answers(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file.is_open()) {
    return std::nullopt;
  }
  const std::string text(std::istreambuf_iterator<char>(file), {});
  auto document =
      must(codec::JsonDocument::parse(text, {.depth_max = 64, .keys_max = 100'000'000}));
  const std::string name(document.root().find("name").text());
  return Answered{name, std::move(document)};
}

std::vector<double> numbers_of(JsonView list) {
  std::vector<double> numbers;
  for (const JsonView each : list.items()) {
    numbers.push_back(each.number().value_or(0));
  }
  return numbers;
}

Answer answer_of(JsonView object) {
  Answer answer;
  for (const auto& [key, value] : object.members()) {
    answer.emplace(key, value.number().value_or(0));
  }
  return answer;
}

// Where two answers differ first; nothing: nowhere. Absent figures are zero.
std::optional<std::string> difference(const Answer& ours, const Answer& theirs) {
  constexpr double tolerance = 1e-9;  // Of means and medians.
  const auto differs = [&](const Answer& one, const Answer& other) -> std::optional<std::string> {
    for (const auto& [of, figure] : one) {
      const auto found = other.find(of);
      const double also = found == other.end() ? 0 : found->second;
      const bool is_average = of.ends_with("_ms") || of.ends_with("mean") ||
                              of.ends_with("median") || of.ends_with("p90");
      const double allowed = is_average ? tolerance * std::max(1.0, std::abs(figure)) : 0;
      if (std::abs(figure - also) > allowed) {
        return fmt::format("{}: {} and {}", of, figure, also);
      }
    }
    return std::nullopt;
  };
  const auto first = differs(ours, theirs);
  return first ? first : differs(theirs, ours);
}

class PeersReport {
 public:
  explicit PeersReport(const Options& options)
      : options_(options),
        ours_(must(opened(options.data + "/engine.json"))),
        report_(fmt::format("journey-peers-{}", size_name(ours_)),
                "Questions about journeys, beside ClickHouse and DuckDB", options.root) {
    for (const char* const peer : {"clickhouse", "duckdb"}) {
      if (auto answered = read_answers(options.data + "/" + peer + ".json")) {
        peers_.push_back(*std::move(answered));
      }
    }
  }

  int write() {
    add_settings();
    for (const JsonView question : ours_.root().find("questions").items()) {
      add_question(question);
    }
    report_.write(options_.results);
    return equal_ ? 0 : 1;
  }

 private:
  static Result<Answered> opened(const std::string& path) {
    auto answered = read_answers(path);
    return answered ? Result<Answered>(*std::move(answered))
                    : Error::not_found("the engine was not asked: there is no " + path);
  }
  static std::string size_name(const Answered& ours) {
    const double events = ours.root().find("events").number().value_or(0);
    return events >= 999e6   ? fmt::format("{:.0f}B", events / 1e9)
           : events >= 999e3 ? fmt::format("{:.0f}M", events / 1e6)
                             : fmt::format("{:.0f}k", events / 1e3);
  }
  [[nodiscard]] double number(std::string_view key) const {
    return ours_.root().find(key).number().value_or(0);
  }

  void add_settings() {
    report_.add_setting("Events", fmt::format("{:.0f}", number("events")));
    report_.add_setting("Customers", fmt::format("{:.0f}", number("customers")));
    report_.add_setting("Time zone", "Europe/Berlin, with its change to summer time");
    report_.add_setting("Memory bandwidth, reading, two threads",
                        fmt::format("{:.1f} GB/s", number("bandwidth") / 1e9));
    report_.add_figure(
        {"memory, without properties", "bytes per event", {number("bytes_per_event")}});
    report_.add_figure({"loaded straight into the engine", "s", {number("load_s")}});
    if (number("rate") > 0) {
      report_.add_figure({"events applied while asked", "per second", {number("rate")}});
      report_.add_figure({"event visible after, p50", "ms", {number("visible_p50_ms")}});
      report_.add_figure({"event visible after, p99", "ms", {number("visible_p99_ms")}});
    }
    for (const Answered& peer : peers_) {
      report_.add_setting(peer.name, std::string(peer.root().find("version").text()));
      report_.add_figure({peer.name + ", load", "s", numbers_of(peer.root().find("load_s"))});
      report_.add_figure({peer.name + ", on disk",
                          "bytes per event",
                          {peer.root().find("bytes").number().value_or(0) / number("events")}});
    }
  }

  void add_question(JsonView question) {
    const std::string name(question.find("name").text());
    const std::vector<double> runs = numbers_of(question.find("runs_ms"));
    const double quiet = median_of(runs);
    report_.add_figure({name, "ms", runs});
    const double bytes = question.find("bytes_per_event").number().value_or(0) * number("events");
    report_.add_line(
        fmt::format("{}: {:.1f} ms, {:.0f} million events per second; its columns at {:.0f} % of "
                    "the memory bandwidth.",
                    name, quiet, number("events") / quiet / 1000,
                    100 * bytes / (quiet / 1000) / number("bandwidth")));
    const std::vector<double> busy_runs = numbers_of(question.find("busy_ms"));
    if (!busy_runs.empty()) {
      report_.add_figure({name + ", while events come in", "ms", busy_runs});
      report_.add_line(fmt::format("{}, while events come in: {:.2f} times as long (budget: 1.5).",
                                   name, median_of(busy_runs) / quiet));
    }
    const Answer ours = answer_of(question.find("answer"));
    for (const Answered& peer : peers_) {
      compare(name, quiet, ours, peer);
    }
  }

  void compare(const std::string& name, double quiet, const Answer& ours, const Answered& peer) {
    const JsonView theirs = peer.question(name);
    if (!theirs) {
      return;
    }
    const std::vector<double> runs = numbers_of(theirs.find("runs_ms"));
    report_.add_figure(
        {fmt::format("{}, {} ({})", name, peer.name, theirs.find("how").text()), "ms", runs});
    const auto differs = difference(ours, answer_of(theirs.find("answer")));
    equal_ = equal_ && !differs;
    const double ratio = median_of(runs) / quiet;
    report_.add_line(fmt::format(
        "{}: {:.1f} times {} {}, {:.1f} ms against {:.1f} ms; {} figures {}.", name,
        ratio < 1 ? 1 / ratio : ratio, ratio < 1 ? "SLOWER than" : "faster than", peer.name, quiet,
        median_of(runs), ours.size(), differs ? "NOT EQUAL, " + *differs : "equal"));
  }

  const Options options_;
  const Answered ours_;
  Report report_;
  std::vector<Answered> peers_;
  bool equal_ = true;
};

int run(const Options& options) {
  if (options.mode == "world") {
    return write_world(options);
  }
  if (options.mode == "engine") {
    return EngineRun(options).run();
  }
  return options.mode == "report" ? PeersReport(options).write() : 2;
}

}  // namespace
}  // namespace throughline::bench

int main(int count, char** values) {
  return throughline::bench::run(throughline::bench::parse(count, values));
}
