// Dead letters: what was refused for good, kept with its reason so that it can be mended. Values
// only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace throughline::timeline {

using DeadLetterId = Id<struct DeadLetterTag>;

constexpr std::size_t dead_letter_bytes_max = std::size_t{64} << 10U;  // Each payload; more is cut.

// What a source may keep; beyond either the oldest letters give way.
struct DeadLetterLimits {
  std::int64_t letters_max = 100'000;
  std::int64_t bytes_max = std::int64_t{256} << 20U;
};

// A refusal to be kept. The same source, message id (without one: payload) and reason are the same
// letter, counted; for `id_collision` the payload distinguishes letters too.
struct Refusal {
  SourceId source = {};
  std::string message_id = {};  // Empty where the sender gave none.
  std::string reason = {};      // snake_case: id_collision, too_large, ...
  std::string detail = {};      // For a person.
  std::string payload = {};
  std::string first_payload = {};  // id_collision: the accepted event.
  EventSeq event = {};             // id_collision and follower_failed: the accepted event.
};

struct DeadLetter {
  DeadLetterId id = {};
  Refusal refusal = {};
  std::int64_t count = 0;  // How often it was refused.
  Time first_at = {};
  Time last_at = {};
  std::optional<Time> replayed_at = {};
};

struct DeadLetterQuery {
  std::optional<SourceId> source = {};
  std::string reason = {};   // Empty: all.
  DeadLetterId before = {};  // Older than this; zero: from the newest.
  std::size_t limit = 50;    // At most 500.
};

// How often a reason was met, exact even after letters gave way.
struct DeadLetterCount {
  SourceId source = {};
  std::string reason = {};
  std::int64_t count = 0;
  Time last_at = {};
};

}  // namespace throughline::timeline
