#include "segments/persona.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "codec/json_view.h"
#include "condition/evaluate.h"
#include "event/public_id.h"

namespace throughline::segments {
namespace {

constexpr std::array<std::string_view, 8> fields = {
    "message_body", "message", "body", "text", "comment", "review", "answer", "feedback"};
constexpr std::array<std::string_view, 6> says_who = {"author",    "from",        "sender",
                                                      "direction", "author_type", "sender_type"};
constexpr std::array<std::string_view, 6> company_words = {"agent",    "bot",      "company",
                                                           "outbound", "outgoing", "support"};
// Of events that say it by their names.
constexpr std::array<std::string_view, 12> company_names = {"live chat message received",
                                                            "ticket replied",
                                                            "ticket solved",
                                                            "ticket assigned",
                                                            "email sent",
                                                            "email delivered",
                                                            "email bounced",
                                                            "survey sent",
                                                            "survey invitation sent",
                                                            "push notification received",
                                                            "notification sent",
                                                            "push notification bounced"};

// Of reports by software, whose message nobody wrote.
constexpr std::array<std::string_view, 5> error_words = {"error", "exception", "crash", "failed",
                                                         "failure"};
constexpr std::array<std::string_view, 4> error_fields = {"error_code", "stack", "stack_trace",
                                                          "exception"};

constexpr std::size_t good_min = 40;
constexpr std::size_t good_max = 280;
constexpr std::size_t short_min = 15;
constexpr std::size_t long_max = 800;

template <class Words>
bool is_among(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_named_of_company(const Event& event) {
  return is_among(company_names, condition::folded(event.name));
}

bool is_of_company(const Event& event, codec::JsonView properties) {
  for (const std::string_view field : says_who) {
    const std::string said = condition::folded(properties.find(field).text());
    if (is_among(company_words, said)) {
      return true;
    }
  }
  return is_named_of_company(event);
}

bool is_error_report(const Event& event, codec::JsonView properties) {
  const std::string name = condition::folded(event.name);
  const auto says = [&](std::string_view word) { return name.find(word) != std::string::npos; };
  return std::any_of(error_words.begin(), error_words.end(), says) ||
         std::any_of(error_fields.begin(), error_fields.end(),
                     [&](std::string_view field) { return bool(properties.find(field)); });
}

}  // namespace

std::string public_id_of(const Persona& persona) {
  return to_public_id(persona_prefix, persona.created_at, persona.id.value);
}

std::string public_id_of(const Quote& quote) {
  return to_public_id(quote_prefix, quote.added_at, quote.id.value);
}

Result<std::vector<std::string>> checked_points(const std::vector<std::string>& points,
                                                std::string_view field) {
  std::vector<std::string> kept;
  for (const std::string& point : points) {
    std::string text(trimmed(point));
    std::replace(text.begin(), text.end(), '\n', ' ');
    if (text.size() > point_bytes_max) {
      return Error::invalid(
          fmt::format("each of `{}` may have at most {} bytes", field, point_bytes_max));
    }
    if (!text.empty()) {
      kept.push_back(std::move(text));
    }
  }
  if (kept.size() > points_max) {
    return Error::invalid(fmt::format("`{}` may have at most {} lines", field, points_max));
  }
  return kept;
}

bool is_theirs(const Event& event) {
  if (is_of_the_product(event.kind)) {
    return false;
  }
  const auto document = codec::JsonDocument::parse(event.properties);
  return !(document.ok() ? is_of_company(event, document->root()) : is_named_of_company(event));
}

std::string words_of(const Event& event) {
  if (event.kind != EventKind::track) {
    return {};
  }
  const auto document = codec::JsonDocument::parse(event.properties);
  if (!document.ok() || is_of_company(event, document->root()) ||
      is_error_report(event, document->root())) {
    return {};
  }
  for (const std::string_view field : fields) {
    const codec::JsonView value = document->root().find(field);
    const std::string_view text = value.is_string() ? trimmed(value.text()) : std::string_view();
    if (!text.empty()) {
      return std::string(text);
    }
  }
  return {};
}

std::vector<Channel> channels_written_on() {
  return {Channel::email, Channel::chat,   Channel::survey,
          Channel::web,   Channel::mobile, Channel::shop};
}

int fitness_of(std::string_view words) {
  if (words.size() >= good_min && words.size() <= good_max) {
    return 2;
  }
  return words.size() >= short_min && words.size() <= long_max ? 1 : 0;
}

}  // namespace throughline::segments
