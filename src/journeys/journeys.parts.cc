#include "journeys/journeys.parts.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/text.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::EventTest;
using journey_engine::Line;
using journey_engine::LineEvent;

namespace {

// How many deciding events there are for each value.
class KeyCounts {
 public:
  KeyCounts(const Breakdown& breakdown, const Deciding& deciding)
      : breakdown_(&breakdown), deciding_(&deciding) {}
  void add(CustomerId customer, Line line) {
    deciding_->visit(customer, line, [&](const LineEvent& event) {
      ++counts_[breakdown_->key_of(customer, event.row)];
    });
  }
  void merge(const KeyCounts& other) {
    for (const auto& [key, count] : other.counts_) {
      counts_[key] += count;
    }
  }
  [[nodiscard]] const std::map<ValueKey, std::uint64_t>& counts() const { return counts_; }

 private:
  const Breakdown* breakdown_;
  const Deciding* deciding_;
  std::map<ValueKey, std::uint64_t> counts_;
};

// The groups that are shown: a place for each, and behind them one for no value and one for the
// others.
class Groups {
 public:
  Groups(const Breakdown& breakdown, const std::map<ValueKey, std::uint64_t>& counts,
         std::size_t limit) {
    struct Value {
      std::uint64_t count = 0;
      ValueKey key = {};
    };
    std::vector<Value> values;
    for (const auto& [key, count] : counts) {
      if (key != no_value_key) {
        values.push_back({count, key});
      }
    }
    const std::size_t shown = std::min(limit, values.size());
    // Equals in the order of their text: the same groups each time.
    const auto before = [&](const Value& one, const Value& other) {
      return one.count != other.count ? one.count > other.count
                                      : breakdown.json_of(one.key) < breakdown.json_of(other.key);
    };
    std::partial_sort(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(shown),
                      values.end(), before);
    for (std::size_t i = 0; i < shown; ++i) {
      places_.emplace(values[i].key, i);
      keys_.push_back(values[i].key);
    }
  }
  [[nodiscard]] std::size_t size() const { return keys_.size() + 2; }
  [[nodiscard]] std::size_t none() const { return keys_.size(); }
  [[nodiscard]] std::size_t others() const { return keys_.size() + 1; }
  [[nodiscard]] const std::vector<ValueKey>& keys() const { return keys_; }
  [[nodiscard]] std::size_t place_of(const ValueKey& key) const {
    if (key == no_value_key) {
      return none();
    }
    const auto found = places_.find(key);
    return found == places_.end() ? others() : found->second;
  }

 private:
  std::map<ValueKey, std::size_t> places_;
  std::vector<ValueKey> keys_;
};

// The people of each place. Whoever has deciding events of several is in each of them.
using PlaceOf = std::function<std::optional<std::size_t>(CustomerId, const LineEvent&)>;
class PlaceSets {
 public:
  PlaceSets(const Deciding& deciding, const PlaceOf& place_of, std::size_t places)
      : deciding_(&deciding), place_of_(&place_of), sets_(places) {}
  void add(CustomerId customer, Line line) {
    deciding_->visit(customer, line, [&](const LineEvent& event) {
      if (const auto place = (*place_of_)(customer, event)) {
        sets_[*place].add(customer);
      }
    });
  }
  void merge(const PlaceSets& other) {
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      sets_[i].add(other.sets_[i]);
    }
  }
  std::vector<PeopleSet> take() { return std::move(sets_); }

 private:
  const Deciding* deciding_;
  const PlaceOf* place_of_;
  std::vector<PeopleSet> sets_;
};

Result<std::vector<PeopleSet>> people_by_place(const Frame& frame, const Deciding& deciding,
                                               const PlaceOf& place_of, std::size_t places) {
  TL_TRY_ASSIGN(PlaceSets sets, scan(frame.view.lines, frame.span, frame.cancelled,
                                     PlaceSets(deciding, place_of, places)));
  return sets.take();
}

// What a question is broken down by.
struct Division {
  const Frame& frame;
  const Deciding& deciding;
  std::shared_ptr<const Breakdown> breakdown = frame.looking->breakdown;

  // Whether the events of one person may be in different groups.
  [[nodiscard]] bool divides_lines() const {
    return deciding.is_each() && breakdown->is_by_event();
  }

  [[nodiscard]] Result<std::shared_ptr<const Groups>> groups() const {
    TL_TRY_ASSIGN(const KeyCounts counted, scan(frame.view.lines, frame.span, frame.cancelled,
                                                KeyCounts(*breakdown, deciding)));
    return std::make_shared<const Groups>(*breakdown, counted.counts(), frame.looking->groups);
  }
  // The part of these people. `has` says of which values it is.
  template <class Has>
  [[nodiscard]] Part part(PartView view, PeopleSet people, Has has) const {
    view.people = static_cast<std::int64_t>(people.count());
    Part part{.view = std::move(view), .shown = frame.shown};
    part.shown.people = std::make_shared<const PeopleSet>(std::move(people));
    if (divides_lines()) {
      part.only = [by = breakdown, has = std::move(has)](CustomerId customer,
                                                         const LineEvent& event) {
        return has(by->key_of(customer, event.row));
      };
    }
    return part;
  }
  // The same, of everybody for whom an event with such a value decides.
  template <class Has>
  [[nodiscard]] Result<Part> part_where(const Has& has) const {
    const PlaceOf place_of = [&](CustomerId customer, const LineEvent& event) {
      return has(breakdown->key_of(customer, event.row)) ? std::optional<std::size_t>(0)
                                                         : std::nullopt;
    };
    TL_TRY_ASSIGN(auto sets, people_by_place(frame, deciding, place_of, 1));
    return part({}, std::move(sets.front()), has);
  }
};

