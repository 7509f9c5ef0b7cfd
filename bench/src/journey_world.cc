#include "journey_world.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numbers>
#include <span>
#include <thread>
#include <utility>

#include "base/time.h"

namespace throughline::bench {

using journey_engine::BlockPlan;
using journey_engine::BlockWriter;
using journey_engine::StoredEvent;

namespace {

__extension__ using Wide = unsigned __int128;

// The x with a * x = 1 modulo m, by Euclid; they have no common divisor.
std::uint64_t inverse(std::uint64_t a, std::uint64_t m) {
  std::int64_t x = 1;
  std::int64_t next_x = 0;
  for (std::uint64_t r = a, next_r = m; next_r != 0;) {
    const auto quotient = static_cast<std::int64_t>(r / next_r);
    r = std::exchange(next_r, r % next_r);
    x = std::exchange(next_x, x - quotient * next_x);
  }
  return static_cast<std::uint64_t>(x < 0 ? x + static_cast<std::int64_t>(m) : x);
}

void sort_codes(std::span<StoredEvent> same_instant) {
  for (std::size_t i = 1; i < same_instant.size(); ++i) {
    for (std::size_t j = i; j > 0 && same_instant[j].code < same_instant[j - 1].code; --j) {
      std::swap(same_instant[j].code, same_instant[j - 1].code);
    }
  }
}

}  // namespace

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
  back_ = inverse(row_stride, last_row());
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
               .row = row_of(begin + i),
               .strand = identifier_of(customer, two && i > count / 3 ? 1 : 0),
               .code = code(dice)};
  }
  for (std::size_t i = 0; i < count;) {
    std::size_t end = i + 1;
    while (end < count && into[end].at_us == into[i].at_us) {
      ++end;
    }
    sort_codes({into.data() + i, end - i});
    i = end;
  }
}

std::uint32_t JourneyWorld::country_of(std::uint64_t customer) {
  const double unit = Dice(customer + 0x5eed).unit();
  return static_cast<std::uint32_t>(std::pow(countries + 1, unit)) - 1;
}

std::uint64_t JourneyWorld::row_of(std::uint64_t event) const {
  return 1 + static_cast<std::uint64_t>(Wide{event} * row_stride % last_row());
}

std::optional<std::uint64_t> JourneyWorld::event_at(std::uint64_t row) const {
  if (row == 0 || row > last_row()) {
    return std::nullopt;
  }
  const auto event = static_cast<std::uint64_t>(Wide{row - 1} * back_ % last_row());
  return event < events() ? std::optional(event) : std::nullopt;
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
