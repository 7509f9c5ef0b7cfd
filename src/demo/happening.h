// Happening: one thing that happens in the simulation, small enough to keep hundreds of thousands.
//
// What it looks like as a message is decided later, by render.h, from this and the World.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/time.h"
#include "demo/source.h"

namespace throughline::demo {

enum class What : std::uint8_t {
  page_viewed,
  signup_started,
  identified_web,
  lead_identified,
  grouped_web,
  signed_up,
  logged_in,
  newsletter_subscribed,
  demo_requested,
  feature_used_web,
  products_searched,
  list_viewed,
  product_viewed,
  product_added,
  product_removed,
  cart_viewed,
  checkout_started,
  step_viewed,
  step_completed,
  payment_entered,
  checkout_error,
  order_completed,
  plan_selected,
  upgrade_requested,
  cancel_started,
  app_installed,
  app_opened,
  identified_app,
  screen_viewed,
  feature_used_app,
  notification_opened,
  identified_server,
  grouped_server,
  trial_started,
  calendar_imported,
  import_failed,
  teammate_invited,
  device_paired,
  subscription_started,
  subscription_renewed,
  payment_declined,
  upgrade_charged,
  plan_changed,
  charge_refunded,
  seats_added,
  subscription_cancelled,
  trial_expired,
  order_in_store,
  order_shipped,
  order_delayed,
  order_delivered,
  return_requested,
  order_refunded,
  chat_started,
  chat_sent,
  chat_received,
  chat_ended,
  call_started,
  call_ended,
  ticket_created,
  ticket_replied,
  ticket_followed_up,
  passed_on,
  ticket_solved,
  nps_answered,
  csat_answered,
  cancel_answered,
  survey_sent,
  mail_delivered,
  mail_opened,
  mail_clicked,
  mail_bounced,
  mail_unsubscribed
};
constexpr std::size_t what_count = static_cast<std::size_t>(What::mail_unsubscribed) + 1;

// How a kind of happening appears in the tracking API.
struct Spec {
  DemoSource source;
  EventKind kind;
  Channel channel;
  std::string_view name;  // The event's; empty for pages, identify and group.
};
const Spec& spec_of(What what);

struct Happening {
  std::int64_t us = 0;  // When it happened.
  std::uint32_t person = 0;
  std::uint32_t visit = 0;  // Into World::visits, for website and app.
  std::int32_t a = 0;       // What they mean depends on `what`; see the functions that add it.
  std::int32_t b = 0;
  std::uint32_t seed = 0;     // For the details.
  std::uint32_t late_s = 0;   // It arrived so much later: a phone without a connection.
  std::uint16_t ordinal = 0;  // Among the person's happenings.
  What what = What::page_viewed;
  bool known = true;  // The sender knew who it is: the message carries a user id.
};

constexpr std::int64_t arrival_us(const Happening& it) {
  return it.us + (static_cast<std::int64_t>(it.late_s) * us_per_second);
}

}  // namespace throughline::demo
