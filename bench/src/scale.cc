// scale: whether anything slows down with size. Loads people and many small events, and reports the
// rate of every million, the size on disk, the profile page of a person with very many events, and
// the search over all people as somebody types.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <thread>

#include "base/clock.h"
#include "client.h"
#include "instance.h"
#include "mix.h"
#include "report.h"

namespace throughline::bench {
namespace {

struct Options {
  std::string root = ".";
  std::string data = {};
  std::string results = {};
  std::string name = "scale";
  std::uint64_t people = 1'000'000;
  std::uint64_t events = 10'000'000;
  std::uint64_t hers = 1'000'000;  // Events of one person.
  std::uint64_t reads = 2'000;     // Profiles that each of the clients reads.
};

Options parse(int count, char** values) {
  Options options;
  std::map<std::string, std::string> given;
  for (int i = 1; i + 1 < count; i += 2) {
    given[values[i]] = values[i + 1];
  }
  const auto take = [&](const char* name, std::string otherwise) {
    const auto found = given.find(name);
    if (found == given.end()) {
      return otherwise;
    }
    std::string value = found->second;
    given.erase(found);
    return value;
  };
  const auto number = [&](const char* name, std::uint64_t& value) {
    value = std::strtoull(take(name, std::to_string(value)).c_str(), nullptr, 10);
  };
  options.root = take("--root", options.root);
  options.data = take("--data", options.root + "/build/bench/scale");
  options.results = take("--results", options.root + "/bench/results");
  options.name = take("--name", options.name);
  number("--people", options.people);
  number("--events", options.events);
  number("--hers", options.hers);
  number("--reads", options.reads);
  if (!given.empty() || count % 2 == 0) {
    fail(
        "usage: bench/scale [--people N] [--events N] [--hers N] [--reads N] [--data DIR] "
        "[--results DIR]");
  }
  return options;
}

double bytes_in(const std::string& directory) {
  double bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    bytes += entry.is_regular_file() ? static_cast<double>(entry.file_size()) : 0;
  }
  return bytes;
}

class ScaleBench {
 public:
  explicit ScaleBench(const Options& options)
      : options_(options),
        mix_({.people = options.people,
              .start_us = SystemClock().now().us - 30 * us_per_day,
              .interval_us =
                  20 * us_per_day / static_cast<std::int64_t>(options.events + options.hers + 1),
              .small = true}),
        report_(options.name, "The line as it grows", options.root) {
    std::filesystem::remove_all(options_.data);
    std::filesystem::create_directories(options_.data);
  }

  void run() {
    Instance instance(options_.root + "/build/release/throughline", options_.data, {});
    report_.add_setting("People", std::to_string(options_.people));
    report_.add_setting("Events", std::to_string(options_.events + options_.hers));
    grow(instance);
    LoadReport sent;
    LoadOptions hers = {.first = next_, .last = next_ + options_.hers, .batch = 500};
    hers.append = [this](std::string& out, std::uint64_t number) {
      mix_.append_event_of(out, 0, number);
    };
    instance.spend(hers, sent);
    report_.add_line(fmt::format(
        "{:.0f} bytes on disk for each of all events in the end, people, "
        "log and indexes included.",
        bytes_in(options_.data) / static_cast<double>(options_.events + options_.hers)));
    report_.add_figure({"server memory after loading", "MB", {instance.server().resident_mb()}});
    measure_profile(instance, 0, fmt::format("a person with {} events", options_.hers));
    measure_profile(instance, options_.people / 2, "a person with few events");
    measure_rate(instance, "");
    measure_rate(instance, "/events?limit=50");
    measure_search(instance);
    measure_start(instance, "a restart");
    measure_operations(instance);
    report_.write(options_.results);
  }

