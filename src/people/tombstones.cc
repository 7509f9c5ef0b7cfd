#include "people/tombstones.h"

#include <sodium.h>

#include <array>

#include "base/assert.h"
#include "base/name_table.h"

namespace throughline::people {
namespace {

constexpr std::array<std::string_view, 3> mode_names = {"erase_and_suppress", "erase", "suppress"};

}  // namespace

std::string_view name_of(ErasureMode mode) {
  return name_in(mode_names, mode);
}
Result<ErasureMode> parse_erasure_mode(std::string_view name) {
  return parse_name<ErasureMode>(mode_names, name, "mode");
}

std::string tombstone_of(std::string_view key, const Identifier& identifier) {
  static_assert(tombstone_key_bytes == crypto_auth_hmacsha256_KEYBYTES);
  TL_ASSERT(key.size() == tombstone_key_bytes);
  std::string text = identifier.type;
  text += '\0';
  text += identifier.value;
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac{};
  crypto_auth_hmacsha256(mac.data(), reinterpret_cast<const unsigned char*>(text.data()),
                         text.size(), reinterpret_cast<const unsigned char*>(key.data()));
  return {reinterpret_cast<const char*>(mac.data()), mac.size()};
}

void Tombstones::load(std::string key, std::map<std::string, ErasureMode> stones) {
  state_.with([&](State& state) {
    state = {std::move(key), std::move(stones)};
    empty_ = state.stones.empty();
  });
}

void Tombstones::add(const std::vector<std::string>& macs, ErasureMode mode) {
  state_.with([&](State& state) {
    for (const std::string& mac : macs) {
      state.stones.insert_or_assign(mac, mode);
    }
    empty_ = state.stones.empty();
  });
}

void Tombstones::remove(const std::vector<std::string>& macs) {
  state_.with([&](State& state) {
    for (const std::string& mac : macs) {
      state.stones.erase(mac);
    }
    empty_ = state.stones.empty();
  });
}

std::optional<ErasureMode> Tombstones::find(const Identifier& identifier) const {
  if (empty()) {
    return std::nullopt;
  }
  return state_.with([&](const State& state) -> std::optional<ErasureMode> {
    const auto found = state.stones.find(tombstone_of(state.key, identifier));
    return found == state.stones.end() ? std::nullopt : std::optional(found->second);
  });
}

std::string Tombstones::mac_of(const Identifier& identifier) const {
  return state_.with([&](const State& state) { return tombstone_of(state.key, identifier); });
}

}  // namespace throughline::people
