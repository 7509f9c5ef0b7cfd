// Random: injected randomness. SecureRandom for secrets and ids; tests and the demo use a seed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace throughline {

// Thread-safe unless an implementation says otherwise.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(void* bytes, std::size_t size) = 0;

  std::uint64_t next();
  // Uniform in [0, bound); `bound` above zero.
  std::uint64_t below(std::uint64_t bound);
  // Uniform in [0, 1).
  double unit();
  // `size` random bytes.
  std::string bytes(std::size_t size);
};

// The operating system's generator, through libsodium.
class SecureRandom : public Random {
 public:
  void fill(void* bytes, std::size_t size) override;
};

// The same sequence for the same seed on every machine. Not thread-safe, never for secrets.
class SeededRandom : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  void fill(void* bytes, std::size_t size) override;

 private:
  std::uint64_t state_;
};

}  // namespace throughline
