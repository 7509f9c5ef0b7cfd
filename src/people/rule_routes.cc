#include "people/rule_routes.h"

#include "people/decision_view.h"

namespace throughline::people {
namespace {

using http::Request;
using storage::Transaction;

struct LimitView {
  std::string type = {};
  std::optional<std::int64_t> count = {};  // Null: no limit.
  std::string window = "ever";
};
BOOST_DESCRIBE_STRUCT(LimitView, (), (type, count, window))

struct BreakerView {
  std::optional<std::int64_t> count = {};  // Null: no limit.
  std::string window = "ever";
};
BOOST_DESCRIBE_STRUCT(BreakerView, (), (count, window))

struct BlockedView {
  std::optional<std::string> exact = {};
  std::optional<std::string> pattern = {};
};
BOOST_DESCRIBE_STRUCT(BlockedView, (), (exact, pattern))

struct RulesView {
  std::vector<std::string> priority = {};
  std::vector<LimitView> limits = {};
  std::vector<BlockedView> blocked = {};
  std::string preset = "custom";  // default, segment or custom; the first two fill in the rest.
  std::string phone_region = {};
  // How many people one value may join before it waits for review; absent: as it is by default.
  std::optional<BreakerView> breaker = {};
};
BOOST_DESCRIBE_STRUCT(RulesView, (), (priority, limits, blocked, preset, phone_region, breaker))

struct SurvivorshipRuleView {
  std::string rule = {};
  std::vector<std::string> trusted_sources = {};
};
BOOST_DESCRIBE_STRUCT(SurvivorshipRuleView, (), (rule, trusted_sources))

struct SurvivorshipView {
  std::map<std::string, SurvivorshipRuleView> traits = {};
};
BOOST_DESCRIBE_STRUCT(SurvivorshipView, (), (traits))

constexpr std::string_view all_others = "*";

LimitView limit_view(std::string type, const std::optional<Limit>& limit) {
  LimitView view = {.type = std::move(type)};
  if (limit) {
    view.count = limit->values;
    view.window = std::string(name_of(limit->window));
  }
  return view;
}

RulesView view_of(const Rules& rules) {
  const auto is = [&](Rules preset) {
    preset.phone_region = rules.phone_region;
    return rules == preset;
  };
  RulesView view = {.priority = rules.priority,
                    .preset = is(Rules{})            ? "default"
                              : is(segment_preset()) ? "segment"
                                                     : "custom",
                    .phone_region = rules.phone_region,
                    .breaker = BreakerView{}};
  if (rules.breaker) {
    view.breaker = BreakerView{rules.breaker->values, std::string(name_of(rules.breaker->window))};
  }
  for (const auto& [type, limit] : rules.limits) {
    view.limits.push_back(limit_view(type, limit));
  }
  view.limits.push_back(limit_view(std::string(all_others), rules.other_limit));
  for (const std::string& value : rules.blocked_values) {
    view.blocked.push_back({.exact = value});
  }
  for (const std::string& pattern : rules.blocked_patterns) {
    view.blocked.push_back({.pattern = pattern});
  }
  return view;
}

Result<std::optional<Limit>> limit_of(const LimitView& view) {
  if (!view.count) {
    return std::optional<Limit>();
  }
  TL_TRY_ASSIGN(const Window window, parse_window(view.window));
  return std::optional(Limit{*view.count, window});
}

Result<Rules> rules_of(const RulesView& view) {
  Rules rules = view.preset == "segment" ? segment_preset() : Rules{};
  rules.phone_region = view.phone_region;
  if (view.breaker) {
    TL_TRY_ASSIGN(rules.breaker, limit_of({"", view.breaker->count, view.breaker->window}));
  }
  if (view.preset == "segment" || view.preset == "default") {
    return rules;
  }
  rules.priority = view.priority;
  rules.limits.clear();
  rules.blocked_values.clear();
  rules.blocked_patterns.clear();
  for (const LimitView& limit : view.limits) {
    TL_TRY_ASSIGN(const auto parsed, limit_of(limit));
    if (limit.type == all_others) {
      rules.other_limit = parsed;
    } else {
      rules.limits[limit.type] = parsed;
    }
  }
  for (const BlockedView& blocked : view.blocked) {
    if (blocked.exact) {
      rules.blocked_values.push_back(*blocked.exact);
    }
    if (blocked.pattern) {
      rules.blocked_patterns.push_back(*blocked.pattern);
    }
  }
  return rules;
}

Result<http::Response> rules(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const Rules rules, api.people.read(request.actor, [&](Transaction& tx) {
    return api.people.rules(tx);
  }));
  return answer(view_of(rules));
}

Result<http::Response> put_rules(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const auto view, codec::parse_as<RulesView>(request.body));
  TL_TRY_ASSIGN(const Rules wanted, rules_of(view));
  TL_TRY(api.people.put_rules(request.actor, wanted));
  return rules(api, request);
}

