#include "people/trait.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/name_table.h"
#include "base/text.h"
#include "codec/json_writer.h"

namespace throughline::people {
namespace {

using codec::JsonView;
using codec::JsonWriter;

constexpr std::array<std::string_view, 4> op_names = {"set", "set_once", "lock", "unlock"};
constexpr std::array<std::string_view, 4> survivorship_names = {"most_recent", "most_trusted",
                                                                "maximum", "manual"};
constexpr SourceId agents = {};
constexpr std::size_t trait_rules_max = 1'000;

std::size_t distrust(const TraitRule& rule, SourceId source) {
  if (rule.survivorship == Survivorship::manual) {
    return source == agents ? 0 : 1;
  }
  return static_cast<std::size_t>(std::find(rule.trusted.begin(), rule.trusted.end(), source) -
                                  rule.trusted.begin());
}

// Whether `a` survives `b`.
bool survives(const Assertion& a, const Assertion& b, const TraitRule& rule) {
  switch (rule.survivorship) {
    case Survivorship::most_recent:
      break;
    case Survivorship::most_trusted:
    case Survivorship::manual: {
      const std::size_t of_a = distrust(rule, a.order.source);
      const std::size_t of_b = distrust(rule, b.order.source);
      if (of_a != of_b) {
        return of_a < of_b;
      }
      break;
    }
    case Survivorship::maximum:
      if (const int compared = compare_values(a.value, b.value); compared != 0) {
        return compared > 0;
      }
      break;
  }
  return a.order > b.order;
}

bool is_later(const Assertion& a, const Assertion& b) {
  // One event that locks and unlocks the same trait locks it.
  return a.order > b.order || (a.order == b.order && a.op == TraitOp::lock);
}

template <class Better>
void take_better(std::optional<Assertion>& kept, const Assertion& candidate, const Better& better) {
  if (!kept || better(candidate, *kept)) {
    kept = candidate;
  }
}

int value_rank(std::string_view json) {
  switch (json.empty() ? 'n' : json.front()) {
    case 'n':
      return 0;
    case 't':
    case 'f':
      return 1;
    case '"':
      return 3;
    case '[':
      return 4;
    case '{':
      return 5;
    default:
      return 2;
  }
}

int sign(bool less, bool greater) {
  return less ? -1 : greater ? 1 : 0;
}

// A long double holds every int64 and every double exactly.
long double number_of(std::string_view digits) {
  return std::strtold(std::string(digits).c_str(), nullptr);
}

// Collects assertions of one event.
struct Collected {
  const TraitOrigin& origin;
  std::vector<Assertion> assertions = {};

