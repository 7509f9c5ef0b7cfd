// InputFile: the bytes of a file that comes in, from its beginning; those of gzip are unpacked.
// Owned by one thread.
#pragma once

#include <cstdint>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "codec/gunzip.h"

namespace throughline::transfer {

class InputFile {
 public:
  // Error::not_found where the file cannot be opened.
  static Result<InputFile> open(const std::string& path);

  // The next piece, until the next call; empty at the end. Error::invalid where what is packed is
  // broken or ends too early.
  Result<std::string_view> next();
  // Of the file as it lies there.
  [[nodiscard]] std::int64_t bytes_read() const { return bytes_read_; }

 private:
  InputFile() = default;
  Result<void> fill();

  std::ifstream file_;
  std::string packed_ = {};
  std::string_view waiting_ = {};  // Of packed_.
  std::string unpacked_ = {};
  std::optional<codec::Gunzip> gunzip_ = {};
  std::int64_t bytes_read_ = 0;
};

}  // namespace throughline::transfer
