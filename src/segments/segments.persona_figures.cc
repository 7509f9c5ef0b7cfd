// What a persona's people do and are, against everybody else.
#include <algorithm>
#include <set>

#include "base/clock.h"
#include "base/text.h"
#include "journeys/journeys.scan.h"
#include "segments/persona_store.h"
#include "segments/rule_json.h"
#include "segments/segment_store.h"
#include "segments/segments.personas.h"
#include "stats/false_discovery.h"
#include "stats/fisher.h"
#include "storage/database.h"

namespace throughline::segments {

using journey_engine::CustomerId;
using journey_engine::Line;
using journeys::PeopleSet;
using storage::Transaction;

namespace {

constexpr std::size_t people_looked_at = 1'000;
constexpr std::int64_t channel_days = 90;
constexpr std::size_t values_max = 30;       // A trait of more has no groups of people.
constexpr std::uint64_t people_min = 5;      // Did or are it, of everybody.
constexpr double false_share = 0.05;         // Of those that are shown.
constexpr double difference_least = 0.02;    // Smaller ones say nothing worth a line.
constexpr std::size_t distinctions_max = 8;  // Of events, and of traits.

// How many inside and outside, and who was counted last.
struct Counts {
  std::uint64_t inside = 0;
  std::uint64_t outside = 0;
  void add(bool is_inside) { ++(is_inside ? inside : outside); }
};

// What of the names in the record a code means; the product's own events have none.
std::vector<std::string> names_by_code(const journeys::EventCodes& codes) {
  std::vector<std::string> names;
  for (std::size_t code = 0; code < codes.size(); ++code) {
    const auto& event = codes.at(static_cast<std::uint32_t>(code));
    const bool is_done = event.kind == EventKind::track || event.kind == EventKind::page ||
                         event.kind == EventKind::screen;
    names.push_back(is_done ? event.name : std::string());
  }
  return names;
}

// How many people did each event, by its code's place among the names. Copied for each thread.
class WhoDid {
 public:
  WhoDid(const PeopleSet& inside, const std::vector<std::size_t>& place_of_code, std::size_t places)
      : inside_(&inside), place_of_code_(&place_of_code), counts_(places), last_(places) {}

  void add(CustomerId person, Line line) {
    ++turn_;
    const bool is_inside = inside_->has(person);
    for (const journey_engine::LineEvent& event : line) {
      const std::size_t place = place_of_code_->at(event.code);
      if (place < counts_.size() && last_[place] != turn_) {
        last_[place] = turn_;
        counts_[place].add(is_inside);
      }
    }
  }
  void merge(const WhoDid& other) {
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      counts_[i].inside += other.counts_[i].inside;
      counts_[i].outside += other.counts_[i].outside;
    }
  }
  [[nodiscard]] const std::vector<Counts>& counts() const { return counts_; }

 private:
  const PeopleSet* inside_;
  const std::vector<std::size_t>* place_of_code_;
  std::vector<Counts> counts_;
  std::vector<std::uint64_t> last_;  // In whose turn somebody was counted.
  std::uint64_t turn_ = 0;
};

// What a segment's own rule asks for: it says nothing about its people that the rule does not.
struct Asked {
  std::set<std::string> events = {};
  std::set<std::string> traits = {};
};
Asked asked_by(const Segment& segment) {
  Asked asked;
  const auto rule = parse_rule(segment.rule);
  if (segment.kind != SegmentKind::live || !rule.ok()) {
    return asked;
  }
  const RuleParts parts = parts_of(*rule);
  for (const EventStep* step : parts.steps) {
    asked.events.insert(step->name);
  }
  for (const PersonTest* test : parts.people) {
    if (const auto* trait = std::get_if<condition::TraitTest>(&test->test)) {
      asked.traits.insert(trait->key);
    }
  }
  return asked;
}

struct Everybody {
  PeopleSet inside = {};
  std::uint64_t inside_count = 0;
  std::uint64_t outside_count = 0;
};

Distinction tested(Distinction::Of of, std::string name, std::string value, const Counts& counts,
                   const Everybody& everybody) {
  Distinction one = {.of = of,
                     .name = std::move(name),
                     .value = std::move(value),
                     .inside = {counts.inside, everybody.inside_count},
                     .outside = {counts.outside, everybody.outside_count}};
  one.difference = stats::difference(one.inside, one.outside);
  one.p = stats::exact_p(one.inside, one.outside);
  return one;
}

std::string json_of(const condition::Fact& fact) {
  if (const auto* flag = std::get_if<bool>(&fact)) {
    return *flag ? "true" : "false";
  }
  const auto* text = std::get_if<std::string>(&fact);
  return text == nullptr ? std::string() : quote_json(*text);
}

Result<void> add_traits(people::People& people, Transaction& tx, const Asked& asked,
                        const Everybody& everybody, std::vector<Distinction>& all) {
  TL_TRY_ASSIGN(const people::Fields fields, people.fields(tx));
  for (const people::TraitField& trait : fields.traits) {
    if ((trait.type != "text" && trait.type != "boolean") || asked.traits.contains(trait.key)) {
      continue;
    }
    std::map<std::string, Counts> values;
    TL_TRY(people.each_trait(tx, trait.key, [&](ProfileId person, const condition::Fact& fact) {
      if (std::string json = json_of(fact); !json.empty() && values.size() <= values_max) {
        values[std::move(json)].add(everybody.inside.has(person));
      }
    }));
    if (values.size() > values_max) {
      continue;
    }
    for (const auto& [value, counts] : values) {
      if (counts.inside + counts.outside >= people_min) {
        all.push_back(tested(Distinction::Of::trait, trait.key, value, counts, everybody));
      }
    }
  }
  return {};
}

void add_events(const std::vector<std::string>& names, const WhoDid& who, const Asked& asked,
                const Everybody& everybody, std::vector<Distinction>& all) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Counts& counts = who.counts()[i];
    if (counts.inside + counts.outside >= people_min && !asked.events.contains(names[i])) {
      all.push_back(tested(Distinction::Of::event, names[i], {}, counts, everybody));
    }
  }
}

