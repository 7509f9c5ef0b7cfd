// Render: how a Happening looks as a message of the tracking API.
#pragma once

#include <string>
#include <string_view>

#include "codec/json_writer.h"
#include "demo/world.h"

namespace throughline::demo {

// The id that a happening's message always has.
std::string message_id_of(const World& world, const Happening& it);
// A UUID of random form made of two numbers.
std::string uuid_of(std::uint64_t a, std::uint64_t b);

// One item of a batch that arrives at `received`.
void write_message(codec::JsonWriter& json, const World& world, const Happening& it,
                   std::string_view message_id, Time received);

// What each kind of happening says; the object is open. Each returns false for a kind that is not
// its own.
bool write_web_properties(codec::JsonWriter& json, const World& world, const Happening& it);
bool write_commerce_properties(codec::JsonWriter& json, const World& world, const Happening& it);
bool write_subscription_properties(codec::JsonWriter& json, const World& world,
                                   const Happening& it);
bool write_support_properties(codec::JsonWriter& json, const World& world, const Happening& it);
bool write_survey_properties(codec::JsonWriter& json, const World& world, const Happening& it);
bool write_mail_properties(codec::JsonWriter& json, const World& world, const Happening& it);
// The traits of identify and group.
void write_traits(codec::JsonWriter& json, const World& world, const Happening& it);
void write_account_traits(codec::JsonWriter& json, const World& world, const Happening& it);

// The name of the page or screen.
std::string_view place_name_of(const Happening& it);
// Where on the website it happened, and what a browser or phone tells with every message.
void write_context(codec::JsonWriter& json, const World& world, const Happening& it);

// "checkout_..." for the checkouts of one visit.
std::string checkout_id_of(const World& world, const Happening& it);
std::string order_id_of(const Order& order);
std::string conversation_id_of(const Conversation& talk);
double decimal(std::int64_t hundredths);

}  // namespace throughline::demo
