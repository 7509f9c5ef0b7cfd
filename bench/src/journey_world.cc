#include "journey_world.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numbers>
#include <thread>

#include "base/time.h"

namespace throughline::bench {

using journey_engine::BlockPlan;
using journey_engine::BlockWriter;
using journey_engine::StoredEvent;

JourneyWorld::JourneyWorld(const JourneySizes& sizes) : sizes_(sizes) {
  constexpr double mean = 50;
  constexpr double sigma = 1.2;
  const double mu = std::log(mean) - sigma * sigma / 2;
  Dice dice(1);
  first_.push_back(0);
  while (first_.back() < sizes.events) {
    const double normal = std::sqrt(-2 * std::log(dice.unit() + 1e-18)) *
                          std::cos(2 * std::numbers::pi * dice.unit());
    const auto length = static_cast<std::uint64_t>(std::exp(mu + sigma * normal));
    first_.push_back(first_.back() + std::max<std::uint64_t>(1, length));
  }
}

std::uint64_t JourneyWorld::customer_with(std::uint64_t event) const {
  return static_cast<std::uint64_t>(std::upper_bound(first_.begin(), first_.end(), event) -
                                    first_.begin() - 1);
}

std::uint32_t JourneyWorld::code(Dice& dice) const {
  const double skewed = dice.unit() * dice.unit() * dice.unit();
  return static_cast<std::uint32_t>(skewed * sizes_.names);
}

void JourneyWorld::line_of(std::uint64_t customer, std::vector<StoredEvent>& into) const {
  constexpr std::uint64_t stride = 1'000'003;  // Rows lie in the record as they came, all mixed.
  Dice dice(customer + 2);
  const std::uint64_t begin = first_[customer];
  const std::uint64_t count = first_[customer + 1] - begin;
  into.resize(count);
  const bool two = dice.below(5) < 2;
  const double span = static_cast<double>(days) * us_per_day;
  const double gap = span / static_cast<double>(count + 1);
  double at = dice.unit() * gap;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (i == 0 || dice.below(20) != 0) {
      at += dice.below(4) == 0 ? gap * 3.6 * dice.unit() : 60e6 * dice.unit();
    }
    const auto ms = static_cast<std::int64_t>(at) / us_per_ms;
    into[i] = {.at_us = start_us + ms * us_per_ms,
               .row = 1 + (begin + i) * stride % (events() + stride),
               .strand = identifier_of(customer, two && i > count / 3 ? 1 : 0),
               .code = code(dice)};
  }
}

journey_engine::Image JourneyWorld::image(std::size_t customers_per_shard) const {
  const std::size_t shards = (customers() + customers_per_shard - 1) / customers_per_shard;
  journey_engine::Image image;
  image.lines.shards.resize(shards);
  image.lines.events = events();
  std::vector<std::vector<std::uint32_t>> members(shards);
  journey_engine::Owners owners;
  for (std::uint64_t customer = 0; customer < customers(); ++customer) {
    members[journey_engine::shard_of(id_of(customer), shards)].push_back(
        static_cast<std::uint32_t>(customer));
    owners.set(identifier_of(customer, 0), id_of(customer));
    owners.set(identifier_of(customer, 1), id_of(customer));
  }
  image.owners = owners.share();
  std::atomic<std::size_t> next = 0;
  const auto build = [&] {
    std::vector<StoredEvent> line;
    const auto each = [&](std::size_t shard, auto&& body) {
      for (const std::uint32_t customer : members[shard]) {
        line_of(customer, line);
        std::vector<IdentifierId> strands = {identifier_of(customer, 0)};
        if (line.back().strand != strands.front()) {
          strands.push_back(line.back().strand);
        }
        body(customer, strands);
      }
    };
    for (std::size_t shard = next++; shard < shards; shard = next++) {
      BlockPlan plan;
      each(shard, [&](std::uint32_t, const auto& strands) {
        plan.begin_customer(strands.size());
        for (const StoredEvent& event : line) {
          plan.add_event(event);
        }
        plan.end_customer();
      });
      BlockWriter writer(plan.shape());
      each(shard, [&](std::uint32_t customer, const auto& strands) {
        writer.begin_customer(id_of(customer), strands);
        for (const StoredEvent& event : line) {
          writer.add_event(event, event.strand == strands.front() ? 0 : 1);
        }
        writer.end_customer();
      });
      image.lines.shards[shard].block = writer.finish();
    }
  };
  std::jthread helper(build);
  build();
  helper.join();
  return image;
}

}  // namespace throughline::bench
