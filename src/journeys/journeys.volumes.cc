// How many people did what: what a list of events shows beside their names.
#include "journeys/journeys.h"

#include "journeys/journeys.scan.h"

namespace throughline::journeys {
namespace {

// Of each name, which several codes may have.
struct PeopleByName {
  const std::vector<std::size_t>* name_of_code = nullptr;
  std::vector<std::int64_t> people = {};
  std::vector<std::uint64_t> last_line = {};  // That counted for the name.
  std::uint64_t line = 0;

  void add(journey_engine::CustomerId /*customer*/, journey_engine::Line events) {
    ++line;
    for (const journey_engine::LineEvent& event : events) {
      const std::size_t name = (*name_of_code)[event.code];
      people[name] += last_line[name] == line ? 0 : 1;
      last_line[name] = line;
    }
  }
  void merge(const PeopleByName& other) {
    for (std::size_t i = 0; i < people.size(); ++i) {
      people[i] += other.people[i];
    }
  }
};

}  // namespace

Result<std::map<std::string, std::int64_t>> Journeys::people_by_event(
    WorkspaceId workspace, const std::optional<timeline::Position>& at_least) {
  TL_TRY_ASSIGN(const Feed::View view, this->view(workspace, at_least));
  std::map<std::string, std::size_t> names;
  std::vector<std::size_t> name_of_code;
  for (std::uint32_t code = 0; code < view.codes->size(); ++code) {
    name_of_code.push_back(names.emplace(view.codes->at(code).name, names.size()).first->second);
  }
  TL_TRY_ASSIGN(const PeopleByName counted,
                scan(view.lines, {}, {},
                     PeopleByName{&name_of_code, std::vector<std::int64_t>(names.size()),
                                  std::vector<std::uint64_t>(names.size())}));
  std::map<std::string, std::int64_t> people;
  for (const auto& [name, index] : names) {
    people.emplace(name, counted.people[index]);
  }
  return people;
}

}  // namespace throughline::journeys
