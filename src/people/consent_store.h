// The rows of consent: the latest statement per identifier, channel and purpose. Functions run in
// the caller's unit.
#pragma once

#include <vector>

#include "base/result.h"
#include "people/consent.h"
#include "storage/database.h"

namespace throughline::people {

// Keeps the later of two statements, whichever comes first.
Result<void> fold_consent(storage::Transaction& tx, IdentifierId identifier,
                          const ConsentStatement& said);
// What holds of a person, by channel and purpose.
Result<std::vector<ConsentStatement>> consents_of(storage::Transaction& tx, ProfileId profile);
Result<void> clear_consents(storage::Transaction& tx);

}  // namespace throughline::people
