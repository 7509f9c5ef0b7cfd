// How a row of a line is written as bytes that sort like the total order.
//
// Key: identifier, time, sequence (8 bytes each, big end first, the last two with the sign
// flipped), the message id with 00 as 00 FF and closed by 00 01, source. Everything after the
// identifier is the row's place. Value: seq (8 bytes), name (4), kind, channel, little end first.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "event/event.h"

namespace throughline::timeline {

constexpr std::size_t row_prefix_bytes = 8;

std::string row_prefix(IdentifierId identifier);
std::string place_of(const LinePosition& position);
// Before the place of every row at or after `time`.
std::string place_before(Time time);
Time time_of_place(std::string_view place);
LinePosition position_of_place(std::string_view place);

struct RowValue {
  EventSeq seq = {};
  std::int64_t name = 0;
  EventKind kind = EventKind::track;
  Channel channel = Channel::server;
};
std::string to_bytes(const RowValue& value);
RowValue row_value_of(std::string_view bytes);

void append_big_endian(std::string& out, std::uint64_t number);
std::uint64_t read_big_endian(std::string_view bytes);

}  // namespace throughline::timeline
