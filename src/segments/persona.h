// Persona: a segment described as somebody one can think of: what they want, what hurts, and what
// they wrote. Values and rules only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "event/event.h"
#include "segments/rule.h"

namespace throughline::segments {

using PersonaId = Id<struct PersonaTag>;
using QuoteId = Id<struct QuoteTag>;

constexpr std::string_view persona_prefix = "persona";
constexpr std::string_view quote_prefix = "quote";
constexpr std::size_t personas_max = 100;
constexpr std::size_t quotes_max = 20;  // Of one persona.
constexpr std::size_t points_max = 12;  // Goals, and pains.
constexpr std::size_t point_bytes_max = 300;
constexpr std::int64_t colours = 8;

struct Persona {
  PersonaId id = {};
  SegmentId segment = {};
  std::string name = {};
  std::string about = {};
  std::vector<std::string> goals = {};
  std::vector<std::string> pains = {};
  std::int64_t colour = 0;  // Of the categories' colours, from 0.
  std::int64_t version = 1;
  Time created_at = {};
  Time changed_at = {};
};
std::string public_id_of(const Persona& persona);

// An event of one of the persona's people whose words are shown.
struct Quote {
  QuoteId id = {};
  EventSeq event = {};
  IdentifierId identifier = {};
  Time added_at = {};
};
std::string public_id_of(const Quote& quote);

// Without what is empty; Error::invalid names the field where there are too many or one is too
// long.
Result<std::vector<std::string>> checked_points(const std::vector<std::string>& points,
                                                std::string_view field);

// Whether the person did it, and not the company or its systems to them.
bool is_theirs(const Event& event);
// What the event's person wrote or said with it, in their own words; empty where that was the
// company, or somebody's summary, or software that reports an error, or nothing.
std::string words_of(const Event& event);
// Channels on which people write: where words are looked for.
std::vector<Channel> channels_written_on();
// How well words of so many bytes do as a quote: whole sentences that can be read at a glance
// first.
int fitness_of(std::string_view words);

}  // namespace throughline::segments
