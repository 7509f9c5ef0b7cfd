#include "testing/unreliable_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <new>
#include <vector>

#include "base/assert.h"
#include "base/random.h"

namespace throughline::testing {
namespace {

constexpr std::size_t sector = 512;

// One write, or with no bytes a truncation to `at`.
struct Change {
  bool truncates = false;
  std::size_t at = 0;
  std::string bytes = {};
};

struct Content {
  std::string synced = {};
  std::vector<Change> since = {};
  bool entry_synced = false;  // Otherwise the file itself may be missing.
};

void write_at(std::string& content, std::size_t at, std::string_view bytes) {
  if (content.size() < at + bytes.size()) {
    content.resize(at + bytes.size());
  }
  content.replace(at, bytes.size(), bytes);
}

void apply(std::string& content, const Change& change) {
  if (change.truncates) {
    content.resize(std::min(content.size(), change.at));
  } else {
    write_at(content, change.at, change.bytes);
  }
}

// All of it, none, or some of its sectors.
void apply_by_chance(std::string& content, const Change& change, Random& random) {
  const std::uint64_t fate = random.below(3);
  if (fate == 0) {
    return;
  }
  if (fate == 1 || change.truncates) {
    apply(content, change);
    return;
  }
  for (std::size_t from = 0; from < change.bytes.size(); from += sector) {
    if (random.below(2) == 0) {
      write_at(content, change.at + from, std::string_view(change.bytes).substr(from, sector));
    }
  }
}

enum class Outcome { proceed, fail };

}  // namespace

struct UnreliableVfs::Disk {
  std::string name;
  sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
  sqlite3_vfs vfs = {};

  mutable std::mutex mutex;
  std::map<std::string, Content> files;
  std::map<std::string, Content> at_cut;
  int calls = 0;
  int failing_call = 0;
  DiskError error = DiskError::failing;
  int cut_calls = 0;
  int cutting_call = 0;
  bool is_cut = false;
  bool loses_every_sync = false;
  bool loses_log_syncs = false;

  // Counts one call. Under the lock.
  Outcome count() {
    if (cutting_call > 0 && !is_cut && ++cut_calls == cutting_call) {
      is_cut = true;
      at_cut = files;
    }
    return failing_call > 0 && ++calls == failing_call ? Outcome::fail : Outcome::proceed;
  }
  int failure(int otherwise) const { return error == DiskError::full ? SQLITE_FULL : otherwise; }
  bool keeps_sync(const std::string& path) const {
    return !loses_every_sync && !(loses_log_syncs && path.ends_with("-wal"));
  }
};

namespace {

using Disk = UnreliableVfs::Disk;

// What SQLite sees as its file; the real one lies behind it in the same memory.
struct File {
  sqlite3_file base;
  Disk* disk;
  std::string* path;  // Null: a temporary file, which is left alone.
  sqlite3_file* real;
};

File& of(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file);
}
const sqlite3_io_methods& methods_of(sqlite3_file* file) {
  return *of(file).real->pMethods;
}

// Counts the call, and if it may proceed makes it and notes it, all under one lock.
template <class Make, class Note>
int counted(sqlite3_file* file, int error, const Make& make, const Note& note) {
  File& own = of(file);
  if (own.path == nullptr) {
    return make();
  }
  const std::lock_guard lock(own.disk->mutex);
  if (own.disk->count() == Outcome::fail) {
    return own.disk->failure(error);
  }
  const int made = make();
  if (made == SQLITE_OK) {
    note(own.disk->files[*own.path]);
  }
  return made;
}

int close_file(sqlite3_file* file) {
  const int closed = methods_of(file).xClose(of(file).real);
  delete of(file).path;
  return closed;
}
int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
  return methods_of(file).xRead(of(file).real, to, size, at);
}
int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
  return counted(
      file, SQLITE_IOERR_WRITE,
      [&] { return methods_of(file).xWrite(of(file).real, from, size, at); },
      [&](Content& content) {
        content.since.push_back(
            {false, static_cast<std::size_t>(at),
             std::string(static_cast<const char*>(from), static_cast<std::size_t>(size))});
      });
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  return counted(
      file, SQLITE_IOERR_TRUNCATE, [&] { return methods_of(file).xTruncate(of(file).real, size); },
      [&](Content& content) {
        content.since.push_back({true, static_cast<std::size_t>(size), {}});
      });
}
int sync_file(sqlite3_file* file, int flags) {
  return counted(
      file, SQLITE_IOERR_FSYNC, [&] { return methods_of(file).xSync(of(file).real, flags); },
      [&](Content& content) {
        if (!of(file).disk->keeps_sync(*of(file).path)) {
          return;
        }
        for (const Change& change : content.since) {
          apply(content.synced, change);
        }
        content.since.clear();
        content.entry_synced = true;
      });
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return methods_of(file).xFileSize(of(file).real, size);
}
int lock_file(sqlite3_file* file, int level) {
  return methods_of(file).xLock(of(file).real, level);
}
int unlock_file(sqlite3_file* file, int level) {
  return methods_of(file).xUnlock(of(file).real, level);
}
int check_reserved(sqlite3_file* file, int* out) {
  return methods_of(file).xCheckReservedLock(of(file).real, out);
}
int control_file(sqlite3_file* file, int what, void* argument) {
  return methods_of(file).xFileControl(of(file).real, what, argument);
}
int sector_size(sqlite3_file* file) {
  return methods_of(file).xSectorSize(of(file).real);
}
int characteristics(sqlite3_file* file) {
  return methods_of(file).xDeviceCharacteristics(of(file).real);
}
int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  return methods_of(file).xShmMap(of(file).real, region, size, extend, out);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
  return methods_of(file).xShmLock(of(file).real, offset, count, flags);
}
void barrier(sqlite3_file* file) {
  methods_of(file).xShmBarrier(of(file).real);
}
int unmap_shared(sqlite3_file* file, int remove) {
  return methods_of(file).xShmUnmap(of(file).real, remove);
}

