// PeopleWorld: people over a timeline over fresh databases, and builders of events.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "people/people.h"
#include "testing/databases.h"
#include "timeline/timeline.h"

namespace throughline::testing {

constexpr SourceId browser_source = {1};
constexpr SourceId server_source = {2};
constexpr std::int64_t start_us = 1'767'225'600'000'000;  // 2026-01-01.

// `at_us` after the start. The message id is the number of the event.
inline Draft event_of(SourceKind rights, std::int64_t number, std::int64_t at_us,
                      std::vector<Identifier> identifiers, EventKind kind = EventKind::track) {
  Draft draft;
  draft.source = rights == SourceKind::browser ? browser_source : server_source;
  draft.source_kind = rights;
  draft.message_id = "m" + std::to_string(number);
  draft.kind = kind;
  draft.name = "Seen";
  draft.occurred_at = {start_us + at_us};
  draft.times.received = draft.occurred_at;
  draft.identifiers = std::move(identifiers);
  draft.payload_hash = std::string(16, 'a');
  return draft;
}
inline Draft from_browser(std::int64_t number, std::vector<Identifier> identifiers,
                          EventKind kind = EventKind::track) {
  return event_of(SourceKind::browser, number, number * us_per_second, std::move(identifiers),
                  kind);
}
inline Draft from_server(std::int64_t number, std::vector<Identifier> identifiers,
                         EventKind kind = EventKind::track) {
  return event_of(SourceKind::server, number, number * us_per_second, std::move(identifiers), kind);
}
inline Draft identify(std::int64_t number, std::vector<Identifier> identifiers,
                      std::string traits) {
  Draft draft = from_server(number, std::move(identifiers), EventKind::identify);
  draft.properties = std::move(traits);
  return draft;
}

inline Identifier user(std::string value) {
  return {"user_id", std::move(value)};
}
inline Identifier email(std::string value) {
  return {"email", std::move(value)};
}
inline Identifier device(std::string value) {
  return {"anonymous_id", std::move(value)};
}

class PeopleWorld {
 public:
  explicit PeopleWorld(storage::Dialect dialect,
                       std::int64_t claims_at_once = people::claims_at_once_max,
                       const timeline::TimelineOptions& options = {},
                       const TestStorage::Change& change = {})
      : storage_(dialect, change),
        timeline_(storage_.workspaces(), storage_.clock(), options),
        people_(storage_.workspaces(), timeline_, storage_.clock(), random_, claims_at_once) {
    storage_.workspace();
  }

  people::People& people() { return people_; }
  timeline::Timeline& timeline() { return timeline_; }
  FakeClock& clock() { return storage_.clock(); }
  storage::Workspaces& workspaces() { return storage_.workspaces(); }
  storage::Database& database(WorkspaceId id = {1}) { return storage_.workspace(id); }
  [[nodiscard]] const std::string& data_directory() const {
    return storage_.options().data_directory;
  }
  [[nodiscard]] Actor owner_actor() const {
    return {.workspace = {1}, .user = {8}, .role = Role::owner, .name = "Owner"};
  }
  [[nodiscard]] Actor agent() const {
    return {.workspace = {1}, .user = {7}, .role = Role::agent, .name = "Ann"};
  }

  // Each in a unit of its own.
  timeline::Recorded record(const Draft& draft) {
    auto recorded =
        database().write([&](storage::Transaction& tx) { return timeline_.record(tx, draft); });
    EXPECT_TRUE(recorded.ok()) << recorded.error().message;
    return recorded.ok() ? *recorded : timeline::Recorded{};
  }
  // As happening now.
  timeline::Recorded record_now(Draft draft) {
    draft.occurred_at = clock().now();
    draft.times.received = draft.occurred_at;
    return record(draft);
  }
  // All in one unit.
  void record_together(const std::vector<Draft>& drafts) {
    const auto recorded = database().write([&](storage::Transaction& tx) -> Result<void> {
      for (const Draft& draft : drafts) {
        TL_TRY_ASSIGN(const auto one, timeline_.record(tx, draft));
        EXPECT_NE(one.outcome, timeline::Outcome::collided);
      }
      return {};
    });
    EXPECT_TRUE(recorded.ok()) << recorded.error().message;
  }

  template <class F>
  auto read(const F& body) {
    auto found = database().read(body);
    EXPECT_TRUE(found.ok()) << found.error().message;
    return *std::move(found);
  }
  ProfileId owner(const std::string& reference) {
    const auto found = database().read(
        [&](storage::Transaction& tx) { return people_.find_profile(tx, reference); });
    return found.ok() ? *found : ProfileId{};
  }
  std::string public_id(const std::string& reference) {
    return read([&](storage::Transaction& tx) {
             return people_.profile(tx, owner_in(tx, reference));
           })
        .public_id;
  }
  std::string trait(const std::string& reference, const std::string& key,
                    const people::AsOf& when = {}) {
    const auto traits = read([&](storage::Transaction& tx) {
      return people_.traits(tx, owner_in(tx, reference), when);
    });
    for (const people::Trait& one : traits) {
      if (one.key == key) {
        return one.said.value;
      }
    }
    return "nothing";
  }
  std::string exported() {
    return read([&](storage::Transaction& tx) { return people_.canonical_export(tx); });
  }
  std::string folded() {
    return read([&](storage::Transaction& tx) { return people_.canonical_fold(tx); });
  }
  // The events of a kind on somebody's line, oldest first.
  std::vector<Event> events(const std::string& reference, EventKind kind) {
    std::vector<Event> found;
    const auto read_all = database().read([&](storage::Transaction& tx) -> Result<void> {
      TL_TRY_ASSIGN(const auto ids, people_.identifier_ids(tx, owner_in(tx, reference)));
      return timeline_.each_event(tx, ids, {.kinds = {kind}},
                                  [&](const Event& event) -> Result<void> {
                                    found.push_back(event);
                                    return {};
                                  });
    });
    EXPECT_TRUE(read_all.ok());
    return found;
  }

 private:
  ProfileId owner_in(storage::Transaction& tx, const std::string& reference) {
    const auto found = people_.find_profile(tx, reference);
    EXPECT_TRUE(found.ok()) << reference;
    return found.ok() ? *found : ProfileId{};
  }

  TestStorage storage_;
  SeededRandom random_{1};
  timeline::Timeline timeline_;
  people::People people_;
};

}  // namespace throughline::testing
