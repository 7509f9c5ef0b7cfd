// Person, Account, Device: who lives in the simulation, and what they hold in their hands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "demo/company.h"
#include "demo/country.h"

namespace throughline::demo {

enum class Persona : std::uint8_t {
  visitor,  // Looks around and never says who she is.
  founder,  // Works alone. The persona of Truth::stalled_onboarding.
  freelancer,
  parent,  // Keeps the household's plan.
  family_member,
  owner,  // Bought it for a company.
  teammate,
  buyer  // Wants a device, not a plan.
};
constexpr bool pays(Persona persona) {
  return persona == Persona::founder || persona == Persona::freelancer ||
         persona == Persona::parent || persona == Persona::owner;
}

enum class Platform : std::uint8_t { iphone, android, mac, windows };
enum class Browser : std::uint8_t { safari, chrome, firefox, edge };

struct Device {
  Platform platform = Platform::iphone;
  Browser browser = Browser::safari;
  std::uint64_t id = 0;  // Browser and app on it derive their anonymous ids from this.
  int clock_off_s = 0;   // Its clock is wrong by so much.
  bool app_installed = false;

  [[nodiscard]] bool mobile() const {
    return platform == Platform::iphone || platform == Platform::android;
  }
  [[nodiscard]] bool breaks_payment() const {
    return platform == Platform::iphone && browser == Browser::safari;
  }
};

struct Account {
  std::string id;
  std::string name;
  std::string domain;
  std::string_view industry;
  bool household = false;
  std::uint32_t country = 0;
  std::uint32_t city = 0;
  int employees = 1;
  std::int64_t created_us = 0;  // When the payer signed up; filled in by her life.
  // Written by the life of whoever pays, read by the members' lives, which come after.
  std::vector<std::pair<int, Plan>> plan_changes = {};

  [[nodiscard]] Plan plan_on(int day) const;
};

constexpr std::uint32_t no_account = 0xffffffffU;

struct Person {
  Persona persona = Persona::visitor;
  std::uint32_t country = 0;
  std::uint32_t city = 0;
  std::uint32_t account = no_account;
  std::string user_id;
  std::string given;
  std::string family;
  std::string email;
  std::string phone;     // Empty: never told us.
  std::string birthday;  // "1987-04-12" or empty.
  std::string_view language;
  std::string_view role;
  std::vector<Device> devices;
  int first_day = 0;            // Days since 1970, local.
  int signup_day = -1;          // Negative: never.
  std::int64_t created_us = 0;  // When the account was made; filled in by the life.

  [[nodiscard]] std::string full_name() const;
  [[nodiscard]] const Country& home() const { return countries()[country]; }
};

}  // namespace throughline::demo