const sqlite3_io_methods methods = {2,
                                    close_file,
                                    read_file,
                                    write_file,
                                    truncate_file,
                                    sync_file,
                                    file_size,
                                    lock_file,
                                    unlock_file,
                                    check_reserved,
                                    control_file,
                                    sector_size,
                                    characteristics,
                                    map_shared,
                                    lock_shared,
                                    barrier,
                                    unmap_shared,
                                    nullptr,
                                    nullptr};

Disk& disk_of(sqlite3_vfs* vfs) {
  return *static_cast<Disk*>(vfs->pAppData);
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
  constexpr int tracked = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  Disk& disk = disk_of(vfs);
  File& own = *new (file) File{};
  own.disk = &disk;
  own.real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(File));
  const int opened = disk.real->xOpen(disk.real, path, own.real, flags, out);
  if (opened != SQLITE_OK) {
    return opened;
  }
  if ((flags & tracked) != 0) {
    own.path = new std::string(path);
    const std::lock_guard lock(disk.mutex);
    disk.files[path];
  }
  own.base.pMethods = &methods;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync_directory) {
  Disk& disk = disk_of(vfs);
  const std::lock_guard lock(disk.mutex);
  disk.files.erase(path);
  return disk.real->xDelete(disk.real, path, sync_directory);
}

std::string remains_of(const Content& content, Random& random) {
  std::string left = content.synced;
  for (const Change& change : content.since) {
    apply_by_chance(left, change, random);
  }
  return left;
}

}  // namespace

UnreliableVfs::UnreliableVfs() : disk_(std::make_unique<Disk>()) {
  static std::atomic<int> made = 0;
  disk_->name = "unreliable" + std::to_string(++made);
  sqlite3_vfs& vfs = disk_->vfs;
  vfs = *disk_->real;  // Names, time and randomness stay the real one's.
  vfs.iVersion = 1;
  vfs.pNext = nullptr;
  vfs.zName = disk_->name.c_str();
  vfs.pAppData = disk_.get();
  vfs.szOsFile = static_cast<int>(sizeof(File)) + disk_->real->szOsFile;
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK) {
    TL_FATAL("the file layer cannot be registered");
  }
}

UnreliableVfs::~UnreliableVfs() {
  sqlite3_vfs_unregister(&disk_->vfs);
}

const std::string& UnreliableVfs::name() const {
  return disk_->name;
}

void UnreliableVfs::fail_nth(int nth, DiskError error) {
  const std::lock_guard lock(disk_->mutex);
  disk_->calls = 0;
  disk_->failing_call = nth;
  disk_->error = error;
}

bool UnreliableVfs::disarm() {
  const std::lock_guard lock(disk_->mutex);
  const bool came = disk_->calls >= disk_->failing_call;
  disk_->failing_call = 0;
  return came;
}

void UnreliableVfs::cut_power_at(int nth) {
  const std::lock_guard lock(disk_->mutex);
  disk_->cut_calls = 0;
  disk_->cutting_call = nth;
}

bool UnreliableVfs::power_is_out() const {
  const std::lock_guard lock(disk_->mutex);
  return disk_->is_cut;
}

void UnreliableVfs::lose(Lost syncs) {
  const std::lock_guard lock(disk_->mutex);
  disk_->loses_every_sync = syncs == Lost::every_sync;
  disk_->loses_log_syncs = syncs == Lost::log_syncs;
}

void UnreliableVfs::write_remains(const std::string& root, const std::string& into,
                                  std::uint64_t seed) const {
  const std::lock_guard lock(disk_->mutex);
  SeededRandom random(seed);
  for (const auto& [path, content] : disk_->is_cut ? disk_->at_cut : disk_->files) {
    if (!path.starts_with(root + "/") || (!content.entry_synced && random.below(2) == 0)) {
      continue;
    }
    const std::filesystem::path target = into + path.substr(root.size());
    std::filesystem::create_directories(target.parent_path());
    const std::string left = remains_of(content, random);
    std::ofstream(target, std::ios::binary) << left;
  }
}

}  // namespace throughline::testing
