// Contacts: chats, calls and tickets, how they go, and the surveys that ask about it.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "demo/life.h"

namespace throughline::demo {

// What one message of a conversation is, in Happening::b; Happening::a is the conversation.
enum class Turn : std::uint8_t {
  opening,
  hello,
  detail,
  answer,
  handover,
  repeated,
  solution,
  thanks,
  grumble,
  chasing
};

struct Reason {
  Topic topic = Topic::how_to;
  std::uint32_t order = no_order;
};

// Leaves the cancellation's reasons in Happening::a.
enum class Leaving : std::uint8_t { price, unused, onboarding, service, switched, billing, closed };
constexpr std::array<std::string_view, 7> leaving_names = {
    "price", "unused", "onboarding", "service", "switched", "billing", "closed"};

// Starts a conversation about `reason` around `at`; returns its index in World::conversations.
std::uint32_t contact_support(Life& life, Time at, const Reason& reason);
// What people ask on any day.
Topic everyday_topic(Life& life);
// An everyday question today, perhaps.
void maybe_contact(Life& life);
void chase_reply(Life& life, std::uint32_t conversation);
void ask_nps(Life& life);

}  // namespace throughline::demo
