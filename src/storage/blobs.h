// Blobs: bytes kept as files named by their SHA-256, such as raw mail and attachments.
//
// A blob that put() or finish() has answered for survives a power cut, so that a row may name it.
// The same bytes are kept once. Errors: not_found, or unavailable when the disk fails.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace throughline::storage {

struct BlobName {
  std::string hex;  // 64 digits.
  auto operator<=>(const BlobName&) const = default;
};

// A name from outside. Error::invalid unless it has the form of one.
Result<BlobName> parse_blob_name(std::string_view hex);

struct BlobStored {
  BlobName name;
  std::uint64_t bytes = 0;
};

// Takes the bytes piece by piece. Without finish() nothing remains. Owned by one thread at a time.
class BlobWriter {
 public:
  ~BlobWriter();
  BlobWriter(BlobWriter&&) noexcept;
  BlobWriter& operator=(BlobWriter&&) noexcept;

  Result<void> append(std::string_view bytes);
  Result<BlobStored> finish();

 private:
  friend class Blobs;
  struct State;
  explicit BlobWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// Thread-safe.
class Blobs {
 public:
  // `directory` is made if missing; what a crash left half written in it is removed.
  static Result<std::unique_ptr<Blobs>> open(const std::string& directory);

  Result<BlobStored> put(std::string_view bytes);
  Result<BlobWriter> start();

  // The whole blob, compared with its name.
  Result<std::string> get(const BlobName& name) const;
  [[nodiscard]] bool exists(const BlobName& name) const;
  [[nodiscard]] Result<std::uint64_t> size_of(const BlobName& name) const;
  // For a response that is a file.
  [[nodiscard]] std::string path_of(const BlobName& name) const;

  // Erasing. A missing blob is fine; the caller knows that no row names it.
  Result<void> remove(const BlobName& name) const;

 private:
  explicit Blobs(std::string directory) : directory_(std::move(directory)) {}
  const std::string directory_;
};

}  // namespace throughline::storage
