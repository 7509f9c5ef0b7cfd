// JourneyWriter: what follows a record in the benches of the journey engine: events, late ones and
// merges at a steady rate, published and compacted as the product does it.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "journey_engine/engine.h"
#include "journey_world.h"

namespace throughline::bench {

double wall_s();
double cpu_s();           // Of this thread.
double resident_bytes();  // Of this process.
double part_of(std::vector<double> values, double part);

// As a record would answer; times of the bench tie often enough to count how often it is asked.
class Record : public journey_engine::OrderKeySource {
 public:
  Result<journey_engine::OrderKey> order_key_of(std::uint64_t row) override {
    ++asked;
    return key_of(row);
  }
  static journey_engine::OrderKey key_of(std::uint64_t row) {
    return {.sequence = 0, .message_id = std::to_string(row * 0x9e3779b97f4a7c15ULL), .source = {}};
  }
  std::uint64_t asked = 0;
};

// What the writer spent and how long readers waited for what it took.
struct Spent {
  double apply_s = 0;
  double publish_s = 0;
  double compact_s = 0;
  std::uint64_t applied = 0;
  std::uint64_t merges = 0;
  std::vector<double> publications_ms = {};
  std::vector<double> visible_after_ms = {};  // From the first event of a publication.
  std::vector<double> compactions_ms = {};
};

struct WriterPace {
  std::uint64_t rate = 10'000;  // Per second.
  std::uint64_t publish_ms = 50;
};

// A thread of its own runs it; `spent` may be read when that has ended.
class Writer {
 public:
  // Both must outlive this.
  Writer(journey_engine::Engine& engine, const JourneyWorld& world, WriterPace pace)
      : engine_(engine), world_(world), pace_(pace), row_(world.events() * 2) {}

  void run(const std::atomic<bool>& stop);
  // The highest that readers may see.
  [[nodiscard]] std::uint64_t published_row() const { return published_row_; }

  Spent spent = {};

 private:
  void apply_one();
  void publish(double waiting_since);
  bool compact_one();

  journey_engine::Engine& engine_;
  const JourneyWorld& world_;
  const WriterPace pace_;
  Dice dice_{77};
  std::uint64_t row_;
  std::atomic<std::uint64_t> published_row_ = 0;
  std::uint64_t last_customer_ = 0;
  std::int64_t now_us_ = JourneyWorld::start_us + 250 * us_per_day;
  std::int64_t at_us_ = 0;
};

}  // namespace throughline::bench