 private:
  void grow(Instance& instance) {
    LoadReport sent;
    LoadOptions introductions = {
        .first = 0, .last = options_.people * Mix::introductions_each, .batch = 200};
    introductions.append = [this](std::string& out, std::uint64_t number) {
      mix_.append_introduction(out, number);
    };
    const double cpu = instance.spend(introductions, sent);
    report_.add_figure({"introducing the people",
                        "people per second of server CPU",
                        {static_cast<double>(options_.people) / cpu}});
    const double empty = bytes_in(options_.data);
    Figure rates = {"events, every tenth part", "events per second of server CPU", {}};
    const std::uint64_t part = std::max<std::uint64_t>(1, options_.events / 10);
    double bytes = 0;
    for (int i = 0; i < 10; ++i) {
      LoadOptions load = {.first = next_, .last = next_ + part, .batch = 500};
      load.append = [this](std::string& out, std::uint64_t number) {
        mix_.append_message(out, number);
      };
      next_ = load.last;
      const double seconds = instance.spend(load, sent);
      bytes += static_cast<double>(sent.bytes);
      rates.runs.push_back(static_cast<double>(part) / seconds);
      std::cerr << fmt::format("{} events: {:.0f}/s of CPU, {:.0f}/s of wall time, {:.0f} MB\n",
                               next_, rates.runs.back(), static_cast<double>(part) / sent.wall_s,
                               instance.server().resident_mb());
    }
    const double events = static_cast<double>(part) * 10;
    report_.add_line(
        fmt::format("The last tenth is taken at {:.0f} % of the first one's rate "
                    "(budget: 80 %).",
                    100 * rates.runs.back() / rates.runs.front()));
    report_.add_line(
        fmt::format("{:.0f} bytes sent and {:.0f} bytes on disk for each event, log "
                    "and indexes included, beside {:.0f} MB of people.",
                    bytes / events, (bytes_in(options_.data) - empty) / events, empty / 1e6));
    report_.add_figure(std::move(rates));
  }

  void measure_requests(Instance& instance, const std::string& name,
                        const std::vector<std::string>& paths, double budget_ms) {
    std::vector<double> times;
    for (const std::string& path : paths) {
      const double started = now_seconds();
      instance.get(path);
      times.push_back((now_seconds() - started) * 1000);
    }
    std::sort(times.begin(), times.end());
    report_.add_figure({name + ", p50", "ms", {percentile(times, 50)}});
    report_.add_figure({name + ", p95", "ms", {percentile(times, 95)}});
    report_.add_line(
        fmt::format("{}: p95 {:.1f} ms of {:.0f} ms.", name, percentile(times, 95), budget_ms));
  }

  // What the page asks for.
  void measure_profile(Instance& instance, std::uint64_t person, const std::string& who) {
    const std::string profile = "/api/v1/profiles/user_id:" + Mix::user_id(person);
    for (const std::string rest :
         {"", "/identifiers?limit=500", "/traits", "/events?limit=50", "/density"}) {
      measure_requests(instance, "profile of " + who + ": " + (rest.empty() ? "itself" : rest),
                       std::vector<std::string>(20, profile + rest), 100);
    }
  }

