#include "demo/mails.h"

#include "demo/visits.h"

namespace throughline::demo {
namespace {

struct Response {
  double opened;
  double clicked;  // Of those opened.
};

Response response_to(MailKind kind) {
  switch (kind) {
    case MailKind::welcome:
    case MailKind::invitation:
      return {0.78, 0.5};
    case MailKind::order_confirmation:
    case MailKind::shipped:
      return {0.66, 0.24};
    case MailKind::import_reminder:
    case MailKind::trial_ending:
      return {0.5, 0.22};
    case MailKind::receipt:
      return {0.22, 0.03};
    default:
      return {0.36, 0.14};
  }
}

void follow_link(Life& life, Time at, std::int32_t about) {
  constexpr std::size_t newsletter_campaign = 7;
  const std::size_t device = device_for(life, 0.4);
  Walk walk(life, device, newsletter_campaign, at);
  walk.page(Page::blog, about % blog_posts);
  look_around(walk, life.dice.between(0, 2));
}

}  // namespace

void send_mail(Life& life, MailKind kind, Time at, std::int32_t about) {
  if (life.person().email.empty()) {
    return;
  }
  const Life::Detail detail = {no_visit, static_cast<std::int32_t>(kind), about};
  const std::uint32_t link = life.dice.seed();
  const auto add = [&](What what, Time when) { life.add(what, when, detail).seed = link; };
  if (life.dice.chance(0.004)) {
    add(What::mail_bounced, at);
    return;
  }
  add(What::mail_delivered, at);
  const Response response = response_to(kind);
  if (!life.reads_mail || !life.dice.chance(response.opened * 1.25)) {
    return;
  }
  const auto minutes = static_cast<std::int64_t>(life.dice.spread(95));
  const Time opened = {at.us + (minutes * us_per_minute) +
                       (life.dice.between(1, 59'000) * us_per_ms)};
  add(What::mail_opened, opened);
  if (kind == MailKind::newsletter && life.dice.chance(0.006)) {
    add(What::mail_unsubscribed, {opened.us + (25 * us_per_second)});
    life.wants_news = false;
    return;
  }
  if (!life.dice.chance(response.clicked)) {
    return;
  }
  const Time clicked = {opened.us + (life.dice.between(4, 90) * us_per_second)};
  add(What::mail_clicked, clicked);
  if (kind == MailKind::newsletter && life.dice.chance(0.7)) {
    follow_link(life, {clicked.us + (life.dice.between(900, 4'000) * us_per_ms)}, about);
  }
}

void receive_mail(Life& life) {
  const Date date = utc_date(start_of_day(life.day));
  const Time morning = {start_of_day(life.day).us + (8 * us_per_hour) +
                        (life.dice.between(0, 40 * 60'000) * us_per_ms) -
                        (life.utc_minutes() * us_per_minute)};
  if (life.wants_news && date.day == 12) {
    send_mail(life, MailKind::newsletter, morning, static_cast<std::int32_t>(date.month - 1));
  }
  const int age = life.day - life.signup_day;
  if (life.stage == Stage::trial && pays(life.person().persona)) {
    if (age == 3 && !life.imported) {
      send_mail(life, MailKind::import_reminder, morning, 0);
    } else if (age == 11) {
      send_mail(life, MailKind::trial_ending, morning, 0);
    }
  } else if (life.plan == Plan::solo && life.dice.chance(0.004)) {
    send_mail(life, MailKind::upgrade_hint, morning, 0);
  }
}

}  // namespace throughline::demo
