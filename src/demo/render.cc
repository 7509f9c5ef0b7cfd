#include "demo/render.h"

#include <fmt/format.h>

#include "base/assert.h"
#include "demo/dice.h"

namespace throughline::demo {
namespace {

using codec::JsonWriter;

// The conversation that the happening is a part of, if any.
const Conversation* talk_of(const World& world, const Happening& it) {
  const bool about_talk = (it.what >= What::chat_started && it.what <= What::ticket_solved) ||
                          it.what == What::csat_answered;
  return about_talk ? &world.conversations[static_cast<std::size_t>(it.a)] : nullptr;
}

std::string anonymous_id(const World& world, const Happening& it) {
  const Spec& spec = spec_of(it.what);
  const Person& person = world.people[it.person];
  if (spec.source == DemoSource::website) {
    return uuid_of(person.devices[world.visits[it.visit].device].id, 1);
  }
  if (spec.source == DemoSource::mobile_app) {
    return uuid_of(person.devices[world.visits[it.visit].device].id, 2);
  }
  return {};
}

void write_sender(JsonWriter& json, const World& world, const Happening& it) {
  const Person& person = world.people[it.person];
  const Conversation* talk = talk_of(world, it);
  const bool by_email_only = talk != nullptr && talk->by_email_only;
  const std::string anonymous = anonymous_id(world, it);
  const bool known = it.known && !by_email_only;
  if (known) {
    json.member("userId", person.user_id);
  }
  if (!anonymous.empty()) {
    json.member("anonymousId", anonymous);
  } else if (by_email_only) {
    json.member("anonymousId", fmt::format("desk-{}", conversation_id_of(*talk)));
  } else if (!known) {
    json.member("anonymousId", uuid_of(person.devices.front().id, 1));
  }
}

void write_properties(JsonWriter& json, const World& world, const Happening& it) {
  json.key("properties").begin_object();
  const bool written =
      write_web_properties(json, world, it) || write_commerce_properties(json, world, it) ||
      write_subscription_properties(json, world, it) || write_support_properties(json, world, it) ||
      write_survey_properties(json, world, it) || write_mail_properties(json, world, it);
  TL_ASSERT(written);
  json.end_object();
}

void write_content(JsonWriter& json, const World& world, const Happening& it) {
  const Spec& spec = spec_of(it.what);
  if (spec.kind == EventKind::identify) {
    json.key("traits").begin_object();
    write_traits(json, world, it);
    json.end_object();
    return;
  }
  if (spec.kind == EventKind::group) {
    json.member("groupId", world.accounts[world.people[it.person].account].id);
    json.key("traits").begin_object();
    write_account_traits(json, world, it);
    json.end_object();
    return;
  }
  if (spec.kind == EventKind::track) {
    json.member("event", spec.name);
  } else {
    json.member("name", place_name_of(it));
  }
  write_properties(json, world, it);
}

// A browser or phone whose clock is wrong says so with a time of its own.
int clock_off_s(const World& world, const Happening& it) {
  const SourceKind kind = info_of(spec_of(it.what).source).kind;
  if (kind == SourceKind::server) {
    return 0;
  }
  return world.people[it.person].devices[world.visits[it.visit].device].clock_off_s;
}

}  // namespace

std::string uuid_of(std::uint64_t a, std::uint64_t b) {
  const std::uint64_t high = mixed(a, b, 1);
  const std::uint64_t low = mixed(a, b, 2);
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", high >> 32U, high >> 16U & 0xffffU,
                     high & 0xfffU, 0x8000U | (low >> 48U & 0x3fffU), low & 0xffffffffffffU);
}

std::string message_id_of(const World& world, const Happening& it) {
  const std::uint64_t place = static_cast<std::uint64_t>(it.person) << 16U | it.ordinal;
  return uuid_of(mixed(world.seed, 47), place);
}

double decimal(std::int64_t hundredths) {
  return static_cast<double>(hundredths) / 100.0;
}

std::string checkout_id_of(const World& world, const Happening& it) {
  const auto bought = static_cast<std::uint32_t>(it.a);
  return fmt::format("co_{:010x}", mixed(world.seed ^ it.visit, bought, it.person) & 0xffffffffffU);
}

std::string order_id_of(const Order& order) {
  return fmt::format("WF-{}", 240'000 + order.number);
}

std::string conversation_id_of(const Conversation& talk) {
  return fmt::format("cv_{}", 20'000 + talk.number);
}

void write_message(JsonWriter& json, const World& world, const Happening& it,
                   std::string_view message_id, Time received) {
  const Spec& spec = spec_of(it.what);
  const int off_s = clock_off_s(world, it);
  json.begin_object();
  json.member("type", name_of(spec.kind));
  json.member("messageId", message_id);
  json.member("timestamp", to_rfc3339({it.us + (off_s * us_per_second)}));
  if (off_s != 0) {
    json.member("sentAt", to_rfc3339({received.us + (off_s * us_per_second) - (250 * us_per_ms)}));
  }
  write_sender(json, world, it);
  write_content(json, world, it);
  json.key("context").begin_object();
  write_context(json, world, it);
  json.end_object();
  json.end_object();
}

}  // namespace throughline::demo
