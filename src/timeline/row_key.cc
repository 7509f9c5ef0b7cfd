#include "timeline/row_key.h"

#include <cstring>

#include "base/assert.h"

namespace throughline::timeline {
namespace {

constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63U;
constexpr std::size_t value_bytes = 14;

std::uint64_t sortable(std::int64_t number) {
  return static_cast<std::uint64_t>(number) ^ sign_bit;
}
std::int64_t unsortable(std::uint64_t number) {
  return static_cast<std::int64_t>(number ^ sign_bit);
}

}  // namespace

void append_big_endian(std::string& out, std::uint64_t number) {
  const std::uint64_t swapped = __builtin_bswap64(number);
  out.append(reinterpret_cast<const char*>(&swapped), sizeof swapped);
}

std::uint64_t read_big_endian(std::string_view bytes) {
  TL_ASSERT(bytes.size() >= sizeof(std::uint64_t));
  std::uint64_t swapped = 0;
  std::memcpy(&swapped, bytes.data(), sizeof swapped);
  return __builtin_bswap64(swapped);
}

std::string row_prefix(IdentifierId identifier) {
  std::string prefix;
  append_big_endian(prefix, static_cast<std::uint64_t>(identifier.value));
  return prefix;
}

std::string place_of(const LinePosition& position) {
  std::string place;
  place.reserve(26 + position.message_id.size());
  append_big_endian(place, sortable(position.occurred_at.us));
  append_big_endian(place, sortable(position.sequence));
  for (const char byte : position.message_id) {
    place.push_back(byte);
    if (byte == '\0') {
      place.push_back('\xff');
    }
  }
  place.append("\0\1", 2);
  append_big_endian(place, static_cast<std::uint64_t>(position.source.value));
  return place;
}

std::string place_before(Time time) {
  std::string place;
  append_big_endian(place, sortable(time.us));
  return place;
}

Time time_of_place(std::string_view place) {
  return {unsortable(read_big_endian(place))};
}

LinePosition position_of_place(std::string_view place) {
  LinePosition position;
  position.occurred_at = time_of_place(place);
  position.sequence = unsortable(read_big_endian(place.substr(8)));
  std::size_t at = 16;
  TL_ASSERT(place.size() >= at + 10);
  const std::size_t end = place.size() - 10;
  for (; at < end; ++at) {
    position.message_id.push_back(place[at]);
    if (place[at] == '\0') {
      ++at;
    }
  }
  position.source = {static_cast<std::int64_t>(read_big_endian(place.substr(end + 2)))};
  return position;
}

std::string to_bytes(const RowValue& value) {
  std::string bytes(value_bytes, '\0');
  const auto name = static_cast<std::uint32_t>(value.name);
  TL_ASSERT(std::int64_t{name} == value.name);
  std::memcpy(bytes.data(), &value.seq.value, 8);
  std::memcpy(bytes.data() + 8, &name, 4);
  bytes[12] = static_cast<char>(value.kind);
  bytes[13] = static_cast<char>(value.channel);
  return bytes;
}

RowValue row_value_of(std::string_view bytes) {
  TL_ASSERT(bytes.size() == value_bytes);
  RowValue value;
  std::uint32_t name = 0;
  std::memcpy(&value.seq.value, bytes.data(), 8);
  std::memcpy(&name, bytes.data() + 8, 4);
  value.name = name;
  value.kind = static_cast<EventKind>(bytes[12]);
  value.channel = static_cast<Channel>(bytes[13]);
  return value;
}

}  // namespace throughline::timeline
