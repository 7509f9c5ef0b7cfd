#include "demo/contacts.h"

#include <algorithm>

#include "demo/mails.h"

namespace throughline::demo {
namespace {

Medium medium_for(Life& life, Topic topic) {
  const Person& person = life.person();
  const bool calls = !person.phone.empty();
  const bool likes_calls =
      person.language == "de" || person.language == "ja" || person.language == "ar";
  const double by_phone = likes_calls ? 0.3 : 0.18;
  std::array<double, 3> weights = {0.48, calls ? by_phone : 0.0, 0.36};
  if (topic == Topic::charged_not_upgraded) {
    weights[1] *= 1.6;
  } else if (topic == Topic::feature_wish) {
    weights[1] = 0;
  } else if (topic == Topic::slow_reply) {
    weights[0] = 0.2;
  }
  return static_cast<Medium>(life.dice.weighted(weights));
}

double chance_of_passing(Topic topic) {
  switch (topic) {
    case Topic::charged_not_upgraded:
      return 0.7;
    case Topic::device_trouble:
      return 0.35;
    case Topic::invoice_question:
      return 0.25;
    default:
      return 0.07;
  }
}

constexpr std::int64_t patience_max_s = std::int64_t{22} * 3'600;

std::string_view expert_team(Topic topic) {
  return topic == Topic::device_trouble || topic == Topic::delivery_delayed ? "Hardware"
                                                                            : "Billing";
}

Conversation begin(Life& life, Time at, const Reason& reason) {
  const Person& person = life.person();
  Conversation talk;
  talk.person = life.index;
  talk.topic = reason.topic;
  talk.order = reason.order;
  talk.medium = medium_for(life, reason.topic);
  const bool about_mail = talk.medium == Medium::ticket && !person.email.empty();
  talk.by_email_only = about_mail && (!life.known() || life.dice.chance(0.35));
  talk.started_us = at.us;
  talk.plan = life.plan;
  talk.agent = static_cast<std::uint8_t>(agent_for(life.dice, "Frontline", person.language));
  talk.second_agent =
      static_cast<std::uint8_t>(agent_for(life.dice, expert_team(reason.topic), person.language));
  talk.passed = life.dice.chance(chance_of_passing(reason.topic));
  talk.amount = price_in(life.home().currency,
                         std::max<std::int64_t>(offer_of(life.plan).euro_cents_month, 900));
  talk.days = life.dice.between(4, 11);
  talk.product =
      static_cast<std::uint8_t>(life.panel >= 0 ? life.panel : life.dice.between(0, displays - 1));
  if (reason.order != no_order) {
    const Order& order = life.world.orders[reason.order];
    talk.product = order.lines[0].product;
    talk.amount = order.total();
  }
  if (reason.topic == Topic::charged_not_upgraded) {
    talk.amount = life.unapplied_amount;
    talk.plan = life.unapplied_plan;
    talk.solved = life.dice.chance(0.45);
  } else {
    talk.solved = life.dice.chance(0.88);
  }
  return talk;
}

// Seconds until somebody answers, without the hours in which nobody works.
double wait_for_answer(Life& life, const Conversation& talk) {
  const bool slow = life.world.causes.slow_week.holds({talk.started_us});
  switch (talk.medium) {
    case Medium::chat:
      return std::min(life.dice.spread(48) * (slow ? 19 : 1), 5'400.0) + 6;
    case Medium::phone:
      return std::min(life.dice.spread(42) * (slow ? 15 : 1), 3'000.0) + 4;
    case Medium::ticket:
      break;
  }
  return (life.dice.spread(2'300) * (slow ? 24 : 1)) + 90;
}

// A conversation as it is being told: adds its messages one after the other.
class Telling {
 public:
  Telling(Life& life, std::uint32_t index, Time at)
      : life_(life), index_(static_cast<std::int32_t>(index)), now_(at) {}

  void say(What what, Turn turn) {
    life_.add(what, now_, {no_visit, index_, static_cast<std::int32_t>(turn)});
  }
  void wait(double seconds) { now_.us += static_cast<std::int64_t>(seconds * 1'000) * us_per_ms; }
  void wait_between(int low, int high) { wait(life_.dice.between(low, high)); }
  void wait_for_desk() { now_ = desk_hours(life_.dice, now_); }
  [[nodiscard]] Time now() const { return now_; }

 private:
  Life& life_;
  std::int32_t index_;
  Time now_;
};

void tell_chat(Life& life, Telling& told, const Conversation& talk) {
  told.say(What::chat_started, Turn::opening);
  told.wait_between(2, 9);
  told.say(What::chat_sent, Turn::opening);
  told.wait(static_cast<double>(talk.first_response_s));
  told.say(What::chat_received, Turn::hello);
  told.wait_between(15, 90);
  told.say(What::chat_sent, Turn::detail);
  told.wait_between(25, 150);
  if (talk.passed) {
    told.say(What::passed_on, Turn::handover);
    told.wait_between(40, 400);
    told.say(What::chat_sent, Turn::repeated);
    told.wait_between(20, 120);
    told.say(What::chat_received, Turn::solution);
  } else {
    told.say(What::chat_received, Turn::answer);
  }
  told.wait_between(15, 140);
  told.say(What::chat_sent, talk.solved && life.mood > -0.5 ? Turn::thanks : Turn::grumble);
  told.wait_between(10, 60);
  told.say(What::chat_ended, Turn::thanks);
}

void tell_call(Telling& told, const Conversation& talk) {
  told.say(What::call_started, Turn::opening);
  told.wait(static_cast<double>(talk.first_response_s));
  told.wait_between(70, 420);
  if (talk.passed) {
    told.say(What::passed_on, Turn::handover);
    told.wait_between(90, 500);
  }
  told.say(What::call_ended, Turn::answer);
}

void tell_ticket(Life& life, Telling& told, const Conversation& talk) {
  told.say(What::ticket_created, Turn::opening);
  told.wait(static_cast<double>(talk.first_response_s));
  if (talk.passed) {
    told.say(What::ticket_replied, Turn::hello);
    told.wait_between(600, 9'000);
    told.say(What::passed_on, Turn::handover);
    told.wait_between(1'800, 30'000);
    told.wait_for_desk();
    told.say(What::ticket_replied, Turn::solution);
  } else {
    told.say(What::ticket_replied, Turn::answer);
  }
  if (life.dice.chance(0.6) || !talk.solved) {
    told.wait_between(900, 40'000);
    told.say(What::ticket_followed_up, talk.solved ? Turn::thanks : Turn::grumble);
  }
  if (talk.solved) {
    told.wait_between(300, 9'000);
    told.wait_for_desk();
    told.say(What::ticket_solved, Turn::thanks);
  }
}

// From 1 to 5, by how it went.
int satisfaction(Life& life, const Conversation& talk) {
  double score = 4.45 + (life.mood * 0.5);
  const auto waited = static_cast<double>(talk.first_response_s);
  const double patience = talk.medium == Medium::ticket ? 9 * 3'600.0 : 420.0;
  score -= waited > patience ? 1.9 : 0;
  score -= talk.solved ? 0 : 1.3;
  score -= talk.passed ? 0.6 : 0;
  return static_cast<int>(std::clamp(life.dice.around(score, 0.7) + 0.5, 1.0, 5.0));
}

void ask_about(Life& life, std::uint32_t index, Time ended) {
  const Conversation& talk = life.world.conversations[index];
  const int score = satisfaction(life, talk);
  life.feel((score - 3.6) * 0.06);
  if (score <= 2) {
    life.grievance = talk.topic;
    life.grievance_order = talk.order;
  }
  if (!life.known() || !life.dice.chance(0.42)) {
    return;
  }
  const auto minutes = static_cast<std::int64_t>(life.dice.spread(70)) + 3;
  life.add(What::csat_answered,
           {ended.us + (minutes * us_per_minute) + (life.dice.between(0, 59'999) * us_per_ms)},
           {no_visit, static_cast<std::int32_t>(index), score});
}

constexpr std::array<Topic, 6> everyday = {Topic::how_to,           Topic::sync_trouble,
                                           Topic::invoice_question, Topic::device_trouble,
                                           Topic::feature_wish,     Topic::import_trouble};

}  // namespace

std::uint32_t contact_support(Life& life, Time at, const Reason& reason) {
  Conversation talk = begin(life, at, reason);
  if (talk.medium != Medium::ticket) {
    talk.started_us = desk_hours(life.dice, at).us;
  }
  Time answered = {talk.started_us +
                   (static_cast<std::int64_t>(wait_for_answer(life, talk)) * us_per_second)};
  if (talk.medium == Medium::ticket) {
    answered = desk_hours(life.dice, answered);
  }
  talk.first_response_s = (answered.us - talk.started_us) / us_per_second;
  const auto index = static_cast<std::uint32_t>(life.world.conversations.size());
  life.world.conversations.push_back(talk);
  Telling told(life, index, {talk.started_us});
  switch (talk.medium) {
    case Medium::chat:
      tell_chat(life, told, talk);
      break;
    case Medium::phone:
      tell_call(told, talk);
      break;
    case Medium::ticket:
      tell_ticket(life, told, talk);
      break;
  }
  const bool waits_long = talk.first_response_s > patience_max_s;
  if (waits_long && reason.topic != Topic::slow_reply && life.dice.chance(0.5)) {
    life.plan_errand(1, Errand::chase_reply, index, Topic::slow_reply);
  }
  ask_about(life, index, told.now());
  return index;
}

Topic everyday_topic(Life& life) {
  constexpr std::array<double, 6> weights = {8, 5, 4, 3, 3, 1};
  const Topic topic = everyday.at(life.dice.weighted(weights));
  const bool asks_about_money = topic == Topic::invoice_question && !pays(life.person().persona);
  const bool has_no_panel = topic == Topic::device_trouble && life.panel < 0;
  return asks_about_money || has_no_panel ? Topic::how_to : topic;
}

void maybe_contact(Life& life) {
  const double fresh = life.day - life.signup_day < 14 ? 2.2 : 1.0;
  if (!life.dice.chance(0.0034 * fresh * day_weight(life.day, life.rhythm()))) {
    return;
  }
  contact_support(life, life.moment(), {.topic = everyday_topic(life)});
}

void chase_reply(Life& life, std::uint32_t conversation) {
  const std::uint32_t order = life.world.conversations[conversation].order;
  life.feel(-0.15);
  life.grievance = Topic::slow_reply;
  contact_support(life, life.moment(), {.topic = Topic::slow_reply, .order = order});
}

void ask_nps(Life& life) {
  if (!life.customer()) {
    return;
  }
  life.plan_errand(91, Errand::answer_nps, no_order, Topic::how_to);
  const Time sent = life.moment();
  send_mail(life, MailKind::survey, sent, 0);
  life.add(What::survey_sent, sent, {});
  if (!life.dice.chance(0.24)) {
    return;
  }
  const double score = life.dice.around(7.9 + (life.mood * 2.6), 1.2);
  const auto minutes = static_cast<std::int64_t>(life.dice.spread(300)) + 4;
  const int topic = life.grievance ? static_cast<int>(*life.grievance) : -1;
  life.add(What::nps_answered, {sent.us + (minutes * us_per_minute)},
           {no_visit, static_cast<int>(std::clamp(score + 0.5, 0.0, 10.0)), topic});
}

}  // namespace throughline::demo
