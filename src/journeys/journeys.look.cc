#include "journeys/journeys.h"

#include <algorithm>
#include <memory>
#include <set>

#include "condition/condition_json.h"
#include "journeys/journeys.frame.h"
#include "storage/database.h"

namespace throughline::journeys {

using condition::Condition;
using storage::Transaction;

namespace {

constexpr std::size_t name_bytes_max = 200;

// The conditions of a question, in the order in which they are written.
struct Conditions {
  std::optional<Condition> people = {};
  std::vector<std::optional<Condition>> compared = {};
  std::optional<std::string> trait = {};
  std::vector<std::string> traits = {};  // Besides, of the question itself.

  [[nodiscard]] bool reads_people() const {
    return people || trait || !traits.empty() ||
           std::any_of(compared.begin(), compared.end(),
                       [](const auto& one) { return one.has_value(); });
  }
};

Result<std::optional<Condition>> condition_of(const std::optional<codec::RawJson>& asked,
                                              const std::string& field) {
  if (!asked) {
    return std::optional<Condition>();
  }
  auto parsed = condition::parse_condition(asked->text);
  if (!parsed.ok()) {
    return Error::invalid("`" + field + "`: " + parsed.error().message);
  }
  return std::optional(*std::move(parsed));
}

Result<void> check_compared(const std::vector<ComparedAsked>& compared) {
  if (compared.size() < 2 || compared.size() > compared_max) {
    return Error::invalid("`compare` must have from 2 to " + std::to_string(compared_max) +
                          " parts");
  }
  std::set<std::string> names;
  for (const ComparedAsked& one : compared) {
    if (one.name.empty() || one.name.size() > name_bytes_max || !names.insert(one.name).second) {
      return Error::invalid("every part of `compare` needs a `name` of its own, at most " +
                            std::to_string(name_bytes_max) + " bytes");
    }
    if (!one.people && !one.range) {
      return Error::invalid("every part of `compare` needs `people` or `range`");
    }
  }
  return {};
}

Result<std::size_t> check_breakdown(const BreakdownAsked& asked) {
  if (asked.property.has_value() == asked.trait.has_value()) {
    return Error::invalid("`breakdown` needs either `property` or `trait`");
  }
  const std::int64_t limit = asked.limit.value_or(groups_default);
  if (limit < 1 || limit > groups_max) {
    return Error::invalid("`breakdown.limit` must be from 1 to " + std::to_string(groups_max) +
                          " groups");
  }
  return static_cast<std::size_t>(limit);
}

Result<Conditions> conditions_of(const LooksAsked& asked) {
  Conditions conditions;
  TL_TRY_ASSIGN(conditions.people, condition_of(asked.people, "people"));
  for (const ComparedAsked& one : asked.compare.value_or(std::vector<ComparedAsked>())) {
    TL_TRY_ASSIGN(auto condition, condition_of(one.people, "compare.people"));
    conditions.compared.push_back(std::move(condition));
  }
  if (asked.breakdown) {
    conditions.trait = asked.breakdown->trait;
  }
  return conditions;
}

// What the people list says, all of it at one instant.
struct Listed {
  std::shared_ptr<const PeopleSet> people = {};
  std::vector<std::shared_ptr<const PeopleSet>> compared = {};
  TraitValues trait = {};
  std::map<std::string, std::shared_ptr<const TraitValues>> traits = {};
  std::string people_said = {};
};

Result<std::shared_ptr<const PeopleSet>> people_of(people::People& people, Transaction& tx,
                                                   const std::optional<Condition>& condition) {
  if (!condition) {
    return std::shared_ptr<const PeopleSet>();
  }
  TL_TRY_ASSIGN(const auto matching, people.matching(tx, *condition));
  auto set = std::make_shared<PeopleSet>();
  for (const ProfileId one : matching) {
    set->add(one);
  }
  return std::shared_ptr<const PeopleSet>(std::move(set));
}

Result<TraitValues> trait_values(people::People& people, Transaction& tx,
                                 const std::string& trait) {
  TraitValues values;
  TL_TRY(people.each_trait(tx, trait, [&](ProfileId person, const condition::Fact& value) {
    values.set(person, value);
  }));
  return values;
}

Result<Listed> read_list(people::People& people, Transaction& tx, const Conditions& conditions) {
  Listed listed;
  TL_TRY_ASSIGN(listed.people, people_of(people, tx, conditions.people));
  if (conditions.people) {
    TL_TRY_ASSIGN(listed.people_said, people.said(tx, *conditions.people));
  }
  for (const auto& one : conditions.compared) {
    TL_TRY_ASSIGN(auto set, people_of(people, tx, one));
    listed.compared.push_back(std::move(set));
  }
  if (conditions.trait) {
    TL_TRY_ASSIGN(listed.trait, trait_values(people, tx, *conditions.trait));
  }
  for (const std::string& trait : conditions.traits) {
    TL_TRY_ASSIGN(auto values, trait_values(people, tx, trait));
    listed.traits.emplace(trait, std::make_shared<const TraitValues>(std::move(values)));
  }
  return listed;
}

std::shared_ptr<const PeopleSet> in_both(const std::shared_ptr<const PeopleSet>& one,
                                         const std::shared_ptr<const PeopleSet>& other) {
  if (one == nullptr || other == nullptr) {
    return one == nullptr ? other : one;
  }
  auto both = std::make_shared<PeopleSet>(*one);
  both->keep(*other);
  return both;
}

Result<void> add_compared(const std::vector<ComparedAsked>& asked,
                          const std::optional<TimeRange>& range, const Listed& listed,
                          Looking& looking) {
  for (std::size_t i = 0; i < asked.size(); ++i) {
    Looking::Compared compared{.name = asked[i].name};
    TL_TRY_ASSIGN(compared.shown, span_of(asked[i].range ? asked[i].range : range));
    compared.shown.people = in_both(looking.shown.people, listed.compared[i]);
    looking.compared.push_back(std::move(compared));
  }
  return {};
}

void explain(const Listed& listed, const LooksAsked& asked, Looking& looking) {
  if (listed.people != nullptr) {
    looking.explanation += " Only people for whom " + listed.people_said + " (" +
                           std::to_string(looking.shown.people->count()) + " on the list).";
  }
  if (asked.breakdown && asked.breakdown->trait) {
    looking.explanation += " By the trait " + *asked.breakdown->trait + " as it is now.";
  } else if (asked.breakdown && asked.breakdown->property) {
    looking.explanation +=
        " By the property " + *asked.breakdown->property +
        (looking.breaks_events_down ? " of each event." : " of the first event that counts.");
  }
}

}  // namespace

Result<Looking> Journeys::look(const Asking& asking, const Frame& frame, const FrameWish& wish) {
  const LooksAsked& asked = wish.looks;
  Looking looking{.breaks_events_down = wish.breaks_events_down};
  TL_TRY_ASSIGN(looking.shown, span_of(asked.range));
  if (asked.breakdown && asked.compare) {
    return Error::invalid("`breakdown` and `compare` cannot be asked for together");
  }
  TL_TRY_ASSIGN(Conditions conditions, conditions_of(asked));
  conditions.traits = wish.traits;
  if (asked.compare) {
    TL_TRY(check_compared(*asked.compare));
  }
  if (asked.breakdown) {
    TL_TRY_ASSIGN(looking.groups, check_breakdown(*asked.breakdown));
  }
  Listed listed{.compared =
                    std::vector<std::shared_ptr<const PeopleSet>>(conditions.compared.size())};
  if (conditions.reads_people()) {
    const auto at = frame.view.lines.position();
    TL_TRY(people_.wait_for_list(asking.workspace, {at.xid, at.seq}));
    TL_TRY_ASSIGN(storage::Database* const database, workspaces_.find(asking.workspace));
    TL_TRY_ASSIGN(listed, database->read(
                              [&](Transaction& tx) { return read_list(people_, tx, conditions); }));
  }
  looking.shown.people = listed.people;
  for (const auto& [trait, values] : listed.traits) {
    if (values->is_empty()) {
      return Error::invalid("nobody has the trait `" + trait + "`");
    }
  }
  looking.traits = std::move(listed.traits);
  if (asked.compare) {
    TL_TRY(add_compared(*asked.compare, asked.range, listed, looking));
  }
  if (conditions.trait) {
    if (listed.trait.is_empty()) {
      return Error::invalid("nobody has the trait `" + *conditions.trait + "`");
    }
    looking.breakdown = std::make_shared<const Breakdown>(std::move(listed.trait));
  } else if (asked.breakdown && asked.breakdown->property) {
    TL_TRY_ASSIGN(auto property, frame.choices->property(*asked.breakdown->property));
    looking.breakdown = std::make_shared<const Breakdown>(std::move(property));
  }
  explain(listed, asked, looking);
  return looking;
}

}  // namespace throughline::journeys
