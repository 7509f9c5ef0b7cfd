// Gunzip: undoes gzip piece by piece, into room that its caller gives, so that no input makes more
// of it than that. Several members one after the other are one text. Owned by one thread.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"

namespace throughline::codec {

// Whether a file that begins like this is one of gzip.
bool is_gzip(std::string_view beginning);

class Gunzip {
 public:
  Gunzip();
  ~Gunzip();
  Gunzip(Gunzip&&) noexcept;
  Gunzip& operator=(Gunzip&&) noexcept;
  Gunzip(const Gunzip&) = delete;
  Gunzip& operator=(const Gunzip&) = delete;

  // Takes from the front of `input` and says how many bytes it wrote; none: it needs more input.
  // Error::invalid where the bytes are no gzip.
  Result<std::size_t> take(std::string_view& input, std::span<char> room);
  // Whether the input may end here.
  [[nodiscard]] bool is_whole() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace throughline::codec
