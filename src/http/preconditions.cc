#include "http/preconditions.h"

#include <sodium.h>

#include <array>

#include "base/text.h"

namespace throughline::http {
namespace {

constexpr std::size_t tag_bytes = 16;

}  // namespace

std::string etag_of(const Response& response) {
  const auto* text = std::get_if<std::string>(&response.body);
  if (text == nullptr || response.status != 200) {
    return {};
  }
  std::array<unsigned char, tag_bytes> hash = {};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text->data()),
                     text->size(), nullptr, 0);
  return '"' + to_hex({reinterpret_cast<const char*>(hash.data()), hash.size()}) + '"';
}

bool names_etag(std::string_view header, std::string_view etag) {
  while (!header.empty()) {
    const std::size_t comma = header.find(',');
    std::string_view one = trimmed(header.substr(0, comma));
    if (one.starts_with("W/")) {
      one.remove_prefix(2);
    }
    if (one == "*" || one == etag) {
      return true;
    }
    header = comma == std::string_view::npos ? std::string_view() : header.substr(comma + 1);
  }
  return false;
}

Response with_etag(const Request& request, Response response) {
  const std::string etag = etag_of(response);
  if (etag.empty()) {
    return response;
  }
  response.headers.set("etag", etag);
  if (const auto known = request.headers.find("if-none-match"); known && names_etag(*known, etag)) {
    response.status = 304;
    response.body = std::string();
    response.headers.remove("content-type");
  }
  return response;
}

}  // namespace throughline::http
