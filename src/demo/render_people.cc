#include <array>

#include "demo/render.h"
#include "demo/visits.h"

namespace throughline::demo {
namespace {

using codec::JsonWriter;

constexpr std::array<std::string_view, 6> new_roles = {"Team Lead",      "Project Lead",
                                                       "Office Manager", "Account Manager",
                                                       "Head of Studio", "Operations Lead"};

struct State {
  Plan plan;
  std::uint32_t city;
  Saying saying;
  std::int64_t spent_cents;
};

State state_in(const Happening& it) {
  return {static_cast<Plan>(it.a & 0xff), static_cast<std::uint32_t>(it.a >> 8 & 0xff),
          static_cast<Saying>(it.a >> 16), it.b};
}

int team_size(const World& world, const Person& person) {
  return person.account == no_account ? 1 : world.accounts[person.account].employees;
}

void write_name(JsonWriter& json, const Person& person) {
  json.member("email", person.email).member("name", person.full_name());
  json.member("firstName", person.given).member("lastName", person.family);
}

void write_everything(JsonWriter& json, const World& world, const Person& person,
                      const State& state) {
  write_name(json, person);
  if (!person.phone.empty()) {
    json.member("phone", person.phone);
  }
  json.member("language", person.language).member("country", person.home().code);
  json.member("city", person.home().cities[state.city].name);
  if (!person.role.empty()) {
    json.member("role", person.role);
  }
  if (person.account != no_account && !world.accounts[person.account].household) {
    json.member("company", world.accounts[person.account].name);
  }
  if (!person.birthday.empty()) {
    json.member("birthday", person.birthday);
  }
  if (person.persona != Persona::buyer) {
    json.member("plan", offer_of(state.plan).name).member("team_size", team_size(world, person));
  }
  json.member("createdAt", to_rfc3339({person.created_us}));
}

std::string_view status_of(Plan plan) {
  if (plan == Plan::none) {
    return "cancelled";
  }
  return plan == Plan::trial ? "trialing" : "active";
}

void write_state(JsonWriter& json, const State& state) {
  json.member("plan", offer_of(state.plan).name).member("status", status_of(state.plan));
  json.member("ltv", decimal(state.spent_cents));
}

}  // namespace

void write_traits(JsonWriter& json, const World& world, const Happening& it) {
  const Person& person = world.people[it.person];
  const State state = state_in(it);
  switch (state.saying) {
    case Saying::everything:
      write_everything(json, world, person, state);
      if (it.what == What::identified_server) {
        json.member("status", status_of(state.plan)).member("ltv", decimal(state.spent_cents));
      }
      return;
    case Saying::sign_in:
      write_name(json, person);
      return;
    case Saying::moved:
      json.member("city", person.home().cities[state.city].name);
      json.member("timezone", person.home().cities[state.city].zone);
      return;
    case Saying::new_role:
      json.member("role", new_roles.at(it.seed % new_roles.size()));
      return;
    case Saying::state:
    case Saying::left:
      write_state(json, state);
      return;
  }
}

void write_account_traits(JsonWriter& json, const World& world, const Happening& it) {
  const Account& account = world.accounts[world.people[it.person].account];
  const Country& home = countries()[account.country];
  const auto plan = static_cast<Plan>(it.a);
  json.member("name", account.name).member("plan", offer_of(plan).name);
  json.member("type", account.household ? "household" : "company");
  json.member("seats", it.b);
  json.member("country", home.code).member("city", home.cities[account.city].name);
  if (!account.household) {
    json.member("industry", account.industry).member("employees", (it.b * 2) + 1);
    json.member("website", "https://" + account.domain);
  }
  json.member("createdAt", to_rfc3339({account.created_us}));
  json.member("mrr", decimal(offer_of(plan).euro_cents_month));
}

}  // namespace throughline::demo
