// WhoIsIn: whom of everybody a rule takes in, by the columns of their lines. A report of a scan
// (journeys.scan.h).
//
// What events say lies wherever their rows are. People are therefore judged some hundreds at a
// time: the memory of what all their events say is asked for before that of the first is needed.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "journey_engine/event_set.h"
#include "journey_engine/property_column.h"
#include "journeys/journeys.scan.h"
#include "segments/outcome.h"

namespace throughline::segments {

// What a rule asks that is not on the lines: who fulfils each person test, and who is in each
// segment. Shared by the threads of a scan.
struct Listed {
  std::vector<journeys::PeopleSet> people = {};  // By the number of the test.
  std::map<SegmentId, journeys::PeopleSet> members = {};
  std::vector<std::vector<ProfileId>> accounts = {};     // Whose people are asked for.
  std::vector<journeys::PeopleSet> account_people = {};  // By the number of the test.
};

// What the threads of a scan share.
struct Question {
  const Rule& rule;
  const Listed& listed;
  std::vector<journey_engine::EventSet> steps = {};
  std::vector<std::optional<journey_engine::PropertyView>> same = {};  // By step.
  Time now = {};
};

// Who is in, and of whom there is a line at all. Copied for each thread.
class WhoIsIn {
 public:
  // It must outlive this.
  explicit WhoIsIn(const Question& question);
  ~WhoIsIn();
  WhoIsIn(const WhoIsIn& other);
  WhoIsIn(WhoIsIn&&) noexcept;
  WhoIsIn& operator=(const WhoIsIn&) = delete;
  WhoIsIn& operator=(WhoIsIn&&) noexcept;

  void add(journey_engine::CustomerId person, journey_engine::Line line);
  void merge(const WhoIsIn& other);
  // Of everybody, also those of whom there is no line.
  journeys::PeopleSet found(const journeys::PeopleSet& everybody);

 private:
  class LineEvidence;
  // An event that may be one of a step.
  struct Candidate {
    journey_engine::LineEvent event = {};
    std::uint32_t place = 0;  // In the line.
  };
  struct Waiting {
    ProfileId person = {};
    std::size_t until = 0;  // Behind the last of her candidates.
  };
  void judge_waiting();
  // Whether each candidate is of the step, and what it says is on its way.
  void test_candidates(std::size_t step);

  const Question* question_;
  journeys::PeopleSet in_;
  journeys::PeopleSet visited_;
  std::vector<Waiting> waiting_;
  std::vector<Candidate> candidates_;
  std::vector<std::vector<std::uint8_t>> of_step_;  // By step and candidate.
  std::unique_ptr<LineEvidence> evidence_;          // This thread's own.
};

}  // namespace throughline::segments
