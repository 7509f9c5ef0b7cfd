#include "mix.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "base/time.h"

namespace throughline::bench {
namespace {

constexpr std::uint64_t scatter = 2'654'435'761;  // A prime: names each person once.
constexpr std::array first_names = {"Amelie", "Bruno", "Chiara", "Deniz",  "Elif",    "Farid",
                                    "Greta",  "Hugo",  "Ines",   "Jonas",  "Klára",   "Luca",
                                    "Mehmet", "Nadia", "Oskar",  "Priya",  "Quentin", "Rosa",
                                    "Sofía",  "Tomás", "Ulla",   "Viktor", "Wanda",   "Yusuf"};
constexpr std::array last_names = {
    "Almeida", "Bauer",  "Castillo", "Dubois",   "Eriksson", "Ferrari", "García", "Hoffmann",
    "Ivanova", "Jansen", "Kowalska", "Lindberg", "Moreau",   "Novák",   "Okafor", "Petrov",
    "Quinn",   "Rossi",  "Silva",    "Tanaka",   "Urban",    "Vogel",   "Weber",  "Yilmaz"};
constexpr std::array event_names = {"Product Viewed",   "Product Added",    "Cart Viewed",
                                    "Order Completed",  "Search Performed", "Review Read",
                                    "Checkout Started", "Coupon Applied"};
constexpr std::array plans = {"free", "starter", "team", "business"};

// SplitMix64: the n-th number of a sequence without the ones before it.
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

double unit(std::uint64_t random) {
  return static_cast<double>(random >> 11U) * 0x1.0p-53;
}

std::string uuid(std::uint64_t seed) {
  const std::uint64_t high = mixed(seed);
  const std::uint64_t low = mixed(high ^ seed);
  return fmt::format("{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}", high >> 32U, (high >> 16U) & 0xffffU,
                     high & 0xfffU, low >> 52U, low & 0xffffffffffffU);
}

std::string device_of(std::uint64_t person) {
  return uuid(person ^ 0xdeULL << 40U);
}
std::string anonymous_of(std::uint64_t number) {
  return uuid(number ^ 0xa0ULL << 48U);
}

}  // namespace

std::string Mix::user_id(std::uint64_t person) {
  return fmt::format("user-{:08}", person);
}

std::string Mix::name_of(std::uint64_t person) {
  const std::uint64_t random = mixed(person ^ 77U);
  return fmt::format("{} {}", first_names.at(random % first_names.size()),
                     last_names.at((random >> 20U) % last_names.size()));
}

Sort Mix::sort_of(std::uint64_t number) const {
  const std::uint64_t per_mille_tenths = mixed(options_.seed ^ (number * 5 + 1)) % 1000;
  if (per_mille_tenths < 880) {
    return Sort::event;
  }
  if (per_mille_tenths < 960) {
    return Sort::identify;
  }
  if (per_mille_tenths < 990) {
    return Sort::anonymous;
  }
  if (number < 1000) {
    return Sort::event;  // Nothing has happened yet that could be repeated.
  }
  return per_mille_tenths < 995 ? Sort::login : Sort::repeat;
}

// Zipf with exponent 1, its ranks scattered over the people.
std::uint64_t Mix::person_of(std::uint64_t number) const {
  const double u = unit(mixed(options_.seed ^ (number * 5 + 2)));
  const auto rank = static_cast<std::uint64_t>(
      std::exp(u * std::log(static_cast<double>(options_.people) + 1)) - 1);
  return rank % options_.people * scatter % options_.people;
}

std::uint64_t Mix::earlier(std::uint64_t number, Sort sort) const {
  const bool any = sort == Sort::repeat;
  for (std::uint64_t attempt = 0;; ++attempt) {
    const std::uint64_t random = mixed(options_.seed ^ (number * 5 + 3) ^ (attempt << 50U));
    const std::uint64_t found = random % number;
    const Sort at = sort_of(found);
    if (any ? at != Sort::repeat : at == sort) {
      return found;
    }
  }
}

void Mix::append_times(std::string& out, std::uint64_t number) const {
  const Time at = {options_.start_us + static_cast<std::int64_t>(number) * options_.interval_us};
  fmt::format_to(std::back_inserter(out), R"("messageId":"node-next-{}-{}","timestamp":"{}")",
                 at.us / us_per_ms, uuid(options_.seed ^ (number << 8U)), to_rfc3339(at));
}

void Mix::append_event(std::string& out, std::uint64_t number, const std::string& who) const {
  const std::uint64_t random = mixed(options_.seed ^ (number * 5 + 4));
  const std::uint64_t product = random % 5000;
  const auto to = std::back_inserter(out);
  const bool page = random % 10 < 3;
  if (page) {
    fmt::format_to(to, R"({{"type":"page","name":"Product",{},)", who);
  } else {
    fmt::format_to(to, R"({{"type":"track","event":"{}",{},)",
                   event_names.at((random >> 8U) % event_names.size()), who);
  }
  append_times(out, number);
  if (options_.small) {
    fmt::format_to(to, R"(,"properties":{{"sku":"p-{}"}}}})", product);
    return;
  }
  fmt::format_to(to,
                 R"(,"properties":{{"product_id":"p-{0}","price":{1}.99,"currency":"EUR",)"
                 R"("quantity":{2},"category":"shoes","url":"https://shop.example/p/{0}"}},)"
                 R"("context":{{"library":{{"name":"analytics.js","version":"next-1.84.3"}},)"
                 R"("locale":"de-DE","timezone":"Europe/Berlin","userAgent":"Mozilla/5.0 (X11; )"
                 R"(Linux x86_64) AppleWebKit/537.36 Chrome/126.0"}},"integrations":{{}}}})",
                 product, product % 200, 1 + product % 3);
}