// Those that stand, the largest differences first, so many of each sort.
std::vector<Distinction> standing(std::vector<Distinction> all) {
  std::vector<double> p;
  p.reserve(all.size());
  for (const Distinction& one : all) {
    p.push_back(one.p);
  }
  const std::vector<double> adjusted = stats::adjust_false_discovery_of_any(p);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].adjusted_p = adjusted[i];
  }
  std::erase_if(all, [](const Distinction& one) {
    return one.adjusted_p > false_share || std::abs(one.difference.value) < difference_least;
  });
  std::stable_sort(all.begin(), all.end(), [](const Distinction& one, const Distinction& other) {
    return std::abs(one.difference.value) > std::abs(other.difference.value);
  });
  std::map<Distinction::Of, std::size_t> shown;
  std::erase_if(all, [&](const Distinction& one) { return ++shown[one.of] > distinctions_max; });
  return all;
}

}  // namespace

Result<void> Personas::add_channels(Transaction& tx, const Persona& persona,
                                    PersonaFigures& figures) {
  TL_TRY_ASSIGN(const auto members, some_members(tx, persona.segment, people_looked_at));
  figures.looked_at = static_cast<std::int64_t>(members.size());
  const Time since = {clock_.now().us - channel_days * us_per_day};
  std::map<Channel, std::uint64_t> counts;
  for (const ProfileId person : members) {
    TL_TRY_ASSIGN(const auto identifiers, people_.identifier_ids(tx, person));
    std::set<Channel> used;
    TL_TRY(timeline_.each_event(tx, identifiers, {.from = since},
                                [&](const Event& event) -> Result<void> {
                                  if (is_theirs(event)) {
                                    used.insert(event.channel);
                                  }
                                  return {};
                                }));
    for (const Channel channel : used) {
      ++counts[channel];
    }
  }
  for (const auto& [channel, count] : counts) {
    // What a company's systems send says nothing about where people are.
    if (channel != Channel::server && channel != Channel::system) {
      figures.channels.push_back({channel, {count, members.size()}});
    }
  }
  std::stable_sort(figures.channels.begin(), figures.channels.end(),
                   [](const ChannelShare& one, const ChannelShare& other) {
                     return one.share.count > other.share.count;
                   });
  return {};
}

Result<PersonaFigures> Personas::figures(const journeys::Asking& asking, PersonaId id) {
  TL_TRY_ASSIGN(const auto view, journeys_.view(asking.workspace, asking.at_least));
  const auto position = view.lines.position();
  TL_TRY(people_.wait_for_list(asking.workspace, {position.xid, position.seq}));
  PersonaFigures figures = {.position = {position.xid, position.seq}};
  Everybody everybody;
  Asked asked;
  std::vector<Distinction> all;
  TL_TRY(workspaces_.read(asking.workspace, [&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const Persona persona, find_persona(tx, id));
    TL_TRY_ASSIGN(const Segment segment, find_segment(tx, persona.segment));
    asked = asked_by(segment);
    TL_TRY(each_member(tx, persona.segment, [&](ProfileId one) { everybody.inside.add(one); }));
    TL_TRY_ASSIGN(const std::int64_t people, people_.count_people(tx));
    everybody.inside_count = everybody.inside.count();
    everybody.outside_count =
        static_cast<std::uint64_t>(people) -
        std::min<std::uint64_t>(static_cast<std::uint64_t>(people), everybody.inside_count);
    figures.people = static_cast<std::int64_t>(everybody.inside_count);
    figures.of = people;
    TL_TRY(add_channels(tx, persona, figures));
    return add_traits(people_, tx, asked, everybody, all);
  }));
  const std::vector<std::string> by_code = names_by_code(*view.codes);
  const std::set<std::string> distinct(by_code.begin(), by_code.end());
  std::vector<std::string> names(distinct.begin(), distinct.end());
  std::erase(names, std::string());
  std::vector<std::size_t> place_of_code;
  for (const std::string& name : by_code) {
    const auto found = std::find(names.begin(), names.end(), name);
    place_of_code.push_back(static_cast<std::size_t>(found - names.begin()));
  }
  TL_TRY_ASSIGN(const WhoDid who,
                journeys::scan(view.lines, journeys::Span{}, asking.cancelled,
                               WhoDid(everybody.inside, place_of_code, names.size())));
  add_events(names, who, asked, everybody, all);
  figures.tested = static_cast<std::int64_t>(all.size());
  figures.distinctions = standing(std::move(all));
  return figures;
}

}  // namespace throughline::segments
