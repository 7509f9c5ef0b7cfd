// KeyIndex: every valid key by its hash, in memory, so that a request with a key costs no query and
// one with an unknown key costs next to nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/actor.h"
#include "base/guarded.h"
#include "base/time.h"

namespace throughline::access {

// What a key opens: a source's line in, or the API.
struct KeyOwner {
  WorkspaceId workspace = {};
  SourceId source = {};      // Zero: an API key.
  ApiKeyId api_key = {};     // Zero: a write key.
  Role role = Role::viewer;  // Of an API key, as its name.
  std::string name = {};
  std::vector<Right> scopes = {};       // Of an API key; empty: all of its role's.
  std::optional<Time> expires_at = {};  // The earliest of the key's and this secret's.
  [[nodiscard]] bool has_ended(Time now) const { return expires_at && *expires_at <= now; }
};

// Thread-safe. Mirrors the table key_index: changed only after the commit that changed the table.
class KeyIndex {
 public:
  using Owners = std::unordered_map<std::string, KeyOwner>;

  [[nodiscard]] std::optional<KeyOwner> find(const std::string& hash) const;
  void put(const std::string& hash, KeyOwner owner);
  // A key that has an earlier end keeps it.
  void end(const std::string& hash, Time at);
  void drop(const std::string& hash);
  void replace(Owners owners);

 private:
  Guarded<Owners> owners_;
};

}  // namespace throughline::access
