#include "journey_engine/overlay.h"

#include <utility>

namespace throughline::journey_engine {

void Overlay::add(CustomerId customer, std::uint32_t base, const LineParts& parts) {
  Entry entry = {.customer = customer, .base = base, .base_counts = parts.has_base() ? 1U : 0U};
  entry.first_insert = static_cast<std::uint32_t>(lists_.inserts.size());
  lists_.inserts.insert(lists_.inserts.end(), parts.inserts.begin(), parts.inserts.end());
  entry.last_insert = static_cast<std::uint32_t>(lists_.inserts.size());
  entry.first_removal = static_cast<std::uint32_t>(lists_.removals.size());
  lists_.removals.insert(lists_.removals.end(), parts.removals.begin(), parts.removals.end());
  entry.last_removal = static_cast<std::uint32_t>(lists_.removals.size());
  lists_.entries.push_back(entry);
}

void Overlay::finish(std::size_t customers) {
  for (const Insert& insert : lists_.inserts) {
    highest_code_ = std::max(highest_code_, insert.code);
    lowest_row_ = std::min(lowest_row_, insert.row);
    highest_row_ = std::max(highest_row_, insert.row);
  }
  replaced_.assign((customers + 63) / 64, 0);
  for (const Entry& entry : lists_.entries) {
    if (entry.base != Block::no_customer) {
      replaced_[entry.base / 64] |= std::uint64_t{1} << (entry.base % 64);
    }
  }
}

std::shared_ptr<const Overlay> Overlay::restored(OverlayLists lists, std::size_t customers) {
  auto overlay = std::make_shared<Overlay>();
  overlay->lists_ = std::move(lists);
  overlay->finish(customers);
  return overlay;
}

const Overlay::Entry* Overlay::find(CustomerId customer) const {
  const auto found =
      std::lower_bound(lists_.entries.begin(), lists_.entries.end(), customer,
                       [](const Entry& entry, CustomerId id) { return entry.customer < id; });
  return found != lists_.entries.end() && found->customer == customer ? &*found : nullptr;
}

LineParts Overlay::parts_of(const Entry& entry) const {
  const std::span<const Insert> inserts = lists_.inserts;
  const std::span<const std::uint32_t> removals = lists_.removals;
  return {
      .base = entry.base_counts != 0 ? entry.base : Block::no_customer,
      .inserts = inserts.subspan(entry.first_insert, entry.last_insert - entry.first_insert),
      .removals = removals.subspan(entry.first_removal, entry.last_removal - entry.first_removal)};
}

std::uint32_t StrandList::index_of(IdentifierId strand) {
  constexpr std::size_t few = 16;
  if (list_.size() <= few) {
    const auto found = std::find(list_.begin(), list_.end(), strand);
    if (found == list_.end()) {
      list_.push_back(strand);
      return static_cast<std::uint32_t>(list_.size() - 1);
    }
    return static_cast<std::uint32_t>(found - list_.begin());
  }
  if (sorted_.empty()) {
    for (std::uint32_t i = 0; i < list_.size(); ++i) {
      sorted_.emplace_back(list_[i], i);
    }
    std::sort(sorted_.begin(), sorted_.end());
  }
  const auto found =
      std::lower_bound(sorted_.begin(), sorted_.end(), std::pair{strand, std::uint32_t{0}});
  if (found != sorted_.end() && found->first == strand) {
    return found->second;
  }
  const auto index = static_cast<std::uint32_t>(list_.size());
  sorted_.insert(found, {strand, index});
  list_.push_back(strand);
  return index;
}

void Gather::add_unchanged(std::uint32_t customer) {
  events_ += block_.last_event(customer) - block_.first_event(customer);
  if (!pieces_.empty() && !pieces_.back().customer && pieces_.back().last == customer) {
    ++pieces_.back().last;
    return;
  }
  pieces_.push_back({.first = customer, .last = customer + 1});
}

void Gather::add(CustomerId customer, const LineParts& parts) {
  const std::size_t events = parts.events(block_);
  if (events == 0) {
    return;
  }
  events_ += events;
  Piece piece = {.customer = customer, .parts = parts};
  if (!parts.removals.empty()) {
    const auto indexes = block_.strand_indexes(parts.base);
    const auto strands = block_.strands_of(parts.base);
    const std::uint32_t begin = block_.first_event(parts.base);
    piece.line.reserve(events);
    walk(
        block_, parts,
        [&](std::uint32_t first, std::uint32_t last) {
          for (std::uint32_t event = first; event < last; ++event) {
            piece.line.push_back({.at_us = block_.at_us(event),
                                  .row = block_.row(event),
                                  .strand = strands[indexes[event - begin]],
                                  .code = block_.code(event)});
          }
        },
        [&](const Insert& insert) { piece.line.push_back(event_of(insert)); });
    piece.parts = {};
  }
  pieces_.push_back(std::move(piece));
}

StrandList Gather::strands_of(const Piece& piece) const {
  StrandList strands(piece.parts.has_base() ? block_.strands_of(piece.parts.base)
                                            : std::span<const IdentifierId>());
  for (const Insert& insert : piece.parts.inserts) {
    strands.index_of(insert.strand);
  }
  for (const StoredEvent& event : piece.line) {
    strands.index_of(event.strand);
  }
  return strands;
}

void Gather::plan(const Piece& piece, const StrandList& strands, BlockPlan& plan) const {
  plan.begin_customer(strands.list().size());
  if (piece.parts.has_base()) {
    plan.add_base_events(block_, block_.first_event(piece.parts.base),
                         block_.last_event(piece.parts.base));
  }
  for (const Insert& insert : piece.parts.inserts) {
    plan.add_event(event_of(insert));
  }
  for (const StoredEvent& event : piece.line) {
    plan.add_event(event);
  }
  plan.end_customer();
}

void Gather::write(const Piece& piece, StrandList& strands, BlockWriter& writer) const {
  writer.begin_customer(piece.customer, strands.list());
  walk(
      block_, piece.parts,
      [&](std::uint32_t first, std::uint32_t last) {
        writer.add_base_events(block_, piece.parts.base, first, last);
      },
      [&](const Insert& insert) {
        writer.add_event(event_of(insert), strands.index_of(insert.strand));
      });
  for (const StoredEvent& event : piece.line) {
    writer.add_event(event, strands.index_of(event.strand));
  }
  writer.end_customer();
}

std::shared_ptr<const Block> Gather::build() const {
  BlockPlan whole;
  std::vector<StrandList> strands;  // Of each piece that is one customer.
  for (const Piece& piece : pieces_) {
    if (piece.customer) {
      plan(piece, strands.emplace_back(strands_of(piece)), whole);
    } else {
      whole.add_customers(block_, piece.first, piece.last);
    }
  }
  BlockWriter writer(whole.shape());
  std::size_t next = 0;
  for (const Piece& piece : pieces_) {
    if (piece.customer) {
      write(piece, strands[next++], writer);
    } else {
      writer.add_customers(block_, piece.first, piece.last);
    }
  }
  return writer.finish();
}

}  // namespace throughline::journey_engine
