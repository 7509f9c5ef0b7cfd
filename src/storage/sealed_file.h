// Copies of files that are sealed with a key, or opened again, with the SHA-256 of what was stored.
//
// A sealed file is the header of libsodium's secretstream (XChaCha20-Poly1305) and then chunks of
// 64 KB; the last one says so, so that a file that was cut short does not open. Copies are synced.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"

namespace throughline::storage {

// 32 bytes.
struct SealKey {
  std::string bytes = {};
};

// A file with 64 hexadecimal digits. Error::invalid otherwise.
Result<SealKey> read_seal_key(const std::string& path);

struct StoredFile {
  std::uint64_t bytes = 0;
  std::string sha256 = {};  // Of the bytes on disk, as hexadecimal digits.
};

// Called now and then with the bytes handled since the last call.
using BytesHandled = std::function<void(std::uint64_t bytes)>;

// Replaces `to`. Without a key the copy is the same bytes.
Result<StoredFile> copy_sealed(const std::string& from, const std::string& to,
                               const std::optional<SealKey>& key, const BytesHandled& handled = {});
// Error::invalid where the key is another one or the file was altered; nothing is left at `to`.
Result<void> copy_opened(const std::string& from, const std::string& to,
                         const std::optional<SealKey>& key);
Result<StoredFile> measure_file(const std::string& path, const BytesHandled& handled = {});

}  // namespace throughline::storage
