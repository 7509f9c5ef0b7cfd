#include "people/consent.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/name_table.h"
#include "codec/json_view.h"

namespace throughline::people {
namespace {

constexpr std::array<std::string_view, 5> status_names = {"granted", "lifted", "withdrawn",
                                                          "denied", "suppressed"};
constexpr std::array<std::string_view, 3> verdict_names = {"allowed", "refused", "unknown"};
constexpr std::size_t name_bytes_max = 60;
constexpr std::size_t proof_bytes_max = 8'192;

bool is_name(std::string_view text) {
  return text == "*" || (!text.empty() && text.size() <= name_bytes_max &&
                         std::all_of(text.begin(), text.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                         }));
}

}  // namespace

std::string_view name_of(ConsentStatus status) {
  return name_in(status_names, status);
}
Result<ConsentStatus> parse_consent_status(std::string_view name) {
  return parse_name<ConsentStatus>(status_names, name, "consent status");
}
std::string_view name_of(ContactVerdict::Kind kind) {
  return name_in(verdict_names, kind);
}

Result<void> check(const ConsentRequest& request) {
  if (!is_name(request.key.channel) || !is_name(request.key.purpose)) {
    return Error::invalid(
        "`channel` and `purpose` are lower-case letters, digits and _, or * for all");
  }
  const bool about_all =
      request.status == ConsentStatus::suppressed || request.status == ConsentStatus::lifted;
  if (about_all != (request.key.purpose == any_purpose)) {
    return Error::invalid("the purpose of suppressed and lifted is *, and of the others it is not");
  }
  if (!about_all && request.key.channel == any_channel) {
    return Error::invalid("consent is given for one channel; only a suppression may be for all");
  }
  if (request.proof.size() > proof_bytes_max) {
    return Error::invalid("a proof has at most 8 KB; keep documents elsewhere and name them here");
  }
  if (!request.proof.empty()) {
    TL_TRY_ASSIGN(const auto document, codec::JsonDocument::parse(request.proof));
    if (!document.root().is_object()) {
      return Error::invalid("`proof` must be an object");
    }
  }
  return {};
}

std::optional<ConsentStatement> statement_of(const Event& event) {
  const auto document = codec::JsonDocument::parse(event.properties);
  if (event.kind != EventKind::consent || !document.ok()) {
    return std::nullopt;
  }
  const auto root = document->root();
  const auto status = parse_consent_status(root.find("status").text());
  if (!status.ok()) {
    return std::nullopt;
  }
  return ConsentStatement{
      .key = {std::string(root.find("channel").text()), std::string(root.find("purpose").text())},
      .status = *status,
      .order = origin_of(event).order,
      .event = event.seq,
      .received_at = event.times.received};
}

ContactVerdict may_contact(const std::vector<ConsentStatement>& held, const ConsentKey& wanted) {
  for (const ConsentStatement& said : held) {
    const bool fits = said.key.channel == any_channel || said.key.channel == wanted.channel;
    if (said.status == ConsentStatus::suppressed && fits) {
      return {ContactVerdict::Kind::refused,
              fmt::format("suppressed on {}",
                          said.key.channel == any_channel ? "every channel" : said.key.channel)};
    }
  }
  for (const ConsentStatement& said : held) {
    if (said.key == wanted) {
      const bool granted = said.status == ConsentStatus::granted;
      return {granted ? ContactVerdict::Kind::allowed : ContactVerdict::Kind::refused,
              fmt::format("consent for {} by {} is {}", wanted.purpose, wanted.channel,
                          name_of(said.status))};
    }
  }
  return {ContactVerdict::Kind::unknown,
          fmt::format("nothing is known about {} by {}", wanted.purpose, wanted.channel)};
}

}  // namespace throughline::people
