// What the files of this facade share.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "base/guarded.h"
#include "segments/segments.h"

namespace throughline::segments {

// Of one database. Thread-safe.
struct Segments::Memory {
  struct Walk {
    std::int64_t number = 0;
    std::shared_ptr<const std::vector<ProfileId>> people = {};  // By id.
  };
  Guarded<std::shared_ptr<const Book>> book;
  Guarded<Walk> walk;
};

}  // namespace throughline::segments
