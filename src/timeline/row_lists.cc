#include "timeline/row_lists.h"

#include <algorithm>

namespace throughline::timeline {

bool RowFilter::takes(EventKind kind, Channel channel, std::int64_t name) const {
  return ((kinds >> static_cast<unsigned>(kind)) & 1U) != 0 &&
         ((channels >> static_cast<unsigned>(channel)) & 1U) != 0 &&
         (!names || std::binary_search(names->begin(), names->end(), name));
}

}  // namespace throughline::timeline
