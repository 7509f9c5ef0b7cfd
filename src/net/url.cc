#include "net/url.h"

#include <algorithm>
#include <optional>

#include "base/number_in.h"
#include "base/text.h"

namespace throughline::net {
namespace {

constexpr std::size_t url_bytes_max = 2'000;
constexpr std::size_t host_bytes_max = 253;

bool is_visible(char c) {
  return c > ' ' && c < '\x7f';
}

bool is_of_a_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool is_of_an_address(char c) {
  return (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9') || c == ':' || c == '.';
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  const auto port = number_in<std::uint16_t>(text);
  return port != 0 ? port : std::nullopt;
}

// "[::1]:8080" and "name:8080".
Result<void> read_authority(std::string_view authority, Url& url) {
  const bool bracketed = authority.starts_with('[');
  const std::size_t end = bracketed ? authority.find(']') : authority.find(':');
  if (bracketed && end == std::string_view::npos) {
    return Error::invalid("an address that begins with [ must end with ]");
  }
  const std::string_view host = bracketed ? authority.substr(1, end - 1) : authority.substr(0, end);
  const std::string_view rest =
      end == std::string_view::npos ? "" : authority.substr(end + (bracketed ? 1 : 0));
  url.host = ascii_lower(host);
  if (url.host.empty() || url.host.size() > host_bytes_max ||
      !std::all_of(url.host.begin(), url.host.end(), bracketed ? is_of_an_address : is_of_a_name) ||
      url.host.starts_with('.')) {
    return Error::invalid(
        "the URL needs a host of letters, digits, dots and hyphens, such as hooks.example.com");
  }
  if (rest.empty()) {
    return {};
  }
  const auto port = parse_port(rest.substr(1));
  if (!rest.starts_with(':') || !port) {
    return Error::invalid("the port of the URL must be a number from 1 to 65535");
  }
  url.port = *port;
  return {};
}

}  // namespace

std::string Url::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == (tls ? 443 : 80) ? name : name + ":" + std::to_string(port);
}

Result<Url> parse_url(std::string_view text) {
  if (text.size() > url_bytes_max) {
    return Error::invalid("a URL has at most 2000 characters");
  }
  if (!std::all_of(text.begin(), text.end(), is_visible) ||
      text.find('\\') != std::string_view::npos) {
    return Error::invalid("a URL has no spaces, backslashes or letters outside of ASCII");
  }
  const std::size_t colon = text.find("://");
  const std::string scheme = ascii_lower(text.substr(0, colon));
  if (colon == std::string_view::npos || (scheme != "https" && scheme != "http")) {
    return Error::invalid("a URL must begin with https:// or http://");
  }
  Url url = {.tls = scheme == "https"};
  url.port = url.tls ? 443 : 80;
  const std::string_view rest = text.substr(colon + 3);
  const std::size_t path = rest.find_first_of("/?#");
  const std::string_view authority = rest.substr(0, path);
  if (authority.find('@') != std::string_view::npos) {
    return Error::invalid("a URL may not hold a name or password: it would be shown in lists");
  }
  if (rest.find('#') != std::string_view::npos) {
    return Error::invalid("a URL may not hold a #: what follows it is never sent");
  }
  TL_TRY(read_authority(authority, url));
  if (path != std::string_view::npos) {
    url.target = (rest[path] == '/' ? "" : "/") + std::string(rest.substr(path));
  }
  return url;
}

}  // namespace throughline::net
