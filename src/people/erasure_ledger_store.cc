#include "people/erasure_ledger_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/text.h"
#include "storage/files.h"

namespace throughline::people {
namespace {

Error unwritable() {
  return Error::unavailable("the ledger of erasures cannot be written; please try again");
}

}  // namespace

Result<LedgerEntries> ErasureLedger::read() const {
  LedgerEntries entries;
  std::error_code ignored;
  if (!std::filesystem::exists(path_, ignored)) {
    return entries;
  }
  std::ifstream file(path_);
  if (!file) {
    return Error::unavailable("the ledger of erasures cannot be read");
  }
  for (std::string line; std::getline(file, line);) {
    const auto words = split(line, ' ');
    const auto last = from_hex(words.back());
    if (!last) {
      continue;  // Cut short by a crash: its erasure was not answered.
    }
    if (words[0] == "K" && words.size() == 2) {
      entries.key = *last;
    } else if (words[0] == "E" && words.size() == 4) {
      LedgerEntries::Erased erased;
      TL_TRY_ASSIGN(erased.mode, parse_erasure_mode(words[1]));
      erased.at.us = std::strtoll(std::string(words[2]).c_str(), nullptr, 10);
      entries.erased.insert_or_assign(*last, erased);
    } else if (words[0] == "L" && words.size() == 2) {
      entries.erased.erase(*last);
    }
  }
  return entries;
}

Result<void> ErasureLedger::append(const std::string& key, const std::vector<std::string>& macs,
                                   ErasureMode mode, Time at) const {
  std::string lines;
  std::error_code ignored;
  if (!std::filesystem::exists(path_, ignored)) {
    lines = "K " + to_hex(key) + "\n";
  }
  for (const std::string& mac : macs) {
    lines +=
        "E " + std::string(name_of(mode)) + " " + std::to_string(at.us) + " " + to_hex(mac) + "\n";
  }
  return write(lines);
}

Result<void> ErasureLedger::lift(const std::vector<std::string>& macs) const {
  std::string lines;
  for (const std::string& mac : macs) {
    lines += "L " + to_hex(mac) + "\n";
  }
  return write(lines);
}

Result<void> ErasureLedger::write(const std::string& lines) const {
  TL_TRY(storage::make_directories(storage::parent_of(path_)));
  const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) {
    return unwritable();
  }
  std::string_view left = lines;
  bool ok = true;
  while (ok && !left.empty()) {
    const ssize_t written = ::write(file, left.data(), left.size());
    ok = written > 0;
    left.remove_prefix(ok ? static_cast<std::size_t>(written) : 0);
  }
  ok = ok && ::fsync(file) == 0;
  ok = ::close(file) == 0 && ok;
  return ok ? storage::sync_directory(storage::parent_of(path_)) : unwritable();
}

}  // namespace throughline::people
