#include "segments/segment.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "base/name_table.h"
#include "base/overloaded.h"
#include "base/text.h"
#include "event/public_id.h"
#include "segments/outcome.h"
#include "segments/rule_json.h"

namespace throughline::segments {
namespace {

constexpr std::size_t rule_bytes_max = 100'000;

constexpr std::array<std::string_view, 3> kind_names = {"live", "list", "figure"};
constexpr std::array<std::string_view, 5> cause_names = {"event", "time", "change", "merge",
                                                         "figure"};

// Somebody of whom nothing is known.
class NoEvidence : public Evidence {
 public:
  [[nodiscard]] std::span<const Hit> hits(std::size_t /*step*/) const override { return {}; }
  [[nodiscard]] Outcome of_person(const PersonTest& test, Time now) const override {
    return outcome_of(test.test, {}, now);
  }
  [[nodiscard]] bool is_member(SegmentId segment) const override {
    return members.contains(segment);
  }
  [[nodiscard]] Outcome of_accounts(const AccountPeopleTest& /*test*/,
                                    Time /*now*/) const override {
    return {};
  }
  std::set<SegmentId> members = {};
};

void note_tests(const condition::Condition& test, Book& book) {
  const auto all = [&](const std::vector<condition::Condition>& parts) {
    for (const condition::Condition& part : parts) {
      note_tests(part, book);
    }
  };
  std::visit(overloaded{
                 [&](const condition::TraitTest&) { book.asks_traits = true; },
                 [&](const condition::IdentifierTest&) { book.asks_identifiers = true; },
                 [&](const condition::AccountTest&) { book.asks_accounts = true; },
                 [&](const condition::SeenTest&) { book.asks_seen = true; },
                 [](const condition::EventTest&) {},
                 [](const condition::PropertyTest&) {},
                 [](const condition::MemberTest&) {},
                 [&](const std::shared_ptr<const condition::And>& both) { all(both->conditions); },
                 [&](const std::shared_ptr<const condition::Or>& one) { all(one->conditions); },
                 [&](const std::shared_ptr<const condition::Not>& negated) {
                   note_tests(negated->condition, book);
                 },
             },
             test);
}

Result<std::shared_ptr<const Definition>> make_definition(const Segment& segment) {
  auto definition = std::make_shared<Definition>();
  definition->segment = segment;
  if (segment.kind == SegmentKind::live) {
    TL_TRY_ASSIGN(definition->rule, parse_rule(segment.rule));
    definition->parts = parts_of(definition->rule);
    for (const MemberTest* test : definition->parts.members) {
      definition->asks_for.push_back({test->segment, test->public_id});
    }
  }
  if (segment.kind == SegmentKind::figure) {
    TL_TRY_ASSIGN(definition->figure, parse_figure(segment.rule));
    for (const std::string& asked : segments_asked(*definition->figure)) {
      definition->asks_for.push_back(
          {SegmentId{parse_public_id(segment_prefix, asked)->key}, asked});
    }
  }
  return std::shared_ptr<const Definition>(std::move(definition));
}

// Those that it asks for first. `visiting` is the way here.
class Ordering {
 public:
  explicit Ordering(std::map<SegmentId, std::shared_ptr<const Definition>> all)
      : all_(std::move(all)) {}

  Result<std::vector<std::shared_ptr<const Definition>>> run() {
    for (const auto& [id, definition] : all_) {
      TL_TRY(visit(*definition, id));
    }
    return std::move(ordered_);
  }

 private:
  Result<void> visit(const Definition& definition, SegmentId id) {
    if (done_.contains(id)) {
      return {};
    }
    if (!visiting_.insert(id).second) {
      return Error::invalid("segments ask for each other in a circle: " + definition.segment.name);
    }
    for (const AskedSegment& asked : definition.asks_for) {
      const auto found = all_.find(asked.segment);
      if (found == all_.end() || public_id_of(found->second->segment) != asked.public_id) {
        return Error::invalid("there is no segment " + asked.public_id);
      }
      TL_TRY(visit(*found->second, found->first));
    }
    visiting_.erase(id);
    done_.insert(id);
    ordered_.push_back(all_.at(id));
    return {};
  }

