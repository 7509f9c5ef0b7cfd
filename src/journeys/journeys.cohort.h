// Cohort tables: what of the question about retention goes beyond one beginning and one return.
// journeys.retention.cc asks them where it does.
#pragma once

#include "journey_engine/retention.h"
#include "journeys/journeys.answers.h"
#include "journeys/journeys.frame.h"
#include "journeys/retention_view.h"

namespace throughline::journeys {

// The same question, as simple as it can be said: one metric that is reached at once is a choice of
// events. Error::invalid where it is said twice.
Result<RetentionAsked> simplified(const RetentionAsked& asked);
// Of a simplified question: whether it is one of cohort tables.
bool is_cohort_table(const RetentionAsked& asked);

// Of a simplified question that is. `table` is what it has in common with others.
Result<RetentionAnswer> cohort_answer(const Frame& frame, const RetentionAsked& asked,
                                      const journey_engine::RetentionQuestion& table);
Result<IsIn> who_is_in_cohort(const Frame& frame, const RetentionAsked& asked,
                              const RetentionCellAsked& cell,
                              const journey_engine::RetentionQuestion& table);
Result<FirstCounted> first_included(const Frame& frame, const RetentionAsked& asked,
                                    const journey_engine::RetentionQuestion& table);

RetentionCellView cell_view(std::uint64_t back, std::uint64_t of,
                            journey_engine::Completeness completeness, const RetentionAsked& asked);

}  // namespace throughline::journeys
