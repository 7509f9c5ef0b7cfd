// Decisions about identity as the REST API shows and takes them.
#pragma once

#include "people/person_view.h"

namespace throughline::people {

struct UnmergeForm {
  std::vector<IdentifierView> identifiers = {};
  std::string reason = {};
};
BOOST_DESCRIBE_STRUCT(UnmergeForm, (), (identifiers, reason))
struct PersonAfterView {
  std::vector<IdentifierView> identifiers = {};
  std::int64_t events = 0;
  std::vector<std::string> corrected_traits = {};
};
BOOST_DESCRIBE_STRUCT(PersonAfterView, (), (identifiers, events, corrected_traits))
struct UnmergePreviewView {
  std::vector<PersonAfterView> people = {};
};
BOOST_DESCRIBE_STRUCT(UnmergePreviewView, (), (people))

struct HeldView {
  std::string type = {};
  std::string value = {};
  std::optional<std::string> profile = {};
  std::int64_t joined = 0;
  std::int64_t held = 0;
};
BOOST_DESCRIBE_STRUCT(HeldView, (), (type, value, profile, joined, held))
struct HeldList {
  std::vector<HeldView> items = {};
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(HeldList, (), (items, next))

struct VerdictForm {
  std::string type = {};
  std::string value = {};
  std::string verdict = {};  // freeze or allow
  std::string reason = {};
};
BOOST_DESCRIBE_STRUCT(VerdictForm, (), (type, value, verdict, reason))

struct DecisionView {
  std::string id = {};
  std::string kind = {};
  Time decided_at = {};
  std::string actor = {};
  std::string reason = {};
  std::vector<IdentifierView> identifiers = {};
  std::vector<IdentifierView> others = {};
};
BOOST_DESCRIBE_STRUCT(DecisionView, (), (id, kind, decided_at, actor, reason, identifiers, others))
struct DecisionList {
  std::vector<DecisionView> items = {};
  std::optional<std::string> next = {};
};
BOOST_DESCRIBE_STRUCT(DecisionList, (), (items, next))

struct RulesSampleView {
  std::vector<std::vector<IdentifierView>> before = {};
  std::vector<std::vector<IdentifierView>> after = {};
};
BOOST_DESCRIBE_STRUCT(RulesSampleView, (), (before, after))
struct RulesPreviewView {
  std::int64_t people_before = 0;
  std::int64_t people_after = 0;
  std::int64_t merged = 0;
  std::int64_t split = 0;
  std::vector<RulesSampleView> merges = {};
  std::vector<RulesSampleView> splits = {};
  std::vector<std::vector<IdentifierView>> largest = {};
};
BOOST_DESCRIBE_STRUCT(RulesPreviewView, (),
                      (people_before, people_after, merged, split, merges, splits, largest))

}  // namespace throughline::people
