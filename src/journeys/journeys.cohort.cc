#include "journeys/journeys.cohort.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "journey_engine/cohort_report.h"
#include "journeys/journeys.treemap_groups.h"

namespace throughline::journeys {

using journey_engine::CohortCriteria;
using journey_engine::CohortDirection;
using journey_engine::CohortJoin;
using journey_engine::CohortMember;
using journey_engine::CohortQuestion;
using journey_engine::Completeness;
using journey_engine::CustomerId;
using journey_engine::Line;
using journey_engine::LineEvent;
using journey_engine::RetentionCohort;
using journey_engine::RetentionKind;
using journey_engine::RetentionQuestion;

namespace {

constexpr std::array<std::string_view, 2> join_names = {"and", "or"};
constexpr std::array<std::string_view, 2> direction_names = {"after", "around"};
constexpr std::array<std::string_view, 2> measure_names = {"retention", "churn"};
constexpr std::array<std::string_view, 3> completeness_names = {"complete", "partial", "not_begun"};

// A choice of events and criteria mean the same thing; `simple` is left where the latter are one.
Result<void> simplify(std::optional<EventChoice>& simple,
                      std::optional<CohortCriteriaAsked>& criteria, const std::string& simple_field,
                      const std::string& field) {
  if (!criteria) {
    return {};
  }
  if (simple) {
    return Error::invalid("`" + simple_field + "` and `" + field + "` say the same: give one");
  }
  TL_TRY(chosen<CohortJoin>(criteria->joined, join_names, "way to join metrics"));
  const auto& metrics = criteria->metrics;
  if (metrics.size() == 1 && metrics.front().at_least.value_or(1) == 1) {
    simple = metrics.front().events;
    criteria.reset();
  }
  return {};
}

Result<CohortCriteria> criteria_of(const Frame& frame, const std::optional<EventChoice>& simple,
                                   const std::optional<CohortCriteriaAsked>& asked,
                                   const std::string& simple_field, const std::string& field) {
  CohortCriteria criteria;
  if (!asked) {
    TL_TRY_ASSIGN(criteria.metrics.front().events, frame.events(simple, simple_field));
    return criteria;
  }
  if (asked->metrics.empty() || asked->metrics.size() > journey_engine::cohort_metrics_max) {
    return Error::invalid("`" + field + ".metrics` must have from 1 to " +
                          std::to_string(journey_engine::cohort_metrics_max) + " entries");
  }
  TL_TRY_ASSIGN(criteria.join,
                chosen<CohortJoin>(asked->joined, join_names, "way to join metrics"));
  criteria.metrics.clear();
  for (std::size_t i = 0; i < asked->metrics.size(); ++i) {
    const std::string one = field + ".metrics[" + std::to_string(i) + "]";
    journey_engine::CohortMetric metric;
    TL_TRY_ASSIGN(metric.events, frame.events(asked->metrics[i].events, one + ".events"));
    TL_TRY_ASSIGN(const std::int64_t at_least,
                  number_within(asked->metrics[i].at_least, 1, 1,
                                journey_engine::cohort_threshold_max, one + ".at_least"));
    metric.at_least = static_cast<std::uint32_t>(at_least);
    criteria.metrics.push_back(std::move(metric));
  }
  return criteria;
}

Result<CohortQuestion> cohort_question(const Frame& frame, const RetentionAsked& asked,
                                       const RetentionQuestion& table) {
  CohortQuestion question{.table = table, .from_ms = frame.shown.from_ms};
  TL_TRY_ASSIGN(question.included,
                criteria_of(frame, asked.starts, asked.included, "starts", "included"));
  TL_TRY_ASSIGN(question.returned,
                criteria_of(frame, asked.returns, asked.returned, "returns", "returned"));
  TL_TRY_ASSIGN(question.direction,
                chosen<CohortDirection>(asked.direction, direction_names, "direction"));
  TL_TRY(journey_engine::check(question));
  return question;
}

std::int64_t known_until(const Frame& frame) {
  return std::min(frame.now_ms, frame.span.until_ms);
}

// How many are included with each value. The question and the dimension must outlive it.
class InclusionCounts {
 public:
  static constexpr std::size_t values_max = TreemapCounts::keys_max;

  InclusionCounts(const CohortQuestion& question, const TreemapDimension& dimension)
      : question_(&question), dimension_(&dimension) {}
  void add(CustomerId customer, Line line) {
    const LineEvent* const inclusion = journey_engine::find_inclusion(*question_, customer, line);
    if (inclusion != nullptr) {
      add(dimension_->key_of(customer, *inclusion), 1);
    }
  }
  void merge(const InclusionCounts& other) {
    too_many_ = too_many_ || other.too_many_;
    for (const auto& [key, count] : other.counts_) {
      add(key, count);
    }
  }
  [[nodiscard]] bool has_too_many() const { return too_many_; }
  [[nodiscard]] TreemapPlaces::Values values() const {
    TreemapPlaces::Values values;
    for (const auto& [key, count] : counts_) {
      values.emplace_back(key, static_cast<double>(count));
    }
    return values;
  }

