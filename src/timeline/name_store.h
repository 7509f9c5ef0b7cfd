// Names: the dictionary of event names of one workspace, with a bounded cache.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/guarded.h"
#include "base/result.h"
#include "storage/database.h"

namespace throughline::timeline {

// Thread-safe.
class Names {
 public:
  // In a unit of work. A new name gets its number; the empty name is 0.
  Result<std::int64_t> number_of(storage::Transaction& tx, std::string_view name);
  // For names that were changed in the record.
  void forget();
  // Nothing for a name that no event has.
  static Result<std::optional<std::int64_t>> find(storage::Transaction& tx, std::string_view name);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Cache = std::unordered_map<std::string, std::int64_t, Hash, std::equal_to<>>;
  void remember(std::string_view name, std::int64_t number);

  Guarded<Cache> cache_;
};

}  // namespace throughline::timeline
