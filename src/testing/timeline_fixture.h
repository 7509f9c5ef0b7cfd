// TimelineHarness: a timeline over fresh databases, with a resolver that needs no people, and
// builders of drafts.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "testing/databases.h"
#include "timeline/timeline.h"

namespace throughline::testing {

// A draft is `message_id` at `at_us` after 2026-01-01 for the identifier whose id is `person`.
Draft draft_of(std::int64_t person, const std::string& message_id, std::int64_t at_us = 0,
               const std::string& name = "Seen");

// Key identifier: the number that the first identifier's value spells.
class NumberResolver : public timeline::IdentityResolver {
 public:
  Result<timeline::Resolution> resolve(storage::Transaction& tx, const Draft& draft) override;
};

class TimelineHarness {
 public:
  // Called with each new Timeline before a workspace opens.
  using Wiring = std::function<void(timeline::Timeline&)>;
  explicit TimelineHarness(storage::Dialect dialect, timeline::TimelineOptions options = {},
                           Wiring wiring = {}, const TestStorage::Change& change = {});

  TestStorage& storage() { return storage_; }
  storage::Database& database() { return storage_.workspace(); }
  timeline::Timeline& timeline() { return *timeline_; }
  // The directory of the derived index.
  std::string index_directory();

  // As a restart of the program.
  void close();
  void open();
  void restart() {
    close();
    open();
  }

  // Each records in one unit of its own.
  Result<timeline::Recorded> record(const Draft& draft);
  Result<std::vector<timeline::Recorded>> record_together(const std::vector<Draft>& drafts);

  timeline::LinePage line(const std::vector<std::int64_t>& people,
                          const timeline::LineQuery& query = {});
  std::vector<std::string> message_ids(const std::vector<std::int64_t>& people,
                                       const timeline::LineQuery& query = {});
  std::int64_t rows_of(const std::string& table);

 private:
  timeline::TimelineOptions options_;
  Wiring wiring_;
  NumberResolver resolver_;
  TestStorage storage_;
  std::unique_ptr<timeline::Timeline> timeline_;
};

}  // namespace throughline::testing
