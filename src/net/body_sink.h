// BodySink: takes a request's body piece by piece, in memory up to a size and in a file above it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/temporary_file.h"

namespace throughline::net {

class BodySink {
 public:
  struct Limits {
    std::size_t bytes_max;
    std::size_t memory_bytes_max;
    std::string directory;
  };
  explicit BodySink(Limits limits) : limits_(std::move(limits)) {}

  // Error::too_large above the limit; Error::unavailable where the disk does not take it.
  Result<void> append(std::string_view piece);

  // Once, after the last piece: one of the two holds the body.
  std::string take_text() { return std::move(text_); }
  TemporaryFile take_file() { return std::move(file_); }

 private:
  Limits limits_;
  std::size_t size_ = 0;
  std::string text_;
  TemporaryFile file_;
};

Error body_too_large(std::size_t bytes_max);

}  // namespace throughline::net
