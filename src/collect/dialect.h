// Dialect: how another product's client speaks, translated into the tracking protocol's own words.
//
// Pure. Each dialect is one file below dialects/ and one line in dialect.cc. What a translation
// cannot make sense of it passes on as it is, so that the pipeline refuses it with its reason and
// keeps it as a dead letter. The same bytes give the same messages: repetitions must count once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "codec/json.h"
#include "codec/json_view.h"

namespace throughline::collect {

using QueryPairs = std::vector<std::pair<std::string, std::string>>;

struct DialectRequest {
  std::string_view word = {};  // What stood in the path's {type}.
  codec::JsonView body = {};   // Absent where the request has none, or a form.
  QueryPairs query = {};       // Of the address, and of a form.
  std::string_view user_agent = {};
  std::string_view address = {};
  Time received = {};
};

struct Translation {
  std::vector<std::string> write_keys = {};  // Where the dialect puts the key, besides headers.
  codec::Json messages = codec::Json::array();
  codec::Json sent_at = {};
};

// What the client expects to hear: JSON, or an image whatever becomes of the event.
enum class Reply { json, image };

struct DialectPath {
  std::string_view method = "POST";
  std::string_view pattern = {};
  std::string_view summary = {};
  Reply reply = Reply::json;
};

struct Dialect {
  std::vector<DialectPath> paths = {};
  Translation (*translate)(const DialectRequest&) = nullptr;
};

const std::vector<Dialect>& dialects();

// For dialects.
QueryPairs read_query(std::string_view text);
// The first of that name; empty where there is none.
std::string_view value_of(const QueryPairs& query, std::string_view name);
// Sets what is there: absent, null and "" are left out.
void set_if(codec::Json& object, std::string_view key, codec::JsonView value);
void set_if(codec::Json& object, std::string_view key, std::string_view value);
void set_if(codec::Json& object, std::string_view key, codec::Json value);
// The number that digits spell; nothing where it is another text, or above `max`.
std::optional<std::int64_t> whole_number(std::string_view digits, std::int64_t max);
// The number that a text spells, or the text.
codec::Json number_or_text(std::string_view text);
// Who a visitor without any id is taken for: address, browser, key and month, hashed. The month is
// that of the event, so that a repetition is the same visitor.
std::string visitor_id(std::string_view key, std::string_view address, std::string_view user_agent,
                       Time at);
// Path and search of a page's address, for context.page and properties.
void set_page(codec::Json& object, std::string_view url, std::string_view title,
              std::string_view referrer);

Dialect make_dittofeed_dialect();
Dialect make_jitsu_dialect();
Dialect make_matomo_dialect();
Dialect make_posthog_dialect();
Dialect make_snowplow_dialect();
Dialect make_umami_dialect();

}  // namespace throughline::collect
