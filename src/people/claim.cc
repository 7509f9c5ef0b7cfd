#include "people/claim.h"

namespace throughline::people {
namespace {

template <class Sent>
std::optional<Claim> made_by(const Sent& sent, const BlockedValues& blocked) {
  if (is_of_the_product(sent.kind) || (!sent.source && sent.kind == EventKind::identify)) {
    return std::nullopt;
  }
  const bool browser = sent.source_kind == SourceKind::browser;
  Claim claim{.order = {sent.occurred_at, sent.source, sent.message_id},
              .rights = browser ? Rights::browser : Rights::server};
  for (const Identifier& identifier : sent.identifiers) {
    if (!blocked.reason(identifier.value)) {
      claim.identifiers.push_back(identifier);
    }
  }
  if (sent.kind == EventKind::alias && !blocked.reason(sent.previous_id)) {
    claim.previous_id = sent.previous_id;
  }
  if (claim.identifiers.empty()) {
    return std::nullopt;
  }
  return claim;
}

}  // namespace

std::optional<Claim> claim_of(const Draft& draft, const BlockedValues& blocked) {
  return made_by(draft, blocked);
}

std::optional<Claim> claim_of(const Event& event, const BlockedValues& blocked) {
  return made_by(event, blocked);
}

std::string decision_message_id(std::int64_t decision) {
  return "decision:" + std::to_string(decision);
}

Claim merge_claim(std::int64_t decision, Time decided_at, std::vector<Identifier> identifiers) {
  return {.order = {.occurred_at = decided_at, .message_id = decision_message_id(decision)},
          .rights = Rights::merge,
          .identifiers = std::move(identifiers)};
}

}  // namespace throughline::people
