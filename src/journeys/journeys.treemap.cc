#include <algorithm>

#include "journeys/journeys.answers.h"
#include "journeys/journeys.number.h"
#include "journeys/journeys.treemap_groups.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::LineEvent;

Result<TreemapDimension> dimension_of(const Frame& frame, const TreemapByAsked& asked,
                                      const std::string& field) {
  const bool by_event = asked.event.value_or(false);
  if ((by_event ? 1 : 0) + (asked.property ? 1 : 0) + (asked.trait ? 1 : 0) != 1) {
    return Error::invalid("`" + field + "` needs one of `event`, `property` and `trait`");
  }
  if (by_event) {
    return TreemapDimension(EventNames(frame.codes()));
  }
  if (asked.trait) {
    return TreemapDimension(Breakdown(*frame.looking->traits.at(*asked.trait)));
  }
  TL_TRY_ASSIGN(auto property, frame.choices->property(*asked.property));
  return TreemapDimension(Breakdown(std::move(property)));
}

namespace {

constexpr std::array<std::string_view, 3> measure_names = {"events", "people", "sum"};
constexpr std::size_t levels_max = 2;
constexpr std::int64_t limit_of_first = 12;
constexpr std::int64_t limit_of_second = 8;

ValueKey key_of_place(std::size_t place) {
  return {.code = static_cast<std::uint32_t>(place)};
}

struct Level {
  TreemapDimension dimension;
  std::size_t limit = 0;
};

// What is asked, made ready: which groups there are is found by counting.
struct Treemap {
  const Frame& frame;
  std::vector<std::shared_ptr<const Level>> levels = {};
  TreemapMeasure measure = TreemapMeasure::events;
  journey_engine::EventSet events = {};
  journey_engine::EventNumber said = {};
  journey_engine::NumbersSaid said_of = {};
  bool by_names = true;  // Of events, and nothing else.
  TreemapPlaces first = {};
  std::map<std::size_t, TreemapPlaces> second = {};  // By place of the first.

