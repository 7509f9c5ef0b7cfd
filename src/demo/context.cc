#include <fmt/format.h>

#include "demo/render.h"
#include "demo/shopping.h"
#include "demo/site.h"
#include "demo/user_agent.h"

namespace throughline::demo {
namespace {

using codec::JsonWriter;

// The page on which it happened.
Place place_of(const World& world, const Happening& it) {
  switch (it.what) {
    case What::page_viewed:
      return {static_cast<Page>(it.a), it.b & 0xff};
    case What::product_viewed:
    case What::product_added:
    case What::product_removed:
      return {Page::product, it.a};
    case What::products_searched:
    case What::list_viewed:
      return {Page::shop};
    case What::cart_viewed:
      return {Page::cart};
    case What::checkout_started:
    case What::step_viewed:
    case What::step_completed:
    case What::payment_entered:
    case What::checkout_error:
    case What::lead_identified:
      return {it.what != What::lead_identified && it.a < 0 ? Page::app_billing : Page::checkout};
    case What::order_completed:
      return {Page::confirmation};
    case What::plan_selected:
    case What::upgrade_requested:
    case What::cancel_started:
      return {Page::app_billing};
    case What::logged_in:
      return {Page::login};
    case What::newsletter_subscribed:
      return {Page::home};
    case What::demo_requested:
      return {Page::teams};
    case What::feature_used_web:
      return {Page::app_boards};
    case What::identified_web:
      return {world.people[it.person].created_us == it.us ? Page::signup : Page::app_week};
    default:
      return {Page::signup};
  }
}

// The campaign's parameters stand in the address of the first page.
std::string search_of(const Campaign& campaign) {
  if (campaign.source.empty()) {
    return {};
  }
  std::string search = fmt::format("?utm_source={}&utm_medium={}&utm_campaign={}", campaign.source,
                                   campaign.medium, campaign.name);
  if (!campaign.content.empty()) {
    search += fmt::format("&utm_content={}", campaign.content);
  }
  return search;
}

void write_campaign(JsonWriter& json, const Campaign& campaign) {
  json.key("campaign").begin_object();
  json.member("source", campaign.source);
  json.member("medium", campaign.medium);
  json.member("name", campaign.name);
  if (!campaign.content.empty()) {
    json.member("content", campaign.content);
  }
  json.end_object();
}

void write_web(JsonWriter& json, const World& world, const Happening& it) {
  const Person& person = world.people[it.person];
  const Visit& visit = world.visits[it.visit];
  const Campaign& campaign = campaigns.at(visit.campaign);
  const Place place = place_of(world, it);
  const auto before = static_cast<Page>(it.what == What::page_viewed ? it.b >> 8 : 1);
  const bool landing = before == Page::none;
  const std::string search = landing ? search_of(campaign) : "";
  json.key("page").begin_object();
  json.member("path", path_of(place, person.language));
  json.member("referrer",
              landing ? std::string(campaign.referrer) : url_of({before}, person.language));
  json.member("search", search);
  json.member("title", title_of(place, person.language));
  json.member("url", url_of(place, person.language) + search);
  json.end_object();
  if (landing && !campaign.source.empty()) {
    write_campaign(json, campaign);
  }
  json.member("userAgent", user_agent_of(person.devices[visit.device], {it.us}));
  json.key("library").begin_object();
  json.member("name", "analytics.js").member("version", "npm:next-1.81.0").end_object();
}

void write_phone(JsonWriter& json, const World& world, const Happening& it) {
  const Device& device = world.people[it.person].devices[world.visits[it.visit].device];
  const Handset handset = handset_of(device, {it.us});
  const std::string version = app_version_on({it.us});
  json.key("app").begin_object();
  json.member("name", company_name).member("version", version);
  json.member("namespace", "example.wrenfold.planner").end_object();
  json.key("device").begin_object();
  json.member("id", uuid_of(device.id, 3));
  json.member("manufacturer", handset.manufacturer).member("model", handset.model);
  json.member("name", handset.name);
  json.member("type", device.platform == Platform::iphone ? "ios" : "android").end_object();
  json.key("os").begin_object();
  json.member("name", handset.os).member("version", handset.os_version).end_object();
  json.key("network").begin_object();
  json.member("wifi", it.seed % 5 != 0).member("cellular", it.seed % 5 == 0).end_object();
  json.key("library").begin_object();
  json.member("name", device.platform == Platform::iphone ? "analytics-swift" : "analytics-kotlin");
  json.member("version", device.platform == Platform::iphone ? "1.7.3" : "1.19.1").end_object();
}

// The support desk and the mail system know an address or a number, the rest only an id.
void write_known_address(JsonWriter& json, const Person& person, const Happening& it) {
  const Spec& spec = spec_of(it.what);
  const bool guest = !it.known;
  const bool by_phone = spec.channel == Channel::phone && !person.phone.empty();
  if (!guest && spec.channel != Channel::email && !by_phone) {
    return;
  }
  json.key("traits").begin_object();
  if (!person.email.empty()) {
    json.member("email", person.email);
  }
  if (by_phone) {
    json.member("phone", person.phone);
  }
  json.end_object();
}

Channel channel_of(const World& world, const Happening& it) {
  if (it.what == What::passed_on) {
    constexpr std::array<Channel, 3> media = {Channel::chat, Channel::phone, Channel::email};
    const Conversation& talk = world.conversations[static_cast<std::size_t>(it.a)];
    return media.at(static_cast<std::size_t>(talk.medium));
  }
  return spec_of(it.what).channel;
}

}  // namespace

void write_context(JsonWriter& json, const World& world, const Happening& it) {
  const Spec& spec = spec_of(it.what);
  const Person& person = world.people[it.person];
  json.member("channel", name_of(channel_of(world, it)));
  if (info_of(spec.source).kind == SourceKind::server) {
    write_known_address(json, person, it);
    json.key("library").begin_object();
    json.member("name", "analytics-node").member("version", "2.3.0").end_object();
    return;
  }
  json.member("locale", fmt::format("{}-{}", person.language, person.home().code));
  json.member("timezone", person.home().cities[person.city].zone);
  if (spec.source == DemoSource::website) {
    write_web(json, world, it);
  } else {
    write_phone(json, world, it);
  }
}

}  // namespace throughline::demo
