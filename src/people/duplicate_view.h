// Likely duplicates as the REST API shows them.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "codec/describe.h"

namespace throughline::people {

struct DuplicatePersonView {
  std::string id = {};
  std::string name = {};  // Or her address, or the best identifier there is.
  std::int64_t events = 0;
  std::int64_t identifiers = 0;
  std::optional<Time> first_seen = {};
  std::optional<Time> last_seen = {};
};
BOOST_DESCRIBE_STRUCT(DuplicatePersonView, (),
                      (id, name, events, identifiers, first_seen, last_seen))

// One thing that was compared. A weight of 7 bits makes it 2^7 times likelier that they are one.
struct DuplicateEvidenceView {
  std::string field = {};
  std::string one = {};
  std::string other = {};
  std::string words = {};
  double weight = 0;
};
BOOST_DESCRIBE_STRUCT(DuplicateEvidenceView, (), (field, one, other, words, weight))

struct DuplicateView {
  std::string id = {};
  std::string state = {};
  double probability = 0;
  Time found_at = {};
  DuplicatePersonView one = {};
  DuplicatePersonView other = {};
  std::vector<DuplicateEvidenceView> evidence = {};
  std::optional<Time> decided_at = {};
  std::optional<std::string> decided_by = {};
  std::optional<std::string> reason = {};
};
BOOST_DESCRIBE_STRUCT(DuplicateView, (),
                      (id, state, probability, found_at, one, other, evidence, decided_at,
                       decided_by, reason))

struct DuplicateSearchView {
  std::string state = {};
  Time started_at = {};
  std::optional<Time> finished_at = {};
  std::int64_t people = 0;
  std::int64_t pairs = 0;
  std::int64_t found = 0;
};
BOOST_DESCRIBE_STRUCT(DuplicateSearchView, (),
                      (state, started_at, finished_at, people, pairs, found))

struct DuplicateList {
  std::vector<DuplicateView> items = {};
  std::int64_t total = 0;
  std::optional<std::string> next = {};
  std::optional<DuplicateSearchView> search = {};  // The latest.
};
BOOST_DESCRIBE_STRUCT(DuplicateList, (), (items, total, next, search))

struct DuplicateRefusalForm {
  std::optional<std::string> reason = {};
};
BOOST_DESCRIBE_STRUCT(DuplicateRefusalForm, (), (reason))

}  // namespace throughline::people
