#include "segments/rule_json.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/overloaded.h"
#include "base/text.h"
#include "codec/json_view.h"
#include "condition/condition_json.h"
#include "event/public_id.h"

namespace throughline::segments {
namespace {

using codec::JsonView;
using condition::Comparison;

constexpr double days_max = 36'500;
constexpr std::size_t same_bytes_max = 500;
constexpr std::int64_t within_s_max = 3'650LL * 86'400;

bool asks_properties_only(const condition::Condition& condition) {
  const auto all = [](const std::vector<condition::Condition>& parts) {
    return std::all_of(parts.begin(), parts.end(), asks_properties_only);
  };
  if (const auto* both = std::get_if<std::shared_ptr<const condition::And>>(&condition)) {
    return all((*both)->conditions);
  }
  if (const auto* either = std::get_if<std::shared_ptr<const condition::Or>>(&condition)) {
    return all((*either)->conditions);
  }
  if (const auto* negated = std::get_if<std::shared_ptr<const condition::Not>>(&condition)) {
    return asks_properties_only((*negated)->condition);
  }
  // What a property said was in the last days or not moves with the clock; its event's time says
  // the same.
  const auto* test = std::get_if<condition::PropertyTest>(&condition);
  return test != nullptr && test->comparison != Comparison::within_days &&
         test->comparison != Comparison::not_within_days;
}

Result<std::optional<Time>> read_time(JsonView json, const char* field) {
  if (!json || json.is_null()) {
    return std::optional<Time>();
  }
  const auto time = parse_time(json.text());
  if (!time) {
    return Error::invalid(fmt::format("`{}` must be a date or time such as 2026-03-01", field));
  }
  return time;
}

Result<Window> read_window(JsonView json) {
  Window window;
  if (const JsonView days = json.find("within_days"); days && !days.is_null()) {
    window.within_days = days.number();
    if (!window.within_days || !(*window.within_days >= 0) || !(*window.within_days <= days_max)) {
      return Error::invalid("`within_days` must be a number of days from 0 to 36500");
    }
  }
  TL_TRY_ASSIGN(window.from, read_time(json.find("from"), "from"));
  TL_TRY_ASSIGN(window.until, read_time(json.find("until"), "until"));
  if (window.from && window.until && *window.from >= *window.until) {
    return Error::invalid("`from` must be before `until`");
  }
  return window;
}

Result<std::int64_t> read_within(JsonView json) {
  const auto seconds = json.integer();
  if (!seconds || *seconds < 1 || *seconds > within_s_max) {
    return Error::invalid("`within_s` must be a whole number of seconds, at most ten years");
  }
  return *seconds;
}

class Reader {
 public:
  Result<Rule> read(JsonView json, std::size_t depth) {
    if (depth > condition::depth_max || ++nodes_ > condition::nodes_max) {
      return Error::invalid("the condition is too large: at most 16 levels and 200 parts");
    }
    if (!json.is_object()) {
      return Error::invalid("a condition must be a JSON object");
    }
    if (const JsonView parts = json.find("and")) {
      TL_TRY_ASSIGN(auto rules, read_all(parts, depth));
      return Rule(std::make_shared<const All>(All{std::move(rules)}));
    }
    if (const JsonView parts = json.find("or")) {
      TL_TRY_ASSIGN(auto rules, read_all(parts, depth));
      return Rule(std::make_shared<const Any>(Any{std::move(rules)}));
    }
    if (const JsonView part = json.find("not")) {
      TL_TRY_ASSIGN(auto rule, read(part, depth + 1));
      return Rule(std::make_shared<const Not>(Not{std::move(rule)}));
    }
    return read_test(json);
  }

 private:
  Result<std::vector<Rule>> read_all(JsonView parts, std::size_t depth) {
    if (!parts.is_array()) {
      return Error::invalid("`and` and `or` need a list of conditions");
    }
    std::vector<Rule> rules;
    for (const JsonView part : parts.items()) {
      TL_TRY_ASSIGN(auto rule, read(part, depth + 1));
      rules.push_back(std::move(rule));
    }
    return rules;
  }

