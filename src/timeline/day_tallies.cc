#include "timeline/day_tallies.h"

#include <algorithm>
#include <utility>

namespace throughline::timeline {
namespace {

constexpr std::size_t recent_max = 4'096;
constexpr std::size_t tallies_max = 64;

}  // namespace

DayTally::Sort DayTally::sort_of(const RowValue& row) {
  return static_cast<Sort>(row.name) << 16U | static_cast<Sort>(row.kind) << 8U |
         static_cast<Sort>(row.channel);
}

bool DayTally::takes(const RowFilter& filter, Sort sort) {
  return filter.takes(static_cast<EventKind>(sort >> 8U & 0xffU),
                      static_cast<Channel>(sort & 0xffU), static_cast<std::int64_t>(sort >> 16U));
}

void DayTally::add(Time time, const RowValue& row) {
  const Recent added = {row.seq, day_of(time), sort_of(row)};
  ++days_[added.day][added.sort];
  ++rows_;
  remember(added);
}

void DayTally::remember(const Recent& recent) {
  if (recent_.size() == recent_max) {
    if (recent.seq < recent_.front().seq) {
      not_recent_ = std::max(not_recent_, recent.seq);
      return;
    }
    not_recent_ = std::max(not_recent_, recent_.front().seq);
    recent_.pop_front();
  }
  const auto place =
      std::upper_bound(recent_.begin(), recent_.end(), recent.seq,
                       [](EventSeq seq, const Recent& other) { return seq < other.seq; });
  recent_.insert(place, recent);
}

bool DayTally::each(const RowFilter& filter, EventSeq newest, const DaySink& sink) const {
  if (newest < not_recent_) {
    return false;
  }
  std::map<std::int64_t, std::int64_t> unseen;
  for (auto row = recent_.rbegin(); row != recent_.rend() && newest < row->seq; ++row) {
    unseen[row->day] += takes(filter, row->sort) ? 1 : 0;
  }
  const auto first = filter.from ? days_.lower_bound(day_of(*filter.from)) : days_.begin();
  const auto last = filter.until ? days_.lower_bound(day_of(*filter.until)) : days_.end();
  for (auto day = first; day != last && day != days_.end(); ++day) {
    const auto later = unseen.find(day->first);
    std::int64_t events = later == unseen.end() ? 0 : -later->second;
    for (const auto& [sort, count] : day->second) {
      events += takes(filter, sort) ? count : 0;
    }
    if (events > 0) {
      sink(day->first, events);
    }
  }
  return true;
}

void DayTally::append(DayTally&& later) {
  for (const auto& [day, counts] : later.days_) {
    Counts& mine = days_[day];
    for (const auto& [sort, count] : counts) {
      mine[sort] += count;
    }
  }
  rows_ += later.rows_;
  not_recent_ = std::max(not_recent_, later.not_recent_);
  for (const Recent& recent : later.recent_) {
    remember(recent);
  }
}

const DayTally* DayTallies::find(IdentifierId identifier) const {
  const auto found = entries_.find(identifier.value);
  return found == entries_.end() || !found->second.is_whole ? nullptr : &found->second.tally;
}

std::optional<std::uint64_t> DayTallies::begin(IdentifierId identifier) {
  const auto [entry, is_new] = entries_.try_emplace(identifier.value);
  if (!is_new) {
    return std::nullopt;
  }
  entry->second.began = ++begun_;
  return begun_;
}

void DayTallies::finish(IdentifierId identifier, std::uint64_t began, DayTally counted) {
  const auto found = entries_.find(identifier.value);
  if (found == entries_.end() || found->second.began != began) {
    return;  // Forgotten meanwhile.
  }
  if (counted.rows() < rows_min) {
    entries_.erase(found);
    return;
  }
  Entry& entry = found->second;
  counted.append(std::move(entry.tally));
  entry.tally = std::move(counted);
  entry.is_whole = true;
  whole_.push_back(identifier.value);
  if (whole_.size() > tallies_max) {
    entries_.erase(whole_.front());
    whole_.pop_front();
  }
}

void DayTallies::add(const std::vector<const IndexEntry*>& entries) {
  if (entries_.empty()) {
    return;
  }
  for (const IndexEntry* entry : entries) {
    const auto found = entries_.find(entry->key_identifier.value);
    if (found != entries_.end()) {
      found->second.tally.add(entry->occurred_at,
                              {entry->seq, entry->name, entry->kind, entry->channel});
    }
  }
}

void DayTallies::forget(const std::vector<IdentifierId>& identifiers) {
  for (const IdentifierId identifier : identifiers) {
    entries_.erase(identifier.value);
    std::erase(whole_, identifier.value);
  }
}

}  // namespace throughline::timeline
