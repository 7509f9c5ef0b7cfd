#include "transfer/copies.h"

#include <functional>

namespace throughline::transfer {
namespace {

constexpr std::size_t different_max = 100'000'000;
constexpr std::size_t places_first = 64;

}  // namespace

bool Copies::put(std::uint64_t hash) {
  const std::size_t mask = hashes_.size() - 1;
  for (std::size_t place = hash & mask;; place = (place + 1) & mask) {
    if (hashes_[place] == hash) {
      return false;
    }
    if (hashes_[place] == 0) {
      hashes_[place] = hash;
      return true;
    }
  }
}

void Copies::grow() {
  std::vector<std::uint64_t> before(hashes_.empty() ? places_first : hashes_.size() * 2);
  before.swap(hashes_);
  for (const std::uint64_t hash : before) {
    if (hash != 0) {
      put(hash);
    }
  }
}

Result<std::uint32_t> Copies::add(std::string_view text) {
  if (count_ == different_max) {
    return Error::too_large("an event log may have at most 100 million different rows");
  }
  if (count_ * 4 >= hashes_.size() * 3) {
    grow();
  }
  const std::uint64_t hash = std::hash<std::string_view>()(text) | 1U;
  if (put(hash)) {
    ++count_;
    return std::uint32_t{1};
  }
  return 1 + ++repeated_[hash];
}

void Copies::clear() {
  // One huge case must not make every case after it slow.
  if (hashes_.size() > places_first) {
    hashes_ = {};
  } else {
    hashes_.assign(hashes_.size(), 0);
  }
  repeated_.clear();
  count_ = 0;
}

}  // namespace throughline::transfer
