// Mails: what the company sends, and what people do with it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "demo/life.h"

namespace throughline::demo {

enum class MailKind : std::uint8_t {
  welcome,
  invitation,
  import_reminder,
  trial_ending,
  receipt,
  order_confirmation,
  shipped,
  newsletter,
  survey,
  winback,
  upgrade_hint
};
constexpr std::array<std::string_view, 11> mail_names = {
    "welcome", "invitation", "import_reminder", "trial_ending", "receipt",     "order_confirmation",
    "shipped", "newsletter", "survey",          "winback",      "upgrade_hint"};
constexpr int newsletter_issues = 12;

// Delivered, perhaps opened, perhaps clicked. In Happening: a is the kind, b is `about`: an issue
// or an order.
void send_mail(Life& life, MailKind kind, Time at, std::int32_t about);
// The newsletter and reminders that are due today.
void receive_mail(Life& life);

}  // namespace throughline::demo
