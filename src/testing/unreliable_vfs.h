// UnreliableVfs: SQLite's file layer with two switches: one call of it fails, or the power goes.
//
// Files really exist, and beside each stands what a disk would surely hold of it: what was synced,
// and in order what was written since. Put its name into StorageOptions::sqlite_vfs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace throughline::testing {

enum class DiskError { failing, full };

// Thread-safe. Outlives every connection that uses it.
class UnreliableVfs {
 public:
  UnreliableVfs();
  ~UnreliableVfs();
  UnreliableVfs(const UnreliableVfs&) = delete;
  UnreliableVfs& operator=(const UnreliableVfs&) = delete;

  [[nodiscard]] const std::string& name() const;

  // The `nth` write, truncation or sync from now on, counted from 1, fails and has no effect.
  void fail_nth(int nth, DiskError error);
  // Whether it came.
  bool disarm();

  // The power goes just before the `nth` such call from now on. The program does not notice: what
  // it does from then on is simply not in what write_remains() finds.
  void cut_power_at(int nth);
  [[nodiscard]] bool power_is_out() const;

  // From now on syncs do nothing: all of them, or those of the write-ahead log. Proves that a test
  // would notice their absence.
  enum class Lost { every_sync, log_syncs };
  void lose(Lost syncs);

  // Writes what is left of the files under `root` after the cut to the same places under `into`. Of
  // what was written after a file's last sync, the seed decides which sectors arrived.
  void write_remains(const std::string& root, const std::string& into, std::uint64_t seed) const;

  struct Disk;  // Of the implementation.

 private:
  std::unique_ptr<Disk> disk_;
};

}  // namespace throughline::testing
