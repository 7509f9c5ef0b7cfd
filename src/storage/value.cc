#include "storage/value.h"

#include "base/assert.h"

namespace throughline::storage {
namespace {

const std::string empty;

}  // namespace

std::int64_t Value::number() const {
  if (is_null()) {
    return 0;
  }
  TL_ASSERT(std::holds_alternative<std::int64_t>(value_));
  return std::get<std::int64_t>(value_);
}

double Value::real() const {
  if (const auto* number = std::get_if<std::int64_t>(&value_)) {
    return static_cast<double>(*number);
  }
  if (is_null()) {
    return 0;
  }
  TL_ASSERT(std::holds_alternative<double>(value_));
  return std::get<double>(value_);
}

const std::string& Value::text() const {
  if (is_null()) {
    return empty;
  }
  TL_ASSERT(std::holds_alternative<std::string>(value_));
  return std::get<std::string>(value_);
}

const std::string& Value::bytes() const {
  if (is_null()) {
    return empty;
  }
  TL_ASSERT(std::holds_alternative<Bytes>(value_));
  return std::get<Bytes>(value_).bytes;
}

}  // namespace throughline::storage