  const std::map<SegmentId, std::shared_ptr<const Definition>> all_;
  std::set<SegmentId> visiting_;
  std::set<SegmentId> done_;
  std::vector<std::shared_ptr<const Definition>> ordered_;
};

}  // namespace

std::string_view name_of(SegmentKind kind) {
  return name_in(kind_names, kind);
}
Result<SegmentKind> parse_segment_kind(std::string_view name) {
  return parse_name<SegmentKind>(kind_names, name, "kind of segment");
}
std::string_view name_of(Cause cause) {
  return name_in(cause_names, cause);
}
Result<Cause> parse_cause(std::string_view name) {
  return parse_name<Cause>(cause_names, name, "cause");
}

std::string public_id_of(const Segment& segment) {
  return to_public_id(segment_prefix, segment.created_at, segment.id.value);
}

const Definition* Book::find(SegmentId id) const {
  const auto found = std::find_if(definitions.begin(), definitions.end(),
                                  [&](const auto& one) { return one->segment.id == id; });
  return found == definitions.end() ? nullptr : found->get();
}

Result<std::shared_ptr<const Book>> make_book(std::int64_t revision,
                                              const std::vector<Segment>& segments) {
  std::map<SegmentId, std::shared_ptr<const Definition>> all;
  for (const Segment& segment : segments) {
    TL_TRY_ASSIGN(auto definition, make_definition(segment));
    all.emplace(segment.id, std::move(definition));
  }
  auto book = std::make_shared<Book>();
  book->revision = revision;
  TL_TRY_ASSIGN(book->definitions, Ordering(std::move(all)).run());
  NoEvidence stranger;
  for (const auto& definition : book->definitions) {
    for (const EventStep* step : definition->parts.steps) {
      book->names.insert(step->name);
    }
    if (!definition->parts.account_people.empty()) {
      book->asks_account_people = true;
      book->asks_accounts = true;
    }
    for (const PersonTest* test : definition->parts.people) {
      note_tests(test->test, *book);
    }
    if (definition->segment.kind == SegmentKind::list) {
      book->asks_identifiers = true;
    } else if (definition->segment.kind == SegmentKind::figure) {
      book->has_figures = true;
    } else if (judge(definition->rule, stranger, {}).holds) {
      stranger.members.insert(definition->segment.id);
      book->takes_strangers = true;
    }
  }
  return std::shared_ptr<const Book>(std::move(book));
}

Result<std::string> checked_name(std::string_view name) {
  const std::string_view text = trimmed(name);
  if (text.empty() || text.size() > name_bytes_max) {
    return Error::invalid(fmt::format("`name` must have from 1 to {} bytes", name_bytes_max));
  }
  return std::string(text);
}

Result<std::string> checked_description(std::string_view description) {
  if (description.size() > description_bytes_max) {
    return Error::invalid(
        fmt::format("`description` may have at most {} bytes", description_bytes_max));
  }
  return std::string(trimmed(description));
}

// As it is kept: in the words of this version.
Result<std::string> checked_rule(std::string_view rule) {
  if (rule.size() > rule_bytes_max) {
    return Error::invalid("the condition is too long");
  }
  TL_TRY_ASSIGN(const Rule parsed, parse_rule(rule));
  return to_json(parsed);
}

Result<std::string> checked_figure(const Figure& figure) {
  TL_TRY(check_figure(figure));
  std::string kept = codec::to_json(figure);
  return kept.size() > rule_bytes_max ? Error::invalid("the question is too long")
                                      : Result<std::string>(std::move(kept));
}

std::vector<DaySize> sizes_by_day(const std::map<std::int64_t, std::int64_t>& entered,
                                  const std::map<std::int64_t, std::int64_t>& left,
                                  std::int64_t last, std::size_t days_max) {
  std::vector<DaySize> days;
  if (entered.empty()) {
    return days;
  }
  const auto count = [](const auto& counts, std::int64_t day) {
    const auto found = counts.find(day);
    return found == counts.end() ? std::int64_t{0} : found->second;
  };
  // Nobody leaves before somebody has entered.
  const std::int64_t first = entered.begin()->first;
  std::int64_t size = 0;
  for (const auto& [day, people] : entered) {
    size += day < last - static_cast<std::int64_t>(days_max) + 1 ? people : 0;
  }
  for (const auto& [day, people] : left) {
    size -= day < last - static_cast<std::int64_t>(days_max) + 1 ? people : 0;
  }
  for (std::int64_t day = std::max(first, last - static_cast<std::int64_t>(days_max) + 1);
       day <= last; ++day) {
    size += count(entered, day) - count(left, day);
    days.push_back({.day = utc_date({day * us_per_day}),
                    .size = size,
                    .entered = count(entered, day),
                    .left = count(left, day)});
  }
  return days;
}

}  // namespace throughline::segments
