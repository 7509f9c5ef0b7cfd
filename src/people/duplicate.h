// Duplicates: what is compared of people to find those who are probably one, and which pairs are
// proposed. Pure; the comparing itself is match/link.h.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "event/identifier.h"
#include "match/link.h"

namespace throughline::people {

using DuplicateId = Id<struct DuplicateTag>;
using DuplicateSearchId = Id<struct DuplicateSearchTag>;

// Pairs below this chance are not proposed.
constexpr double duplicate_probability_min = 0.5;

const match::Schema& duplicate_schema();

// Texts by field of duplicate_schema().
using ComparedValues = std::vector<std::vector<std::string>>;

// From traits as they hold (JSON by key; the usual spellings of names, birthdays and addresses are
// understood) and identifiers.
ComparedValues compared_values(const std::map<std::string, std::string>& traits,
                               const std::vector<Identifier>& identifiers);

// Whether there is enough to tell who somebody is: a name, an address or a number.
bool says_who(const ComparedValues& values);

// One thing that was compared: match::Aspect, its level, and what it weighs in bits.
struct DuplicateEvidence {
  std::string aspect = {};
  match::Level level = 0;
  double weight = 0;
  bool operator==(const DuplicateEvidence&) const = default;
};
std::string to_json(const std::vector<DuplicateEvidence>& evidence);
std::vector<DuplicateEvidence> parse_evidence(std::string_view json);
// "the same"; for a reader.
std::string_view words_of(const DuplicateEvidence& evidence);
// The values that an aspect is about, as one text.
std::string value_of(std::string_view aspect, const ComparedValues& values);

struct ProposedPair {
  match::RecordIndex one = 0;
  match::RecordIndex other = 0;
  double weight = 0;
  std::vector<DuplicateEvidence> evidence = {};  // The strongest first.
};

// Within each group of records that are one person, the strongest links that connect it; none that
// `is_refused` tells.
std::vector<ProposedPair> propose(
    const match::Records& records, const match::Linkage& linkage,
    const std::function<bool(match::RecordIndex, match::RecordIndex)>& is_refused);

enum class DuplicateState { open, accepted, refused };
std::string_view name_of(DuplicateState state);
Result<DuplicateState> parse_duplicate_state(std::string_view name);

struct Duplicate {
  DuplicateId id = {};
  ProfileId one = {};  // Who owns what the pair was about, now.
  ProfileId other = {};
  double weight = 0;
  std::vector<DuplicateEvidence> evidence = {};
  DuplicateState state = DuplicateState::open;
  Time found_at = {};
  std::optional<Time> decided_at = {};
  std::string decided_by = {};
  std::string reason = {};
  [[nodiscard]] double probability() const { return match::probability_of(weight); }
};

struct DuplicatePage {
  std::vector<Duplicate> items = {};
  std::int64_t total = 0;
  std::optional<DuplicateId> next = {};  // The last of this page, where there are more.
};

enum class SearchState { running, done, failed };
std::string_view name_of(SearchState state);
Result<SearchState> parse_search_state(std::string_view name);

struct DuplicateSearch {
  DuplicateSearchId id = {};
  SearchState state = SearchState::running;
  Time started_at = {};
  std::optional<Time> finished_at = {};
  std::int64_t people = 0;
  std::int64_t pairs = 0;
  std::int64_t found = 0;
};

}  // namespace throughline::people
