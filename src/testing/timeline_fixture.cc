#include "testing/timeline_fixture.h"

#include <utility>

namespace throughline::testing {

using storage::Transaction;

constexpr std::int64_t start_us = 1'767'225'600'000'000;

Draft draft_of(std::int64_t person, const std::string& message_id, std::int64_t at_us,
               const std::string& name) {
  Draft draft;
  draft.source = {1};
  draft.message_id = message_id;
  draft.name = name;
  draft.occurred_at = {start_us + at_us};
  draft.times.received = draft.occurred_at;
  draft.identifiers = {{"user_id", std::to_string(person)}};
  draft.properties = R"({"name":"x"})";
  draft.payload = R"({"messageId":")" + message_id + "\"}";
  draft.payload_hash = std::string(16, 'a');
  return draft;
}

Result<timeline::Resolution> NumberResolver::resolve(Transaction& /*tx*/, const Draft& draft) {
  timeline::Resolution resolution;
  if (!draft.identifiers.empty()) {
    resolution.key_identifier = {std::stoll(draft.identifiers.front().value)};
    resolution.decisions = {"found by user_id"};
  }
  return resolution;
}

TimelineHarness::TimelineHarness(storage::Dialect dialect, timeline::TimelineOptions options,
                                 Wiring wiring, const TestStorage::Change& change)
    : options_(std::move(options)), wiring_(std::move(wiring)), storage_(dialect, change) {
  storage_.close();
  open();
}

std::string TimelineHarness::index_directory() {
  return storage_.workspaces().directory_of({1}) + "/index";
}

void TimelineHarness::close() {
  timeline_.reset();
  storage_.close();
}

void TimelineHarness::open() {
  storage_.reopen();
  timeline_ =
      std::make_unique<timeline::Timeline>(storage_.workspaces(), storage_.clock(), options_);
  timeline_->set_identity_resolver(resolver_);
  if (wiring_) {
    wiring_(*timeline_);
  }
}

Result<timeline::Recorded> TimelineHarness::record(const Draft& draft) {
  return database().write([&](Transaction& tx) { return timeline_->record(tx, draft); });
}

Result<std::vector<timeline::Recorded>> TimelineHarness::record_together(
    const std::vector<Draft>& drafts) {
  return database().write([&](Transaction& tx) -> Result<std::vector<timeline::Recorded>> {
    std::vector<timeline::Recorded> all;
    for (const Draft& draft : drafts) {
      TL_TRY_ASSIGN(timeline::Recorded recorded, timeline_->record(tx, draft));
      all.push_back(std::move(recorded));
    }
    return all;
  });
}

timeline::LinePage TimelineHarness::line(const std::vector<std::int64_t>& people,
                                         const timeline::LineQuery& query) {
  std::vector<IdentifierId> identifiers;
  identifiers.reserve(people.size());
  for (const std::int64_t person : people) {
    identifiers.push_back({person});
  }
  Result<timeline::LinePage> page =
      database().read([&](Transaction& tx) { return timeline_->line(tx, identifiers, query); });
  EXPECT_TRUE(page.ok()) << page.error().message;
  return page.ok() ? *std::move(page) : timeline::LinePage{};
}

std::vector<std::string> TimelineHarness::message_ids(const std::vector<std::int64_t>& people,
                                                      const timeline::LineQuery& query) {
  std::vector<std::string> ids;
  for (const Event& event : line(people, query).events) {
    ids.push_back(event.message_id);
  }
  return ids;
}

std::int64_t TimelineHarness::rows_of(const std::string& table) {
  const Result<storage::Row> row =
      database().read([&](Transaction& tx) { return tx.row("SELECT count(*) FROM " + table); });
  EXPECT_TRUE(row.ok()) << row.error().message;
  return row.ok() ? row->at(0).number() : -1;
}

}  // namespace throughline::testing
