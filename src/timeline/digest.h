// Digests of 16 bytes: what an id is found by, in place of the id.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/id.h"

namespace throughline::timeline {

constexpr std::size_t digest_bytes = 16;

// BLAKE2b of `text`.
std::string digest_of(std::string_view text);

// BLAKE2b of a source's message id under the workspace's key, so that the digest alone says nothing
// about an id that names a person.
std::string id_digest(std::string_view key, SourceId source, std::string_view message_id);

}  // namespace throughline::timeline
