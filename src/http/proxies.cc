#include "http/proxies.h"

#include <arpa/inet.h>

#include <algorithm>
#include <optional>

#include "base/number_in.h"
#include "base/text.h"

namespace throughline::http {
namespace {

constexpr unsigned mapped_bits = 96;  // Before the IPv4 address inside an IPv6 one.

std::optional<std::array<unsigned char, 16>> address_bytes(std::string_view text) {
  std::array<unsigned char, 16> bytes = {};
  const std::string address(text);
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1) {
    return bytes;
  }
  bytes.fill(0);
  bytes[10] = bytes[11] = 0xff;
  if (inet_pton(AF_INET, address.c_str(), bytes.data() + 12) == 1) {
    return bytes;
  }
  return std::nullopt;
}

// "192.0.2.1:4711", "[2001:db8::1]:4711" and "[2001:db8::1]" without what is no address.
std::string_view bare_address(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('[')) {
    return text.substr(1, text.find(']') - 1);
  }
  const std::size_t colon = text.find(':');
  return colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos
             ? text.substr(0, colon)
             : text;
}

// Every value of a list header, however many headers it was sent in.
std::vector<std::string_view> listed(const Headers& headers, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [header, value] : headers) {
    if (header == name) {
      for (const std::string_view part : split(value, ',')) {
        values.push_back(trimmed(part));
      }
    }
  }
  return values;
}

}  // namespace

Result<Proxies::Network> Proxies::parse_network(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view address = text.substr(0, slash);
  const auto bytes = address_bytes(address);
  const Error unreadable =
      Error::invalid("`trusted_proxies` holds no address or network: " + std::string(text));
  if (!bytes) {
    return unreadable;
  }
  Network network = {.address = *bytes};
  if (slash == std::string_view::npos) {
    return network;
  }
  const bool is_v4 = address.find(':') == std::string_view::npos;
  const auto bits = number_in<unsigned>(text.substr(slash + 1));
  if (!bits || *bits > (is_v4 ? 32U : 128U)) {
    return unreadable;
  }
  network.bits = *bits + (is_v4 ? mapped_bits : 0);
  return network;
}

Result<Proxies> Proxies::make(std::string_view public_url, std::string_view trusted) {
  Proxies proxies;
  while (public_url.ends_with('/')) {
    public_url.remove_suffix(1);
  }
  const bool https = public_url.starts_with("https://");
  const bool http = public_url.starts_with("http://");
  const std::string_view host = public_url.substr(https ? 8 : http ? 7 : 0);
  if (!public_url.empty() && ((!https && !http) || host.empty() ||
                              host.find_first_of("/?#@ ") != std::string_view::npos)) {
    return Error::invalid("`public_url` must be a scheme and a host, such as https://line.example");
  }
  proxies.public_url_ = public_url;
  proxies.public_host_ = https ? host : "";
  for (const std::string_view part : split(trusted, ',')) {
    if (!trimmed(part).empty()) {
      TL_TRY_ASSIGN(const Network network, parse_network(trimmed(part)));
      proxies.trusted_.push_back(network);
    }
  }
  return proxies;
}

bool Proxies::trusts(std::string_view address) const {
  const auto bytes = address_bytes(address);
  return bytes && std::any_of(trusted_.begin(), trusted_.end(), [&](const Network& network) {
           for (unsigned bit = 0; bit < network.bits; ++bit) {
             const unsigned differing = (*bytes).at(bit / 8) ^ network.address.at(bit / 8);
             if ((differing >> (7U - bit % 8U) & 1U) != 0) {
               return false;
             }
           }
           return true;
         });
}

// Each proxy appends whom it heard from: the last one that we do not trust is the client.
std::string Proxies::client_of(const Request& request) const {
  std::string client = request.remote_address;
  const auto passed_on = listed(request.headers, "x-forwarded-for");
  for (auto at = passed_on.rbegin(); at != passed_on.rend() && trusts(client); ++at) {
    const std::string_view address = bare_address(*at);
    if (!address_bytes(address)) {
      break;
    }
    client = address;
  }
  return client;
}

void Proxies::settle(Request& request) const {
  if (trusts(request.remote_address)) {
    const auto schemes = listed(request.headers, "x-forwarded-proto");
    if (!schemes.empty()) {
      request.secure = equal_ignoring_case(schemes.back(), "https");
    }
    request.remote_address = client_of(request);
  }
  const std::string_view host = request.headers.value_or("host", "");
  if (!public_host_.empty() && equal_ignoring_case(host, public_host_)) {
    request.secure = true;
  }
  request.origin = !public_url_.empty() ? public_url_
                   : host.empty()       ? std::string()
                                  : (request.secure ? "https://" : "http://") + std::string(host);
}

}  // namespace throughline::http