  void add(std::string_view key, std::string value, TraitOp op) {
    if (!key.empty() && !is_longer(key, trait_key_characters_max)) {
      assertions.push_back({.key = std::string(key),
                            .value = std::move(value),
                            .op = op,
                            .order = origin.order,
                            .event = origin.event,
                            .received_at = origin.received_at});
    }
  }
  void add_members(JsonView object, TraitOp op) {
    for (const auto& [key, value] : object.members()) {
      add(key, value.to_text(), op);
    }
  }
};

Result<TraitRule> read_rule(JsonView view) {
  TraitRule rule;
  TL_TRY_ASSIGN(rule.survivorship, parse_survivorship(view.find("survivorship").text()));
  for (const JsonView source : view.find("trusted").items()) {
    const auto id = source.integer();
    if (!id) {
      return Error::invalid("trusted sources are a list of their numbers");
    }
    rule.trusted.push_back({*id});
  }
  return rule;
}

}  // namespace

std::string_view name_of(TraitOp op) {
  return name_in(op_names, op);
}
Result<TraitOp> parse_trait_op(std::string_view name) {
  return parse_name<TraitOp>(op_names, name, "trait operation");
}
std::string_view name_of(Survivorship survivorship) {
  return name_in(survivorship_names, survivorship);
}
Result<Survivorship> parse_survivorship(std::string_view name) {
  return parse_name<Survivorship>(survivorship_names, name, "survivorship");
}

const TraitRule& rule_for(const TraitRules& rules, const std::string& key) {
  static const TraitRule most_recent;
  const auto found = rules.find(key);
  return found == rules.end() ? most_recent : found->second;
}

std::string to_json(const TraitRules& rules) {
  JsonWriter writer;
  writer.begin_object();
  for (const auto& [key, rule] : rules) {
    writer.key(key).begin_object().member("survivorship", name_of(rule.survivorship));
    writer.key("trusted").begin_array();
    for (const SourceId source : rule.trusted) {
      writer.value(source.value);
    }
    writer.end_array().end_object();
  }
  return writer.end_object().take();
}

Result<TraitRules> parse_trait_rules(std::string_view json) {
  TL_TRY_ASSIGN(const codec::JsonDocument document, codec::JsonDocument::parse(json));
  const JsonView root = document.root();
  if (!root.is_object() || root.size() > trait_rules_max) {
    return Error::invalid("survivorship rules are an object of at most 1000 traits");
  }
  TraitRules rules;
  for (const auto& [key, rule] : root.members()) {
    TL_TRY_ASSIGN(rules[std::string(key)], read_rule(rule));
  }
  return rules;
}

void fold(TraitState& state, const Assertion& assertion, const TraitRule& rule) {
  switch (assertion.op) {
    case TraitOp::set:
      take_better(state.set, assertion,
                  [&](const Assertion& a, const Assertion& b) { return survives(a, b, rule); });
      break;
    case TraitOp::set_once:
      take_better(state.set_once, assertion,
                  [](const Assertion& a, const Assertion& b) { return a.order < b.order; });
      break;
    case TraitOp::lock:
    case TraitOp::unlock:
      take_better(state.lock, assertion, is_later);
      break;
  }
}

void merge(TraitState& state, const TraitState& other, const TraitRule& rule) {
  for (const auto* part : {&other.set, &other.set_once, &other.lock}) {
    if (*part) {
      fold(state, **part, rule);
    }
  }
}

const Assertion* winner(const TraitState& state) {
  if (state.lock && state.lock->op == TraitOp::lock) {
    return &*state.lock;
  }
  if (state.set) {
    return &*state.set;
  }
  return state.set_once ? &*state.set_once : nullptr;
}

TraitOrigin origin_of(const Event& event) {
  return {.order = {.occurred_at = event.occurred_at,
                    .sequence = event.sequence,
                    .message_id = event.message_id,
                    .source = event.source},
          .event = event.seq,
          .received_at = event.times.received};
}

Result<std::vector<Assertion>> parse_assertions(std::string_view traits,
                                                const TraitOrigin& origin) {
  if (traits.empty()) {
    return std::vector<Assertion>{};
  }
  TL_TRY_ASSIGN(const codec::JsonDocument document, codec::JsonDocument::parse(traits));
  if (!document.root().is_object()) {
    return Error::invalid("traits are a JSON object");
  }
  const bool by_product = origin.order.source == agents;
  Collected collected{origin};
  for (const auto& [key, value] : document.root().members()) {
    if (key == "$set_once" && value.is_object()) {
      collected.add_members(value, TraitOp::set_once);
    } else if (key == "$lock" && by_product) {
      collected.add_members(value, TraitOp::lock);
    } else if (key == "$unlock" && by_product) {
      for (const JsonView item : value.items()) {
        collected.add(item.text(), "null", TraitOp::unlock);
      }
    } else {
      collected.add(key, value.to_text(), TraitOp::set);
    }
  }
  return std::move(collected.assertions);
}

int compare_values(std::string_view a, std::string_view b) {
  const int of_a = value_rank(a);
  const int of_b = value_rank(b);
  if (of_a != of_b) {
    return sign(of_a<of_b, of_a> of_b);
  }
  if (of_a == 2) {
    const long double number_a = number_of(a);
    const long double number_b = number_of(b);
    return sign(number_a<number_b, number_a> number_b);
  }
  return sign(a<b, a> b);
}

}  // namespace throughline::people