  [[nodiscard]] const TreemapDimension& dimension(std::size_t level) const {
    return levels[level]->dimension;
  }
};

Result<Treemap> treemap_of(const Frame& frame, const TreemapAsked& asked) {
  Treemap treemap{.frame = frame};
  if (asked.by.empty() || asked.by.size() > levels_max) {
    return Error::invalid("`by` must have one or two entries");
  }
  TL_TRY_ASSIGN(treemap.measure, chosen<TreemapMeasure>(asked.measure, measure_names, "measure"));
  if (asked.property.has_value() != (treemap.measure == TreemapMeasure::sum)) {
    return Error::invalid("`property` must be given with the measure sum, and with it alone");
  }
  TL_TRY_ASSIGN(treemap.events, frame.events(asked.events, "events"));
  for (std::size_t i = 0; i < asked.by.size(); ++i) {
    const std::string field = "by[" + std::to_string(i) + "]";
    TL_TRY_ASSIGN(const std::int64_t limit,
                  number_within(asked.by[i].limit, i == 0 ? limit_of_first : limit_of_second, 1,
                                groups_max, field + ".limit"));
    TL_TRY_ASSIGN(auto dimension, dimension_of(frame, asked.by[i], field));
    treemap.by_names = treemap.by_names && asked.by[i].event.value_or(false);
    treemap.levels.push_back(std::make_shared<const Level>(
        Level{.dimension = std::move(dimension), .limit = static_cast<std::size_t>(limit)}));
  }
  if (asked.property) {
    TL_TRY_ASSIGN(SaidNumber said, said_number(frame, *asked.property));
    treemap.said = std::move(said.of_event);
    treemap.said_of = std::move(said.of_columns);
  }
  return treemap;
}

using KeyOf = decltype(TreemapCounting::key_of);

TreemapCounting counting_of(const Treemap& treemap, KeyOf key_of) {
  TreemapCounting counting{
      .events = treemap.events, .said = treemap.said, .said_of = treemap.said_of};
  if (treemap.by_names) {
    const auto codes = static_cast<std::uint32_t>(treemap.frame.codes().size());
    for (std::uint32_t code = 0; code <= codes; ++code) {
      counting.key_of_code.push_back(*key_of({}, {.code = code}));
    }
  }
  counting.key_of = std::move(key_of);
  return counting;
}

Result<void> check(const TreemapCounts& counts) {
  if (counts.has_too_many()) {
    return Error::invalid("`by` has more than " + std::to_string(TreemapCounts::keys_max) +
                          " different values; choose one with fewer");
  }
  return {};
}

using Counts = std::map<TreemapKey, TreemapCount>;

Result<Counts> counted(const Treemap& treemap, const TreemapCounting& counting) {
  TL_TRY_ASSIGN(const TreemapCounts counts, scan(treemap.frame.view.lines, treemap.frame.span,
                                                 treemap.frame.cancelled, TreemapCounts(counting)));
  TL_TRY(check(counts));
  return counts.counts();
}

Result<Counts> counted(const Treemap& treemap, KeyOf key_of) {
  return counted(treemap, counting_of(treemap, std::move(key_of)));
}

// All values of the first level. The treemap must outlive it.
TreemapCounting counting_of_first(const Treemap& treemap) {
  return counting_of(treemap, [&](CustomerId customer, const LineEvent& event) {
    return std::optional(TreemapKey(treemap.dimension(0).key_of(customer, event), no_value_key));
  });
}

// Finds which groups are shown: those of the first level, then those within each.
Result<void> find_places(Treemap& treemap, const Counts& of_first) {
  TreemapPlaces::Values values;
  for (const auto& [key, count] : of_first) {
    values.emplace_back(key.first, count.value(treemap.measure));
  }
  treemap.first = TreemapPlaces(treemap.dimension(0), std::move(values), treemap.levels[0]->limit);
  if (treemap.levels.size() == 1) {
    return {};
  }
  TL_TRY_ASSIGN(
      const auto of_second, counted(treemap, [&](CustomerId customer, const LineEvent& event) {
        return std::optional(TreemapKey(
            key_of_place(treemap.first.place_of(treemap.dimension(0).key_of(customer, event))),
            treemap.dimension(1).key_of(customer, event)));
      }));
  std::map<std::size_t, TreemapPlaces::Values> by_place;
  for (const auto& [key, count] : of_second) {
    by_place[key.first.code].emplace_back(key.second, count.value(treemap.measure));
  }
  for (auto& [place, within] : by_place) {
    treemap.second.emplace(
        place, TreemapPlaces(treemap.dimension(1), std::move(within), treemap.levels[1]->limit));
  }
  return {};
}

TreemapGroupView view_of(const Treemap& treemap, const TreemapCount& count) {
  TreemapGroupView view{.events = static_cast<std::int64_t>(count.events),
                        .people = static_cast<std::int64_t>(count.people)};
  if (treemap.said) {
    view.sum = count.sum.value();
  }
  return view;
}

// The counts of each place of the first level, and of each within it.
Result<std::vector<TreemapGroupView>> groups_of(const Treemap& treemap) {
  TL_TRY_ASSIGN(
      const auto of_first, counted(treemap, [&](CustomerId customer, const LineEvent& event) {
        const auto key = treemap.dimension(0).key_of(customer, event);
        return std::optional(TreemapKey(key_of_place(treemap.first.place_of(key)), no_value_key));
      }));
  std::map<TreemapKey, TreemapCount> of_second;
  if (treemap.levels.size() > 1) {
    TL_TRY_ASSIGN(of_second, counted(treemap, [&](CustomerId customer, const LineEvent& event) {
                    const std::size_t place =
                        treemap.first.place_of(treemap.dimension(0).key_of(customer, event));
                    const auto key = treemap.dimension(1).key_of(customer, event);
                    return std::optional(TreemapKey(
                        key_of_place(place), key_of_place(treemap.second.at(place).place_of(key))));
                  }));
  }
  std::vector<TreemapGroupView> groups;
  for (const auto& [key, count] : of_first) {
    const std::size_t place = key.first.code;
    groups.push_back(view_of(treemap, count));
    groups.back().values = {treemap.first.part(treemap.dimension(0), place)};
    for (auto each = of_second.lower_bound({key.first, {}});
         each != of_second.end() && each->first.first == key.first; ++each) {
      const PartAsked within =
          treemap.second.at(place).part(treemap.dimension(1), each->first.second.code);
      TreemapGroupView view = view_of(treemap, each->second);
      view.values = {treemap.first.part(treemap.dimension(0), place), within};
      groups.push_back(std::move(view));
    }
  }
  return groups;
}

// Whether a key is of the part that is asked for.
using HasKey = std::function<bool(const ValueKey&)>;
Result<HasKey> has_key(const TreemapDimension& dimension, const TreemapPlaces& places,
                       const PartAsked& asked) {
  if (asked.kind == "others") {
    return HasKey(
        [places](const ValueKey& key) { return places.place_of(key) == places.others(); });
  }
  if (asked.kind != "value" && asked.kind != "none") {
    return Error::invalid("`cell.values` must be of the kinds value, none and others");
  }
  const auto wanted =
      asked.kind == "none" ? std::optional(no_value_key) : dimension.find(asked.value.text);
  return HasKey([wanted](const ValueKey& key) { return key == wanted; });
}

// The places within the part of the first level that is asked for.
TreemapPlaces places_within(const Treemap& treemap, const PartAsked& first) {
  const auto key = treemap.dimension(0).find(first.value.text);
  const std::size_t place = first.kind == "none"     ? treemap.first.none()
                            : first.kind == "others" ? treemap.first.others()
                            : key                    ? treemap.first.place_of(*key)
                                                     : treemap.first.others();
  const auto found = treemap.second.find(place);
  return found == treemap.second.end() ? TreemapPlaces() : found->second;
}

}  // namespace

