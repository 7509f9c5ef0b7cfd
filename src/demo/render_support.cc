#include <fmt/format.h>

#include <string>

#include "demo/contacts.h"
#include "demo/phrases.h"
#include "demo/render.h"

namespace throughline::demo {
namespace {

using codec::JsonWriter;

// The words of one conversation, with its facts filled in.
class Words {
 public:
  Words(const World& world, const Conversation& talk)
      : person_(world.people[talk.person]),
        topic_(name_of(talk.topic)),
        variant_(talk.variant),
        agent_(agents.at(talk.agent)),
        second_(agents.at(talk.second_agent)),
        product_(products.at(talk.product).name),
        plan_(offer_of(talk.plan).name),
        amount_(written_amount(person_.home().currency, person_.language, talk.amount)),
        days_(std::to_string(talk.days)),
        order_(talk.order == no_order || world.orders[talk.order].number == 0
                   ? fmt::format("WF-{}", 240'100 + (talk.number % 7'000))
                   : order_id_of(world.orders[talk.order])) {}

  [[nodiscard]] std::string text(std::initializer_list<Part> parts,
                                 bool second_agent = false) const {
    return in(person_.language, parts, second_agent);
  }
  [[nodiscard]] std::string in(std::string_view language, std::initializer_list<Part> parts,
                               bool second_agent = false) const {
    return composed(language, parts, variant_,
                    {{"name", person_.given},
                     {"full_name", full_name()},
                     {"agent", first_name(second_agent ? second_.name : agent_.name)},
                     {"product", product_},
                     {"plan", plan_},
                     {"amount", amount_},
                     {"days", days_},
                     {"order", order_}});
  }
  [[nodiscard]] std::string_view topic() const { return topic_; }
  [[nodiscard]] std::string subject() const { return text({{topic_, "subject"}}); }

 private:
  static std::string_view first_name(std::string_view name) {
    return name.substr(0, name.find(' '));
  }
  [[nodiscard]] std::string full_name() const { return person_.full_name(); }

