// How identifiers are written: one form for each email address, phone number and name.
//
// Pure. What cannot be an identifier is left out of identity with a note; the event keeps it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "event/identifier.h"
#include "people/blocked_values.h"
#include "people/rules.h"

namespace throughline::people {

constexpr std::size_t identifier_type_bytes_max = 100;

// Trimmed, in lower case, NFC, the domain in ASCII (IDNA 2008 as in UTS 46). Plus tags are kept:
// they may be another mailbox. Error::invalid where it cannot be an address.
Result<std::string> normalise_email(std::string_view text);

// E.164, such as +4940123456; without an extension. `region` is where a number without a country
// code is dialled, and empty where such a number is none. Error::invalid where it cannot be a
// number.
Result<std::string> normalise_phone(std::string_view text, std::string_view region);
bool is_phone_region(std::string_view region);

// By type: email, phone and whatsapp as above, others NFC and trimmed, but anonymous ids as they
// are. user_id is never put in lower case.
Result<Identifier> normalise(const Identifier& sent, std::string_view phone_region);

// What an event's identifiers come to: normalised, each once. Blocked values stay with a note,
// because other rules may let them in later; what claims nothing is decided by claim_of().
struct CleanIdentifiers {
  std::vector<Identifier> identifiers = {};  // In the order sent.
  std::vector<std::string> notes = {};       // What was left out, and why.
};
CleanIdentifiers clean(const std::vector<Identifier>& sent, const Rules& rules,
                       const BlockedValues& blocked);

}  // namespace throughline::people
