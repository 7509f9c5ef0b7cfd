// The people list: what is asked of it and what it answers. Values only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "condition/condition.h"

namespace throughline::people {

enum class PeopleSort { last_seen, first_seen, name, events, trait };
enum class SortOrder { ascending, descending };

// Where the next page starts: after this person, by the value that the list is sorted by.
struct PeopleCursor {
  std::string value = {};
  ProfileId profile = {};
};

struct PeopleQuery {
  // Parts of names, addresses and other identifiers, of two letters where words begin; all must
  // match.
  std::string search = {};
  std::optional<condition::Condition> condition = {};
  PeopleSort sort = PeopleSort::last_seen;
  std::string sort_trait = {};
  SortOrder order = SortOrder::descending;
  std::optional<PeopleCursor> after = {};
  std::size_t limit = 50;  // At most 500.
};

// As the REST API is asked; empty: what holds without. Error::invalid says what to change.
struct PeopleQueryText {
  std::string search = {};
  std::string filter = {};  // A condition as JSON.
  std::string sort = {};    // last_seen, first_seen, name, events or trait:KEY.
  std::string order = {};   // asc or desc.
};
Result<PeopleQuery> parse_people_query(const PeopleQueryText& text);

// One row of the list.
struct PersonSummary {
  ProfileId profile = {};
  bool known = false;
  std::string name = {};
  std::string email = {};
  std::string user_id = {};
  Time first_seen = {};
  Time last_seen = {};
  std::int64_t events = 0;
  std::int64_t identifiers = 0;
  std::string sort_value = {};
};

struct PeoplePage {
  std::vector<PersonSummary> people = {};
  // Exact, of all pages; nothing where a search finds so many that counting them would take long.
  std::optional<std::int64_t> total = {};
  std::optional<PeopleCursor> next = {};
};

// What a condition can be about, with how common it is.
struct TraitField {
  std::string key = {};
  std::string type = {};  // text, number, boolean, time, other
  std::int64_t people = 0;
};
struct EventField {
  std::string name = {};
  std::int64_t events = 0;
  std::int64_t people = 0;
};
struct IdentifierField {
  std::string type = {};
  std::int64_t people = 0;
};
struct Fields {
  std::vector<TraitField> traits = {};
  std::vector<TraitField> account_traits = {};
  std::vector<EventField> events = {};
  std::vector<IdentifierField> identifiers = {};
};

// How many people did something of each name, as far as it is known.
using PeopleByEvent = std::map<std::string, std::int64_t>;

// A JSON value as the list keeps it: comparable in SQL and in memory alike.
struct IndexedValue {
  std::string type = {};
  std::optional<double> number = {};
  std::optional<std::string> text = {};
  std::optional<std::string> folded = {};
  std::optional<Time> time = {};
  std::string ordering = {};
};
// Nothing for null: a trait that was unset is no trait.
std::optional<IndexedValue> indexed_value(std::string_view json);

}  // namespace throughline::people
