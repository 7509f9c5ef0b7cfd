// Which parts of a message are identifiers (Segment's external-id promotion).
#pragma once

#include <vector>

#include "codec/json_view.h"
#include "event/event.h"
#include "event/identifier.h"

namespace throughline::collect {

// `properties.email` counts only where the source's settings say so: it is often somebody else's.
enum class PropertiesEmail { ignored, is_identifier };

constexpr std::size_t identifiers_max = 50;  // Of one event; more are left out and noted.

struct Promoted {
  std::vector<Identifier> identifiers = {};  // Distinct, as sent.
  std::vector<std::string> notes = {};       // What was left out, and why.
};

// A member of the item's own context goes before the same one of its batch's.
Promoted promote_identifiers(codec::JsonView item, EventKind kind, codec::JsonView batch_context,
                             PropertiesEmail properties_email);

// An id as text: strings as they are, numbers by their digits; empty for anything else.
std::string id_text(codec::JsonView value);

}  // namespace throughline::collect
