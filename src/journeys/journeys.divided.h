// Divided: a report for each value of a breakdown, made of all lines in one pass.
//
// Each customer goes into the report of the event that decides (docs/queries.md); whoever has none
// is in no report, and changes no figure. So all reports together are the whole. Where there are
// too many values it gives up, and each part must be asked for by itself.
#pragma once

#include <algorithm>
#include <any>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "journeys/journeys.breakdown.h"
#include "journeys/journeys.questions.h"

namespace throughline::journeys {

constexpr std::size_t divided_max = 1'000;
constexpr std::size_t codes_max = 65'536;

template <class Report>
concept DividesInOnePass = requires(Report report, const journey_engine::Columns& columns,
                                    const journey_engine::LookedAt& looked,
                                    const journey_engine::ReportOf<Report>& report_of) {
  report.add_divided(columns, looked, report_of);
};

// Owned by one thread at a time; what it refers to must outlive it.
template <class Report>
class Divided {
 public:
  struct Group {
    ValueKey key = {};
    std::uint64_t people = 0;
    Report report;
  };

  Divided(const Report& empty, const Breakdown& breakdown, const FirstCounted& first)
      : empty_(empty), finder_(empty), breakdown_(&breakdown), first_(&first) {}

  void add(journey_engine::CustomerId customer, journey_engine::Line line) {
    ++people_;
    const journey_engine::LineEvent* const event = (*first_)(customer, line);
    Report* const report =
        event == nullptr ? nullptr : report_of(breakdown_->key_of(customer, event->row));
    if (report != nullptr) {
      report->add(customer, line);
    }
  }
  void add(const journey_engine::Columns& columns, const journey_engine::LookedAt& looked)
    requires scanning::OfColumns<Report>
  {
    const bool by_event = breakdown_->is_by_event();
    // Of everybody values are looked up at once, so that one does not wait for the memory of
    // another.
    const bool at_once = !by_event && looked.everybody;
    if (at_once) {
      breakdown_->keys_of({columns.ids, columns.customers}, keys_);
    }
    people_ += finder_.add_divided(
        columns, looked,
        [&](const journey_engine::Columns& of, std::size_t customer, std::size_t event) {
          return report_of(
              at_once ? keys_[customer]
                      : breakdown_->key_of(of.ids[customer], by_event ? of.row(event) : 0));
        });
  }
  void merge(const Divided& other) {
    people_ += other.people_;
    too_many_ = too_many_ || other.too_many_;
    for (const Group& from : other.groups_) {
      if (Group* const to = group_of(from.key)) {
        to->people += from.people;
        to->report.merge(from.report);
      }
    }
  }
  [[nodiscard]] journey_engine::Kernel kernel() const { return finder_.kernel(); }

  [[nodiscard]] bool has_too_many() const { return too_many_; }
  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
  // Everybody, with those who are in no group.
  [[nodiscard]] Counted<Report> whole() const {
    Counted<Report> whole(empty_);
    for (const Group& group : groups_) {
      whole.merge(group.report, 0);
    }
    whole.merge(empty_, people_);
    return whole;
  }

 private:
  Group* group_of(const ValueKey& key) {
    // Values of the dictionary, which most are, need no search.
    const bool is_known = key.number == 0 && key.code < by_code_.size();
    if (is_known && by_code_[key.code] != 0) {
      return &groups_[by_code_[key.code] - 1];
    }
    auto found = places_.find(key);
    if (found == places_.end()) {
      if (groups_.size() == divided_max) {
        too_many_ = true;
        return nullptr;
      }
      found = places_.emplace(key, groups_.size()).first;
      groups_.push_back({.key = key, .report = empty_});
    }
    if (key.number == 0 && key.code != journey_engine::PropertyView::number &&
        key.code < codes_max) {
      by_code_.resize(std::max<std::size_t>(by_code_.size(), key.code + 1));
      by_code_[key.code] = found->second + 1;
    }
    return &groups_[found->second];
  }
  Report* report_of(const ValueKey& key) {
    Group* const group = too_many_ ? nullptr : group_of(key);
    if (group == nullptr) {
      return nullptr;
    }
    ++group->people;
    return &group->report;
  }

  Report empty_;
  Report finder_;  // Counts nobody; finds what the others count.
  const Breakdown* breakdown_;
  const FirstCounted* first_;
  std::uint64_t people_ = 0;
  bool too_many_ = false;
  std::map<ValueKey, std::size_t> places_;
  std::vector<std::size_t> by_code_;  // Places + 1 of values of the dictionary; 0: not known.
  std::vector<Group> groups_;
  std::vector<ValueKey> keys_;  // Of the customers that are read.
};

// What the one pass over all lines found, for the whole and then for each part. Owned by one thread
// at a time.
class OnePass {
 public:
  OnePass(std::shared_ptr<const Breakdown> breakdown, FirstCounted first)
      : breakdown_(std::move(breakdown)), first_(std::move(first)) {}

  // The whole; nothing if there are too many values. The first thing to be called.
  template <class Report, class Scan>
  Result<std::optional<Counted<Report>>> count(const Report& empty, const Scan& scan_all) {
    TL_TRY_ASSIGN(Divided<Report> divided, scan_all(Divided<Report>(empty, *breakdown_, first_)));
    if (divided.has_too_many()) {
      return std::optional<Counted<Report>>();
    }
    for (const auto& group : divided.groups()) {
      people_[group.key] = group.people;
    }
    std::optional<Counted<Report>> whole = divided.whole();
    found_ = std::make_shared<const Divided<Report>>(std::move(divided));
    return whole;
  }
  [[nodiscard]] bool is_done() const { return found_.has_value(); }
  // How many decided for each value.
  [[nodiscard]] const std::map<ValueKey, std::uint64_t>& people() const { return people_; }
  // Those of these values. The report of the whole must have been one of the same kind.
  template <class Report>
  [[nodiscard]] Counted<Report> part(const Report& empty, const std::vector<ValueKey>& keys) const {
    const auto& divided = *std::any_cast<const std::shared_ptr<const Divided<Report>>&>(found_);
    Counted<Report> counted(empty);
    for (const auto& group : divided.groups()) {
      if (std::find(keys.begin(), keys.end(), group.key) != keys.end()) {
        counted.merge(group.report, group.people);
      }
    }
    return counted;
  }

 private:
  std::shared_ptr<const Breakdown> breakdown_;
  FirstCounted first_;
  std::map<ValueKey, std::uint64_t> people_;
  std::any found_;
};

}  // namespace throughline::journeys
