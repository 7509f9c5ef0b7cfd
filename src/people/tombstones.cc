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

void Tombstones::load(const std::vector<TombstoneSet>& sets) {
  state_.with([&](State& state) {
    state = {.own_key = sets.front().key};
    for (const TombstoneSet& set : sets) {
      for (const Tombstone& stone : set.stones) {
        state.by_key[set.key].insert_or_assign(stone.mac, stone.mode);
      }
    }
    empty_ = state.by_key.empty();
  });
}

void Tombstones::add(const std::vector<std::string>& macs, ErasureMode mode) {
  state_.with([&](State& state) {
    for (const std::string& mac : macs) {
      state.by_key[state.own_key].insert_or_assign(mac, mode);
    }
    empty_ = state.by_key.empty();
  });
}

void Tombstones::add(const TombstoneSet& set) {
  state_.with([&](State& state) {
    for (const Tombstone& stone : set.stones) {
      state.by_key[set.key].emplace(stone.mac, stone.mode);
    }
    empty_ = state.by_key.empty();
  });
}

void Tombstones::remove(const std::vector<std::string>& macs) {
  state_.with([&](State& state) {
    for (auto& [key, stones] : state.by_key) {
      for (const std::string& mac : macs) {
        stones.erase(mac);
      }
    }
    std::erase_if(state.by_key, [](const auto& set) { return set.second.empty(); });
    empty_ = state.by_key.empty();
  });
}

std::optional<ErasureMode> Tombstones::find(const Identifier& identifier) const {
  if (empty()) {
    return std::nullopt;
  }
  return state_.with([&](const State& state) -> std::optional<ErasureMode> {
    std::optional<ErasureMode> mode;
    for (const auto& [key, stones] : state.by_key) {
      const auto found = stones.find(tombstone_of(key, identifier));
      if (found != stones.end() && (!mode || *mode == ErasureMode::suppress)) {
        mode = found->second;
      }
    }
    return mode;
  });
}

std::string Tombstones::mac_of(const Identifier& identifier) const {
  return state_.with([&](const State& state) { return tombstone_of(state.own_key, identifier); });
}

std::map<std::string, ErasureMode> Tombstones::known(const std::vector<std::string>& macs) const {
  return state_.with([&](const State& state) {
    Stones known;
    const auto own = state.by_key.find(state.own_key);
    for (const std::string& mac : macs) {
      if (own != state.by_key.end() && own->second.contains(mac)) {
        known.emplace(mac, own->second.at(mac));
      }
    }
    return known;
  });
}

std::vector<std::string> Tombstones::macs_refusing(const Identifier& identifier) const {
  return state_.with([&](const State& state) {
    std::vector<std::string> macs;
    for (const auto& [key, stones] : state.by_key) {
      std::string mac = tombstone_of(key, identifier);
      if (stones.contains(mac)) {
        macs.push_back(std::move(mac));
      }
    }
    return macs;
  });
}

}  // namespace throughline::people
