#include "journey_engine/path_counts.h"

#include <algorithm>

#include "base/assert.h"

namespace throughline::journey_engine {
namespace {

constexpr unsigned steps_max = 2;  // Behind the anchor.
constexpr std::uint64_t events_max = 0xffff'ffff;
// Of the tables' cells to events: beyond it following each path takes less time.
constexpr std::uint64_t cells_for_event = 8;

PathShape shape_of(unsigned steps, std::uint32_t codes, bool backwards) {
  return {.nodes = steps + 1, .codes = codes, .backwards = backwards};
}

}  // namespace

std::string why_no_tables(const PathQuestion& question, std::size_t codes, std::uint64_t events) {
  const TraceRule& rule = question.rule;
  if (std::string because = why_no_columns(rule); !because.empty()) {
    return because;
  }
  if (!takes_all_events(rule)) {
    return "not every event is a step";
  }
  if (!begins_at_each_step(question)) {
    return "paths do not begin at every event";
  }
  const unsigned steps = std::max(question.after, question.before);
  if (steps == 0 || steps > steps_max) {
    return "paths are longer than three nodes";
  }
  const PathShape shape = shape_of(steps, static_cast<std::uint32_t>(codes), false);
  if (codes > events_max || !has_keys(shape)) {
    return "there are too many names";
  }
  if (events > events_max) {
    return "there are too many events";
  }
  return shape.cells() > events * cells_for_event ? "there are few events" : "";
}

PathCounts::PathCounts(const PathQuestion& question, std::uint32_t codes)
    : question_(question), codes_(codes), of_codes_(codes) {
  if (question.after > 0) {
    after_ = Side{.shape = shape_of(question.after, codes, false)};
  }
  if (question.before > 0) {
    before_ = Side{.shape = shape_of(question.before, codes, true)};
  }
}

PathCounts::PathCounts(const PathCounts& other) : PathCounts(other.question_, other.codes_) {
  TL_ASSERT(other.anchors_ == 0 && other.right_);
}

Kernel PathCounts::kernel() const {
  return vector_kernel("path_tables");
}

void PathCounts::add(CustomerId /*customer*/, Line /*line*/) {
  TL_ASSERT(false && "paths are counted from columns");
}

void PathCounts::add(Side& side, const Columns& columns) {
  if (side.own == nullptr) {
    side.own = std::make_shared<PathCells>(side.shape);
    side.cells.push_back(side.own);
  }
  keys_.resize(std::max<std::size_t>(keys_.size(), columns.offsets[columns.customers] + 64));
  right_ = right_ && find_path_keys(side.shape, columns, marks_.words(), keys_.data());
  if (right_) {
    for (const ColumnLine& line : marks_.lines()) {
      side.own->add(std::span(keys_).subspan(line.first, line.last - line.first));
    }
  }
}

std::uint64_t PathCounts::add(const Columns& columns, const LookedAt& looked) {
  marks_.read(columns, looked, question_.rule.cases);
  for (Side* const side : {after_ ? &*after_ : nullptr, before_ ? &*before_ : nullptr}) {
    if (side != nullptr) {
      add(*side, columns);
    }
  }
  if (!right_) {
    return 0;
  }
  if (!seen_) {
    seen_.emplace(codes_);
  }
  const auto see = [&](const auto* codes) {
    for (const ColumnLine& line : marks_.lines()) {
      seen_->add(std::span(codes + line.first, line.last - line.first));
      anchors_ += line.last - line.first;
    }
  };
  if (columns.codes8 != nullptr) {
    see(columns.codes8);
  } else if (columns.codes16 != nullptr) {
    see(columns.codes16);
  } else {
    see(columns.codes32);
  }
  customers_ += marks_.lines().size();
  return marks_.lines().size();
}

void PathCounts::merge(const PathCounts& other) {
  right_ = right_ && other.right_;
  customers_ += other.customers_;
  anchors_ += other.anchors_;
  const auto merge_sides = [](std::optional<Side>& to, const std::optional<Side>& from) {
    if (to && from) {
      to->cells.insert(to->cells.end(), from->cells.begin(), from->cells.end());
    }
  };
  merge_sides(after_, other.after_);
  merge_sides(before_, other.before_);
  const auto of_others = other.customers_of_codes();
  for (std::size_t code = 0; code < of_codes_.size(); ++code) {
    of_codes_[code] += of_others[code];
  }
}

std::vector<std::uint64_t> PathCounts::customers_of_codes() const {
  std::vector<std::uint64_t> all = of_codes_;
  if (seen_) {
    const std::vector<std::uint64_t> lines = seen_->lines();
    std::transform(all.begin(), all.end(), lines.begin(), all.begin(), std::plus<>());
  }
  return all;
}

}  // namespace throughline::journey_engine