std::vector<std::vector<IdentifierView>> people_view(
    const std::vector<std::vector<Identifier>>& people) {
  std::vector<std::vector<IdentifierView>> views;
  views.reserve(people.size());
  for (const auto& person : people) {
    views.push_back(views_of(person));
  }
  return views;
}

std::vector<RulesSampleView> samples_view(const std::vector<RulesPreview::Sample>& samples) {
  std::vector<RulesSampleView> views;
  views.reserve(samples.size());
  for (const RulesPreview::Sample& sample : samples) {
    views.push_back({people_view(sample.before), people_view(sample.after)});
  }
  return views;
}

Result<http::Response> preview_rules(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const auto view, codec::parse_as<RulesView>(request.body));
  TL_TRY_ASSIGN(const Rules wanted, rules_of(view));
  TL_TRY_ASSIGN(const RulesPreview preview, api.people.read(request.actor, [&](Transaction& tx) {
    return api.people.preview_rules(tx, wanted);
  }));
  return answer(RulesPreviewView{.people_before = preview.people_before,
                                 .people_after = preview.people_after,
                                 .merged = preview.merged,
                                 .split = preview.split,
                                 .merges = samples_view(preview.merges),
                                 .splits = samples_view(preview.splits),
                                 .largest = people_view(preview.largest)});
}

Result<http::Response> survivorship(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const TraitRules rules, api.people.read(request.actor, [&](Transaction& tx) {
    return api.people.survivorship(tx);
  }));
  TL_TRY_ASSIGN(const auto sources, api.source_refs(request.actor));
  SurvivorshipView view;
  for (const auto& [key, rule] : rules) {
    SurvivorshipRuleView shown = {.rule = std::string(name_of(rule.survivorship))};
    for (const SourceId source : rule.trusted) {
      const auto known = sources.find(source);
      shown.trusted_sources.push_back(
          known == sources.end() ? to_public_id("source", {}, source.value) : known->second.id);
    }
    view.traits.emplace(key, std::move(shown));
  }
  return answer(view);
}

Result<http::Response> put_survivorship(PeopleApi& api, const Request& request) {
  TL_TRY_ASSIGN(const auto view, codec::parse_as<SurvivorshipView>(request.body));
  TraitRules wanted;
  for (const auto& [key, shown] : view.traits) {
    TraitRule rule;
    TL_TRY_ASSIGN(rule.survivorship, parse_survivorship(shown.rule));
    for (const std::string& source : shown.trusted_sources) {
      const auto id = parse_public_id("source", source);
      if (!id) {
        return Error::invalid("`trusted_sources` must hold ids of sources");
      }
      rule.trusted.push_back(SourceId{id->key});
    }
    wanted.emplace(key, std::move(rule));
  }
  TL_TRY(api.people.put_survivorship(request.actor, wanted));
  return survivorship(api, request);
}

}  // namespace

void add_rule_routes(http::Router& router, codec::Schemas& schemas,
                     const std::shared_ptr<PeopleApi>& api) {
  codec::add_schema<RulesView>(schemas, "IdentityRules");
  codec::add_schema<RulesPreviewView>(schemas, "IdentityRulesPreview");
  codec::add_schema<SurvivorshipView>(schemas, "Survivorship");
  const auto bound = [&](auto handler) {
    return [api, handler](const Request& request) { return handler(*api, request); };
  };
  router.get("/api/v1/identity_rules", http::with_right(Right::view_people),
             {.summary = "How this workspace decides who is who.",
              .tag = "People",
              .response_schema = "IdentityRules"},
             bound(rules));
  router.put("/api/v1/identity_rules", http::with_right(Right::manage_workspace),
             {.summary = "Changes the rules and resolves everybody anew.",
              .tag = "People",
              .request_schema = "IdentityRules",
              .response_schema = "IdentityRules"},
             bound(put_rules));
  router.post("/api/v1/identity_rules/preview", http::with_right(Right::manage_workspace),
              {.summary = "What these rules would do to everybody, over all history, before they "
                          "are applied.",
               .tag = "People",
               .request_schema = "IdentityRules",
               .response_schema = "IdentityRulesPreview"},
              bound(preview_rules));
  router.get("/api/v1/survivorship", http::with_right(Right::view_people),
             {.summary = "Which value of a trait wins when sources disagree.",
              .tag = "People",
              .response_schema = "Survivorship"},
             bound(survivorship));
  router.put("/api/v1/survivorship", http::with_right(Right::manage_workspace),
             {.summary = "Changes which value wins.",
              .tag = "People",
              .request_schema = "Survivorship",
              .response_schema = "Survivorship"},
             bound(put_survivorship));
}

}  // namespace throughline::people
