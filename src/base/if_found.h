// For a caller to whom a thing that is not there is an answer and no failure.
#pragma once

#include <optional>
#include <utility>

#include "base/result.h"

namespace throughline {

// The value; nothing where it is not found; every other error stays one.
template <class T>
Result<std::optional<T>> if_found(Result<T> result) {
  if (result.ok()) {
    return std::optional<T>(*std::move(result));
  }
  if (result.error().code == ErrorCode::not_found) {
    return std::optional<T>();
  }
  return std::move(result).error();
}

}  // namespace throughline
