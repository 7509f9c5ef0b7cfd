// Id<Tag>: a row id that cannot be confused with the id of another kind of thing.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace throughline {

template <class Tag>
struct Id {
  std::int64_t value = 0;  // Zero: none.
  auto operator<=>(const Id&) const = default;
  explicit operator bool() const { return value != 0; }
};

using WorkspaceId = Id<struct WorkspaceTag>;
using UserId = Id<struct UserTag>;
using ApiKeyId = Id<struct ApiKeyTag>;
using SourceId = Id<struct SourceTag>;
using EventSeq = Id<struct EventTag>;  // The position of an event in its workspace's record.
using ProfileId = Id<struct ProfileTag>;
using IdentifierId = Id<struct IdentifierTag>;
using AccountId = Id<struct AccountTag>;

}  // namespace throughline

template <class Tag>
struct std::hash<throughline::Id<Tag>> {
  std::size_t operator()(throughline::Id<Tag> id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
