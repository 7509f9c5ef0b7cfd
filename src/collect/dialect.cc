#include "collect/dialect.h"

#include <fmt/format.h>

#include "base/number_in.h"
#include "base/text.h"
#include "codec/json_writer.h"
#include "codec/payload_hash.h"

namespace throughline::collect {

const std::vector<Dialect>& dialects() {
  static const std::vector<Dialect> all = {make_dittofeed_dialect(), make_jitsu_dialect(),
                                           make_matomo_dialect(),    make_posthog_dialect(),
                                           make_snowplow_dialect(),  make_umami_dialect()};
  return all;
}

QueryPairs read_query(std::string_view text) {
  QueryPairs pairs;
  for (const std::string_view part : split(text, '&')) {
    const std::size_t equals = part.find('=');
    auto name = percent_decoded(part.substr(0, equals), Plus::is_space);
    auto value = equals == std::string_view::npos
                     ? std::optional<std::string>("")
                     : percent_decoded(part.substr(equals + 1), Plus::is_space);
    if (name && value && !name->empty()) {
      pairs.emplace_back(*std::move(name), *std::move(value));
    }
  }
  return pairs;
}

std::string_view value_of(const QueryPairs& query, std::string_view name) {
  for (const auto& [key, value] : query) {
    if (key == name) {
      return value;
    }
  }
  return {};
}

void set_if(codec::Json& object, std::string_view key, codec::JsonView value) {
  if (value && !value.is_null() && !(value.is_string() && value.text().empty())) {
    object.set(key, codec::Json::copy_of(value));
  }
}

void set_if(codec::Json& object, std::string_view key, std::string_view value) {
  if (!value.empty()) {
    object.set(key, value);
  }
}

void set_if(codec::Json& object, std::string_view key, codec::Json value) {
  if (!value.is_null() && !(value.is_object() && value.members().empty())) {
    object.set(key, std::move(value));
  }
}

std::optional<std::int64_t> whole_number(std::string_view digits, std::int64_t max) {
  const auto number = number_in(digits);
  return number && *number >= 0 && *number <= max ? number : std::nullopt;
}

codec::Json number_or_text(std::string_view text) {
  auto parsed = codec::parse_json(text);
  return parsed.ok() && parsed->number() ? *std::move(parsed) : codec::Json(text);
}

std::string visitor_id(std::string_view key, std::string_view address, std::string_view user_agent,
                       Time at) {
  const Date date = utc_date(at);
  const auto document = codec::JsonDocument::parse(codec::JsonWriter()
                                                       .begin_array()
                                                       .value(key)
                                                       .value(address)
                                                       .value(user_agent)
                                                       .value(date.year)
                                                       .value(date.month)
                                                       .end_array()
                                                       .take());
  return "visitor-" + (document.ok() ? to_hex(codec::payload_hash(document->root())) : "unknown");
}

void set_page(codec::Json& object, std::string_view url, std::string_view title,
              std::string_view referrer) {
  set_if(object, "url", url);
  set_if(object, "title", title);
  set_if(object, "referrer", referrer);
  const std::size_t scheme = url.find("://");
  const std::size_t start = scheme == std::string_view::npos ? 0 : url.find('/', scheme + 3);
  const std::string_view rest =
      url.empty() || start == std::string_view::npos ? std::string_view() : url.substr(start);
  const std::string_view before_hash = rest.substr(0, rest.find('#'));
  const std::size_t question = before_hash.find('?');
  set_if(object, "path", before_hash.substr(0, question));
  if (question != std::string_view::npos) {
    set_if(object, "search", before_hash.substr(question));
  }
}

}  // namespace throughline::collect