void Mix::append_identify(std::string& out, std::uint64_t number, std::uint64_t person,
                          const std::string& who, bool change) const {
  const std::uint64_t plan = change ? mixed(number) : mixed(person);
  fmt::format_to(std::back_inserter(out), R"({{"type":"identify",{},)", who);
  append_times(out, number);
  fmt::format_to(std::back_inserter(out),
                 R"(,"traits":{{"name":"{0}","email":"{1}@mail.example","plan":"{2}",)"
                 R"("city":"Hamburg","seats":{3},"newsletter":true}},"context":{{"library":)"
                 R"({{"name":"analytics.js","version":"next-1.84.3"}},"locale":"de-DE",)"
                 R"("timezone":"Europe/Berlin"}},"integrations":{{}}}})",
                 name_of(person), user_id(person), plans.at(plan % plans.size()), plan % 50);
}

std::string Mix::who_is(std::uint64_t person) {
  const std::string who = fmt::format(R"("userId":"{}")", user_id(person));
  const bool has_device = mixed(person) % 2 == 0;
  return has_device ? fmt::format(R"({},"anonymousId":"{}")", who, device_of(person)) : who;
}

void Mix::append_introduction(std::string& out, std::uint64_t number) const {
  const std::uint64_t person = number / introductions_each;
  const bool is_identify = number % introductions_each == 0;
  fmt::format_to(std::back_inserter(out),
                 R"({{"type":"{}",{},"messageId":"intro-{}","timestamp":"{}","{}":{{)",
                 is_identify ? "identify" : "page", who_is(person), number,
                 to_rfc3339({options_.start_us - us_per_second}),
                 is_identify ? "traits" : "properties");
  if (is_identify) {
    fmt::format_to(std::back_inserter(out),
                   R"("name":"{}","email":"{}@mail.example","plan":"{}",)"
                   R"("city":"Hamburg","seats":{},"newsletter":true)",
                   name_of(person), user_id(person), plans.at(mixed(person) % plans.size()),
                   mixed(person) % 50);
  }
  out += "}}";
}

void Mix::append_event_of(std::string& out, std::uint64_t person, std::uint64_t number) const {
  append_event(out, number, fmt::format(R"("userId":"{}")", user_id(person)));
}

void Mix::append_message(std::string& out, std::uint64_t number) const {
  const std::uint64_t person = person_of(number);
  switch (sort_of(number)) {
    case Sort::event:
      return append_event(out, number, who_is(person));
    case Sort::identify:
      return append_identify(out, number, person, who_is(person), mixed(number ^ 99U) % 2 == 0);
    case Sort::anonymous:
      return append_event(out, number, fmt::format(R"("anonymousId":"{}")", anonymous_of(number)));
    case Sort::login:
      return append_identify(out, number, person,
                             fmt::format(R"("userId":"{}","anonymousId":"{}")", user_id(person),
                                         anonymous_of(earlier(number, Sort::anonymous))),
                             false);
    case Sort::repeat:
      return append_message(out, earlier(number, Sort::repeat));
  }
}

}  // namespace throughline::bench