Result<TreemapAnswer> answer(const Frame& frame, const TreemapAsked& asked) {
  TL_TRY_ASSIGN(Treemap treemap, treemap_of(frame, asked));
  const TreemapCounting counting = counting_of_first(treemap);
  TL_TRY_ASSIGN(const auto of_first, frame.count(TreemapCounts(counting)));
  TL_TRY(check(of_first.report()));
  TreemapCount all;
  for (const auto& [key, count] : of_first.report().counts()) {
    all.merge(count);
  }
  TreemapAnswer answer;
  if (all.events > 0) {
    all.people = of_first.report().people();
    const TreemapGroupView whole = view_of(treemap, all);
    answer.events = whole.events;
    answer.people = whole.people;
    answer.sum = whole.sum;
  }
  TL_TRY(find_places(treemap, of_first.report().counts()));
  TL_TRY_ASSIGN(answer.groups, groups_of(treemap));
  answer.note = frame.note(of_first);
  return answer;
}

Result<IsIn> who_is_in(const Frame& frame, const TreemapAsked& asked,
                       const TreemapCellAsked& cell) {
  TL_TRY_ASSIGN(Treemap treemap, treemap_of(frame, asked));
  if (cell.values.size() > treemap.levels.size()) {
    return Error::invalid("`cell.values` has more values than `by`");
  }
  const bool of_others = std::any_of(cell.values.begin(), cell.values.end(),
                                     [](const PartAsked& value) { return value.kind == "others"; });
  if (of_others) {
    TL_TRY_ASSIGN(const Counts of_first, counted(treemap, counting_of_first(treemap)));
    TL_TRY(find_places(treemap, of_first));
  }
  std::vector<HasKey> wanted;
  for (std::size_t level = 0; level < cell.values.size(); ++level) {
    const TreemapPlaces places =
        level == 0 ? treemap.first : places_within(treemap, cell.values.front());
    TL_TRY_ASSIGN(auto has, has_key(treemap.dimension(level), places, cell.values[level]));
    wanted.push_back(std::move(has));
  }
  return IsIn([wanted = std::move(wanted), levels = treemap.levels, events = treemap.events](
                  CustomerId customer, Line line) {
    return std::any_of(line.begin(), line.end(), [&](const LineEvent& event) {
      if (!events.has(customer, event)) {
        return false;
      }
      for (std::size_t level = 0; level < wanted.size(); ++level) {
        if (!wanted[level](levels[level]->dimension.key_of(customer, event))) {
          return false;
        }
      }
      return true;
    });
  });
}

Result<journey_engine::EventSet> each_counted(const Frame& frame, const TreemapAsked& asked) {
  return frame.events(asked.events, "events");
}

}  // namespace throughline::journeys
