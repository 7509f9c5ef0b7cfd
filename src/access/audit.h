// The audit: who did what, as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace throughline::access {

struct AuditEntry {
  Time at = {};
  std::string actor = {};                   // As audit_name() gives it.
  std::string action = {};                  // noun.verb: "user.invite".
  std::string target = {};                  // As the actor: "user:7".
  std::string detail = {};                  // JSON.
  std::optional<std::int64_t> origin = {};  // Row of the outbox that it was copied from.
};

struct StoredAuditEntry {
  std::int64_t id = 0;
  AuditEntry entry = {};
  std::string hash = {};  // 32 bytes; empty for what is older than the chain.
};

// Newest first. Empty texts ask for everything.
struct AuditQuery {
  std::optional<std::int64_t> before = {};  // An entry's id.
  std::string actor = {};
  std::string action = {};  // Whole, or its noun.
  std::string target = {};
  std::optional<Time> from = {};   // Inclusive.
  std::optional<Time> until = {};  // Exclusive.
  std::int64_t limit = 50;
};

constexpr std::int64_t audit_page_max = 500;

// What reading the whole chain found.
struct AuditCheck {
  std::int64_t entries = 0;                 // In the chain.
  std::int64_t older = 0;                   // Than the chain.
  std::optional<std::int64_t> broken = {};  // The first entry that is not as it was written.
  bool complete = true;                     // Nothing is missing at its end.
  std::string head = {};                    // The last hash, 32 bytes.
  [[nodiscard]] bool intact() const { return !broken && complete; }
};

struct AuditPage {
  struct Item {
    StoredAuditEntry stored = {};
    std::string actor_name = {};  // Empty for who is no member any more.
  };
  std::vector<Item> items = {};
  std::optional<std::int64_t> next = {};  // As AuditQuery::before.
};

}  // namespace throughline::access
