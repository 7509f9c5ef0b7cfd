// Segment: a set of people with a name, whoever a rule says, whoever was put on a list or whoever
// is behind a figure; and what is said about who is in it. Values and rules only.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "segments/figure.h"
#include "segments/rule.h"

namespace throughline::segments {

constexpr std::size_t segments_max = 200;  // That are not archived.
constexpr std::size_t name_bytes_max = 200;
constexpr std::size_t description_bytes_max = 2'000;
constexpr std::size_t list_rows_max = 10'000;  // Put on a list by one request.
constexpr std::size_t overlap_max = 6;

enum class SegmentKind { live, list, figure };
std::string_view name_of(SegmentKind kind);
Result<SegmentKind> parse_segment_kind(std::string_view name);

// Why somebody is in or not: something happened, time passed, the segment was made or changed, two
// people became one, the question of a figure was asked again.
enum class Cause { event, time, change, merge, figure };
std::string_view name_of(Cause cause);
Result<Cause> parse_cause(std::string_view name);

struct Segment {
  SegmentId id = {};
  SegmentKind kind = SegmentKind::live;
  std::string name = {};
  std::string description = {};
  std::string rule = {};  // JSON: a rule or a figure; empty for a list.
  std::int64_t version = 1;
  bool built = false;  // Everybody was looked at since the rule last changed.
  Time created_at = {};
  Time changed_at = {};
  std::optional<Time> archived_at = {};
};
std::string public_id_of(const Segment& segment);

struct SegmentVersion {
  std::int64_t version = 0;
  Time at = {};
  std::string actor = {};
  std::string name = {};
  std::string rule = {};
};

struct Stay {
  std::int64_t id = 0;
  SegmentId segment = {};
  ProfileId profile = {};
  Time entered_at = {};
  Cause entered_by = Cause::event;
  std::optional<Time> left_at = {};
  std::optional<Cause> left_by = {};
};

struct AskedSegment {
  SegmentId segment = {};
  std::string public_id = {};
};

// A segment made ready for judging people. Immutable; its parts point into its rule.
struct Definition {
  Segment segment = {};
  Rule rule = {};
  RuleParts parts = {};
  std::optional<Figure> figure = {};
  // The segments that the rule or the figure asks for.
  std::vector<AskedSegment> asks_for = {};
};

// All segments that are not archived, each after those that it asks for, and what judging them
// needs. Immutable.
struct Book {
  std::int64_t revision = 0;
  std::vector<std::shared_ptr<const Definition>> definitions = {};
  std::set<std::string> names = {};  // Of events that steps ask for.
  bool asks_traits = false;
  bool asks_accounts = false;
  bool asks_identifiers = false;  // Lists do too.
  bool asks_seen = false;
  bool asks_account_people = false;
  bool has_figures = false;
  // Whether somebody of whom nothing is known is in one of them: then any event may bring somebody
  // in.
  bool takes_strangers = false;

  [[nodiscard]] bool asks_of_any_event() const {
    return takes_strangers || asks_identifiers || asks_seen;
  }
  [[nodiscard]] const Definition* find(SegmentId id) const;
};
// Error::invalid where segments ask for each other in a circle, or for one that is not there.
Result<std::shared_ptr<const Book>> make_book(std::int64_t revision,
                                              const std::vector<Segment>& segments);

// As they are kept. Error::invalid, naming the field.
Result<std::string> checked_name(std::string_view name);
Result<std::string> checked_description(std::string_view description);
Result<std::string> checked_rule(std::string_view rule);
Result<std::string> checked_figure(const Figure& figure);

// How many people were in a segment at the end of a day (UTC).
struct DaySize {
  Date day = {};
  std::int64_t size = 0;
  std::int64_t entered = 0;
  std::int64_t left = 0;
};
// From how many entered and left on each day (days since 1970), up to `last`; at most `days_max`,
// the latest.
std::vector<DaySize> sizes_by_day(const std::map<std::int64_t, std::int64_t>& entered,
                                  const std::map<std::int64_t, std::int64_t>& left,
                                  std::int64_t last, std::size_t days_max);

}  // namespace throughline::segments
