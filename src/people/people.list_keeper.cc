// Keeps the people list behind the line: what many events add to somebody's figures is gathered and
// written at once, in the order of the identifiers.
#include "people/people.h"

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "people/erase_store.h"
#include "people/identity_event.h"
#include "people/identity_rows_store.h"
#include "people/listed_traits_store.h"
#include "people/people.shared.h"
#include "people/people_index_store.h"
#include "timeline/timeline.gathering.h"

namespace throughline::people {

using storage::Transaction;

namespace {

// What events say about who somebody is, apart from that they happened.
bool is_only_seen(const Event& event) {
  return event.kind == EventKind::track || event.kind == EventKind::page ||
         event.kind == EventKind::screen;
}

// Of one identifier.
struct Said {
  // By the place of the event's name.
  std::vector<std::pair<std::size_t, CountedEvents>> counts = {};
  CountedEvents seen = {};
  std::vector<Assertion> said = {};
  bool changed = false;  // Whose it is, or what the list shows of it: to be read anew.
  EventSeq latest = {};

  void count(std::size_t name, Time at) {
    seen.add(at);
    const auto known = std::ranges::find(counts, name, [](const auto& one) { return one.first; });
    CountedEvents& counted =
        known == counts.end() ? counts.emplace_back(name, CountedEvents{}).second : known->second;
    counted.add(at);
  }
};

// Her events may have been read before she was erased.
Result<bool> belongs_to_somebody(Transaction& tx, ListedOwners& owners, std::int64_t key) {
  if (owners.find(key)) {
    return true;
  }
  TL_TRY_ASSIGN(const auto row, tx.find_row("SELECT 1 FROM identifiers WHERE id = ?", {key}));
  return row.has_value();
}

}  // namespace

class People::ListKeeper : public timeline::Gatherer {
 public:
  class News;

  explicit ListKeeper(People& people) : people_(people) {}
  [[nodiscard]] std::string_view name() const override { return list_follower; }
  [[nodiscard]] timeline::EventParts parts() const override {
    return timeline::EventParts::outline;
  }
  std::unique_ptr<timeline::Gathering> begin() override;

 private:
  People& people_;
};

class People::ListKeeper::News : public timeline::Gathering {
 public:
  explicit News(People& people) : people_(people) {}

  Result<void> add(Transaction& tx, std::span<const Event> events) override {
    if (!erasure_) {
      TL_TRY_ASSIGN(erasure_, last_erasure(tx));
    }
    for (const Event& event : events) {
      TL_TRY(add_moves(tx, event));
      // The product's own: it noted something of her; she was not there.
      if (event.kind != EventKind::system && event.key_identifier) {
        add_event(event);
      }
    }
    return {};
  }

  [[nodiscard]] std::vector<std::int64_t> keys() const override {
    std::vector<std::int64_t> keys;
    keys.reserve(news_.size());
    for (const auto& [identifier, news] : news_) {
      keys.push_back(identifier);
    }
    std::sort(keys.begin(), keys.end());
    return keys;
  }

  // An erasure may have changed what events say and how they are called.
  Result<bool> holds(Transaction& tx) override {
    TL_TRY_ASSIGN(const std::int64_t last, last_erasure(tx));
    return !erasure_ || *erasure_ == last;
  }

  Result<void> write(Transaction& tx, std::span<const std::int64_t> keys) override {
    ListedOwners& owners = tx.database().attached<Shared>().listed;
    NewCounts counts;
    std::set<std::int64_t> changed;
    std::map<std::int64_t, CountedEvents> seen;
    Statements statements;
    for (const std::int64_t key : keys) {
      const Said& news = news_.at(key);
      TL_TRY_ASSIGN(const bool belongs, belongs_to_somebody(tx, owners, key));
      if (news.changed) {
        changed.insert(key);
      } else if (belongs && news.seen.events > 0) {
        seen[key] = news.seen;
        if (!news.said.empty()) {
          statements[key] = news.said;
        }
      }
      if (belongs) {
        for (const auto& [name, counted] : news.counts) {
          counts[{key, names_.at(name)}] = counted;
        }
      }
    }
    TL_TRY(add_counts(tx, counts));
    TL_TRY_ASSIGN(std::set<std::int64_t> unlisted, add_seen(tx, owners, seen));
    changed.merge(unlisted);
    std::erase_if(statements, [&](const auto& said) { return changed.contains(said.first); });
    TL_TRY_ASSIGN(std::set<std::int64_t> renamed,
                  refresh_traits(tx, owners, statements, [this](Transaction& inner, ProfileId id) {
                    return people_.listed_traits(inner, id);
                  }));
    changed.merge(renamed);
    return refresh_people(
        tx, owners, changed,
        [this](Transaction& inner, ProfileId id) { return people_.listed_person(inner, id); },
        present_owner);
  }

  [[nodiscard]] EventSeq latest_of(std::int64_t key) const override { return news_.at(key).latest; }

 private:
  Result<void> add_moves(Transaction& tx, const Event& event) {
    for (const Identifier& moved : told_by(event).identifiers) {
      TL_TRY_ASSIGN(const auto row, find_identifier(tx, moved));
      if (row) {
        Said& news = news_[row->id.value];
        news.changed = true;
        news.latest = event.seq;
      }
    }
    return {};
  }

  void add_event(const Event& event) {
    Said& news = news_[event.key_identifier.value];
    news.latest = event.seq;
    news.count(place_of(event.name), event.occurred_at);
    if (event.kind == EventKind::identify) {
      auto said = parse_assertions(event.properties, origin_of(event));
      if (said.ok()) {
        std::move(said->begin(), said->end(), std::back_inserter(news.said));
      }
    } else if (!is_only_seen(event)) {
      news.changed = true;
    }
  }

  std::size_t place_of(const std::string& name) {
    const auto [place, is_new] = places_.try_emplace(name, names_.size());
    if (is_new) {
      names_.push_back(name);
    }
    return place->second;
  }

  People& people_;
  std::optional<std::int64_t> erasure_;  // The last one, when the first event was taken.
  std::unordered_map<std::int64_t, Said> news_;
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<std::string> names_;
};

std::unique_ptr<timeline::Gathering> People::ListKeeper::begin() {
  return std::make_unique<News>(people_);
}

void People::follow_for_list() {
  timeline_.add_follower(std::make_unique<ListKeeper>(*this));
}

}  // namespace throughline::people
