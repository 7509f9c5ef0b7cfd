// What a receiver's answer means: sent, to be tried again, or never to be taken. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "channels/sender.h"

namespace throughline::channels {

enum class Verdict { sent, failed, refused };
std::string_view name_of(Verdict verdict);

// refused: about these very events (400, 413, 422, ...). What may be mended at either end, such as
// a wrong key or address, is `failed`.
Verdict verdict_of(int status);

// "it answered 503: try later"; of one line and at most 300 characters.
std::string in_words(const Reply& reply);

// Retry-After: seconds or a date; at most a day from now.
std::optional<Time> retry_at(std::string_view retry_after, Time now);

}  // namespace throughline::channels
