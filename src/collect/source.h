// Source: where events come in, what it may do, and how it fares. Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/id.h"
#include "base/time.h"
#include "collect/promotion.h"
#include "event/event.h"

namespace throughline::collect {

std::string_view name_of(PropertiesEmail choice);
Result<PropertiesEmail> parse_properties_email(std::string_view name);

struct Source {
  SourceId id = {};
  std::string name = {};
  SourceKind kind = SourceKind::server;
  bool enabled = true;
  Time created_at = {};
  std::string write_key_prefix = {};  // What may be shown of its key.
  PropertiesEmail properties_email = PropertiesEmail::ignored;
};

std::string public_id_of(const Source& source);

// What is not set stays.
struct SourceChange {
  std::optional<std::string> name = {};
  std::optional<bool> enabled = {};
  std::optional<PropertiesEmail> properties_email = {};
};

// Counts of items; `random_ids` are accepted events that would count twice if sent again.
struct Tally {
  std::int64_t accepted = 0;
  std::int64_t repeated = 0;
  std::int64_t collided = 0;
  std::int64_t refused = 0;
  std::int64_t random_ids = 0;
  Tally& operator+=(const Tally& other);
};

struct SourceHealth {
  Tally ever = {};
  Tally last_day = {};
  std::optional<Time> last_at = {};
};

constexpr std::size_t source_name_characters_max = 200;

// Trimmed, or Error::invalid.
Result<std::string> checked_source_name(std::string_view name);
Source changed(Source source, const SourceChange& change);

}  // namespace throughline::collect
