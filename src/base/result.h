// Result<T>: a value, or the Error that says why there is none.
//
// Every function that can fail for a reason its caller may handle returns a Result. Bugs are
// asserted, never returned. Exceptions are caught once, at the edge of a request or job.
#pragma once

#include <concepts>
#include <string>
#include <utility>
#include <variant>

namespace throughline {

// What the caller can do about a failure. Only http/ turns a code into a status.
enum class ErrorCode {
  invalid,
  unauthenticated,
  forbidden,
  not_found,
  conflict,
  too_large,
  too_many,
  unavailable,
  internal
};

struct Error {
  ErrorCode code;
  std::string message;

  static Error invalid(std::string why) { return {ErrorCode::invalid, std::move(why)}; }
  static Error unauthenticated(std::string why) {
    return {ErrorCode::unauthenticated, std::move(why)};
  }
  static Error forbidden(std::string why) { return {ErrorCode::forbidden, std::move(why)}; }
  static Error not_found(std::string why) { return {ErrorCode::not_found, std::move(why)}; }
  static Error conflict(std::string why) { return {ErrorCode::conflict, std::move(why)}; }
  static Error too_large(std::string why) { return {ErrorCode::too_large, std::move(why)}; }
  static Error too_many(std::string why) { return {ErrorCode::too_many, std::move(why)}; }
  static Error unavailable(std::string why) { return {ErrorCode::unavailable, std::move(why)}; }
  static Error internal(std::string why) { return {ErrorCode::internal, std::move(why)}; }
};

template <class T>
class [[nodiscard]] Result {
 public:
  // Implicit on purpose: `return value;` and `return Error::not_found(...);` both read well.
  // NOLINTBEGIN(google-explicit-constructor, bugprone-forwarding-reference-overload)
  template <std::convertible_to<T> U = T>
  Result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
  // NOLINTEND(google-explicit-constructor, bugprone-forwarding-reference-overload)

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& operator*() & { return std::get<0>(state_); }
  const T& operator*() const& { return std::get<0>(state_); }
  T&& operator*() && { return std::get<0>(std::move(state_)); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }

  [[nodiscard]] const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : state_(std::move(error)) {}  // NOLINT: implicit, as above

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] const Error& error() const& { return std::get<1>(state_); }
  Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<std::monostate, Error> state_;
};

}  // namespace throughline

// Propagation. Both are statements, not expressions: g++ 12 cannot compile a GNU statement
// expression that contains co_return, and -Wpedantic rejects statement expressions anyway.
//
//   TL_TRY(store.save(tx, macro));                        // Result<void>: return its error
//   TL_TRY_ASSIGN(const Macro macro, store.find(tx, id)); // Result<T>: return its error, or bind
// They nest: a lambda inside the expression may use them too.
#define TL_DETAIL_CONCAT(a, b) a##b
#define TL_DETAIL_NAME(number) TL_DETAIL_CONCAT(tl_try_, number)
#define TL_DETAIL_ASSIGN(name, declaration, ...) \
  auto name = (__VA_ARGS__);                     \
  if (!name.ok()) {                              \
    return std::move(name).error();              \
  }                                              \
  declaration = *std::move(name)
#define TL_TRY_ASSIGN(declaration, ...) \
  TL_DETAIL_ASSIGN(TL_DETAIL_NAME(__COUNTER__), declaration, __VA_ARGS__)
#define TL_DETAIL_TRY(name, ...)                 \
  do {                                           \
    if (auto name = (__VA_ARGS__); !name.ok()) { \
      return std::move(name).error();            \
    }                                            \
  } while (false)
#define TL_TRY(...) TL_DETAIL_TRY(TL_DETAIL_NAME(__COUNTER__), __VA_ARGS__)
