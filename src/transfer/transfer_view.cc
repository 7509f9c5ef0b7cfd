#include "transfer/transfer_view.h"

#include "event/public_id.h"

namespace throughline::transfer {

ImportView view_of(const Import& import) {
  const ImportCounts& counts = import.counts;
  return {.id = to_public_id("import", import.created_at, import.id.value),
          .name = import.name,
          .state = import.state,
          .error = import.error,
          .source_id = import.source
                           ? std::optional(to_public_id("source", {}, import.source.value))
                           : std::nullopt,
          .mapping = {import.mapping},
          .bytes = import.bytes,
          .bytes_done = import.state == ImportState::done ? import.bytes : counts.bytes_done,
          .rows = counts.rows,
          .accepted = counts.accepted,
          .repeated = counts.repeated,
          .collided = counts.collided,
          .refused = counts.refused,
          .created_at = import.created_at,
          .finished_at = import.finished_at};
}

}  // namespace throughline::transfer
