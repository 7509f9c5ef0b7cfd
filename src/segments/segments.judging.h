// Judging one person: what the record says of somebody now, and what the segments of a book make of
// it.
//
// Reads the truth (identity, traits, lines) inside the caller's transaction, and nothing that
// follows behind.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "base/result.h"
#include "people/people.h"
#include "segments/outcome.h"
#include "segments/segment.h"
#include "timeline/timeline.h"

namespace throughline::segments {

// What a book asks about somebody.
struct Known {
  // Of each of their accounts, what is known of its people but themselves.
  std::vector<std::vector<std::shared_ptr<const Known>>> account_people = {};
  std::vector<IdentifierId> identifiers = {};
  condition::Facts facts = {};
  std::set<SegmentId> lists = {};    // That they are on.
  std::set<SegmentId> figures = {};  // That they were behind when they were last asked.
  // By the place of the definition in the book, then by the number of the step.
  std::vector<std::vector<std::vector<Hit>>> hits = {};
};

class Judging {
 public:
  // All must outlive this.
  Judging(people::People& people, timeline::Timeline& timeline)
      : people_(people), timeline_(timeline) {}

  // Who was read for the sake of others, within one unit of work.
  using Others = std::map<ProfileId, std::shared_ptr<const Known>>;
  // Nothing where the profile is nobody any more.
  Result<std::optional<Known>> read(storage::Transaction& tx, ProfileId profile, const Book& book,
                                    Others& others);
  // All people of the accounts that somebody belongs to, themselves among them.
  Result<std::set<ProfileId>> account_people(storage::Transaction& tx, ProfileId profile);

 private:
  Result<std::optional<Known>> read_alone(storage::Transaction& tx, ProfileId profile,
                                          const Book& book);
  Result<void> read_account_people(storage::Transaction& tx, ProfileId profile, const Book& book,
                                   Others& others, Known& known);
  Result<std::vector<ProfileId>> members_of(storage::Transaction& tx, AccountId account);
  Result<void> read_facts(storage::Transaction& tx, ProfileId profile, const Book& book,
                          Known& known);
  Result<void> read_traits(storage::Transaction& tx, ProfileId profile, Known& known);
  Result<void> read_identifiers(storage::Transaction& tx, ProfileId profile, Known& known);
  Result<void> read_line(storage::Transaction& tx, const Book& book, Known& known);
  Result<void> read_seen(storage::Transaction& tx, Known& known);
  Result<void> read_accounts(storage::Transaction& tx, ProfileId profile, Known& known);

  people::People& people_;
  timeline::Timeline& timeline_;
};

// Which segments somebody is in at an instant, and until when time alone changes none of it.
struct Judgement {
  std::set<SegmentId> in = {};
  std::optional<Time> until = {};
};
Judgement judge(const Book& book, const Known& known, Time now);

// Why somebody is or is not in the segment.
Reason explain(const Book& book, const Definition& definition, const Known& known, Time now);

// The value of a trait as conditions compare it; nothing for null.
std::optional<condition::Fact> fact_of(std::string_view json);

}  // namespace throughline::segments
