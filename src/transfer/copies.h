// Copies: which rows of a file say exactly what rows before them say. Sixteen bytes and less for a
// row, however long it is; two rows of one hash of 64 bits count as the same. Owned by one thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace throughline::transfer {

class Copies {
 public:
  // How many rows have said this now; Error::too_large beyond 100 million different ones.
  Result<std::uint32_t> add(std::string_view text);
  void clear();

 private:
  void grow();
  // Whether it is new.
  bool put(std::uint64_t hash);

  std::vector<std::uint64_t> hashes_ = {};  // Open addressing; 0 is a free place.
  std::size_t count_ = 0;
  std::unordered_map<std::uint64_t, std::uint32_t> repeated_ = {};
};

}  // namespace throughline::transfer
