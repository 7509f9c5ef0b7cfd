// One field of a described struct by its name: read from JSON, and which of them differ.
#pragma once

#include <string>
#include <string_view>

#include "codec/describe.h"

namespace throughline::codec {

// Whether the value is another now. Error::invalid: no such field, or a value that it cannot have.
template <class T>
Result<bool> set_field(T& out, std::string_view name, std::string_view json) {
  TL_TRY_ASSIGN(const JsonDocument document, JsonDocument::parse(json));
  Result<bool> outcome = Error::invalid("there is no field " + std::string(name));
  boost::mp11::mp_for_each<detail::MembersOf<T>>([&](auto member) {
    if (detail::json_name(member.name) != name) {
      return;
    }
    auto& field = out.*member.pointer;
    auto value = field;
    const Result<void> read = read_json(document.root(), value, JsonPlace{.key = name});
    if (!read.ok()) {
      outcome = read.error();
      return;
    }
    outcome = !(value == field);
    field = std::move(value);
  });
  return outcome;
}

// Calls `visit(name, json)` for each field of `after` that `before` has otherwise.
template <class T, class Visit>
void each_difference(const T& before, const T& after, const Visit& visit) {
  boost::mp11::mp_for_each<detail::MembersOf<T>>([&](auto member) {
    if (!(before.*member.pointer == after.*member.pointer)) {
      visit(std::string(detail::json_name(member.name)), to_json(after.*member.pointer));
    }
  });
}

}  // namespace throughline::codec
