#include "base/random.h"

#include <sodium.h>

#include <cstring>

#include "base/assert.h"

namespace throughline {

std::uint64_t Random::next() {
  std::uint64_t value = 0;
  fill(&value, sizeof value);
  return value;
}

std::uint64_t Random::below(std::uint64_t bound) {
  TL_ASSERT(bound > 0);
  // Values at and above the largest multiple of `bound` would favour the small remainders.
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  std::uint64_t value = next();
  while (value >= limit) {
    value = next();
  }
  return value % bound;
}

double Random::unit() {
  return static_cast<double>(next() >> 11U) * 0x1.0p-53;
}

std::string Random::bytes(std::size_t size) {
  std::string result(size, '\0');
  fill(result.data(), size);
  return result;
}

void SecureRandom::fill(void* bytes, std::size_t size) {
  randombytes_buf(bytes, size);
}

// SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014).
void SeededRandom::fill(void* bytes, std::size_t size) {
  auto* out = static_cast<char*>(bytes);
  while (size > 0) {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    z ^= z >> 31U;
    const std::size_t count = size < sizeof z ? size : sizeof z;
    std::memcpy(out, &z, count);
    out += count;
    size -= count;
  }
}

}  // namespace throughline