  const Person& person_;
  std::string_view topic_;
  std::uint32_t variant_;
  const Agent& agent_;
  const Agent& second_;
  std::string_view product_;
  std::string_view plan_;
  std::string amount_;
  std::string days_;
  std::string order_;
};

// "Hello. The panel ..." in a chat, where letters have "Hello," and a new line.
std::string greeted(const Words& words, const std::string& text) {
  std::string greeting = words.text({{"talk", "greeting"}});
  for (const std::string_view comma : {",", "،"}) {
    if (greeting.ends_with(comma)) {
      greeting.resize(greeting.size() - comma.size());
      greeting += ". ";
    }
  }
  return greeting + text;
}

std::string spoken(const Words& words, Turn turn) {
  const std::string_view topic = words.topic();
  switch (turn) {
    case Turn::opening:
      return greeted(words, words.text({{topic, "open"}}));
    case Turn::hello:
      return words.text({{"talk", "hello"}});
    case Turn::detail:
      return words.text({{topic, "more"}, {topic, "ask"}});
    case Turn::answer:
      return words.text({{topic, "agent"}});
    case Turn::handover:
      return words.in("en", {{topic, "call"}});
    case Turn::repeated:
      return words.text({{"talk", "repeat"}, {topic, "open"}});
    case Turn::solution:
      return words.text({{"talk", "second"}, {topic, "agent"}}, true);
    case Turn::thanks:
      return words.text({{"talk", "thanks"}});
    case Turn::grumble:
      return words.text({{"talk", "grumble"}});
    case Turn::chasing:
      return words.text({{topic, "ask"}});
  }
  return {};
}

std::string letter(const Words& words) {
  return words.text({{"talk", "greeting"}}) + "\n\n" +
         words.text({{words.topic(), "open"}, {words.topic(), "more"}, {words.topic(), "ask"}}) +
         "\n\n" + words.text({{"talk", "regards"}});
}

std::string reply(const Words& words, Turn turn) {
  const bool second = turn == Turn::solution;
  const std::string body = turn == Turn::hello
                               ? words.text({{"talk", "looking"}})
                               : words.text({{words.topic(), "agent"}, {"talk", "close"}}, second);
  return words.text({{"talk", "dear"}}) + "\n\n" + body + "\n\n" +
         words.text({{"talk", "agent_regards"}}, second);
}

std::string transcript(const Words& words, const Conversation& talk) {
  const std::string_view agent = agents.at(talk.passed ? talk.second_agent : talk.agent).name;
  return fmt::format("Customer: {}\n{}: {}\nCustomer: {}",
                     words.text({{words.topic(), "open"}, {words.topic(), "more"}}), agent,
                     words.text({{words.topic(), "agent"}}, talk.passed),
                     words.text({{"talk", talk.solved ? "thanks" : "grumble"}}));
}

void write_agent(JsonWriter& json, const Agent& agent) {
  json.member("agent", agent.name).member("agent_id", agent.id).member("team", agent.team);
}

void write_ticket(JsonWriter& json, const Words& words, const Conversation& talk,
                  const Happening& it) {
  const auto turn = static_cast<Turn>(it.b);
  json.member("subject", words.subject());
  switch (it.what) {
    case What::ticket_created:
      json.member("text", letter(words)).member("author", "customer");
      json.member("priority", talk.topic == Topic::charged_not_upgraded ? "high" : "normal");
      return;
    case What::ticket_replied:
      json.member("text", reply(words, turn)).member("author", "agent");
      write_agent(json, agents.at(turn == Turn::solution ? talk.second_agent : talk.agent));
      if (turn != Turn::solution) {
        json.member("first_response_seconds", talk.first_response_s);
      }
      return;
    case What::ticket_followed_up:
      json.member("text", spoken(words, turn)).member("author", "customer");
      return;
    default:
      write_agent(json, agents.at(talk.passed ? talk.second_agent : talk.agent));
      json.member("resolution", "solved");
  }
}

void write_chat(JsonWriter& json, const Words& words, const Conversation& talk,
                const Happening& it) {
  const auto turn = static_cast<Turn>(it.b);
  const bool by_agent = it.what == What::chat_received;
  const Agent& agent = agents.at(turn == Turn::solution ? talk.second_agent : talk.agent);
  switch (it.what) {
    case What::chat_started:
      json.member("subject", words.subject());
      return;
    case What::chat_ended:
      json.member("subject", words.subject()).member("solved", talk.solved);
      json.member("first_response_seconds", talk.first_response_s);
      write_agent(json, agents.at(talk.passed ? talk.second_agent : talk.agent));
      return;
    default:
      json.member("message_id", fmt::format("msg_{:08x}{}", it.seed, it.ordinal));
      json.member("text", spoken(words, turn)).member("author", by_agent ? "agent" : "customer");
      if (by_agent) {
        write_agent(json, agent);
      }
  }
}

void write_call(JsonWriter& json, const Words& words, const Conversation& talk,
                const Happening& it) {
  json.member("direction", "inbound");
  if (it.what == What::call_started) {
    return;
  }
  json.member("subject", words.subject()).member("solved", talk.solved);
  json.member("wait_seconds", talk.first_response_s);
  json.member("duration_seconds",
              ((it.us - talk.started_us) / us_per_second) - talk.first_response_s);
  json.member("first_response_seconds", talk.first_response_s);
  json.member("summary", words.in("en", {{words.topic(), "call"}}));
  json.member("transcript", transcript(words, talk));
  write_agent(json, agents.at(talk.passed ? talk.second_agent : talk.agent));
}

void write_handover(JsonWriter& json, const Words& words, const Conversation& talk) {
  const Agent& from = agents.at(talk.agent);
  const Agent& to = agents.at(talk.second_agent);
  json.member("from_team", from.team).member("from_agent", from.name);
  json.member("to_team", to.team).member("agent", to.name);
  json.member("note", spoken(words, Turn::handover));
}

}  // namespace

bool write_support_properties(JsonWriter& json, const World& world, const Happening& it) {
  if (it.what < What::chat_started || it.what > What::ticket_solved) {
    return false;
  }
  const Conversation& talk = world.conversations[static_cast<std::size_t>(it.a)];
  const Words words(world, talk);
  json.member("conversation_id", conversation_id_of(talk));
  switch (it.what) {
    case What::chat_started:
    case What::chat_sent:
    case What::chat_received:
    case What::chat_ended:
      write_chat(json, words, talk, it);
      return true;
    case What::call_started:
    case What::call_ended:
      write_call(json, words, talk, it);
      return true;
    case What::passed_on:
      write_handover(json, words, talk);
      return true;
    default:
      write_ticket(json, words, talk, it);
      return true;
  }
}

}  // namespace throughline::demo
