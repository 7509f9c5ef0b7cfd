// Erasing and suppressing people: what is asked for and what the certificate says. Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/result.h"
#include "base/time.h"
#include "people/mentions.h"

namespace throughline::people {

// erase_and_suppress: nothing of her stays, and nothing new is taken. erase: she may come back as
// somebody new. suppress: what is here stays, and nothing new is taken.
enum class ErasureMode { erase_and_suppress, erase, suppress };
std::string_view name_of(ErasureMode mode);
Result<ErasureMode> parse_erasure_mode(std::string_view name);

struct EraseRequest {
  std::string profile = {};  // A public id or type:value.
  ErasureMode mode = ErasureMode::erase_and_suppress;
  std::string reason = {};
};

// One place where something of hers was, and how much of it was overwritten or removed.
struct ErasedStore {
  std::string store = {};
  std::int64_t rows = 0;
};

// Names nobody: the profile's id alone.
struct Certificate {
  std::int64_t id = 0;
  Time erased_at = {};
  std::string profile = {};
  ErasureMode mode = ErasureMode::erase_and_suppress;
  std::string actor = {};
  std::string reason = {};
  std::vector<ErasedStore> stores = {};
  // Whether the derived files and the log were made anew, too.
  bool finished = false;
  // When the last backup that still holds her is gone.
  Time backups_expire_at = {};
  std::vector<Identifier> names = {};  // For the ledger; not kept.
};

constexpr std::size_t tombstone_key_bytes = 32;

// Who is refused, by digests under one key: those of this workspace, or of one from which an export
// came in.
struct Tombstone {
  std::string mac = {};
  ErasureMode mode = ErasureMode::erase_and_suppress;
  Time since = {};
};
struct TombstoneSet {
  std::string key = {};
  std::vector<Tombstone> stones = {};
};

// What other rooms erase by, in the unit that erases.
struct ErasureScope {
  const std::vector<IdentifierId>& identifiers;
  const Mentions& mentions;
};

}  // namespace throughline::people
