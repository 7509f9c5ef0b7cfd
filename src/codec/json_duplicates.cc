#include "codec/json_duplicates.h"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace throughline::codec {
namespace {

constexpr std::size_t pairwise_max = 32;

bool same(const JsonKey& a, const JsonKey& b) {
  return a.fingerprint == b.fingerprint && a.name == b.name;
}

template <class Word>
std::uint64_t load(std::string_view text, std::size_t at) {
  Word word = 0;
  std::memcpy(&word, text.data() + at, sizeof(word));
  return word;
}

bool has_equal_fingerprints(const JsonKey* keys, std::size_t count) {
  for (std::size_t i = 1; i < count; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (keys[i].fingerprint == keys[j].fingerprint) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

// Head and tail of a name in fixed widths, which overlap in short ones.
std::uint64_t fingerprint_of(std::string_view name) {
  const std::size_t size = name.size();
  std::uint64_t head = 0;
  std::uint64_t tail = 0;
  if (size >= 8) {
    head = load<std::uint64_t>(name, 0);
    tail = load<std::uint64_t>(name, size - 8);
  } else if (size >= 4) {
    head = load<std::uint32_t>(name, 0);
    tail = load<std::uint32_t>(name, size - 4);
  } else if (size > 0) {
    head = load<std::uint8_t>(name, 0) + (load<std::uint8_t>(name, size / 2) << 8U);
    tail = load<std::uint8_t>(name, size - 1);
  }
  return ((head * 0x9e3779b97f4a7c15U) ^ tail) + size;
}

std::vector<std::uint32_t> superseded_keys(std::vector<JsonKey>& keys, std::size_t first) {
  std::vector<std::uint32_t> found;
  const std::size_t count = keys.size() - first;
  if (count <= pairwise_max && !has_equal_fingerprints(keys.data() + first, count)) {
    return found;
  }
  const auto begin = keys.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(begin, keys.end(), [](const JsonKey& a, const JsonKey& b) {
    return std::tie(a.fingerprint, a.name, a.node) < std::tie(b.fingerprint, b.name, b.node);
  });
  for (std::size_t i = first; i + 1 < keys.size(); ++i) {
    if (same(keys[i], keys[i + 1])) {
      found.push_back(keys[i].node);
    }
  }
  return found;
}

}  // namespace throughline::codec
