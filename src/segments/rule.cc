#include "segments/rule.h"

#include <fmt/format.h>

#include "base/name_table.h"
#include "base/overloaded.h"
#include "condition/evaluate.h"

namespace throughline::segments {
namespace {

constexpr std::array<std::string_view, 3> among_names = {"any", "all", "none"};

void collect(const Rule& rule, RuleParts& parts) {
  const auto add = [&](const EventStep& step) {
    if (parts.steps.size() <= step.number) {
      parts.steps.resize(step.number + 1);
    }
    parts.steps[step.number] = &step;
  };
  std::visit(overloaded{
                 [&](const PersonTest& test) {
                   if (parts.people.size() <= test.number) {
                     parts.people.resize(test.number + 1);
                   }
                   parts.people[test.number] = &test;
                 },
                 [&](const DidTest& test) { add(test.step); },
                 [&](const WhenTest& test) { add(test.step); },
                 [&](const SequenceTest& test) {
                   for (const EventStep& step : test.steps) {
                     add(step);
                   }
                   parts.sequences.push_back(&test);
                 },
                 [&](const UnfollowedTest& test) {
                   add(test.step);
                   add(test.missing);
                 },
                 [&](const MemberTest& test) { parts.members.push_back(&test); },
                 [&](const std::shared_ptr<const AccountPeopleTest>& test) {
                   parts.account_people.push_back(test.get());
                   collect(test->rule, parts);
                 },
                 [&](const std::shared_ptr<const All>& all) {
                   for (const Rule& part : all->rules) {
                     collect(part, parts);
                   }
                 },
                 [&](const std::shared_ptr<const Any>& any) {
                   for (const Rule& part : any->rules) {
                     collect(part, parts);
                   }
                 },
                 [&](const std::shared_ptr<const Not>& negated) { collect(negated->rule, parts); },
             },
             rule);
}

std::string step_said(const EventStep& step) {
  return step.where ? step.name + " where " + condition::sentence(*step.where) : step.name;
}

std::string window_said(const Window& window) {
  std::string said;
  if (window.within_days) {
    said += fmt::format(" in the last {:g} days", *window.within_days);
  }
  if (window.from) {
    said += " from " + to_rfc3339(*window.from);
  }
  if (window.until) {
    said += " before " + to_rfc3339(*window.until);
  }
  return said;
}

std::string duration_said(std::int64_t seconds) {
  struct Unit {
    std::int64_t seconds;
    const char* one;
    const char* many;
  };
  for (const Unit& unit :
       {Unit{86'400, "day", "days"}, Unit{3'600, "hour", "hours"}, Unit{60, "minute", "minutes"}}) {
    if (seconds >= unit.seconds && seconds % unit.seconds == 0) {
      const std::int64_t count = seconds / unit.seconds;
      return fmt::format("{} {}", count, count == 1 ? unit.one : unit.many);
    }
  }
  return fmt::format("{} {}", seconds, seconds == 1 ? "second" : "seconds");
}

bool is_once(const DidTest& test) {
  return test.quantifier == condition::Quantifier::at_least && test.count == 1;
}

std::string did_said(const DidTest& test) {
  const std::string window = window_said(test.window);
  if (test.count == 0 && test.quantifier != condition::Quantifier::at_least) {
    return "never did " + step_said(test.step) + window;
  }
  if (is_once(test)) {
    return "did " + step_said(test.step) + window;
  }
  const char* how = test.quantifier == condition::Quantifier::at_least  ? "at least"
                    : test.quantifier == condition::Quantifier::at_most ? "at most"
                                                                        : "exactly";
  return fmt::format("did {} {} {} {}{}", step_said(test.step), how, test.count,
                     test.count == 1 ? "time" : "times", window);
}

std::string when_said(const WhenTest& test) {
  // The condition room has the words of every comparison of times.
  const std::string said = condition::sentence(
      condition::Condition(condition::SeenTest{test.which, test.comparison, test.value}));
  const std::size_t words = said.find("seen") + 4;
  return (test.which == condition::Seen::first ? "first did " : "last did ") +
         step_said(test.step) + said.substr(words);
}

std::string sequence_said(const SequenceTest& test) {
  std::string said = "did ";
  for (std::size_t i = 0; i < test.steps.size(); ++i) {
    said += (i == 0 ? "" : " and then ") + step_said(test.steps[i]);
  }
  if (!test.same.empty()) {
    said += " with the same " + test.same;
  }
  if (test.within_s) {
    said += " within " + duration_said(*test.within_s);
  }
  return said + window_said(test.window);
}

std::string part_said(const Rule& rule, const Naming& naming);

std::string joined(const std::vector<Rule>& rules, const char* word, const char* of_none,
                   const Naming& naming) {
  if (rules.size() == 1) {
    return sentence(rules.front(), naming);
  }
  std::string said;
  for (const Rule& rule : rules) {
    said += (said.empty() ? "" : word) + part_said(rule, naming);
  }
  return said.empty() ? of_none : said;
}

std::string member_said(const MemberTest& test, const Naming& naming, const char* is) {
  const std::string name = naming.segment_name ? naming.segment_name(test.segment) : std::string();
  return is + (name.empty() ? test.public_id : name);
}

std::string denied(const Rule& rule, const Naming& naming) {
  if (const auto* member = std::get_if<MemberTest>(&rule)) {
    return member_said(*member, naming, "is not in ");
  }
  const auto* did = std::get_if<DidTest>(&rule);
  return did != nullptr && is_once(*did)
             ? "did not do " + step_said(did->step) + window_said(did->window)
             : "not " + part_said(rule, naming);
}

bool has_parts(const Rule& rule) {
  const auto* all = std::get_if<std::shared_ptr<const All>>(&rule);
  const auto* any = std::get_if<std::shared_ptr<const Any>>(&rule);
  if (all == nullptr && any == nullptr) {
    return false;
  }
  const std::vector<Rule>& rules = all != nullptr ? (*all)->rules : (*any)->rules;
  return rules.size() == 1 ? has_parts(rules.front()) : !rules.empty();
}

// As a part of another.
std::string part_said(const Rule& rule, const Naming& naming) {
  const std::string said = sentence(rule, naming);
  return has_parts(rule) ? "(" + said + ")" : said;
}

}  // namespace

std::string_view name_of(AmongPeople among) {
  return name_in(among_names, among);
}
Result<AmongPeople> parse_among_people(std::string_view name) {
  return parse_name<AmongPeople>(among_names, name, "account's people");
}

RuleParts parts_of(const Rule& rule) {
  RuleParts parts;
  collect(rule, parts);
  return parts;
}

std::string sentence(const Rule& rule, const Naming& naming) {
  return std::visit(
      overloaded{
          [](const PersonTest& test) { return condition::sentence(test.test); },
          [](const DidTest& test) { return did_said(test); },
          [](const WhenTest& test) { return when_said(test); },
          [](const SequenceTest& test) { return sequence_said(test); },
          [](const UnfollowedTest& test) {
            return "did " + step_said(test.step) + window_said(test.window) + " and then not " +
                   step_said(test.missing) + " within " + duration_said(test.within_s);
          },
          [&](const MemberTest& test) { return member_said(test, naming, "is in "); },
          [&](const std::shared_ptr<const AccountPeopleTest>& test) {
            return "of an account of theirs " +
                   std::string(test->among == AmongPeople::any   ? "somebody "
                               : test->among == AmongPeople::all ? "everybody "
                                                                 : "nobody ") +
                   part_said(test->rule, naming);
          },
          [&](const std::shared_ptr<const All>& all) {
            return joined(all->rules, " and ", "everybody", naming);
          },
          [&](const std::shared_ptr<const Any>& any) {
            return joined(any->rules, " or ", "nobody", naming);
          },
          [&](const std::shared_ptr<const Not>& negated) { return denied(negated->rule, naming); },
      },
      rule);
}

}  // namespace throughline::segments
