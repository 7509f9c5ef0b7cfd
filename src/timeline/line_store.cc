#include "timeline/line_store.h"

#include <algorithm>
#include <map>
#include <utility>

#include "timeline/event_store.h"
#include "timeline/name_store.h"

namespace throughline::timeline {
namespace {

using storage::Transaction;

// How many rows each_event() looks up at once, and how many of them it turns into events at a time.
constexpr std::size_t walk_rows = 20'000;
constexpr std::size_t walk_events = 500;

template <class Enum>
std::uint32_t bits_of(const std::vector<Enum>& values) {
  std::uint32_t bits = values.empty() ? ~0U : 0U;
  for (const Enum value : values) {
    bits |= 1U << static_cast<unsigned>(value);
  }
  return bits;
}

Result<RowFilter> rows_of(Transaction& tx, const LineFilter& filter) {
  RowFilter rows;
  rows.kinds = bits_of(filter.kinds);
  rows.channels = bits_of(filter.channels);
  rows.from = filter.from;
  rows.until = filter.until;
  if (!filter.names.empty()) {
    rows.names.emplace();
    for (const std::string& name : filter.names) {
      TL_TRY_ASSIGN(const std::optional<std::int64_t> number, Names::find(tx, name));
      if (number) {
        rows.names->push_back(*number);
      }
    }
    std::sort(rows.names->begin(), rows.names->end());
  }
  return rows;
}

Result<RowsQuery> query_of(Transaction& tx, const std::vector<IdentifierId>& identifiers,
                           const LineFilter& filter) {
  RowsQuery query;
  query.identifiers = identifiers;
  std::sort(query.identifiers.begin(), query.identifiers.end());
  query.identifiers.erase(std::unique(query.identifiers.begin(), query.identifiers.end()),
                          query.identifiers.end());
  TL_TRY_ASSIGN(query.filter, rows_of(tx, filter));
  TL_TRY_ASSIGN(query.newest, newest_seq(tx));
  return query;
}

std::vector<EventSeq> seqs_of(const std::vector<LineRow>& rows, std::size_t first,
                              std::size_t count) {
  std::vector<EventSeq> seqs;
  for (std::size_t i = first; i < std::min(first + count, rows.size()); ++i) {
    seqs.push_back(rows[i].seq);
  }
  return seqs;
}

}  // namespace

Result<LinePage> read_line(Transaction& tx, RowLists& lists,
                           const std::vector<IdentifierId>& identifiers, const LineQuery& query) {
  TL_TRY_ASSIGN(RowsQuery rows_query, query_of(tx, identifiers, query.filter));
  const std::size_t limit = std::min(query.limit, line_page_max);
  rows_query.direction = query.after ? Direction::newer : Direction::older;
  rows_query.bound = query.after ? query.after : query.before;
  rows_query.limit = limit + 1;
  TL_TRY_ASSIGN(const std::vector<LineRow> rows, lists.rows(tx, rows_query));
  LinePage page;
  page.more = rows.size() > limit;
  TL_TRY_ASSIGN(page.events, find_events(tx, seqs_of(rows, 0, limit)));
  return page;
}

Result<void> read_each_event(Transaction& tx, RowLists& lists,
                             const std::vector<IdentifierId>& identifiers, const LineFilter& filter,
                             const std::function<Result<void>(const Event&)>& sink) {
  TL_TRY_ASSIGN(RowsQuery query, query_of(tx, identifiers, filter));
  query.direction = Direction::newer;
  query.limit = walk_rows;
  for (bool more = true; more;) {
    TL_TRY_ASSIGN(const std::vector<LineRow> rows, lists.rows(tx, query));
    for (std::size_t first = 0; first < rows.size(); first += walk_events) {
      TL_TRY_ASSIGN(const std::vector<Event> events,
                    find_events(tx, seqs_of(rows, first, walk_events)));
      for (const Event& event : events) {
        TL_TRY(sink(event));
      }
    }
    more = rows.size() == walk_rows;
    if (more) {
      query.bound = rows.back().position;
    }
  }
  return {};
}

Result<std::vector<DayCount>> read_density(Transaction& tx, RowLists& lists,
                                           const std::vector<IdentifierId>& identifiers,
                                           const LineFilter& filter) {
  TL_TRY_ASSIGN(const RowsQuery query, query_of(tx, identifiers, filter));
  std::map<std::int64_t, std::int64_t> days;
  auto last = days.end();
  TL_TRY(lists.each_day(tx, query, [&](std::int64_t day, std::int64_t events) {
    if (last == days.end() || last->first != day) {
      last = days.try_emplace(day, 0).first;
    }
    last->second += events;
  }));
  std::vector<DayCount> counts;
  counts.reserve(days.size());
  for (const auto& [day, events] : days) {
    counts.push_back({utc_date({day * us_per_day}), events});
  }
  return counts;
}

Result<Extent> read_extent(Transaction& tx, RowLists& lists,
                           const std::vector<IdentifierId>& identifiers) {
  TL_TRY_ASSIGN(RowsQuery query, query_of(tx, identifiers, {}));
  query.filter.kinds &= ~(1U << static_cast<unsigned>(EventKind::system));
  Extent extent;
  TL_TRY(lists.each_time(tx, query, [&](Time time) {
    ++extent.events;
    extent.first = extent.first ? std::min(*extent.first, time) : time;
    extent.last = extent.last ? std::max(*extent.last, time) : time;
  }));
  return extent;
}

}  // namespace throughline::timeline
