#include "journey_engine/snapshot.h"

#include <bit>

#include "base/time.h"

namespace throughline::journey_engine {
namespace {

// A good mixer of 64 bits (splitmix64), the same on every machine: files depend on it.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15ULL;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31U);
}

}  // namespace

std::size_t shard_of(CustomerId customer, std::size_t shards) {
  const std::uint64_t hash = mixed(static_cast<std::uint64_t>(customer.value));
  const std::size_t full = std::bit_floor(shards);  // From here on shards are halves of others.
  const std::size_t place = hash & (full - 1);
  return place < shards - full ? hash & (2 * full - 1) : place;
}

std::size_t splitting_shard(std::size_t shards) {
  return shards - std::bit_floor(shards);
}

void Snapshot::decode(const Block& block, const LineParts& parts, std::vector<LineEvent>& into) {
  into.clear();
  const auto at_ms = [](std::int64_t at_us) {
    return at_us / us_per_ms - (at_us % us_per_ms < 0 ? 1 : 0);
  };
  walk(
      block, parts,
      [&](std::uint32_t first, std::uint32_t last) {
        for (std::uint32_t event = first; event < last; ++event) {
          into.push_back({.code = block.code(event),
                          .at_ms = at_ms(block.at_us(event)),
                          .row = block.row(event)});
        }
      },
      [&](const Insert& insert) {
        into.push_back({.code = insert.code, .at_ms = at_ms(insert.at_us), .row = insert.row});
      });
}

}  // namespace throughline::journey_engine
