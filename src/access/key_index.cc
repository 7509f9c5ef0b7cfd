#include "access/key_index.h"

#include <utility>

namespace throughline::access {

std::optional<KeyOwner> KeyIndex::find(const std::string& hash) const {
  return owners_.with([&](const Owners& owners) -> std::optional<KeyOwner> {
    const auto found = owners.find(hash);
    return found == owners.end() ? std::nullopt : std::optional(found->second);
  });
}

void KeyIndex::put(const std::string& hash, KeyOwner owner) {
  owners_.with([&](Owners& owners) { owners.insert_or_assign(hash, std::move(owner)); });
}

void KeyIndex::end(const std::string& hash, Time at) {
  owners_.with([&](Owners& owners) {
    const auto found = owners.find(hash);
    if (found != owners.end() && !found->second.has_ended(at)) {
      found->second.expires_at = at;
    }
  });
}

void KeyIndex::drop(const std::string& hash) {
  owners_.with([&](Owners& owners) { owners.erase(hash); });
}

void KeyIndex::replace(Owners owners) {
  owners_.with([&](Owners& held) { held = std::move(owners); });
}

}  // namespace throughline::access
