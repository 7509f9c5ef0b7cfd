#include "journeys/journeys.questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/number_in.h"

namespace throughline::journeys {

using journey_engine::CustomerId;
using journey_engine::CustomerPage;
using journey_engine::Line;
using journey_engine::LineEvent;

namespace {

std::string sentence_of(const journey_engine::Kernel& kernel) {
  if (!kernel.reads_columns()) {
    return "Each line was read from its first event to its last, in memory, on all processors" +
           (kernel.because.empty() ? "." : ": " + kernel.because + ".");
  }
  return fmt::format("Answered from columns, in memory, on all processors, by the kernel `{}`{}{}.",
                     kernel.name, kernel.instructions.empty() ? "" : " with " + kernel.instructions,
                     kernel.because.empty() ? "" : "; no faster one, because " + kernel.because);
}

Result<CustomerId> customer_after(const std::optional<PeoplePageAsked>& page) {
  if (!page || !page->after) {
    return CustomerId{};
  }
  const auto value = number_in(*page->after);
  if (!value || *value < 0) {
    return Error::invalid("`after` must be the `next` of the page before");
  }
  return CustomerId{*value};
}

// Adds those to a page for whom the predicate holds.
class Behind {
 public:
  Behind(const IsIn& is_in, CustomerPage page) : is_in_(is_in), page_(std::move(page)) {}
  void add(CustomerId customer, Line line) {
    if (is_in_(customer, line)) {
      page_.add(customer);
    }
  }
  void merge(const Behind& other) { page_.merge(other.page_); }
  [[nodiscard]] const CustomerPage& page() const { return page_; }

 private:
  const IsIn& is_in_;
  CustomerPage page_;
};

}  // namespace

unsigned scanning::threads_for(std::size_t shards) {
  const std::size_t useful = (shards + shards_at_once - 1) / shards_at_once;
  const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
  return static_cast<unsigned>(std::clamp<std::size_t>(useful, 1, processors));
}

Result<Span> span_of(const std::optional<TimeRange>& range) {
  Span span;
  // The first millisecond that is not before the instant.
  const auto ms = [](Time time) {
    const std::int64_t down = time.us / us_per_ms - (time.us % us_per_ms < 0 ? 1 : 0);
    return down + (down * us_per_ms == time.us ? 0 : 1);
  };
  if (range && range->from) {
    span.from_ms = ms(*range->from);
  }
  if (range && range->until) {
    span.until_ms = ms(*range->until);
  }
  if (span.from_ms >= span.until_ms) {
    return Error::invalid("`range.from` must be before `range.until`");
  }
  return span;
}

std::string begins_on(const Calendar& calendar, PeriodUnit unit, std::int64_t period) {
  const std::int64_t day = calendar.period_of(PeriodUnit::day, calendar.begin_ms(unit, period));
  const Date date = utc_date({day * us_per_day});
  return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

ShareView share_view(std::uint64_t count, std::uint64_t of) {
  const stats::Share share{.count = count, .of = of};
  const stats::Interval interval = stats::wilson_interval(share);
  return {.count = static_cast<std::int64_t>(count),
          .of = static_cast<std::int64_t>(of),
          .share = share.value(),
          .low = interval.low,
          .high = interval.high};
}

KernelView kernel_view(const journey_engine::Kernel& kernel) {
  const auto unless_empty = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  return {.name = kernel.name,
          .instructions = unless_empty(kernel.instructions),
          .because = unless_empty(kernel.because)};
}

AnswerNote note_of(const Feed::View& view, std::uint64_t people,
                   std::chrono::steady_clock::time_point begun,
                   const journey_engine::Kernel& kernel, const std::string& explanation) {
  const auto at = view.lines.position();
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
  return {.position = timeline::to_text({at.xid, at.seq}),
          .people = static_cast<std::int64_t>(people),
          .took_ms = took.count(),
          .explanation = sentence_of(kernel) + explanation,
          .kernel = kernel_view(kernel)};
}

FirstCounted first_of(journey_engine::EventSet events) {
  return [events = std::move(events)](CustomerId customer, Line line) -> const LineEvent* {
    const auto found = std::find_if(line.begin(), line.end(), [&](const LineEvent& event) {
      return events.has(customer, event);
    });
    return found == line.end() ? nullptr : &*found;
  };
}

Result<PeopleBehind> people_behind(const Feed::View& view, const Span& span,
                                   const Cancelled& cancelled,
                                   const std::optional<PeoplePageAsked>& page, const IsIn& is_in) {
  TL_TRY_ASSIGN(const CustomerId after, customer_after(page));
  const std::int64_t limit = page ? page->limit.value_or(people_page_default) : people_page_default;
  if (limit < 1 || limit > people_page_max) {
    return Error::invalid("`limit` must be from 1 to " + std::to_string(people_page_max));
  }
  TL_TRY_ASSIGN(const Behind found,
                scan(view.lines, span, cancelled,
                     Behind(is_in, CustomerPage(static_cast<std::size_t>(limit), after))));
  PeopleBehind people{.people = found.page().customers(), .total = found.page().total()};
  if (people.people.size() == static_cast<std::size_t>(limit)) {
    people.next = std::to_string(people.people.back().value);
  }
  return people;
}

Result<PeopleBehind> everybody_behind(const Feed::View& view, const Span& span,
                                      const Cancelled& cancelled, const IsIn& is_in) {
  TL_TRY_ASSIGN(const Behind found,
                scan(view.lines, span, cancelled,
                     Behind(is_in, CustomerPage(std::numeric_limits<std::size_t>::max()))));
  return PeopleBehind{.people = found.page().customers(), .total = found.page().total()};
}

}  // namespace throughline::journeys