  Result<Rule> read_test(JsonView json) {
    if (const JsonView sequence = json.find("sequence")) {
      return read_sequence(json, sequence);
    }
    if (const JsonView among = json.find("account_people")) {
      return read_account_people(json, among.text());
    }
    if (const JsonView segment = json.find("segment")) {
      if (in_account_) {
        return Error::invalid(
            "`who` of an account's people cannot ask for segments: write their rule instead");
      }
      const auto id = parse_public_id(segment_prefix, segment.text());
      if (!id) {
        return Error::invalid("`segment` must be the id of a segment");
      }
      return Rule(MemberTest{SegmentId{id->key}, std::string(segment.text())});
    }
    if (json.find("event")) {
      return read_event(json);
    }
    if (json.find("property")) {
      return Error::invalid("a property belongs to an event: put it into `where` of one");
    }
    TL_TRY_ASSIGN(auto test, condition::parse_condition(json));
    return Rule(PersonTest{std::move(test), people_++});
  }

  Result<Rule> read_account_people(JsonView json, std::string_view among) {
    if (in_account_) {
      return Error::invalid("`who` of an account's people cannot ask for an account's people");
    }
    AccountPeopleTest test;
    test.number = account_people_++;
    TL_TRY_ASSIGN(test.among, parse_among_people(among));
    in_account_ = true;
    TL_TRY_ASSIGN(test.rule, read(json.find("who"), 1));
    in_account_ = false;
    return Rule(std::make_shared<const AccountPeopleTest>(std::move(test)));
  }

  Result<EventStep> read_step(JsonView json) {
    EventStep step = {.name = std::string(json.find("event").text()), .number = steps_++};
    if (step.name.empty()) {
      return Error::invalid("`event` must name an event");
    }
    if (const JsonView where = json.find("where"); where && !where.is_null()) {
      TL_TRY_ASSIGN(auto condition, condition::parse_condition(where));
      if (!asks_properties_only(condition)) {
        return Error::invalid(
            "`where` may only ask for properties of the event, and not for days that pass");
      }
      step.where = std::move(condition);
    }
    return step;
  }

  Result<Rule> read_event(JsonView json) {
    TL_TRY_ASSIGN(EventStep step, read_step(json));
    for (const auto& [field, which] :
         {std::pair("first", condition::Seen::first), std::pair("last", condition::Seen::last)}) {
      if (const JsonView when = json.find(field)) {
        return read_when(std::move(step), which, when);
      }
    }
    TL_TRY_ASSIGN(const Window window, read_window(json));
    if (const JsonView missing = json.find("not_followed_by")) {
      UnfollowedTest test = {.step = std::move(step), .window = window};
      TL_TRY_ASSIGN(test.missing, read_step(missing));
      TL_TRY_ASSIGN(test.within_s, read_within(json.find("within_s")));
      return Rule(std::move(test));
    }
    DidTest test = {.step = std::move(step), .window = window};
    if (const JsonView count = json.find("count")) {
      TL_TRY_ASSIGN(test.quantifier, condition::parse_quantifier(count.find("is").text()));
      const auto value = count.find("value").integer();
      if (!value || *value < 0) {
        return Error::invalid("`count.value` must be a whole number, 0 or more");
      }
      test.count = *value;
    }
    return Rule(std::move(test));
  }

  // The condition room reads what is compared: it is the same as for when somebody was seen.
  static Result<Rule> read_when(EventStep step, condition::Seen which, JsonView when) {
    const JsonView value = when.find("value");
    const auto number = value.number();
    TL_TRY_ASSIGN(
        const auto document,
        codec::JsonDocument::parse(fmt::format(
            R"({{"last_seen":{{"is":{},"value":{}}}}})", quote_json(when.find("is").text()),
            number ? fmt::format("{}", *number) : quote_json(value.text()))));
    auto read = condition::parse_condition(document.root());
    if (!read.ok()) {
      return Error::invalid(
          "`first` and `last` take before, after, within_days or "
          "not_within_days, and a value");
    }
    auto seen = std::get<condition::SeenTest>(*read);
    return Rule(WhenTest{std::move(step), which, seen.comparison, std::move(seen.value)});
  }

