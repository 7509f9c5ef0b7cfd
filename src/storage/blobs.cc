#include "storage/blobs.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

#include "base/assert.h"
#include "base/log.h"
#include "base/text.h"
#include "storage/files.h"

namespace throughline::storage {
namespace {

namespace fs = std::filesystem;

constexpr const char* unfinished = "/unfinished";

class Sha256 {
 public:
  Sha256() { crypto_hash_sha256_init(&state_); }
  void add(std::string_view bytes) {
    crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
  }
  BlobName finish() {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest = {};
    crypto_hash_sha256_final(&state_, digest.data());
    return {to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()})};
  }

 private:
  crypto_hash_sha256_state state_ = {};
};

std::string path_in(const std::string& directory, const BlobName& name) {
  return directory + "/" + name.hex.substr(0, 2) + "/" + name.hex.substr(2);
}

Error write_error() {
  log(LogLevel::error, "a blob could not be written",
      {{"why", std::generic_category().message(errno)}});
  return Error::unavailable("the file could not be stored; try again shortly");
}

}  // namespace

Result<BlobName> parse_blob_name(std::string_view hex) {
  const bool digits = hex.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  if (hex.size() != std::size_t{2} * crypto_hash_sha256_BYTES || !digits) {
    return Error::invalid("not the name of a stored file");
  }
  return BlobName{std::string(hex)};
}

struct BlobWriter::State {
  std::string directory;
  std::string part;
  int file = -1;
  Sha256 hash = {};
  std::uint64_t bytes = 0;

  State(std::string to, std::string temporary, int opened)
      : directory(std::move(to)), part(std::move(temporary)), file(opened) {}
  ~State() {
    close_file();
    if (!part.empty()) {
      ::unlink(part.c_str());
    }
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void close_file() {
    if (file >= 0) {
      ::close(file);
    }
    file = -1;
  }
};

BlobWriter::BlobWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlobWriter::~BlobWriter() = default;
BlobWriter::BlobWriter(BlobWriter&&) noexcept = default;
BlobWriter& BlobWriter::operator=(BlobWriter&&) noexcept = default;

Result<void> BlobWriter::append(std::string_view bytes) {
  TL_ASSERT(state_ != nullptr);
  state_->hash.add(bytes);
  state_->bytes += bytes.size();
  while (!bytes.empty()) {
    const ssize_t written = ::write(state_->file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return write_error();
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<BlobStored> BlobWriter::finish() {
  TL_ASSERT(state_ != nullptr);
  const std::unique_ptr<State> state = std::move(state_);
  BlobStored stored = {state->hash.finish(), state->bytes};
  const std::string path = path_in(state->directory, stored.name);
  TL_TRY(make_directories(parent_of(path)));
  if (::access(path.c_str(), F_OK) == 0) {
    // Another writer may have put it there a moment ago and not yet synced the directory.
    TL_TRY(sync_directory(parent_of(path)));
    return stored;
  }
  if (::fsync(state->file) != 0) {
    return write_error();
  }
  state->close_file();
  TL_TRY(replace_file(state->part, path));
  state->part.clear();
  return stored;
}

Result<std::unique_ptr<Blobs>> Blobs::open(const std::string& directory) {
  TL_TRY(make_directories(directory + unfinished));
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(directory + unfinished, ignored)) {
    TL_TRY(remove_file(entry.path().string()));
  }
  return std::unique_ptr<Blobs>(new Blobs(directory));
}

Result<BlobWriter> Blobs::start() {
  std::string part = directory_ + unfinished + "/XXXXXX";
  const int file = ::mkostemp(part.data(), O_CLOEXEC);
  if (file < 0) {
    return write_error();
  }
  return BlobWriter(std::make_unique<BlobWriter::State>(directory_, std::move(part), file));
}

Result<BlobStored> Blobs::put(std::string_view bytes) {
  TL_TRY_ASSIGN(BlobWriter writer, start());
  TL_TRY(writer.append(bytes));
  return writer.finish();
}

Result<std::string> Blobs::get(const BlobName& name) const {
  const std::ifstream file(path_of(name), std::ios::binary);
  if (!file) {
    return Error::not_found("there is no such file");
  }
  std::ostringstream bytes;
  bytes << file.rdbuf();
  std::string whole = std::move(bytes).str();
  Sha256 hash;
  hash.add(whole);
  if (file.bad() || hash.finish() != name) {
    log(LogLevel::error, "a blob is damaged", {{"name", name.hex}});
    return Error::unavailable("the stored file is damaged");
  }
  return whole;
}

bool Blobs::exists(const BlobName& name) const {
  return ::access(path_of(name).c_str(), F_OK) == 0;
}

Result<std::uint64_t> Blobs::size_of(const BlobName& name) const {
  std::error_code why;
  const std::uint64_t size = fs::file_size(path_of(name), why);
  if (why) {
    return Error::not_found("there is no such file");
  }
  return size;
}

std::string Blobs::path_of(const BlobName& name) const {
  return path_in(directory_, name);
}

Result<void> Blobs::remove(const BlobName& name) const {
  const std::string path = path_of(name);
  if (!exists(name)) {
    return {};
  }
  TL_TRY(remove_file(path));
  return sync_directory(parent_of(path));
}

}  // namespace throughline::storage
