#include <fmt/format.h>

#include <array>

#include "demo/contacts.h"
#include "demo/mails.h"
#include "demo/phrases.h"
#include "demo/render.h"

namespace throughline::demo {
namespace {

using codec::JsonWriter;

// Sixty in a hundred say why.
bool says_why(const Happening& it) {
  return (it.person * 31U + it.ordinal * 17U) % 100 < 60;
}

std::string_view nps_key(int score) {
  if (score >= 9) {
    return "high";
  }
  return score >= 7 ? "mid" : "low";
}

std::string_view csat_key(int score, bool slow, bool passed) {
  if (score >= 4) {
    return "good";
  }
  if (slow) {
    return "slow";
  }
  if (passed) {
    return "passed";
  }
  return score == 3 ? "okay" : "bad";
}

void write_nps(JsonWriter& json, const Person& person, const Happening& it) {
  json.member("survey", "Relationship").member("kind", "nps");
  json.member("question", phrase(person.language, "ask", "nps"));
  json.member("score", it.a);
  if (!says_why(it)) {
    return;
  }
  if (it.a < 7 && it.b >= 0) {
    const std::string_view topic = name_of(static_cast<Topic>(it.b));
    json.member("text", composed(person.language, {{topic, "survey"}, {"nps", "low"}}, it.seed,
                                 {{"name", person.given}}));
    return;
  }
  const std::string_view key = nps_key(it.a);
  json.member("text", composed(person.language, {{"nps", key}, {"nps_more", key}}, it.seed, {}));
}

void write_csat(JsonWriter& json, const World& world, const Happening& it) {
  const Person& person = world.people[it.person];
  const Conversation& talk = world.conversations[static_cast<std::size_t>(it.a)];
  json.member("survey", "After contact").member("kind", "csat");
  json.member("question", phrase(person.language, "ask", "csat"));
  json.member("score", it.b).member("conversation_id", conversation_id_of(talk));
  json.member("agent", agents.at(talk.passed ? talk.second_agent : talk.agent).name);
  if (!says_why(it)) {
    return;
  }
  const std::int64_t patience = talk.medium == Medium::ticket ? 9 * 3'600 : 420;
  const bool slow = talk.first_response_s > patience;
  const std::string_view key = csat_key(it.b, slow, talk.passed);
  json.member("text", composed(person.language, {{"csat", key}}, it.seed,
                               {{"agent", agents.at(talk.agent).name}}));
}

void write_leaving(JsonWriter& json, const Person& person, const Happening& it) {
  const std::string_view reason = leaving_names.at(static_cast<std::size_t>(it.a));
  json.member("survey", "Leaving").member("kind", "choice");
  json.member("question", phrase(person.language, "ask", "leaving"));
  json.member("answer", reason);
  json.member("text", composed(person.language, {{"leaving", reason}}, it.seed, {}));
}

}  // namespace

bool write_survey_properties(JsonWriter& json, const World& world, const Happening& it) {
  const Person& person = world.people[it.person];
  switch (it.what) {
    case What::survey_sent:
      json.member("survey", "Relationship").member("kind", "nps").member("by", "email");
      return true;
    case What::nps_answered:
      write_nps(json, person, it);
      return true;
    case What::csat_answered:
      write_csat(json, world, it);
      return true;
    case What::cancel_answered:
      write_leaving(json, person, it);
      return true;
    default:
      return false;
  }
}

bool write_mail_properties(JsonWriter& json, const World& world, const Happening& it) {
  if (it.what < What::mail_delivered) {
    return false;
  }
  const Person& person = world.people[it.person];
  const auto kind = static_cast<std::size_t>(it.a);
  const std::string_view name = mail_names.at(kind);
  const bool ordered = static_cast<MailKind>(it.a) == MailKind::order_confirmation ||
                       static_cast<MailKind>(it.a) == MailKind::shipped;
  const std::string order =
      ordered ? order_id_of(world.orders[static_cast<std::size_t>(it.b)]) : "";
  const auto issue = static_cast<std::size_t>(ordered ? 0 : it.b);
  json.member("email_id", fmt::format("em_{:08x}", it.seed)).member("email", person.email);
  json.member("campaign", name);
  json.member("subject", filled(phrase(person.language, "mail", name, issue),
                                {{"name", person.given}, {"order", order}}));
  if (it.what == What::mail_clicked) {
    json.member("link", ordered ? fmt::format("https://wrenfold.example/orders/{}", order)
                                : fmt::format("https://wrenfold.example/m/{}", name));
  } else if (it.what == What::mail_bounced) {
    json.member("reason", it.seed % 2 == 0 ? "mailbox full" : "address unknown");
  }
  return true;
}

}  // namespace throughline::demo
