#include "storage/sealed_file.h"

#include <sodium.h>

#include <array>
#include <fstream>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "base/text.h"
#include "storage/files.h"

namespace throughline::storage {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{64} << 10U;
constexpr std::size_t sealed_chunk_bytes =
    chunk_bytes + crypto_secretstream_xchacha20poly1305_ABYTES;

Error file_error(const std::string& path) {
  log(LogLevel::error, "a file of a backup cannot be used", {{"path", path}});
  return Error::unavailable("the file " + path + " cannot be read or written");
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

class Sha256 {
 public:
  Sha256() { crypto_hash_sha256_init(&state_); }
  void add(std::string_view bytes) {
    crypto_hash_sha256_update(&state_, bytes_of(bytes), bytes.size());
  }
  std::string finish() {
    std::string digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256_final(&state_, reinterpret_cast<unsigned char*>(digest.data()));
    return to_hex(digest);
  }

 private:
  crypto_hash_sha256_state state_ = {};
};

// A file read in chunks of one size; only the last may be shorter.
class Chunks {
 public:
  Chunks(const std::string& path, std::size_t size)
      : file_(path, std::ios::binary), buffer_(size, '\0') {}
  [[nodiscard]] bool good() const { return file_.is_open() && !file_.bad(); }
  std::string_view next() {
    file_.read(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    return std::string_view(buffer_).substr(0, static_cast<std::size_t>(file_.gcount()));
  }
  // Whether nothing follows what next() gave.
  bool at_end() { return file_.peek() == std::ifstream::traits_type::eof(); }

 private:
  std::ifstream file_;
  std::string buffer_;
};

// What is written, counted.
class Target {
 public:
  explicit Target(const std::string& path)
      : path_(path), file_(path, std::ios::binary | std::ios::trunc) {}
  void write(std::string_view bytes) {
    file_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    hash_.add(bytes);
    stored_.bytes += bytes.size();
  }
  Result<StoredFile> finish() {
    file_.close();
    if (file_.fail()) {
      return file_error(path_);
    }
    TL_TRY(sync_file(path_));
    stored_.sha256 = hash_.finish();
    return stored_;
  }

 private:
  const std::string path_;
  std::ofstream file_;
  Sha256 hash_;
  StoredFile stored_;
};

void tell(const BytesHandled& handled, std::size_t bytes) {
  if (handled) {
    handled(bytes);
  }
}

Result<StoredFile> seal(Chunks& source, Target& target, const SealKey& key,
                        const BytesHandled& handled) {
  crypto_secretstream_xchacha20poly1305_state state = {};
  std::array<unsigned char, crypto_secretstream_xchacha20poly1305_HEADERBYTES> header = {};
  crypto_secretstream_xchacha20poly1305_init_push(&state, header.data(), bytes_of(key.bytes));
  target.write({reinterpret_cast<const char*>(header.data()), header.size()});
  std::vector<unsigned char> sealed(sealed_chunk_bytes);
  for (bool last = false; !last;) {
    const std::string_view chunk = source.next();
    last = source.at_end();
    unsigned long long size = 0;
    crypto_secretstream_xchacha20poly1305_push(
        &state, sealed.data(), &size, bytes_of(chunk), chunk.size(), nullptr, 0,
        last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
             : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE);
    target.write({reinterpret_cast<const char*>(sealed.data()), static_cast<std::size_t>(size)});
    tell(handled, chunk.size());
  }
  return target.finish();
}

Result<void> open_sealed(const std::string& from, Target& target, const SealKey& key) {
  const Error altered = Error::invalid("the backup was altered, or sealed with another key");
  std::ifstream file(from, std::ios::binary);
  std::string header(crypto_secretstream_xchacha20poly1305_HEADERBYTES, '\0');
  crypto_secretstream_xchacha20poly1305_state state = {};
  if (!file.read(header.data(), static_cast<std::streamsize>(header.size())) ||
      crypto_secretstream_xchacha20poly1305_init_pull(&state, bytes_of(header),
                                                      bytes_of(key.bytes)) != 0) {
    return altered;
  }
  std::string sealed(sealed_chunk_bytes, '\0');
  std::vector<unsigned char> chunk(chunk_bytes);
  for (unsigned char tag = 0; tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL;) {
    file.read(sealed.data(), static_cast<std::streamsize>(sealed.size()));
    unsigned long long size = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(
            &state, chunk.data(), &size, &tag, bytes_of(sealed),
            static_cast<unsigned long long>(file.gcount()), nullptr, 0) != 0) {
      return altered;
    }
    target.write({reinterpret_cast<const char*>(chunk.data()), static_cast<std::size_t>(size)});
  }
  TL_TRY(target.finish());
  return {};
}

}  // namespace

Result<SealKey> read_seal_key(const std::string& path) {
  std::ifstream file(path);
  std::string text;
  std::getline(file, text);
  const auto bytes = from_hex(trimmed(text));
  if (!bytes || bytes->size() != crypto_secretstream_xchacha20poly1305_KEYBYTES) {
    return Error::invalid("the key file " + path +
                          " must hold 64 hexadecimal digits (openssl rand -hex 32 makes them)");
  }
  return SealKey{*bytes};
}

Result<StoredFile> copy_sealed(const std::string& from, const std::string& to,
                               const std::optional<SealKey>& key, const BytesHandled& handled) {
  Chunks source(from, chunk_bytes);
  if (!source.good()) {
    return file_error(from);
  }
  Target target(to);
  if (key) {
    return seal(source, target, *key, handled);
  }
  while (!source.at_end()) {
    const std::string_view chunk = source.next();
    target.write(chunk);
    tell(handled, chunk.size());
  }
  return source.good() ? target.finish() : Result<StoredFile>(file_error(from));
}

Result<void> copy_opened(const std::string& from, const std::string& to,
                         const std::optional<SealKey>& key) {
  if (!key) {
    TL_TRY(copy_sealed(from, to, key));
    return {};
  }
  Target target(to);
  Result<void> opened = open_sealed(from, target, *key);
  if (!opened.ok()) {
    TL_TRY(remove_file(to));
  }
  return opened;
}

Result<StoredFile> measure_file(const std::string& path, const BytesHandled& handled) {
  Chunks source(path, chunk_bytes);
  if (!source.good()) {
    return file_error(path);
  }
  StoredFile stored;
  Sha256 hash;
  while (!source.at_end()) {
    const std::string_view chunk = source.next();
    hash.add(chunk);
    stored.bytes += chunk.size();
    tell(handled, chunk.size());
  }
  stored.sha256 = hash.finish();
  return source.good() ? Result<StoredFile>(stored) : file_error(path);
}

}  // namespace throughline::storage
