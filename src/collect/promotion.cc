#include "collect/promotion.h"

#include <algorithm>

#include "base/text.h"

namespace throughline::collect {
namespace {

class Collector {
 public:
  void add(std::string_view type, codec::JsonView value) {
    std::string text = id_text(value);
    if (text.empty()) {
      return;
    }
    if (is_longer(text, identifier_characters_max)) {
      promoted_.notes.push_back(std::string(type) + " is longer than 500 characters: not used");
      return;
    }
    Identifier identifier = {std::string(type), std::move(text)};
    auto& all = promoted_.identifiers;
    if (std::find(all.begin(), all.end(), identifier) != all.end()) {
      return;
    }
    if (all.size() == identifiers_max) {
      promoted_.notes.push_back("more than 50 identifiers: " + identifier.type + " not used");
      return;
    }
    all.push_back(std::move(identifier));
  }
  void note(std::string text) { promoted_.notes.push_back(std::move(text)); }
  Promoted take() { return std::move(promoted_); }

 private:
  Promoted promoted_;
};

void add_contact(Collector& collector, codec::JsonView traits) {
  collector.add("email", traits.find("email"));
  collector.add("phone", traits.find("phone"));
}

void add_device(Collector& collector, codec::JsonView device) {
  const std::string_view type = device.find("type").text();
  if (type != "android" && type != "ios") {
    return;
  }
  const std::string prefix = std::string(type) + '.';
  collector.add(prefix + "id", device.find("id"));
  collector.add(prefix + "idfa", device.find("advertisingId"));
  collector.add(prefix + "push_token", device.find("token"));
}

// A custom type is a plain name; anything else would collide with how identifiers are written
// (type:value).
bool is_type_name(std::string_view type) {
  return !type.empty() && type.size() <= 64 && std::all_of(type.begin(), type.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  });
}

void add_external_ids(Collector& collector, codec::JsonView external_ids) {
  for (const codec::JsonView entry : external_ids.items()) {
    const std::string_view type = entry.find("type").text();
    const std::string_view collection = entry.find("collection").text_or("users");
    if (collection != "users") {
      continue;
    }
    if (is_type_name(type)) {
      collector.add(type, entry.find("id"));
    } else {
      collector.note("an external id's type is 1 to 64 letters, digits, '_', '.' or '-': not used");
    }
  }
}

}  // namespace

std::string id_text(codec::JsonView value) {
  return std::string(value.is_number() ? value.number_text() : value.text());
}

Promoted promote_identifiers(codec::JsonView item, EventKind kind, codec::JsonView batch_context,
                             PropertiesEmail properties_email) {
  const codec::JsonView own_context = item.find("context");
  const auto context = [&](std::string_view member) {
    const codec::JsonView own = own_context.find(member);
    return own ? own : batch_context.find(member);
  };
  Collector collector;
  collector.add("user_id", item.find("userId"));
  collector.add("anonymous_id", item.find("anonymousId"));
  if (kind == EventKind::identify) {
    add_contact(collector, item.find("traits"));
  }
  add_contact(collector, context("traits"));
  add_device(collector, context("device"));
  collector.add("ga_client_id",
                context("integrations").find_path({"Google Analytics", "clientId"}));
  add_external_ids(collector, context("externalIds"));
  if (properties_email == PropertiesEmail::is_identifier) {
    collector.add("email", item.find_path({"properties", "email"}));
  }
  return collector.take();
}

}  // namespace throughline::collect
