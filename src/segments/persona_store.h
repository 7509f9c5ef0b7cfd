// Rows of personas and of what their people wrote. All inside the caller's unit of work.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "segments/persona.h"
#include "storage/database.h"

namespace throughline::segments {

Result<PersonaId> add_persona(storage::Transaction& tx, const Persona& persona);
Result<void> save_persona(storage::Transaction& tx, const Persona& persona);
// With its quotes.
Result<void> remove_persona(storage::Transaction& tx, PersonaId id);
Result<Persona> find_persona(storage::Transaction& tx, PersonaId id);
Result<std::vector<Persona>> find_personas(storage::Transaction& tx);

// In the order in which they were added.
Result<std::vector<Quote>> find_quotes(storage::Transaction& tx, PersonaId id);
// Nothing where it is there already.
Result<std::optional<QuoteId>> add_quote(storage::Transaction& tx, PersonaId id,
                                         const Quote& quote);
Result<void> remove_quote(storage::Transaction& tx, PersonaId id, QuoteId quote);
// What somebody wrote who is erased; how many quotes.
Result<std::int64_t> forget_quotes(storage::Transaction& tx,
                                   const std::vector<IdentifierId>& identifiers);

}  // namespace throughline::segments
