// Consent: what a person agreed to, per channel and purpose, and whom nobody may write to.
//
// A statement is an event (EventKind::consent) about all identifiers that she went by when it was
// made. Of one identifier the latest statement holds; of several identifiers of one person, which
// may have been two people before, the most restrictive of those. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "event/event.h"
#include "people/trait.h"

namespace throughline::people {

// The most restrictive last. `lifted` ends a suppression; suppressed and lifted have the purpose
// `any_purpose`, whose channel may be `any_channel`.
enum class ConsentStatus { granted, lifted, withdrawn, denied, suppressed };
std::string_view name_of(ConsentStatus status);
Result<ConsentStatus> parse_consent_status(std::string_view name);

constexpr std::string_view any_purpose = "*";
constexpr std::string_view any_channel = "*";

struct ConsentKey {
  std::string channel = {};  // email, sms, push, ...: lower-case letters, digits and _, or "*".
  std::string purpose = {};  // marketing, ...: likewise.
  auto operator<=>(const ConsentKey&) const = default;
};

struct ConsentStatement {
  ConsentKey key = {};
  ConsentStatus status = ConsentStatus::granted;
  TraitOrder order = {};
  EventSeq event = {};
  Time received_at = {};
};

struct ConsentRequest {
  std::string profile = {};  // A public id or type:value.
  ConsentKey key = {};
  ConsentStatus status = ConsentStatus::granted;
  std::string proof = {};  // A JSON object: how she said so, what she was shown, ...
  std::optional<Time> occurred_at = {};
};
// Refuses names that are none, a suppression with a purpose, and a proof that is no object.
Result<void> check(const ConsentRequest& request);

// What a consent event says; nothing where it says nothing.
std::optional<ConsentStatement> statement_of(const Event& event);

// One entry of the history, newest first, with its event's properties.
struct ConsentChange {
  ConsentStatement said = {};
  std::string properties = {};
};

// Whether she may be written to.
struct ContactVerdict {
  enum class Kind { allowed, refused, unknown };
  Kind kind = Kind::unknown;
  std::string reason = {};
};
std::string_view name_of(ContactVerdict::Kind kind);
// `held`: what holds of her, each key once.
ContactVerdict may_contact(const std::vector<ConsentStatement>& held, const ConsentKey& wanted);

}  // namespace throughline::people
