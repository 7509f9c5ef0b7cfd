#include "people/identity_cache.h"

#include <sodium.h>

#include <string>
#include <utility>

namespace throughline::people {
namespace {

constexpr std::size_t generation_entries_max = 1'000'000;

void append(std::string& text, std::string_view part) {
  const auto size = static_cast<std::uint32_t>(part.size());
  std::array<char, sizeof(size)> bytes{};
  std::memcpy(bytes.data(), &size, sizeof(size));
  text.append(bytes.data(), bytes.size());
  text.append(part);
}

}  // namespace

IdentityCache::IdentityCache(Random& random) {
  random.fill(secret_.data(), secret_.size());
}

IdentityCache::Key IdentityCache::key_of(const Draft& draft, const Rules& rules) const {
  static_assert(crypto_shorthash_siphashx24_KEYBYTES == sizeof(secret_));
  static_assert(crypto_shorthash_siphashx24_BYTES == sizeof(Key));
  std::string text(name_of(draft.source_kind));
  for (const Window window : windows_in_use(rules)) {
    append(text, std::to_string(bucket_of(window, draft.occurred_at)));
  }
  for (const Identifier& identifier : draft.identifiers) {
    append(text, identifier.type);
    append(text, identifier.value);
  }
  Key key{};
  std::array<unsigned char, sizeof(Key)> bytes{};
  crypto_shorthash_siphashx24(bytes.data(), reinterpret_cast<const unsigned char*>(text.data()),
                              text.size(), secret_.data());
  std::memcpy(key.data(), bytes.data(), bytes.size());
  return key;
}

std::optional<IdentityCache::Entry> IdentityCache::find(const Key& key) {
  if (const auto found = young_.find(key); found != young_.end()) {
    return found->second;
  }
  const auto found = old_.find(key);
  if (found == old_.end()) {
    return std::nullopt;
  }
  const Entry entry = found->second;
  put(key, entry);
  return entry;
}

void IdentityCache::put(const Key& key, Entry entry) {
  if (young_.size() >= generation_entries_max) {
    old_ = std::move(young_);
    young_ = {};
  }
  const auto [at, is_new] = young_.try_emplace(key, entry);
  if (!is_new && entry.evidence_at < at->second.evidence_at) {
    at->second = entry;
  }
}

void IdentityCache::clear() {
  young_.clear();
  old_.clear();
}

}  // namespace throughline::people