auto in_place(std::shared_ptr<const Groups> groups, std::size_t place) {
  return [groups = std::move(groups), place](const ValueKey& key) {
    return groups->place_of(key) == place;
  };
}

PartView view_of(const Breakdown& breakdown, const Groups& groups, std::size_t place) {
  const bool is_value = place < groups.none();
  return {.kind = is_value                 ? "value"
                  : place == groups.none() ? "none"
                                           : "others",
          .value = {is_value ? breakdown.json_of(groups.keys()[place]) : "null"}};
}

// Of what the one pass found.
std::vector<Part> found_parts(const Frame& frame) {
  const auto& people = frame.one_pass->people();
  const Breakdown& breakdown = *frame.looking->breakdown;
  const Groups groups(breakdown, people, frame.looking->groups);
  std::vector<Part> by_place(groups.size());
  for (const auto& [key, count] : people) {
    Part& part = by_place[groups.place_of(key)];
    part.view.people += static_cast<std::int64_t>(count);
    part.values.push_back(key);
  }
  std::vector<Part> parts;
  for (std::size_t i = 0; i < by_place.size(); ++i) {
    if (by_place[i].view.people == 0) {
      continue;
    }
    const std::int64_t count = by_place[i].view.people;
    by_place[i].view = view_of(breakdown, groups, i);
    by_place[i].view.people = count;
    by_place[i].shown = frame.shown;
    parts.push_back(std::move(by_place[i]));
  }
  return parts;
}

Result<std::vector<Part>> groups_as_parts(const Division& division) {
  TL_TRY_ASSIGN(const auto groups, division.groups());
  const PlaceOf place_of = [&](CustomerId customer, const LineEvent& event) {
    return std::optional(groups->place_of(division.breakdown->key_of(customer, event.row)));
  };
  TL_TRY_ASSIGN(auto sets,
                people_by_place(division.frame, division.deciding, place_of, groups->size()));
  std::vector<Part> parts;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    if (sets[i].count() == 0) {
      continue;
    }
    parts.push_back(division.part(view_of(*division.breakdown, *groups, i), std::move(sets[i]),
                                  in_place(groups, i)));
  }
  return parts;
}

Result<Part> group_as_part(const Division& division, const PartAsked& asked) {
  if (asked.kind == "others") {
    TL_TRY_ASSIGN(const auto groups, division.groups());
    return division.part_where(in_place(groups, groups->others()));
  }
  // A value that nobody has: nobody, and everybody with any.
  const auto wanted = asked.kind == "none" ? std::optional(no_value_key)
                                           : division.breakdown->find(asked.value.text);
  if (asked.kind == "other_than") {
    return division.part_where(
        [wanted](const ValueKey& key) { return key != no_value_key && key != wanted; });
  }
  return division.part_where([wanted](const ValueKey& key) { return key == wanted; });
}

}  // namespace

Result<std::vector<Part>> parts_of(const Frame& frame, const Deciding& deciding,
                                   const DecidingIn& deciding_in) {
  if (frame.one_pass != nullptr) {
    return found_parts(frame);
  }
  if (frame.looking->breakdown) {
    return groups_as_parts({.frame = frame, .deciding = deciding});
  }
  std::vector<Part> parts;
  const PlaceOf everybody = [](CustomerId /*customer*/, const LineEvent& /*event*/) {
    return std::optional<std::size_t>(0);
  };
  for (const Looking::Compared& one : frame.looking->compared) {
    Part part{.view = {.kind = "compared", .value = {quote_json(one.name)}}, .shown = one.shown};
    const Frame side = frame.within(part);
    TL_TRY_ASSIGN(const Deciding own, deciding_in(side));
    TL_TRY_ASSIGN(const auto sets, people_by_place(side, own, everybody, 1));
    part.view.people = static_cast<std::int64_t>(sets.front().count());
    parts.push_back(std::move(part));
  }
  return parts;
}

Result<Part> part_of(const Frame& frame, const Deciding& deciding, const PartAsked& asked) {
  if (asked.kind == "compared") {
    const auto& compared = frame.looking->compared;
    const auto found = std::find_if(compared.begin(), compared.end(), [&](const auto& one) {
      return quote_json(one.name) == asked.value.text;
    });
    if (found == compared.end()) {
      return Error::invalid("`part.value` must be the name of a part of `question.compare`");
    }
    return Part{.shown = found->shown};
  }
  if (asked.kind != "value" && asked.kind != "none" && asked.kind != "others" &&
      asked.kind != "other_than") {
    return Error::invalid("`part.kind` must be value, none, others, other_than or compared");
  }
  if (!frame.looking->breakdown) {
    return Error::invalid("`part` needs a `breakdown` in the question");
  }
  return group_as_part({.frame = frame, .deciding = deciding}, asked);
}

}  // namespace throughline::journeys
