#include "condition/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/overloaded.h"

namespace throughline::condition {
namespace {

std::optional<double> number_of(const Fact& fact) {
  const auto* number = std::get_if<double>(&fact);
  return number == nullptr ? std::nullopt : std::optional(*number);
}

std::optional<Time> time_of(const Fact& fact) {
  const auto* text = std::get_if<std::string>(&fact);
  return text == nullptr ? std::nullopt : parse_time(*text);
}

// A text operand that reads as a time is one where times are compared.
std::optional<Time> time_of(const Scalar& scalar) {
  if (const auto* time = std::get_if<Time>(&scalar)) {
    return *time;
  }
  const auto* text = std::get_if<std::string>(&scalar);
  return text == nullptr ? std::nullopt : parse_time(*text);
}

Time days_before(Time now, const Scalar& days) {
  const auto* number = std::get_if<double>(&days);
  const double count = number == nullptr ? 0 : *number;
  return {now.us - static_cast<std::int64_t>(count * static_cast<double>(us_per_day))};
}

bool same(const Fact& fact, const Scalar& scalar) {
  return std::visit(overloaded{
                        [](bool a, bool b) { return a == b; },
                        [](double a, double b) { return a == b; },
                        [](const std::string& a, const std::string& b) { return a == b; },
                        [](const auto&, const auto&) { return false; },
                    },
                    fact, scalar);
}

bool text_holds(Comparison comparison, std::string_view text, std::string_view part) {
  switch (comparison) {
    case Comparison::contains:
      return text.find(part) != std::string_view::npos;
    case Comparison::starts_with:
      return text.starts_with(part);
    default:
      return text.ends_with(part);
  }
}

bool time_holds(Comparison comparison, Time time, const Scalar& value, Time now) {
  if (comparison == Comparison::within_days) {
    return time >= days_before(now, value);
  }
  if (comparison == Comparison::not_within_days) {
    return time < days_before(now, value);
  }
  const auto bound = time_of(value);
  return bound && (comparison == Comparison::before ? time < *bound : time >= *bound);
}

bool value_holds(Comparison comparison, const std::vector<Scalar>& values, const Fact& fact,
                 Time now) {
  const auto is_it = [&](const Scalar& value) { return same(fact, value); };
  switch (comparison) {
    case Comparison::exists:
      return true;
    case Comparison::missing:
      return false;
    case Comparison::equals:
    case Comparison::one_of:
      return std::any_of(values.begin(), values.end(), is_it);
    case Comparison::not_equals:
      return std::none_of(values.begin(), values.end(), is_it);
    case Comparison::contains:
    case Comparison::starts_with:
    case Comparison::ends_with: {
      const auto* text = std::get_if<std::string>(&fact);
      const auto* part = std::get_if<std::string>(&values.front());
      return text != nullptr && part != nullptr &&
             text_holds(comparison, folded(*text), folded(*part));
    }
    case Comparison::greater:
    case Comparison::less: {
      const auto number = number_of(fact);
      const auto* bound = std::get_if<double>(&values.front());
      return number && bound != nullptr &&
             (comparison == Comparison::greater ? *number > *bound : *number < *bound);
    }
    case Comparison::before:
    case Comparison::after:
    case Comparison::within_days:
    case Comparison::not_within_days: {
      const auto time = time_of(fact);
      return time && time_holds(comparison, *time, values.front(), now);
    }
  }
  return false;
}

bool holds_without_value(Comparison comparison) {
  return comparison == Comparison::missing || comparison == Comparison::not_equals;
}

bool fact_holds(Comparison comparison, const std::vector<Scalar>& values,
                const std::map<std::string, Fact>& facts, const std::string& key, Time now) {
  const auto found = facts.find(key);
  return found == facts.end() ? holds_without_value(comparison)
                              : value_holds(comparison, values, found->second, now);
}

// Among several values, one that fits suffices; a negation must hold for all of them.
bool identifier_holds(const IdentifierTest& test, const Facts& facts, Time now) {
  const auto [begin, end] = facts.identifiers.equal_range(test.type);
  const auto fits = [&](const auto& entry) {
    return value_holds(test.comparison, test.values, Fact(entry.second), now);
  };
  return holds_without_value(test.comparison) ? std::all_of(begin, end, fits)
                                              : std::any_of(begin, end, fits);
}

bool account_holds(const AccountTest& test, const Facts& facts, Time now) {
  const auto fits = [&](const AccountFacts& account) {
    return test.trait.empty()
               ? value_holds(test.comparison, test.values, Fact(account.group_id), now)
               : fact_holds(test.comparison, test.values, account.traits, test.trait, now);
  };
  return holds_without_value(test.comparison)
             ? std::all_of(facts.accounts.begin(), facts.accounts.end(), fits)
             : std::any_of(facts.accounts.begin(), facts.accounts.end(), fits);
}

bool seen_holds(const SeenTest& test, const Facts& facts, Time now) {
  const auto& seen = test.seen == Seen::first ? facts.first_seen : facts.last_seen;
  return seen && time_holds(test.comparison, *seen, test.value, now);
}

std::int64_t count_of(const EventTest& test, const Facts& facts, Time now) {
  const auto found = facts.events.find(test.name);
  if (found == facts.events.end()) {
    return 0;
  }
  const auto counts = [&](Time time) {
    return !test.within_days || time >= days_before(now, *test.within_days);
  };
  return std::count_if(found->second.begin(), found->second.end(), counts);
}

bool event_holds(const EventTest& test, const Facts& facts, Time now) {
  const std::int64_t count = count_of(test, facts, now);
  switch (test.quantifier) {
    case Quantifier::at_least:
      return count >= test.count;
    case Quantifier::at_most:
      return count <= test.count;
    case Quantifier::exactly:
      return count == test.count;
  }
  return false;
}

std::string text_of(const Scalar& scalar) {
  return std::visit(overloaded{
                        [](bool value) { return std::string(value ? "true" : "false"); },
                        [](double value) { return fmt::format("{:g}", value); },
                        [](const std::string& value) { return value; },
                        [](Time value) { return to_rfc3339(value); },
                    },
                    scalar);
}

std::string phrase(std::string_view subject, Comparison comparison,
                   const std::vector<Scalar>& values) {
  std::string operands;
  for (const Scalar& value : values) {
    operands += (operands.empty() ? "" : " or ") + text_of(value);
  }
  switch (comparison) {
    case Comparison::equals:
    case Comparison::one_of:
      return fmt::format("{} is {}", subject, operands);
    case Comparison::not_equals:
      return fmt::format("{} is not {}", subject, operands);
    case Comparison::contains:
      return fmt::format("{} contains {}", subject, operands);
    case Comparison::starts_with:
      return fmt::format("{} starts with {}", subject, operands);
    case Comparison::ends_with:
      return fmt::format("{} ends with {}", subject, operands);
    case Comparison::greater:
      return fmt::format("{} is more than {}", subject, operands);
    case Comparison::less:
      return fmt::format("{} is less than {}", subject, operands);
    case Comparison::exists:
      return fmt::format("{} is known", subject);
    case Comparison::missing:
      return fmt::format("{} is not known", subject);
    case Comparison::before:
      return fmt::format("{} is before {}", subject, operands);
    case Comparison::after:
      return fmt::format("{} is {} or later", subject, operands);
    case Comparison::within_days:
      return fmt::format("{} is in the last {} days", subject, operands);
    case Comparison::not_within_days:
      return fmt::format("{} is more than {} days ago", subject, operands);
  }
  return {};
}

std::string phrase(const EventTest& test) {
  const std::string_view times = test.count == 1 ? "time" : "times";
  const std::string within =
      test.within_days ? fmt::format(" in the last {:g} days", *test.within_days) : "";
  if (test.quantifier == Quantifier::at_most && test.count == 0) {
    return fmt::format("never did {}{}", test.name, within);
  }
  const std::string_view how = test.quantifier == Quantifier::at_least  ? "at least"
                               : test.quantifier == Quantifier::at_most ? "at most"
                                                                        : "exactly";
  return fmt::format("did {} {} {} {}{}", test.name, how, test.count, times, within);
}

std::string joined(const std::vector<Condition>& conditions, std::string_view word,
                   const SegmentName& segment_name) {
  std::string text;
  for (const Condition& condition : conditions) {
    text += (text.empty() ? "" : std::string(word)) + sentence(condition, segment_name);
  }
  return text.empty() ? "everybody" : "(" + text + ")";
}

std::string phrase(const MemberTest& test, const SegmentName& segment_name, const char* is) {
  const std::string name = segment_name ? segment_name(test.segment) : std::string();
  return is + (name.empty() ? test.segment : name);
}

std::string found_text(const std::map<std::string, Fact>& facts, const std::string& key) {
  const auto found = facts.find(key);
  if (found == facts.end()) {
    return ": it is not known";
  }
  return ": it is " +
         std::visit([](const auto& value) { return text_of(Scalar(value)); }, found->second);
}

// What was found, in the words of the reason: "it is free".
std::string found_text(const Condition& condition, const Facts& facts, Time now) {
  if (const auto* test = std::get_if<TraitTest>(&condition)) {
    return found_text(facts.traits, test->key);
  }
  if (const auto* test = std::get_if<PropertyTest>(&condition)) {
    return found_text(facts.properties, test->key);
  }
  if (const auto* test = std::get_if<EventTest>(&condition)) {
    return fmt::format(": {} found", count_of(*test, facts, now));
  }
  if (const auto* test = std::get_if<SeenTest>(&condition)) {
    const auto& seen = test->seen == Seen::first ? facts.first_seen : facts.last_seen;
    return ": " + (seen ? to_rfc3339(*seen) : std::string("never"));
  }
  return {};
}

}  // namespace

std::string folded(std::string_view text) {
  std::string out(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto byte = static_cast<unsigned char>(out[i]);
    if (byte >= 'A' && byte <= 'Z') {
      out[i] = static_cast<char>(byte + 32);
      continue;
    }
    if (i + 1 >= out.size()) {
      break;
    }
    const auto next = static_cast<unsigned char>(out[i + 1]);
    const bool latin = byte == 0xc3U && next >= 0x80U && next <= 0x9eU && next != 0x97U;
    const bool cyrillic_low = byte == 0xd0U && next >= 0x90U && next <= 0x9fU;
    const bool cyrillic_high = byte == 0xd0U && next >= 0xa0U && next <= 0xafU;
    const bool greek_low = byte == 0xceU && next >= 0x91U && next <= 0x9fU;
    if (latin || cyrillic_low || greek_low) {
      out[i + 1] = static_cast<char>(next + 0x20U);
    } else if (cyrillic_high) {
      out[i] = static_cast<char>(0xd1);
      out[i + 1] = static_cast<char>(next - 0x20U);
    }
  }
  return out;
}

bool holds(const Condition& condition, const Facts& facts, Time now) {
  const auto each_holds = [&](const Condition& part) { return holds(part, facts, now); };
  return std::visit(
      overloaded{
          [&](const TraitTest& test) {
            return fact_holds(test.comparison, test.values, facts.traits, test.key, now);
          },
          [&](const IdentifierTest& test) { return identifier_holds(test, facts, now); },
          [&](const AccountTest& test) { return account_holds(test, facts, now); },
          [&](const SeenTest& test) { return seen_holds(test, facts, now); },
          [&](const EventTest& test) { return event_holds(test, facts, now); },
          [&](const PropertyTest& test) {
            return fact_holds(test.comparison, test.values, facts.properties, test.key, now);
          },
          [&](const MemberTest& test) { return facts.segments.contains(test.segment); },
          [&](const std::shared_ptr<const And>& all) {
            return std::all_of(all->conditions.begin(), all->conditions.end(), each_holds);
          },
          [&](const std::shared_ptr<const Or>& any) {
            return std::any_of(any->conditions.begin(), any->conditions.end(), each_holds);
          },
          [&](const std::shared_ptr<const Not>& negated) {
            return !each_holds(negated->condition);
          },
      },
      condition);
}

bool holds(const PropertyTest& test, const std::optional<Fact>& value, Time now) {
  return value ? value_holds(test.comparison, test.values, *value, now)
               : holds_without_value(test.comparison);
}

std::string sentence(const Condition& condition, const SegmentName& segment_name) {
  return std::visit(
      overloaded{
          [](const TraitTest& test) { return phrase(test.key, test.comparison, test.values); },
          [](const IdentifierTest& test) {
            return phrase(test.type, test.comparison, test.values);
          },
          [](const AccountTest& test) {
            return phrase(test.trait.empty() ? "account" : "account " + test.trait, test.comparison,
                          test.values);
          },
          [](const SeenTest& test) {
            return phrase(test.seen == Seen::first ? "first seen" : "last seen", test.comparison,
                          {test.value});
          },
          [](const EventTest& test) { return phrase(test); },
          [](const PropertyTest& test) { return phrase(test.key, test.comparison, test.values); },
          [&](const MemberTest& test) { return phrase(test, segment_name, "is in "); },
          [&](const std::shared_ptr<const And>& all) {
            return joined(all->conditions, " and ", segment_name);
          },
          [&](const std::shared_ptr<const Or>& any) {
            return joined(any->conditions, " or ", segment_name);
          },
          [&](const std::shared_ptr<const Not>& negated) {
            const auto* member = std::get_if<MemberTest>(&negated->condition);
            return member == nullptr ? "not " + sentence(negated->condition, segment_name)
                                     : phrase(*member, segment_name, "is not in ");
          },
      },
      condition);
}

Reason explain(const Condition& condition, const Facts& facts, Time now) {
  Reason reason = {.text = sentence(condition) + found_text(condition, facts, now),
                   .holds = holds(condition, facts, now)};
  const auto add = [&](const Condition& part) {
    reason.because.push_back(explain(part, facts, now));
  };
  if (const auto* all = std::get_if<std::shared_ptr<const And>>(&condition)) {
    std::for_each((*all)->conditions.begin(), (*all)->conditions.end(), add);
  } else if (const auto* any = std::get_if<std::shared_ptr<const Or>>(&condition)) {
    std::for_each((*any)->conditions.begin(), (*any)->conditions.end(), add);
  } else if (const auto* negated = std::get_if<std::shared_ptr<const Not>>(&condition)) {
    add((*negated)->condition);
  }
  return reason;
}

}  // namespace throughline::condition
