#include "journeys/journeys.parts.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "base/text.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::LineEvent;

namespace {

// How many people there are for each value.
class KeyCounts {
 public:
  KeyCounts(const Breakdown& breakdown, const FirstCounted& first)
      : breakdown_(&breakdown), first_(&first) {}
  void add(CustomerId customer, Line line) {
    if (const LineEvent* event = (*first_)(customer, line)) {
      ++counts_[breakdown_->key_of(customer, event->row)];
    }
  }
  void merge(const KeyCounts& other) {
    for (const auto& [key, count] : other.counts_) {
      counts_[key] += count;
    }
  }
  [[nodiscard]] const std::map<ValueKey, std::uint64_t>& counts() const { return counts_; }

 private:
  const Breakdown* breakdown_;
  const FirstCounted* first_;
  std::map<ValueKey, std::uint64_t> counts_;
};

// The groups that are shown: a place for each, and behind them one for no value and one for the
// others.
class Groups {
 public:
  Groups(const Breakdown& breakdown, const KeyCounts& counted, std::size_t limit) {
    struct Value {
      std::uint64_t people = 0;
      ValueKey key = {};
    };
    std::vector<Value> values;
    for (const auto& [key, people] : counted.counts()) {
      if (key != no_value_key) {
        values.push_back({people, key});
      }
    }
    const std::size_t shown = std::min(limit, values.size());
    // Equals in the order of their text: the same groups each time.
    const auto before = [&](const Value& one, const Value& other) {
      return one.people != other.people ? one.people > other.people
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

// The people of each group.
using PlaceOf = std::function<std::optional<std::size_t>(CustomerId, Line)>;
class GroupSets {
 public:
  GroupSets(const PlaceOf& place_of, std::size_t places) : place_of_(&place_of), sets_(places) {}
  void add(CustomerId customer, Line line) {
    if (const auto place = (*place_of_)(customer, line)) {
      sets_[*place].add(customer);
    }
  }
  void merge(const GroupSets& other) {
    for (std::size_t i = 0; i < sets_.size(); ++i) {
      sets_[i].add(other.sets_[i]);
    }
  }
  std::vector<PeopleSet> take() { return std::move(sets_); }

 private:
  const PlaceOf* place_of_;
  std::vector<PeopleSet> sets_;
};

Result<std::vector<PeopleSet>> people_by_place(const Feed::View& view, const Span& span,
                                               const Cancelled& cancelled, const PlaceOf& place_of,
                                               std::size_t places) {
  TL_TRY_ASSIGN(GroupSets sets, scan(view.lines, span, cancelled, GroupSets(place_of, places)));
  return sets.take();
}

PlaceOf place_in(const Groups& groups, const Breakdown& breakdown, const FirstCounted& first) {
  return
      [&groups, &breakdown, &first](CustomerId customer, Line line) -> std::optional<std::size_t> {
        const LineEvent* event = first(customer, line);
        return event == nullptr
                   ? std::nullopt
                   : std::optional(groups.place_of(breakdown.key_of(customer, event->row)));
      };
}

Result<Groups> groups_of(const Feed::View& view, const Looking& looking, const Breakdown& breakdown,
                         const Cancelled& cancelled, const FirstCounted& first) {
  TL_TRY_ASSIGN(const KeyCounts counted,
                scan(view.lines, looking.span, cancelled, KeyCounts(breakdown, first)));
  return Groups(breakdown, counted, looking.groups);
}

Span with(Span span, PeopleSet people) {
  span.people = std::make_shared<const PeopleSet>(std::move(people));
  return span;
}

Result<std::vector<Part>> groups_as_parts(const Feed::View& view, const Looking& looking,
                                          const Breakdown& breakdown, const Cancelled& cancelled,
                                          const FirstCounted& first) {
  TL_TRY_ASSIGN(const Groups groups, groups_of(view, looking, breakdown, cancelled, first));
  const PlaceOf place_of = place_in(groups, breakdown, first);
  TL_TRY_ASSIGN(auto sets, people_by_place(view, looking.span, cancelled, place_of, groups.size()));
  std::vector<Part> parts;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const std::uint64_t people = sets[i].count();
    if (people == 0) {
      continue;
    }
    const bool is_value = i < groups.none();
    parts.push_back({.view = {.kind = is_value             ? "value"
                                      : i == groups.none() ? "none"
                                                           : "others",
                              .value = {is_value ? breakdown.json_of(groups.keys()[i]) : "null"},
                              .people = static_cast<std::int64_t>(people)},
                     .span = with(looking.span, std::move(sets[i]))});
  }
  return parts;
}

Result<Span> span_of_group(const Feed::View& view, const Looking& looking,
                           const Breakdown& breakdown, const Cancelled& cancelled,
                           const FirstCounted& first, const PartAsked& asked) {
  if (asked.kind == "others") {
    TL_TRY_ASSIGN(const Groups groups, groups_of(view, looking, breakdown, cancelled, first));
    const PlaceOf place_of = place_in(groups, breakdown, first);
    TL_TRY_ASSIGN(auto sets,
                  people_by_place(view, looking.span, cancelled, place_of, groups.size()));
    return with(looking.span, std::move(sets[groups.others()]));
  }
  const auto key = asked.kind == "none" ? no_value_key : breakdown.find(asked.value.text);
  if (!key) {
    return with(looking.span, PeopleSet());  // Nobody has it.
  }
  const PlaceOf place_of = [&](CustomerId customer, Line line) -> std::optional<std::size_t> {
    const LineEvent* event = first(customer, line);
    return event != nullptr && breakdown.key_of(customer, event->row) == *key
               ? std::optional<std::size_t>(0)
               : std::nullopt;
  };
  TL_TRY_ASSIGN(auto sets, people_by_place(view, looking.span, cancelled, place_of, 1));
  return with(looking.span, std::move(sets.front()));
}

}  // namespace

FirstCounted first_of(journey_engine::EventSet events) {
  return [events = std::move(events)](CustomerId customer, Line line) -> const LineEvent* {
    const auto found = std::find_if(line.begin(), line.end(), [&](const LineEvent& event) {
      return events.has(customer, event);
    });
    return found == line.end() ? nullptr : &*found;
  };
}

Result<std::vector<Part>> parts_of(const Feed::View& view, const Looking& looking,
                                   const Cancelled& cancelled, const FirstCounted& first) {
  if (looking.breakdown) {
    return groups_as_parts(view, looking, *looking.breakdown, cancelled, first);
  }
  std::vector<Part> parts;
  const PlaceOf counts = [&](CustomerId customer, Line line) {
    return first(customer, line) == nullptr ? std::nullopt : std::optional<std::size_t>(0);
  };
  for (const Looking::Compared& one : looking.compared) {
    TL_TRY_ASSIGN(const auto sets, people_by_place(view, one.span, cancelled, counts, 1));
    parts.push_back({.view = {.kind = "compared",
                              .value = {quote_json(one.name)},
                              .people = static_cast<std::int64_t>(sets.front().count())},
                     .span = one.span});
  }
  return parts;
}

Result<Span> span_of_part(const Feed::View& view, const Looking& looking,
                          const Cancelled& cancelled, const FirstCounted& first,
                          const std::optional<PartAsked>& asked) {
  if (!asked) {
    return looking.span;
  }
  if (asked->kind == "compared") {
    const auto found =
        std::find_if(looking.compared.begin(), looking.compared.end(),
                     [&](const auto& one) { return quote_json(one.name) == asked->value.text; });
    if (found == looking.compared.end()) {
      return Error::invalid("`part.value` must be the name of a part of `question.compare`");
    }
    return found->span;
  }
  if (asked->kind != "value" && asked->kind != "none" && asked->kind != "others") {
    return Error::invalid("`part.kind` must be value, none, others or compared");
  }
  if (!looking.breakdown) {
    return Error::invalid("`part` needs a `breakdown` in the question");
  }
  return span_of_group(view, looking, *looking.breakdown, cancelled, first, *asked);
}

}  // namespace throughline::journeys
