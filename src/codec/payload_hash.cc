#include "codec/payload_hash.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/assert.h"
#include "base/text.h"

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

void append_canonical(std::string& out, JsonView value, const Names& excluded);

void append_sorted(std::string& out, JsonView object, const Names& excluded) {
  std::vector<JsonMember> members;
  members.reserve(object.size());
  for (const JsonMember& member : object.members()) {
    if (std::find(excluded.begin(), excluded.end(), member.key) == excluded.end()) {
      members.push_back(member);
    }
  }
  std::sort(members.begin(), members.end(),
            [](const JsonMember& a, const JsonMember& b) { return a.key < b.key; });
  out += '{';
  for (const JsonMember& member : members) {
    out += &member == members.data() ? "" : ",";
    append_quoted_json(out, member.key);
    out += ':';
    append_canonical(out, member.value, excluded.empty() ? excluded : below(excluded, member.key));
  }
  out += '}';
}

void append_canonical(std::string& out, JsonView value, const Names& excluded) {
  if (value.is_object()) {
    append_sorted(out, value, excluded);
  } else if (value.is_array()) {
    out += '[';
    bool needs_comma = false;
    for (const JsonView item : value.items()) {
      out += needs_comma ? "," : "";
      needs_comma = true;
      append_canonical(out, item, {});
    }
    out += ']';
  } else if (value.is_string()) {
    append_quoted_json(out, value.text());
  } else {
    value.append_to(out);
  }
}

}  // namespace

std::span<const std::string_view> uncounted_fields() {
  static constexpr std::array<std::string_view, 5> fields = {"sentAt", "receivedAt", "writeKey",
                                                             "_metadata", "context.library"};
  return fields;
}

std::string canonical_json(JsonView item, std::span<const std::string_view> excluded) {
  std::string out;
  append_canonical(out, item, Names(excluded.begin(), excluded.end()));
  return out;
}

std::string payload_hash(JsonView item, std::span<const std::string_view> excluded) {
  const std::string text = canonical_json(item, excluded);
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