 private:
  void add(const ValueKey& key, std::uint64_t count) {
    const auto found = counts_.find(key);
    if (found != counts_.end()) {
      found->second += count;
    } else if (counts_.size() < values_max) {
      counts_.emplace(key, count);
    } else {
      too_many_ = true;
    }
  }

  const CohortQuestion* question_;
  const TreemapDimension* dimension_;
  std::map<ValueKey, std::uint64_t> counts_;
  bool too_many_ = false;
};

// What the rows are values of, and which have a row of their own.
struct Rows {
  TreemapDimension dimension;
  TreemapPlaces places = {};
};

Result<std::shared_ptr<const Rows>> rows_of(const Frame& frame, const TreemapByAsked& asked,
                                            const CohortQuestion& question) {
  if (question.table.cohort != RetentionCohort::first_start) {
    return Error::invalid("`rows` counts each person once: `cohort` must be first_start");
  }
  TL_TRY_ASSIGN(const std::int64_t limit,
                number_within(asked.limit, groups_default, 1, groups_max, "rows.limit"));
  TL_TRY_ASSIGN(auto dimension, dimension_of(frame, asked, "rows"));
  auto rows = std::make_shared<Rows>(Rows{.dimension = std::move(dimension)});
  TL_TRY_ASSIGN(const InclusionCounts counted, scan(frame.view.lines, frame.span, frame.cancelled,
                                                    InclusionCounts(question, rows->dimension)));
  if (counted.has_too_many()) {
    return Error::invalid("`rows` has more than " + std::to_string(InclusionCounts::values_max) +
                          " different values; choose one with fewer");
  }
  rows->places = TreemapPlaces(rows->dimension, counted.values(), static_cast<std::size_t>(limit));
  return std::shared_ptr<const Rows>(std::move(rows));
}

std::vector<RetentionCellView> period_cells(const RetentionAsked& asked,
                                            const CohortQuestion& question, std::int64_t period,
                                            const journey_engine::CohortCounts& counts,
                                            std::int64_t now_ms) {
  std::vector<RetentionCellView> cells;
  for (std::size_t column = 0; column < question.columns(); ++column) {
    const std::int64_t offset = question.first_offset() + static_cast<std::int64_t>(column);
    cells.push_back(cell_view(counts.back[column], counts.told[column],
                              journey_engine::completeness(question, period, offset, now_ms),
                              asked));
  }
  return cells;
}

std::vector<RetentionCellView> row_cells(const RetentionAsked& asked,
                                         const CohortQuestion& question,
                                         const journey_engine::CohortCounts& counts) {
  std::vector<RetentionCellView> cells;
  for (std::size_t column = 0; column < question.columns(); ++column) {
    const bool may_change = question.table.kind == RetentionKind::unbounded &&
                            question.first_offset() + static_cast<std::int64_t>(column) >= 0;
    const Completeness completeness = counts.told[column] == 0 ? Completeness::not_begun
                                      : counts.told[column] == counts.customers && !may_change
                                          ? Completeness::complete
                                          : Completeness::partial;
    cells.push_back(cell_view(counts.back[column], counts.told[column], completeness, asked));
  }
  return cells;
}

// Whether an event of inclusion is in the row that is asked for.
using InRow = std::function<bool(CustomerId, const LineEvent&)>;
Result<InRow> in_row(std::shared_ptr<const Rows> rows, const PartAsked& asked) {
  if (asked.kind != "value" && asked.kind != "none" && asked.kind != "others") {
    return Error::invalid("`cell.row.kind` must be value, none or others");
  }
  if (asked.kind == "others") {
    return InRow([rows = std::move(rows)](CustomerId customer, const LineEvent& inclusion) {
      return rows->places.place_of(rows->dimension.key_of(customer, inclusion)) ==
             rows->places.others();
    });
  }
  const auto wanted =
      asked.kind == "none" ? std::optional(no_value_key) : rows->dimension.find(asked.value.text);
  return InRow([rows = std::move(rows), wanted](CustomerId customer, const LineEvent& inclusion) {
    return rows->dimension.key_of(customer, inclusion) == wanted;
  });
}

// Whether somebody is in a cell. Immutable; called from many threads.
struct InCohort {
  CohortQuestion question;
  RetentionCellAsked cell = {};
  InRow in_row = {};  // Null: by the period of the cell.
  std::int64_t now_ms = 0;

  bool operator()(CustomerId customer, Line line) const {
    const auto members = journey_engine::find_cohorts(question, customer, line);
    return std::any_of(members.begin(), members.end(), [&](const CohortMember& member) {
      const LineEvent& inclusion = line[member.inclusion];
      return (in_row ? in_row(customer, inclusion) : member.period == cell.period) &&
             (!cell.offset || counts(*cell.offset, member, inclusion));
    });
  }

