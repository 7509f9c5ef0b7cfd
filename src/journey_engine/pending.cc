#include "journey_engine/pending.h"

#include <algorithm>
#include <utility>

namespace throughline::journey_engine {
namespace {

// The record is asked once; from then on the event has its key.
Result<const OrderKey*> learned_key(OrderKeySource& keys, std::optional<OrderKey>& key,
                                    std::uint64_t row) {
  if (!key.has_value()) {
    TL_TRY_ASSIGN(OrderKey found, keys.order_key_of(row));
    return &key.emplace(std::move(found));
  }
  return &key.value();
}

bool is_below(const std::unique_ptr<PendingLine>& line, CustomerId customer) {
  return line->customer() < customer;
}

}  // namespace

LineParts PendingLine::parts() const {
  return {.base = base_counts_ ? base_ : Block::no_customer,
          .inserts = inserts_,
          .removals = removals_};
}

bool PendingLine::is_removed(std::uint32_t place) const {
  return std::binary_search(removals_.begin(), removals_.end(), place);
}

// Events of the same microsecond are compared by keys; those that are gone have none any more, and
// it does not matter on which side of them an event stands.
Result<std::uint32_t> PendingLine::place_in_block(const Block& block, OrderKeySource& keys,
                                                  Moving& moving) {
  if (base_ == Block::no_customer || !base_counts_) {
    return std::uint32_t{0};
  }
  const std::uint32_t begin = block.first_event(base_);
  const std::uint32_t end = block.last_event(base_);
  const std::int64_t at_us = moving.event.at_us;
  const std::uint32_t lower = block.lower_bound(begin, end, at_us);
  if (lower == end || block.at_us(lower) != at_us) {
    return lower - begin;
  }
  const std::uint32_t upper = block.lower_bound(lower, end, at_us + 1);
  std::vector<std::uint32_t> live;
  for (std::uint32_t event = lower; event < upper; ++event) {
    if (!is_removed(event - begin)) {
      live.push_back(event - begin);
    }
  }
  TL_TRY_ASSIGN(const OrderKey* mine, learned_key(keys, moving.key, moving.event.row));
  std::size_t first = 0;
  std::size_t last = live.size();
  while (first < last) {
    const std::size_t middle = first + (last - first) / 2;
    TL_TRY_ASSIGN(const OrderKey key, keys.order_key_of(block.row(begin + live[middle])));
    if (key < *mine) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return first == live.size() ? upper - begin : live[first];
}

// Whether `one` stands before the insert with that index.
Result<bool> PendingLine::is_before(OrderKeySource& keys, Moving& one, std::size_t insert) {
  if (one.event.at_us != inserts_[insert].at_us) {
    return one.event.at_us < inserts_[insert].at_us;
  }
  TL_TRY_ASSIGN(const OrderKey* mine, learned_key(keys, one.key, one.event.row));
  TL_TRY_ASSIGN(const OrderKey* other, learned_key(keys, keys_[insert], inserts_[insert].row));
  return *mine < *other;
}

Result<void> PendingLine::insert(const Block& block, OrderKeySource& keys, Moving moving) {
  TL_TRY_ASSIGN(moving.event.position, place_in_block(block, keys, moving));
  std::size_t first = 0;
  std::size_t last = inserts_.size();
  if (last > 0 && inserts_.back().at_us < moving.event.at_us) {
    first = last;
  }
  while (first < last) {
    const std::size_t middle = first + (last - first) / 2;
    TL_TRY_ASSIGN(const bool before, is_before(keys, moving, middle));
    if (before) {
      last = middle;
    } else {
      first = middle + 1;
    }
  }
  const auto place = static_cast<std::ptrdiff_t>(first);
  inserts_.insert(inserts_.begin() + place, moving.event);
  keys_.insert(keys_.begin() + place, std::move(moving.key));
  return {};
}

Result<void> PendingLine::insert_all(const Block& block, OrderKeySource& keys,
                                     std::vector<Moving> moving) {
  std::vector<Insert> inserts;
  std::vector<std::optional<OrderKey>> order;
  inserts.reserve(inserts_.size() + moving.size());
  order.reserve(inserts_.size() + moving.size());
  std::size_t next = 0;
  const auto take_old = [&] {
    inserts.push_back(inserts_[next]);
    order.push_back(std::move(keys_[next++]));
  };
  for (Moving& one : moving) {
    TL_TRY_ASSIGN(one.event.position, place_in_block(block, keys, one));
    while (next < inserts_.size()) {
      TL_TRY_ASSIGN(const bool before, is_before(keys, one, next));
      if (before) {
        break;
      }
      take_old();
    }
    inserts.push_back(one.event);
    order.push_back(std::move(one.key));
  }
  while (next < inserts_.size()) {
    take_old();
  }
  inserts_ = std::move(inserts);
  keys_ = std::move(order);
  return {};
}

std::vector<Moving> PendingLine::extract(const Block& block,
                                         std::span<const IdentifierId> strands) {
  std::vector<Moving> out;
  const LineParts all = parts();
  const auto leaves = [&](IdentifierId strand) {
    return std::binary_search(strands.begin(), strands.end(), strand);
  };
  std::vector<bool> leaving;  // By the index of the strand.
  std::span<const IdentifierId> known;
  Block::StrandIndexes indexes;
  std::uint32_t begin = 0;
  if (all.has_base()) {
    known = block.strands_of(base_);
    indexes = block.strand_indexes(base_);
    begin = block.first_event(base_);
    for (const IdentifierId strand : known) {
      leaving.push_back(leaves(strand));
    }
  }
  std::vector<std::uint32_t> places;
  std::vector<Insert> kept;
  std::vector<std::optional<OrderKey>> kept_keys;
  std::size_t next = 0;
  walk(
      block, all,
      [&](std::uint32_t first, std::uint32_t last) {
        for (std::uint32_t event = first; event < last; ++event) {
          const std::uint32_t strand = indexes[event - begin];
          if (leaving[strand]) {
            out.push_back({.event = {.at_us = block.at_us(event),
                                     .row = block.row(event),
                                     .strand = known[strand],
                                     .code = block.code(event)}});
            places.push_back(event - begin);
          }
        }
      },
      [&](const Insert& insert) {
        if (leaves(insert.strand)) {
          out.push_back({.event = insert, .key = std::move(keys_[next])});
        } else {
          kept.push_back(insert);
          kept_keys.push_back(std::move(keys_[next]));
        }
        ++next;
      });
  inserts_ = std::move(kept);
  keys_ = std::move(kept_keys);
  remove(block, places);
  return out;
}

std::size_t PendingLine::remove(const Block& block, const std::vector<std::uint32_t>& places) {
  if (base_ == Block::no_customer || !base_counts_ || places.empty()) {
    return 0;
  }
  std::vector<std::uint32_t> merged;
  merged.reserve(removals_.size() + places.size());
  std::set_union(removals_.begin(), removals_.end(), places.begin(), places.end(),
                 std::back_inserter(merged));
  const std::size_t removed = merged.size() - removals_.size();
  removals_ = std::move(merged);
  if (removals_.size() == block.last_event(base_) - block.first_event(base_)) {
    drop_base();
  }
  return removed;
}

void PendingLine::drop_base() {
  base_counts_ = false;
  removals_.clear();
  for (Insert& insert : inserts_) {
    insert.position = 0;
  }
}

std::size_t PendingLine::erase(const Block& block, std::span<const std::uint64_t> rows) {
  const auto erased = [&](std::uint64_t row) {
    return std::binary_search(rows.begin(), rows.end(), row);
  };
  std::size_t count = 0;
  for (std::size_t i = inserts_.size(); i-- > 0;) {
    if (erased(inserts_[i].row)) {
      inserts_.erase(inserts_.begin() + static_cast<std::ptrdiff_t>(i));
      keys_.erase(keys_.begin() + static_cast<std::ptrdiff_t>(i));
      ++count;
    }
  }
  std::vector<std::uint32_t> places;
  if (base_ != Block::no_customer && base_counts_) {
    const std::uint32_t begin = block.first_event(base_);
    for (std::uint32_t event = begin; event < block.last_event(base_); ++event) {
      if (erased(block.row(event))) {
        places.push_back(event - begin);
      }
    }
  }
  return count + remove(block, places);
}

void PendingLine::restore(const LineParts& parts) {
  base_counts_ = parts.has_base();
  inserts_.assign(parts.inserts.begin(), parts.inserts.end());
  keys_.assign(inserts_.size(), std::nullopt);
  removals_.assign(parts.removals.begin(), parts.removals.end());
}

PendingLine& PendingShard::line_of(const Block& block, CustomerId customer) {
  const auto found = std::lower_bound(lines_.begin(), lines_.end(), customer, is_below);
  if (found != lines_.end() && (*found)->customer() == customer) {
    return **found;
  }
  return **lines_.insert(found, std::make_unique<PendingLine>(customer, block.index_of(customer)));
}

bool PendingShard::holds(CustomerId customer) const {
  const auto found = std::lower_bound(lines_.begin(), lines_.end(), customer, is_below);
  return found != lines_.end() && (*found)->customer() == customer;
}

std::shared_ptr<const Overlay> PendingShard::overlay(const Block& block) const {
  if (lines_.empty()) {
    return nullptr;
  }
  auto overlay = std::make_shared<Overlay>();
  for (const auto& line : lines_) {
    overlay->add(line->customer(), line->base(), line->parts());
  }
  overlay->finish(block.customers());
  return overlay;
}

void PendingShard::restore(const Overlay& overlay) {
  for (const Overlay::Entry& entry : overlay.entries()) {
    lines_.push_back(std::make_unique<PendingLine>(entry.customer, entry.base));
    lines_.back()->restore(overlay.parts_of(entry));
  }
}

}  // namespace throughline::journey_engine
