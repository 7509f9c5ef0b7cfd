#include "condition/condition_json.h"

#include <fmt/format.h>

#include <cmath>

#include "base/overloaded.h"
#include "base/text.h"

namespace throughline::condition {
namespace {

using codec::JsonView;

constexpr double days_max = 36'500;

Result<Scalar> read_scalar(JsonView json) {
  if (const auto boolean = json.boolean()) {
    return Scalar(*boolean);
  }
  if (const auto number = json.number()) {
    return Scalar(*number);
  }
  if (json.is_string()) {
    return Scalar(std::string(json.text()));
  }
  return Error::invalid("`value` must be text, a number, true or false");
}

bool takes_no_value(Comparison comparison) {
  return comparison == Comparison::exists || comparison == Comparison::missing;
}

bool takes_text(Comparison comparison) {
  return comparison == Comparison::contains || comparison == Comparison::starts_with ||
         comparison == Comparison::ends_with;
}

bool takes_number(Comparison comparison) {
  return comparison == Comparison::greater || comparison == Comparison::less;
}

bool takes_days(Comparison comparison) {
  return comparison == Comparison::within_days || comparison == Comparison::not_within_days;
}

bool takes_time(Comparison comparison) {
  return comparison == Comparison::before || comparison == Comparison::after;
}

// The value that `comparison` needs, of the type that it needs.
Result<Scalar> fitting(Comparison comparison, Scalar scalar) {
  const auto* text = std::get_if<std::string>(&scalar);
  const auto* number = std::get_if<double>(&scalar);
  const std::string name(name_of(comparison));
  if (takes_text(comparison) && text == nullptr) {
    return Error::invalid("`" + name + "` compares text: `value` must be text");
  }
  if (takes_number(comparison) && number == nullptr) {
    return Error::invalid("`" + name + "` compares numbers: `value` must be a number");
  }
  if (takes_days(comparison) && (number == nullptr || !(*number >= 0) || !(*number <= days_max))) {
    return Error::invalid("`" + name + "` needs a number of days from 0 to 36500");
  }
  if (takes_time(comparison)) {
    const auto time = text == nullptr ? std::nullopt : parse_time(*text);
    if (!time) {
      return Error::invalid("`" + name + "` needs a date or time such as 2026-03-01");
    }
    return Scalar(*time);
  }
  return scalar;
}

Result<std::vector<Scalar>> read_values(JsonView json, Comparison comparison) {
  std::vector<Scalar> values;
  if (takes_no_value(comparison)) {
    return values;
  }
  const JsonView value = json.find("value");
  if (comparison != Comparison::one_of) {
    TL_TRY_ASSIGN(Scalar scalar, read_scalar(value));
    TL_TRY_ASSIGN(scalar, fitting(comparison, std::move(scalar)));
    values.push_back(std::move(scalar));
    return values;
  }
  if (!value.is_array() || value.size() == 0 || value.size() > values_max) {
    return Error::invalid("`one_of` needs a list of 1 to 1000 values");
  }
  for (const JsonView item : value.items()) {
    TL_TRY_ASSIGN(Scalar scalar, read_scalar(item));
    values.push_back(std::move(scalar));
  }
  return values;
}

struct Compared {
  Comparison comparison = Comparison::exists;
  std::vector<Scalar> values = {};
};

Result<Compared> read_compared(JsonView json) {
  TL_TRY_ASSIGN(const Comparison comparison, parse_comparison(json.find("is").text()));
  TL_TRY_ASSIGN(auto values, read_values(json, comparison));
  return Compared{comparison, std::move(values)};
}

Result<Condition> read_trait(JsonView json, std::string_view key) {
  if (key.empty()) {
    return Error::invalid("`trait` must name a trait");
  }
  TL_TRY_ASSIGN(auto compared, read_compared(json));
  return Condition(TraitTest{std::string(key), compared.comparison, std::move(compared.values)});
}

Result<Condition> read_property(JsonView json, std::string_view key) {
  if (key.empty()) {
    return Error::invalid("`property` must name a property of events");
  }
  TL_TRY_ASSIGN(auto compared, read_compared(json));
  return Condition(PropertyTest{std::string(key), compared.comparison, std::move(compared.values)});
}

Result<Condition> read_identifier(JsonView json, std::string_view type) {
  if (type.empty()) {
    return Error::invalid("`identifier` must name a type such as email");
  }
  TL_TRY_ASSIGN(auto compared, read_compared(json));
  if (takes_number(compared.comparison) || takes_days(compared.comparison) ||
      takes_time(compared.comparison)) {
    return Error::invalid("identifiers are text: use equals, contains, starts_with, ...");
  }
  return Condition(
      IdentifierTest{std::string(type), compared.comparison, std::move(compared.values)});
}

// {"account": "group_id"|"any", "is": ...} or {"account": {"trait": ..., "is": ...}}.
Result<Condition> read_account(JsonView json, JsonView account) {
  if (account.is_object()) {
    TL_TRY_ASSIGN(auto compared, read_compared(account));
    const std::string_view trait = account.find("trait").text();
    if (trait.empty()) {
      return Error::invalid("`account.trait` must name a trait");
    }
    return Condition(
        AccountTest{std::string(trait), compared.comparison, std::move(compared.values)});
  }
  if (account.text() != "any" && account.text() != "group_id") {
    return Error::invalid(R"(`account` must be "any", "group_id" or a trait's comparison)");
  }
  TL_TRY_ASSIGN(auto compared, read_compared(json));
  return Condition(AccountTest{{}, compared.comparison, std::move(compared.values)});
}

Result<Condition> read_seen(Seen seen, JsonView json) {
  TL_TRY_ASSIGN(auto compared, read_compared(json));
  if (!takes_days(compared.comparison) && !takes_time(compared.comparison)) {
    return Error::invalid(
        "`first_seen` and `last_seen` take before, after, within_days or not_within_days");
  }
  return Condition(SeenTest{seen, compared.comparison, compared.values.front()});
}

Result<Condition> read_event(JsonView json, std::string_view name) {
  EventTest test = {.name = std::string(name)};
  if (name.empty()) {
    return Error::invalid("`event` must name an event");
  }
  if (const JsonView count = json.find("count")) {
    TL_TRY_ASSIGN(test.quantifier, parse_quantifier(count.find("is").text()));
    const auto value = count.find("value").integer();
    if (!value || *value < 0) {
      return Error::invalid("`count.value` must be a whole number, 0 or more");
    }
    test.count = *value;
  }
  if (const JsonView days = json.find("within_days"); days && !days.is_null()) {
    test.within_days = days.number();
    if (!test.within_days || !(*test.within_days >= 0) || !(*test.within_days <= days_max)) {
      return Error::invalid("`within_days` must be a number of days from 0 to 36500");
    }
  }
  return Condition(std::move(test));
}

Result<Condition> read_member(std::string_view segment) {
  if (segment.empty()) {
    return Error::invalid("`segment` must be the id of a segment");
  }
  return Condition(MemberTest{std::string(segment)});
}

class Reader {
 public:
  Result<Condition> read(JsonView json, std::size_t depth) {
    if (depth > depth_max || ++nodes_ > nodes_max) {
      return Error::invalid("the condition is too large: at most 16 levels and 200 parts");
    }
    if (const JsonView parts = json.find("and")) {
      TL_TRY_ASSIGN(auto conditions, read_all(parts, depth));
      return Condition(std::make_shared<const And>(And{std::move(conditions)}));
    }
    if (const JsonView parts = json.find("or")) {
      TL_TRY_ASSIGN(auto conditions, read_all(parts, depth));
      return Condition(std::make_shared<const Or>(Or{std::move(conditions)}));
    }
    if (const JsonView part = json.find("not")) {
      TL_TRY_ASSIGN(auto condition, read(part, depth + 1));
      return Condition(std::make_shared<const Not>(Not{std::move(condition)}));
    }
    return read_test(json);
  }

