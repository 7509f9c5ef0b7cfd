#include "codec/payload_hash.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/assert.h"

namespace throughline::codec {
namespace {

constexpr std::size_t hash_bytes = 16;

using Names = std::vector<std::string_view>;

// What `excluded` means inside the member `key`.
Names below(const Names& excluded, std::string_view key) {
  Names inner;
  for (const std::string_view path : excluded) {
    if (path.size() > key.size() && path.starts_with(key) && path[key.size()] == '.') {
      inner.push_back(path.substr(key.size() + 1));
    }
  }
  return inner;
}

// Writes each value as its kind, the length of what follows, and that: members sorted by key. Two
// values have the same bytes only if they are equal.
class CanonicalBytes {
 public:
  std::string of(JsonView value, const Names& excluded) && {
    append(value, excluded);
    return std::move(out_);
  }

 private:
  void append(JsonView value, const Names& excluded) {
    if (value.is_object()) {
      append_members(value, excluded);
    } else if (value.is_array()) {
      begin('a', value.size());
      for (const JsonView item : value.items()) {
        append(item, {});
      }
    } else if (value.is_string()) {
      append_text('s', value.text());
    } else if (value.is_number()) {
      append_text('n', value.number_text());
    } else {
      value.append_to(out_);
    }
  }

  void append_members(JsonView object, const Names& excluded) {
    const std::size_t first = members_.size();
    for (const JsonMember& member : object.members()) {
      if (std::ranges::find(excluded, member.key) == excluded.end()) {
        members_.push_back(member);
      }
    }
    const std::size_t last = members_.size();
    std::sort(members_.begin() + static_cast<std::ptrdiff_t>(first), members_.end(),
              [](const JsonMember& a, const JsonMember& b) { return a.key < b.key; });
    begin('o', last - first);
    for (std::size_t i = first; i < last; ++i) {
      const JsonMember member = members_[i];
      append_text('k', member.key);
      append(member.value, excluded.empty() ? excluded : below(excluded, member.key));
    }
    members_.resize(first);
  }

  void append_text(char kind, std::string_view text) {
    begin(kind, text.size());
    out_ += text;
  }

  void begin(char kind, std::size_t size) {
    const fmt::format_int digits(size);
    out_ += kind;
    out_.append(digits.data(), digits.size());
    out_ += ':';
  }

  std::string out_;
  std::vector<JsonMember> members_;  // Of the open objects, outer ones first.
};

}  // namespace

std::span<const std::string_view> uncounted_fields() {
  static constexpr std::array<std::string_view, 5> fields = {"sentAt", "receivedAt", "writeKey",
                                                             "_metadata", "context.library"};
  return fields;
}

std::string payload_hash(JsonView item, std::span<const std::string_view> excluded) {
  const std::string text = CanonicalBytes().of(item, Names(excluded.begin(), excluded.end()));
  std::array<unsigned char, hash_bytes> hash = {};
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast)
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  TL_ASSERT(crypto_generichash(hash.data(), hash.size(), bytes, text.size(), nullptr, 0) == 0);
  return {hash.begin(), hash.end()};
}

std::string payload_hash(JsonView item) {
  return payload_hash(item, uncounted_fields());
}

}  // namespace throughline::codec
