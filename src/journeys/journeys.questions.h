// What questions need to be asked of the engine, whatever they ask: spans, counts and pages of
// people, and figures as the API gives them.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/calendar.h"
#include "base/name_table.h"
#include "base/result.h"
#include "journey_engine/customer_page.h"
#include "journey_engine/event_set.h"
#include "journeys/journeys.h"
#include "journeys/journeys.scan.h"
#include "journeys/question_view.h"
#include "stats/proportion.h"

namespace throughline::journeys {

Result<Span> span_of(const std::optional<TimeRange>& range);

// The local date with which a period begins, such as 2026-03-01.
std::string begins_on(const Calendar& calendar, PeriodUnit unit, std::int64_t period);

ShareView share_view(std::uint64_t count, std::uint64_t of);

// Counts the people of a scan beside what the scan is for.
template <class Report>
class Counted {
 public:
  explicit Counted(Report report) : report_(std::move(report)) {}
  void add(journey_engine::CustomerId customer, journey_engine::Line line) {
    ++people_;
    report_.add(customer, line);
  }
  void add(const journey_engine::Columns& columns, const journey_engine::LookedAt& looked)
    requires scanning::OfColumns<Report>
  {
    people_ += report_.add(columns, looked);
  }
  void merge(const Counted& other) {
    people_ += other.people_;
    report_.merge(other.report_);
  }
  void merge(const Report& report, std::uint64_t people) {
    people_ += people;
    report_.merge(report);
  }
  [[nodiscard]] journey_engine::Kernel kernel() const {
    if constexpr (requires { report_.kernel(); }) {
      return report_.kernel();
    } else {
      return journey_engine::lines_kernel("this question has no kernel");
    }
  }
  [[nodiscard]] std::uint64_t people() const { return people_; }
  [[nodiscard]] const Report& report() const { return report_; }

 private:
  Report report_;
  std::uint64_t people_ = 0;
};

// Which kernel answered, as a note says it.
KernelView kernel_view(const journey_engine::Kernel& kernel);
AnswerNote note_of(const Feed::View& view, std::uint64_t people,
                   std::chrono::steady_clock::time_point begun,
                   const journey_engine::Kernel& kernel, const std::string& explanation);

// Whether a person fulfils something. Called from many threads.
using IsIn = std::function<bool(journey_engine::CustomerId, journey_engine::Line)>;
// The first event of a line that counts for a question; null for who has none. Called from many
// threads.
using FirstCounted = std::function<const journey_engine::LineEvent*(journey_engine::CustomerId,
                                                                    journey_engine::Line)>;
// The first of these events.
FirstCounted first_of(journey_engine::EventSet events);

// Who fulfils a predicate, a page of them.
Result<PeopleBehind> people_behind(const Feed::View& view, const Span& span,
                                   const Cancelled& cancelled,
                                   const std::optional<PeoplePageAsked>& page, const IsIn& is_in);
// All of them.
Result<PeopleBehind> everybody_behind(const Feed::View& view, const Span& span,
                                      const Cancelled& cancelled, const IsIn& is_in);

// `names` in the order of the enumerators; the first is meant where none is given.
template <class Enum, std::size_t count>
Result<Enum> chosen(const std::optional<std::string>& name,
                    const std::array<std::string_view, count>& names, std::string_view what) {
  return name ? parse_name<Enum>(names, *name, what) : Result<Enum>(static_cast<Enum>(0));
}

}  // namespace throughline::journeys
