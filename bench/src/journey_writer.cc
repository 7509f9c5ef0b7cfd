#include "journey_writer.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <thread>

namespace throughline::bench {

using journey_engine::EventAdded;
using journey_engine::OwnersChanged;

namespace {

void check(const Result<void>& result) {
  if (!result.ok()) {
    std::cerr << result.error().message << '\n';
    std::exit(1);
  }
}

}  // namespace

double wall_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
double cpu_s() {  // Of this thread.
  timespec now = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}
double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  double total = 0;
  double resident = 0;
  file >> total >> resident;
  return resident * 4096;
}
double part_of(std::vector<double> values, double part) {
  std::sort(values.begin(), values.end());
  return values.empty()
             ? 0
             : values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

void Writer::run(const std::atomic<bool>& stop) {
  const double began = wall_s();
  double published = began;
  double waiting_since = 0;
  while (!stop) {
    const double now = wall_s();
    const auto owed = static_cast<std::uint64_t>((now - began) * static_cast<double>(pace_.rate));
    const double cpu = cpu_s();
    for (; spent.applied < owed; ++spent.applied) {
      apply_one();
      waiting_since = waiting_since == 0 ? now : waiting_since;
    }
    spent.apply_s += cpu_s() - cpu;
    const double interval = static_cast<double>(pace_.publish_ms) * 1e-3;
    if (now - published >= interval) {
      publish(waiting_since);
      waiting_since = 0;
      published = wall_s();
    }
    while (compact_one() && wall_s() - published < interval * 0.6) {
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

void Writer::apply_one() {
  const std::uint64_t kind = dice_.below(1000);
  if (kind < 5) {
    const std::uint64_t from = world_.customer_with(dice_.below(world_.events()));
    const std::uint64_t to = world_.customer_with(dice_.below(world_.events()));
    check(engine_.apply(OwnersChanged{
        .identifiers = {JourneyWorld::identifier_of(from, 0), JourneyWorld::identifier_of(from, 1)},
        .owner = JourneyWorld::id_of(to)}));
    ++spent.merges;
    return;
  }
  if (dice_.below(20) != 0 || last_customer_ == 0) {  // Else in the same instant as the last.
    last_customer_ = 1 + world_.customer_with(dice_.below(world_.events()));
    now_us_ += us_per_ms;
    at_us_ = dice_.below(20) == 0
                 ? JourneyWorld::start_us +
                       static_cast<std::int64_t>(dice_.below(JourneyWorld::days * 86'400'000)) *
                           us_per_ms
                 : now_us_;
  }
  ++row_;
  check(engine_.apply(
      EventAdded{.key_identifier = JourneyWorld::identifier_of(last_customer_ - 1, dice_.below(2)),
                 .code = world_.code(dice_),
                 .occurred_at = {at_us_},
                 .key = Record::key_of(row_),
                 .row = row_}));
}

void Writer::publish(double waiting_since) {
  const double cpu = cpu_s();
  const double began = wall_s();
  check(engine_.publish({.seq = static_cast<std::int64_t>(row_)}));
  published_row_ = row_;
  spent.publish_s += cpu_s() - cpu;
  spent.publications_ms.push_back((wall_s() - began) * 1000);
  if (waiting_since != 0) {
    spent.visible_after_ms.push_back((wall_s() - waiting_since) * 1000);
  }
}

bool Writer::compact_one() {
  const double cpu = cpu_s();
  const bool did = engine_.compact();
  spent.compact_s += cpu_s() - cpu;
  if (did) {
    spent.compactions_ms.push_back((cpu_s() - cpu) * 1000);
  }
  return did;
}

}  // namespace throughline::bench
