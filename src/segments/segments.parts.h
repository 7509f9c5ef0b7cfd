// What the files of this facade share.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "base/guarded.h"
#include "journeys/journeys.scan.h"
#include "segments/segments.h"

namespace throughline::segments {

// Who may have become somebody else: what was answered of them before is not true after.
class Moves {
 public:
  [[nodiscard]] std::uint64_t count() const { return count_; }
  void add(ProfileId person) {
    if (last_.size() == people_max) {
      last_.clear();
      forgotten_ = count_;
    }
    last_[person] = ++count_;
  }
  [[nodiscard]] bool has_moved(ProfileId person, std::uint64_t since) const {
    const auto found = last_.find(person);
    return forgotten_ > since || (found != last_.end() && found->second > since);
  }

 private:
  static constexpr std::size_t people_max = 100'000;
  std::uint64_t count_ = 0;
  std::uint64_t forgotten_ = 0;  // Up to here nothing is known any more.
  std::map<ProfileId, std::uint64_t> last_;
};

struct Segments::BehindFigure {
  journeys::PeopleSet people = {};
  timeline::Position position = {};
  std::uint64_t moves = 0;  // Of the workspace, before it was asked.
  std::string rule = {};    // Of the segment that was asked for.
};

// Of one database. Thread-safe.
struct Segments::Memory {
  struct Walk {
    std::int64_t number = 0;
    std::shared_ptr<const std::vector<ProfileId>> people = {};  // By id.
  };
  Guarded<std::shared_ptr<const Book>> book;
  Guarded<Walk> walk;
  Guarded<Moves> moves;
};

}  // namespace throughline::segments
