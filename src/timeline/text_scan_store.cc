#include "timeline/text_scan_store.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <thread>

#include "base/guarded.h"
#include "storage/database.h"
#include "timeline/event_store.h"

namespace throughline::timeline {
namespace {

using storage::Row;
using storage::Transaction;

constexpr std::int64_t events_at_once = 10'000;
constexpr unsigned threads_max = 8;

// What the threads of one scan share.
struct Scan {
  storage::Database& database;
  const EventSeq last;
  const SaysIt& says;
  std::atomic<std::int64_t> next = 0;  // The first piece that nobody has taken begins behind it.
  struct Report {
    std::vector<EventSeq> found = {};
    std::optional<Error> failed = {};
  };
  Guarded<Report> report = {};
};

constexpr std::string_view columns =
    "seq, previous_id, account, reference, "
    "identifiers, notes, properties, context, integrations, extra";
constexpr std::size_t first_bytes = 1;
constexpr std::size_t first_text = 4;

bool any_says(const Row& row, const SaysIt& says) {
  for (std::size_t i = first_bytes; i < row.size(); ++i) {
    if (says(i < first_text ? row.at(i).bytes() : row.at(i).text())) {
      return true;
    }
  }
  return false;
}

Result<std::vector<EventSeq>> scan_piece(const Scan& scan, EventSeq after, EventSeq last) {
  return scan.database.read([&](Transaction& tx) -> Result<std::vector<EventSeq>> {
    static const std::string sql = "SELECT " + std::string(columns) +
                                   " FROM events WHERE seq > ? AND seq <= ? AND (flags & ?) = 0";
    std::vector<EventSeq> found;
    TL_TRY(tx.each(sql, {after, last, flag_erased}, [&](const Row& row) -> Result<void> {
      if (any_says(row, scan.says)) {
        found.push_back(row.at(0).id<EventSeq>());
      }
      return {};
    }));
    return found;
  });
}

void scan_pieces(Scan& scan) {
  for (std::int64_t after = scan.next.fetch_add(events_at_once); after < scan.last.value;
       after = scan.next.fetch_add(events_at_once)) {
    const auto found =
        scan_piece(scan, {after}, {std::min(after + events_at_once, scan.last.value)});
    const bool goes_on = scan.report.with([&](Scan::Report& report) {
      if (found.ok()) {
        report.found.insert(report.found.end(), found->begin(), found->end());
      } else {
        report.failed = found.error();
      }
      return !report.failed.has_value();
    });
    if (!goes_on) {
      return;
    }
  }
}

}  // namespace

Result<std::vector<EventSeq>> events_saying(storage::Database& database, EventSeq last,
                                            const SaysIt& says) {
  Scan scan{.database = database, .last = last, .says = says};
  {
    std::vector<std::jthread> threads;
    const unsigned count = std::clamp(std::thread::hardware_concurrency(), 1U, threads_max);
    for (unsigned i = 1; i < count; ++i) {
      threads.emplace_back([&scan] { scan_pieces(scan); });
    }
    scan_pieces(scan);
  }
  return scan.report.with([](Scan::Report& report) -> Result<std::vector<EventSeq>> {
    if (report.failed) {
      return *report.failed;
    }
    std::sort(report.found.begin(), report.found.end());
    return std::move(report.found);
  });
}

}  // namespace throughline::timeline
