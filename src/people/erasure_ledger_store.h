// ErasureLedger: what was erased, kept in a file beside the record and outside of its backups, so
// that a restored backup is erased again before anybody reads it.
//
// <data>/erasures/<workspace>.ledger, mode 0600, one line per identifier: "K <key>" first, then
// "E <mode> <microseconds> <mac>" for who was erased or suppressed and "L <mac>" for who was let in
// again; keys and digests in hexadecimal. Appended and synced before an erasure is answered. Names
// nobody.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "people/erasure.h"

namespace throughline::people {

struct LedgerEntries {
  std::string key = {};  // Empty: there is no ledger yet.
  struct Erased {
    ErasureMode mode = ErasureMode::erase;
    Time at = {};
  };
  std::map<std::string, Erased> erased = {};
};

class ErasureLedger {
 public:
  explicit ErasureLedger(std::string path) : path_(std::move(path)) {}

  [[nodiscard]] Result<LedgerEntries> read() const;
  Result<void> append(const std::string& key, const std::vector<std::string>& macs,
                      ErasureMode mode, Time at) const;
  Result<void> lift(const std::vector<std::string>& macs) const;

 private:
  [[nodiscard]] Result<void> write(const std::string& lines) const;

  std::string path_;
};

}  // namespace throughline::people