  Result<Rule> read_sequence(JsonView json, JsonView sequence) {
    if (!sequence.is_array() || sequence.size() < 2 || sequence.size() > sequence_steps_max) {
      return Error::invalid("`sequence` must be a list of 2 to 10 events");
    }
    SequenceTest test;
    for (const JsonView one : sequence.items()) {
      TL_TRY_ASSIGN(EventStep step, read_step(one));
      test.steps.push_back(std::move(step));
    }
    if (const JsonView within = json.find("within_s"); within && !within.is_null()) {
      TL_TRY_ASSIGN(test.within_s, read_within(within));
    }
    if (const JsonView same = json.find("same"); same && !same.is_null()) {
      if (!same.is_string() || same.text().empty() || same.text().size() > same_bytes_max) {
        return Error::invalid("`same` must be the name of a property, of at most 500 bytes");
      }
      test.same = same.text();
      for (EventStep& step : test.steps) {
        step.same = test.same;
      }
    }
    TL_TRY_ASSIGN(test.window, read_window(json));
    return Rule(std::move(test));
  }

  std::size_t nodes_ = 0;
  std::size_t steps_ = 0;
  std::size_t people_ = 0;
  std::size_t account_people_ = 0;
  bool in_account_ = false;
};

std::string step_json(const EventStep& step) {
  std::string json = R"("event":)" + quote_json(step.name);
  if (step.where) {
    json += R"(,"where":)" + condition::to_json(*step.where);
  }
  return json;
}

std::string window_json(const Window& window) {
  std::string json;
  if (window.within_days) {
    json += fmt::format(R"(,"within_days":{})", *window.within_days);
  }
  if (window.from) {
    json += R"(,"from":)" + quote_json(to_rfc3339(*window.from));
  }
  if (window.until) {
    json += R"(,"until":)" + quote_json(to_rfc3339(*window.until));
  }
  return json;
}

std::string when_json(const WhenTest& test) {
  const std::string seen = condition::to_json(
      condition::Condition(condition::SeenTest{test.which, test.comparison, test.value}));
  const std::size_t value = seen.find(':') + 1;
  return fmt::format(R"({{{},"{}":{}}})", step_json(test.step),
                     test.which == condition::Seen::first ? "first" : "last",
                     seen.substr(value, seen.size() - value - 1));
}

std::string sequence_json(const SequenceTest& test) {
  std::string steps;
  for (const EventStep& step : test.steps) {
    steps += (steps.empty() ? "{" : ",{") + step_json(step) + "}";
  }
  return R"({"sequence":[)" + steps + "]" +
         (test.same.empty() ? std::string() : R"(,"same":)" + quote_json(test.same)) +
         (test.within_s ? fmt::format(R"(,"within_s":{})", *test.within_s) : std::string()) +
         window_json(test.window) + "}";
}

std::string list_json(const char* word, const std::vector<Rule>& rules) {
  std::string list;
  for (const Rule& rule : rules) {
    list += (list.empty() ? "" : ",") + to_json(rule);
  }
  return fmt::format(R"({{"{}":[{}]}})", word, list);
}

}  // namespace

Result<Rule> parse_rule(std::string_view json) {
  TL_TRY_ASSIGN(const auto document, codec::JsonDocument::parse(json));
  return Reader().read(document.root(), 1);
}

std::string to_json(const Rule& rule) {
  return std::visit(
      overloaded{
          [](const PersonTest& test) { return condition::to_json(test.test); },
          [](const DidTest& test) {
            return fmt::format(R"({{{},"count":{{"is":"{}","value":{}}}{}}})", step_json(test.step),
                               condition::name_of(test.quantifier), test.count,
                               window_json(test.window));
          },
          [](const WhenTest& test) { return when_json(test); },
          [](const SequenceTest& test) { return sequence_json(test); },
          [](const UnfollowedTest& test) {
            return fmt::format(R"({{{},"not_followed_by":{{{}}},"within_s":{}{}}})",
                               step_json(test.step), step_json(test.missing), test.within_s,
                               window_json(test.window));
          },
          [](const MemberTest& test) {
            return R"({"segment":)" + quote_json(test.public_id) + "}";
          },
          [](const std::shared_ptr<const AccountPeopleTest>& test) {
            return fmt::format(R"({{"account_people":"{}","who":{}}})", name_of(test->among),
                               to_json(test->rule));
          },
          [](const std::shared_ptr<const All>& all) { return list_json("and", all->rules); },
          [](const std::shared_ptr<const Any>& any) { return list_json("or", any->rules); },
          [](const std::shared_ptr<const Not>& negated) {
            return R"({"not":)" + to_json(negated->rule) + "}";
          },
      },
      rule);
}

}  // namespace throughline::segments