 private:
  Result<std::vector<Condition>> read_all(JsonView parts, std::size_t depth) {
    if (!parts.is_array()) {
      return Error::invalid("`and` and `or` need a list of conditions");
    }
    std::vector<Condition> conditions;
    for (const JsonView part : parts.items()) {
      TL_TRY_ASSIGN(auto condition, read(part, depth + 1));
      conditions.push_back(std::move(condition));
    }
    return conditions;
  }

  static Result<Condition> read_test(JsonView json) {
    if (const JsonView key = json.find("trait")) {
      return read_trait(json, key.text());
    }
    if (const JsonView type = json.find("identifier")) {
      return read_identifier(json, type.text());
    }
    if (const JsonView account = json.find("account")) {
      return read_account(json, account);
    }
    if (const JsonView seen = json.find("first_seen")) {
      return read_seen(Seen::first, seen);
    }
    if (const JsonView seen = json.find("last_seen")) {
      return read_seen(Seen::last, seen);
    }
    if (const JsonView name = json.find("event")) {
      return read_event(json, name.text());
    }
    if (const JsonView key = json.find("property")) {
      return read_property(json, key.text());
    }
    if (const JsonView segment = json.find("segment")) {
      return read_member(segment.text());
    }
    return Error::invalid(
        "a condition is one of and, or, not, trait, identifier, account, first_seen, last_seen, "
        "event, property, segment");
  }

