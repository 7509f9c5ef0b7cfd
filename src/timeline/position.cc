#include "timeline/position.h"

#include "base/number_in.h"

namespace throughline::timeline {
namespace {

bool read_number(std::string_view text, std::int64_t& number) {
  const auto read = number_in(text);
  number = read.value_or(0);
  return read.has_value();
}

}  // namespace

std::string to_text(Position position) {
  if (position.xid == 0) {
    return std::to_string(position.seq);
  }
  return std::to_string(position.xid) + "." + std::to_string(position.seq);
}

Result<Position> parse_position(std::string_view text) {
  Position position;
  const std::size_t dot = text.find('.');
  const bool read = dot == std::string_view::npos
                        ? read_number(text, position.seq)
                        : read_number(text.substr(0, dot), position.xid) &&
                              read_number(text.substr(dot + 1), position.seq);
  if (!read || position.seq < 0) {
    return Error::invalid(R"(a position is "seq" or "xid.seq", as Throughline-Position gives it)");
  }
  return position;
}

}  // namespace throughline::timeline
