#include "http/request.h"

#include "base/number_in.h"
#include "base/text.h"

namespace throughline::http {
namespace {

// A '%' that opens no escape stays what it is: links written by hand are full of them.
std::string lenient(std::string_view text) {
  return percent_decoded(text, Plus::is_space).value_or(std::string(text));
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

}  // namespace

std::string_view Request::parameter(std::string_view name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string_view() : found->second;
}

std::optional<std::string> Request::query(std::string_view name) const {
  std::string_view rest = raw_query;
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    const std::size_t equals = pair.find('=');
    if (const auto key = pair.substr(0, equals); key == name || lenient(key) == name) {
      return equals == std::string_view::npos ? std::string() : lenient(pair.substr(equals + 1));
    }
  }
  return std::nullopt;
}

Result<std::int64_t> Request::integer_query(std::string_view name, std::int64_t otherwise,
                                            std::int64_t least, std::int64_t most) const {
  const std::optional<std::string> text = query(name);
  if (!text) {
    return otherwise;
  }
  const auto value = number_in(*text);
  if (!value || *value < least || *value > most) {
    return Error::invalid(std::string(name) + " must be a whole number from " +
                          std::to_string(least) + " to " + std::to_string(most));
  }
  return *value;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
  for (const auto& [header, value] : headers) {
    if (header != "cookie") {
      continue;
    }
    for (const std::string_view part : split(value, ';')) {
      const std::string_view pair = trimmed(part);
      const std::size_t equals = pair.find('=');
      if (equals != std::string_view::npos && trimmed(pair.substr(0, equals)) == name) {
        return std::string(unquoted(trimmed(pair.substr(equals + 1))));
      }
    }
  }
  return std::nullopt;
}

}  // namespace throughline::http
