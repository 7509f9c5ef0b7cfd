// Outcome: whether a rule holds for somebody at an instant, until when that can be said, and why.
//
// Pure: the instant is an argument, and what is known comes through Evidence, so that one person
// read from the record and everybody read from columns are judged by the same functions. Events
// count with the millisecond in which they happened, rounded down.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "condition/evaluate.h"
#include "segments/rule.h"

namespace throughline::segments {

struct Outcome {
  bool holds = false;
  // Before this instant nothing changes by the passing of time alone; nothing: it never does.
  std::optional<Time> until = {};
  bool operator==(const Outcome&) const = default;
};

// One event that fits a step.
struct Hit {
  std::int64_t at_ms = 0;
  std::uint32_t place = 0;  // In the line's total order, among all that are at hand.
  std::int64_t seq = 0;
  // What it says of the step's `same`: equal numbers where equal values; 0: nothing.
  std::uint64_t same = 0;
};

// What is known of one person.
class Evidence {
 public:
  Evidence() = default;
  virtual ~Evidence() = default;
  Evidence(const Evidence&) = delete;
  Evidence& operator=(const Evidence&) = delete;

  // In the total order. By the number of the step.
  [[nodiscard]] virtual std::span<const Hit> hits(std::size_t step) const = 0;
  [[nodiscard]] virtual Outcome of_person(const PersonTest& test, Time now) const = 0;
  [[nodiscard]] virtual bool is_member(SegmentId segment) const = 0;
  [[nodiscard]] virtual Outcome of_accounts(const AccountPeopleTest& test, Time now) const = 0;
};

Outcome judge(const Rule& rule, const Evidence& evidence, Time now);

// Of the outcomes of an account's people, each by themselves; and of those of somebody's accounts.
Outcome among(AmongPeople among, const std::vector<Outcome>& people);
Outcome for_one_of(const std::vector<Outcome>& accounts);

// A person test, answered from facts; `until` of a time that is compared with the present.
Outcome outcome_of(const condition::Condition& test, const condition::Facts& facts, Time now);

// Why: a line per node, most general first, with the events that decided it.
struct Reason {
  std::string text = {};
  bool holds = false;
  std::optional<Time> until = {};
  std::vector<std::int64_t> events = {};  // Seqs, oldest first; the latest few.
  std::vector<Reason> because = {};
};
Reason explain(const Rule& rule, const Evidence& evidence, const condition::Facts& facts, Time now,
               const Naming& naming);

}  // namespace throughline::segments