  std::size_t nodes_ = 0;
};

std::string text_of(const Scalar& scalar) {
  return std::visit(overloaded{
                        [](bool value) { return std::string(value ? "true" : "false"); },
                        [](double value) { return fmt::format("{}", value); },
                        [](const std::string& value) { return quote_json(value); },
                        [](Time value) { return quote_json(to_rfc3339(value)); },
                    },
                    scalar);
}

std::string is_and_value(Comparison comparison, const std::vector<Scalar>& values) {
  const std::string text = fmt::format(R"("is":"{}")", name_of(comparison));
  if (comparison == Comparison::one_of) {
    std::string list;
    for (const Scalar& value : values) {
      list += (list.empty() ? "" : ",") + text_of(value);
    }
    return text + ",\"value\":[" + list + "]";
  }
  return values.empty() ? text : text + ",\"value\":" + text_of(values.front());
}

std::string list_of(std::string_view word, const std::vector<Condition>& conditions) {
  std::string list;
  for (const Condition& condition : conditions) {
    list += (list.empty() ? "" : ",") + to_json(condition);
  }
  return fmt::format(R"({{"{}":[{}]}})", word, list);
}

std::string event_json(const EventTest& test) {
  std::string text = fmt::format(R"({{"event":{},"count":{{"is":"{}","value":{}}})",
                                 quote_json(test.name), name_of(test.quantifier), test.count);
  if (test.within_days) {
    text += fmt::format(R"(,"within_days":{})", *test.within_days);
  }
  return text + '}';
}

std::string account_json(const AccountTest& test) {
  const std::string compared = is_and_value(test.comparison, test.values);
  if (test.trait.empty()) {
    return R"({"account":"group_id",)" + compared + '}';
  }
  return R"({"account":{"trait":)" + quote_json(test.trait) + ',' + compared + "}}";
}

}  // namespace

Result<Condition> parse_condition(JsonView json) {
  if (!json.is_object()) {
    return Error::invalid("a condition must be a JSON object");
  }
  return Reader().read(json, 1);
}

Result<Condition> parse_condition(std::string_view text) {
  TL_TRY_ASSIGN(const auto document, codec::JsonDocument::parse(text));
  return parse_condition(document.root());
}

std::string to_json(const Condition& condition) {
  return std::visit(
      overloaded{
          [](const TraitTest& test) {
            return R"({"trait":)" + quote_json(test.key) + ',' +
                   is_and_value(test.comparison, test.values) + '}';
          },
          [](const IdentifierTest& test) {
            return R"({"identifier":)" + quote_json(test.type) + ',' +
                   is_and_value(test.comparison, test.values) + '}';
          },
          [](const AccountTest& test) { return account_json(test); },
          [](const SeenTest& test) {
            return fmt::format(R"({{"{}":{{{}}}}})",
                               test.seen == Seen::first ? "first_seen" : "last_seen",
                               is_and_value(test.comparison, {test.value}));
          },
          [](const EventTest& test) { return event_json(test); },
          [](const PropertyTest& test) {
            return R"({"property":)" + quote_json(test.key) + ',' +
                   is_and_value(test.comparison, test.values) + '}';
          },
          [](const MemberTest& test) { return R"({"segment":)" + quote_json(test.segment) + '}'; },
          [](const std::shared_ptr<const And>& all) { return list_of("and", all->conditions); },
          [](const std::shared_ptr<const Or>& any) { return list_of("or", any->conditions); },
          [](const std::shared_ptr<const Not>& negated) {
            return R"({"not":)" + to_json(negated->condition) + '}';
          },
      },
      condition);
}

}  // namespace throughline::condition