 private:
  [[nodiscard]] bool counts(std::int64_t offset, const CohortMember& member,
                            const LineEvent& inclusion) const {
    const auto column = static_cast<std::size_t>(offset - question.first_offset());
    const bool told = !in_row || journey_engine::is_over(question, inclusion.at_ms, offset, now_ms);
    return told && member.back[column] == cell.back.value_or(true);
  }
};

}  // namespace

bool looks_before_range(const RetentionAsked& asked) {
  return asked.direction == "around";
}

std::vector<std::string> traits_read(const RetentionAsked& asked) {
  return asked.rows && asked.rows->trait ? std::vector<std::string>{*asked.rows->trait}
                                         : std::vector<std::string>();
}

Result<RetentionAsked> simplified(const RetentionAsked& asked) {
  RetentionAsked simple = asked;
  TL_TRY(simplify(simple.starts, simple.included, "starts", "included"));
  TL_TRY(simplify(simple.returns, simple.returned, "returns", "returned"));
  TL_TRY(chosen<CohortDirection>(asked.direction, direction_names, "direction"));
  TL_TRY(parse_name<CohortDirection>(measure_names, asked.measure.value_or("retention"),
                                     "measure of retention"));
  return simple;
}

bool is_cohort_table(const RetentionAsked& asked) {
  return asked.included || asked.returned || asked.rows || looks_before_range(asked);
}

RetentionCellView cell_view(std::uint64_t back, std::uint64_t of, Completeness completeness,
                            const RetentionAsked& asked) {
  RetentionCellView cell{.back = share_view(back, of),
                         .completeness = std::string(name_in(completeness_names, completeness))};
  if (asked.measure == "churn") {
    cell.gone = share_view(of - back, of);
  }
  return cell;
}

Result<RetentionAnswer> cohort_answer(const Frame& frame, const RetentionAsked& asked,
                                      const RetentionQuestion& table) {
  TL_TRY_ASSIGN(const CohortQuestion question, cohort_question(frame, asked, table));
  journey_engine::CohortRows into{.now_ms = known_until(frame)};
  std::shared_ptr<const Rows> rows;
  if (asked.rows) {
    TL_TRY_ASSIGN(rows, rows_of(frame, *asked.rows, question));
    into.row_of = [rows](CustomerId customer, const LineEvent& inclusion) {
      return static_cast<std::int64_t>(
          rows->places.place_of(rows->dimension.key_of(customer, inclusion)));
    };
  }
  TL_TRY_ASSIGN(const auto counted, frame.count(journey_engine::CohortReport(question, into)));
  RetentionAnswer answer{.first_offset = question.first_offset()};
  for (const auto& [row, counts] : counted.report().rows()) {
    const auto people = static_cast<std::int64_t>(counts.customers);
    if (rows != nullptr) {
      answer.rows.push_back(
          {.row = rows->places.part(rows->dimension, static_cast<std::size_t>(row)),
           .people = people,
           .offsets = row_cells(asked, question, counts)});
    } else {
      answer.cohorts.push_back(
          {.period = row,
           .begins_at = frame.begins_at(table.unit, row),
           .begins_on = frame.begins_on(table.unit, row),
           .people = people,
           .offsets = period_cells(asked, question, row, counts, into.now_ms)});
    }
  }
  answer.note = frame.note(counted);
  return answer;
}

Result<IsIn> who_is_in_cohort(const Frame& frame, const RetentionAsked& asked,
                              const RetentionCellAsked& cell, const RetentionQuestion& table) {
  TL_TRY_ASSIGN(CohortQuestion question, cohort_question(frame, asked, table));
  if (asked.rows.has_value() != cell.row.has_value()) {
    return Error::invalid(asked.rows ? "`cell.row` must be a row of the answer"
                                     : "`cell.row` needs `rows` in the question");
  }
  InRow in;
  if (asked.rows) {
    TL_TRY_ASSIGN(auto rows, rows_of(frame, *asked.rows, question));
    TL_TRY_ASSIGN(in, in_row(std::move(rows), *cell.row));
  }
  const std::int64_t first = question.first_offset();
  const std::int64_t last = first + static_cast<std::int64_t>(question.columns()) - 1;
  if (cell.offset && (*cell.offset < first || *cell.offset > last)) {
    return Error::invalid("`cell.offset` must be from " + std::to_string(first) + " to " +
                          std::to_string(last));
  }
  return IsIn(InCohort{.question = std::move(question),
                       .cell = cell,
                       .in_row = std::move(in),
                       .now_ms = known_until(frame)});
}

Result<FirstCounted> first_included(const Frame& frame, const RetentionAsked& asked,
                                    const RetentionQuestion& table) {
  TL_TRY_ASSIGN(CohortQuestion question, cohort_question(frame, asked, table));
  return FirstCounted(
      [question = std::move(question)](CustomerId customer, Line line) -> const LineEvent* {
        return journey_engine::find_inclusion(question, customer, line);
      });
}

}  // namespace throughline::journeys