  // Many clients at once, each with one profile after another.
  void measure_rate(Instance& instance, const std::string& rest) {
    constexpr std::uint64_t clients = 16;
    const std::uint64_t each = options_.reads;
    const double cpu_before = instance.server().cpu_seconds();
    const double started = now_seconds();
    {
      std::vector<std::jthread> threads;
      for (std::uint64_t client = 0; client < clients; ++client) {
        threads.emplace_back([&, client] {
          Client connection(instance.server().port());
          for (std::uint64_t i = 0; i < each; ++i) {
            const std::uint64_t person = (client * each + i) * 7919 % options_.people;
            const std::string path = "/api/v1/profiles/user_id:" + Mix::user_id(person) + rest;
            const Answer answer = connection.get(path, instance.authorization());
            if (answer.status != 200) {
              fail(fmt::format("GET {} answered {}", path, answer.status));
            }
          }
        });
      }
    }
    const auto count = static_cast<double>(clients * each);
    const double wall = count / (now_seconds() - started);
    const double cpu = count / std::max(cpu_tick_s, instance.server().cpu_seconds() - cpu_before);
    const std::string name = "reading profiles" + (rest.empty() ? rest : ": " + rest);
    report_.add_figure({name, "per second of server CPU", {cpu}});
    report_.add_figure({name, "per second of wall time", {wall}});
    if (rest.empty()) {
      report_.add_line(
          fmt::format("Budget: 10,000 profiles a second, on two processors: {} by the "
                      "server's processor time.",
                      2 * cpu >= 10'000 ? "met" : "missed"));
    }
  }

  void measure_start(Instance& instance, const std::string& after) {
    instance.restart();
    const double started = now_seconds();
    instance.get("/api/v1/status");
    report_.add_figure({"first answer after " + after, "ms", {(now_seconds() - started) * 1000}});
    Client asking(instance.server().port());
    while (asking.post("/api/v1/journeys/counts", instance.authorization(), "{}").status != 200) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    report_.add_figure(
        {"first answer about journeys after " + after, "ms", {(now_seconds() - started) * 1000}});
  }

  void measure_command(const std::string& name, const std::string& command) {
    const double started = now_seconds();
    output_of(options_.root + "/build/release/throughline " + command);
    report_.add_figure({name, "s", {now_seconds() - started}});
  }

  // Beside the server, but for what is restored.
  void measure_operations(Instance& instance) {
    const std::string saved = options_.data + "-backup";
    const std::string restored = options_.data + "-restored";
    const std::string here = " --data " + options_.data;
    std::filesystem::remove_all(saved);
    std::filesystem::remove_all(restored);
    const std::string person = "user_id:" + Mix::user_id(options_.people / 2);
    measure_command("export of one person",
                    "person export " + person + " --out " + saved + ".json" + here);
    measure_command("backup", "backup " + saved + here);
    report_.add_figure({"size of the backup", "MB", {bytes_in(saved) / 1e6}});
    measure_command("doctor", "doctor" + here);
    measure_command("erasure of one person", "person erase " + person + " --reason bench" + here);
    measure_start(instance, "a restart after the erasure");
    instance.stop();
    measure_command("restore", "restore " + saved + " --key-file " + options_.data +
                                   "/backup.key --data " + restored);
    const Instance again(options_.root + "/build/release/throughline", restored, {});
    report_.add_line("The restored directory is served.");
    std::filesystem::remove_all(saved);
  }

  void measure_search(Instance& instance) {
    std::vector<std::string> typed;
    std::vector<std::string> two_letters;
    for (std::uint64_t person = 7; typed.size() < 400; person += 7919) {
      const std::string name = Mix::name_of(person % options_.people);
      std::string text;
      int letters = 0;
      for (const char c : name.substr(0, 10)) {
        text += c == ' ' ? std::string("%20") : fmt::format("%{:02X}", c & 0xff);
        const bool whole = (static_cast<unsigned char>(c) & 0xc0U) != 0xc0U;
        if (whole) {
          typed.push_back("/api/v1/profiles?limit=50&q=" + text);
          if (++letters == 2) {
            two_letters.push_back(typed.back());
          }
        }
      }
      typed.push_back("/api/v1/profiles?limit=50&q=" + Mix::user_id(person % options_.people));
    }
    measure_requests(instance, "search of people, letter by letter", typed, 50);
    measure_requests(instance, "search of people, two letters", two_letters, 50);
    const auto measure_often = [&](const std::string& name, const std::string& path) {
      measure_requests(instance, name, std::vector<std::string>(20, path), 50);
    };
    measure_often("the list without a search", "/api/v1/profiles?limit=50");
    measure_often("the list by name", "/api/v1/profiles?limit=50&sort=name");
    measure_often("the list by number of events", "/api/v1/profiles?limit=50&sort=events");
    measure_often("the list by a trait", "/api/v1/profiles?limit=50&sort=trait:plan");
    measure_often("what conditions can be about", "/api/v1/fields");
  }

  const Options options_;
  const Mix mix_;
  Report report_;
  std::uint64_t next_ = 0;
};

}  // namespace
}  // namespace throughline::bench

int main(int count, char** values) {
  using namespace throughline::bench;
  ScaleBench(parse(count, values)).run();
  return 0;
}
