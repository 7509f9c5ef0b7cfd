#include "demo/people.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "demo/rhythm.h"
#include "demo/template.h"

namespace throughline::demo {
namespace {

constexpr std::array<std::string_view, 7> owner_roles = {
    "Owner",           "Managing Director",  "Office Manager",
    "Operations Lead", "Head of Operations", "Practice Manager",
    "Partner"};
constexpr std::array<std::string_view, 12> team_roles = {
    "Assistant", "Coordinator",   "Project Lead", "Designer",         "Receptionist", "Accountant",
    "Team Lead", "Sales Manager", "Intern",       "Customer Advisor", "Engineer",     "Planner"};

// A name in both scripts, with the underscores of the books turned into spaces.
struct FullName {
  std::string native;
  std::string latin;
};

FullName spelled(const Name& name) {
  FullName full = {std::string(name.native), std::string(name.latin)};
  std::ranges::replace(full.native, '_', ' ');
  std::ranges::replace(full.latin, '_', ' ');
  return full;
}

FullName polish_feminine(FullName name) {
  for (std::string* form : {&name.native, &name.latin}) {
    if (form->ends_with("ski") || form->ends_with("cki")) {
      form->back() = 'a';
    }
  }
  return name;
}

class Population {
 public:
  Population(World& world, int count)
      : world_(world), count_(static_cast<std::size_t>(count)), dice_(mixed(world.seed, 11)) {}

  void make() {
    while (world_.people.size() < count_) {
      constexpr std::array<double, 6> kinds = {0.13, 0.20, 0.14, 0.12, 0.11, 0.10};
      switch (dice_.weighted(kinds)) {
        case 0:
          add_single(Persona::visitor);
          break;
        case 1:
          add_single(Persona::founder);
          break;
        case 2:
          add_single(Persona::freelancer);
          break;
        case 3:
          add_household();
          break;
        case 4:
          add_company();
          break;
        default:
          add_single(Persona::buyer);
      }
    }
  }

 private:
  std::uint32_t random_country() {
    std::vector<double> weights;
    for (const Country& country : countries()) {
      weights.push_back(country.weight);
    }
    return static_cast<std::uint32_t>(dice_.weighted(weights));
  }

  // More come late in the time than early: the company grows.
  int arrival_day() {
    const int days = world_.last_day - world_.first_day;
    for (;;) {
      const int offset = dice_.between(1, days - 1);
      const double growth = 0.5 + (0.9 * offset / days);
      const int day = world_.first_day + offset;
      if (dice_.chance(growth * day_weight(day, Rhythm::any) / 1.8)) {
        return day;
      }
    }
  }

  void set_days(Person& person) {
    person.first_day = arrival_day();
    if (person.persona == Persona::visitor) {
      return;
    }
    if (person.persona != Persona::buyer && dice_.chance(0.24)) {
      person.signup_day = world_.first_day - dice_.between(20, 650);
      person.first_day = world_.first_day + 1;
      return;
    }
    if (person.persona == Persona::buyer && dice_.chance(0.35)) {
      return;  // Orders as a guest.
    }
    person.signup_day = person.first_day + static_cast<int>(dice_.waiting(4.0));
  }

  FullName family_name(const Country& country, bool woman) {
    const FullName name = spelled(dice_.pick(country.families));
    return woman && country.code == "PL" ? polish_feminine(name) : name;
  }

  // One in sixteen has a name from elsewhere.
  const Country& names_of(const Person& person) {
    const Country& home = person.home();
    if (!dice_.chance(0.06)) {
      return home;
    }
    const Country& other = countries()[random_country()];
    const bool same_script =
        other.language != "ja" && other.language != "ar" && other.language != "he";
    return same_script ? other : home;
  }

  void name(Person& person, const FullName* family) {
    const Country& from = family != nullptr ? person.home() : names_of(person);
    const bool woman = dice_.chance(0.52);
    const FullName given = spelled(dice_.pick(woman ? from.women : from.men));
    FullName own = family != nullptr ? *family : family_name(from, woman);
    if (family != nullptr && woman && from.code == "PL") {
      own = polish_feminine(own);
    }
    person.given = given.native;
    person.family = own.native;
    latin_given_ = given.latin;
    latin_family_ = own.latin;
  }

  std::string email_at(std::string_view domain) {
    const std::string given = slug_of(latin_given_);
    const std::string family = slug_of(latin_family_);
    std::string local;
    switch (dice_.between(0, 5)) {
      case 0:
        local = given.substr(0, 1) + family;
        break;
      case 1:
        local = given + "." + family.substr(0, 1);
        break;
      case 2:
        local = family + "." + given;
        break;
      default:
        local = given + "." + family;
    }
    std::string email = fmt::format("{}@{}", local, domain);
    while (!emails_.insert(email).second) {
      email = fmt::format("{}{}@{}", local, dice_.between(2, 99), domain);
    }
    return email;
  }

  std::string phone(const Country& country) {
    for (;;) {
      std::string number(dice_.pick(country.phones));
      for (char& c : number) {
        if (c == '#') {
          c = static_cast<char>('0' + dice_.between(0, 9));
        }
      }
      if (phones_.insert(number).second) {
        return number;
      }
    }
  }

  Device device(const Country& country, bool mobile) {
    Device made;
    made.id = mixed(world_.seed, 23, ++devices_);
    if (dice_.chance(0.008)) {
      made.clock_off_s = dice_.between(-9'000, 9'000);
    }
    if (mobile) {
      made.platform = dice_.chance(country.iphone_share) ? Platform::iphone : Platform::android;
      const bool iphone = made.platform == Platform::iphone;
      const bool first_choice = dice_.chance(0.87);
      const Browser first = iphone ? Browser::safari : Browser::chrome;
      const Browser second = iphone ? Browser::chrome : Browser::firefox;
      made.browser = first_choice ? first : second;
      return made;
    }
    made.platform = dice_.chance(0.42) ? Platform::mac : Platform::windows;
    constexpr std::array<double, 4> on_mac = {0.55, 0.33, 0.12, 0};
    constexpr std::array<double, 4> on_windows = {0, 0.56, 0.15, 0.29};
    made.browser =
        static_cast<Browser>(dice_.weighted(made.platform == Platform::mac ? on_mac : on_windows));
    return made;
  }

  void equip(Person& person) {
    const Country& country = person.home();
    const bool has_computer = dice_.chance(person.persona == Persona::family_member ? 0.4 : 0.82);
    if (!has_computer || dice_.chance(0.85)) {
      person.devices.push_back(device(country, true));
      person.devices.back().app_installed = dice_.chance(0.4);
    }
    if (has_computer) {
      person.devices.push_back(device(country, false));
    }
  }

  std::string_view spoken(const Country& country) {
    if (country.code == "US" && dice_.chance(0.09)) {
      return "es";
    }
    if (country.language != "en" && dice_.chance(0.06)) {
      return "en";
    }
    return country.language;
  }

  Person begin(Persona persona, std::uint32_t country) {
    Person person;
    person.persona = persona;
    person.country = country;
    const Country& home = countries()[country];
    // The first city of each book is the largest.
    const bool first = dice_.chance(0.25);
    person.city = first ? 0U
                        : static_cast<std::uint32_t>(
                              dice_.between(0, static_cast<int>(home.cities.size()) - 1));
    person.language = spoken(home);
    return person;
  }

  void finish(Person& person, std::string_view email_domain) {
    const Country& home = person.home();
    if (person.persona != Persona::visitor) {
      person.email = email_at(email_domain);
      person.user_id = fmt::format("wf{}", 10000 + (world_.people.size() * 7) +
                                               static_cast<std::size_t>(dice_.between(0, 6)));
      if (dice_.chance(0.62)) {
        person.phone = phone(home);
      }
      if (dice_.chance(0.35)) {
        person.birthday = fmt::format("{}-{:02}-{:02}", dice_.between(1951, 2005),
                                      dice_.between(1, 12), dice_.between(1, 28));
      }
    }
    if (person.devices.empty()) {
      equip(person);
    }
    world_.people.push_back(std::move(person));
  }

  void add_single(Persona persona) {
    Person person = begin(persona, random_country());
    set_days(person);
    name(person, nullptr);
    if (persona == Persona::founder) {
      person.role = "Founder";
    } else if (persona == Persona::freelancer) {
      person.role = "Freelancer";
    }
    const std::string_view domain = dice_.pick(person.home().mail_domains);
    finish(person, domain);
  }

  std::uint32_t add_account(const Person& payer, std::string shown, std::string_view industry) {
    Account account;
    account.id = fmt::format("acc_{}", 2000 + (world_.accounts.size() * 3) + 1);
    account.name = std::move(shown);
    account.industry = industry;
    account.country = payer.country;
    account.city = payer.city;
    account.household = industry.empty();
    world_.accounts.push_back(std::move(account));
    return static_cast<std::uint32_t>(world_.accounts.size() - 1);
  }

  int joins_after(const Person& payer) {
    const int after = payer.signup_day + 1 + static_cast<int>(dice_.waiting(25.0));
    return std::max(after, world_.first_day + 1);
  }

  void add_household() {
    Person parent = begin(Persona::parent, random_country());
    set_days(parent);
    const Country& home = parent.home();
    const FullName family = family_name(home, false);
    name(parent, &family);
    const std::string_view domain = dice_.pick(home.mail_domains);
    const std::uint32_t account =
        add_account(parent, filled(home.household, {{"family", family.native}}), "");
    parent.account = account;
    parent.role = "Organizer";
    equip(parent);
    const Device shared = parent.devices.back();
    const Person payer = parent;
    finish(parent, domain);
    const int members = dice_.between(0, 3);
    world_.accounts[account].employees = members + 1;
    for (int i = 0; i < members; ++i) {
      Person member = begin(Persona::family_member, payer.country);
      member.city = payer.city;
      member.language = payer.language;
      member.account = account;
      member.role = "Member";
      member.first_day = member.signup_day = joins_after(payer);
      name(member, &family);
      equip(member);
      if (dice_.chance(0.4)) {
        member.devices.push_back(shared);  // The tablet or laptop in the kitchen.
      }
      finish(member, domain);
    }
  }

  void add_company() {
    Person owner = begin(Persona::owner, random_country());
    set_days(owner);
    const Country& home = owner.home();
    name(owner, nullptr);
    owner.role = dice_.pick(owner_roles);
    const CompanyPattern& pattern = dice_.pick(home.companies);
    const FullName first = family_name(home, false);
    const std::string shown = paired(pattern.native, first.native, home, 0);
    const std::string latin = paired(pattern.latin, first.latin, home, 1);
    std::string domain = slug_of(latin) + ".example";
    for (int again = 2; !domains_.insert(domain).second; ++again) {
      domain = fmt::format("{}{}.example", slug_of(latin), again);
    }
    const std::uint32_t account = add_account(owner, shown, pattern.industry);
    owner.account = account;
    world_.accounts[account].domain = domain;
    const int members = 1 + static_cast<int>(std::min(dice_.spread(2.2), 16.0));
    world_.accounts[account].employees = members + 1 + static_cast<int>(dice_.spread(3.0));
    const Person payer = owner;
    finish(owner, domain);
    for (int i = 0; i < members; ++i) {
      Person member = begin(Persona::teammate, payer.country);
      member.city = dice_.chance(0.85) ? payer.city : member.city;
      member.account = account;
      member.role = dice_.pick(team_roles);
      member.first_day = member.signup_day = joins_after(payer);
      name(member, nullptr);
      finish(member, domain);
    }
  }

  // "{family} & {family}" takes a second name for its second place.
  std::string paired(std::string_view pattern, const std::string& first, const Country& home,
                     std::size_t offset) {
    const std::size_t at = pattern.find("{family}");
    const std::size_t again = pattern.find("{family}", at + 1);
    if (again == std::string_view::npos) {
      return filled(pattern, {{"family", first}});
    }
    const auto index = (first.size() * 7 + domains_.size()) % home.families.size();
    const FullName second = spelled(home.families[index]);
    return filled(pattern.substr(0, again), {{"family", first}}) +
           filled(pattern.substr(again), {{"family", offset == 0 ? second.native : second.latin}});
  }

  World& world_;
  std::size_t count_;
  Dice dice_;
  std::uint64_t devices_ = 0;
  std::set<std::string> emails_;
  std::set<std::string> phones_;
  std::set<std::string> domains_;
  std::string latin_given_;
  std::string latin_family_;
};

// The nearest plain letters for the letters of the Latin books.
constexpr std::array<std::pair<std::string_view, std::string_view>, 67> plain_letters = {{
    {"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"ß", "ss"}, {"Ä", "ae"}, {"Ö", "oe"}, {"Ü", "ue"},
    {"å", "a"},  {"Å", "a"},  {"à", "a"},  {"á", "a"},  {"â", "a"},  {"ã", "a"},  {"ą", "a"},
    {"Á", "a"},  {"ç", "c"},  {"Ç", "c"},  {"ć", "c"},  {"č", "c"},  {"è", "e"},  {"é", "e"},
    {"ê", "e"},  {"ë", "e"},  {"ę", "e"},  {"É", "e"},  {"È", "e"},  {"ğ", "g"},  {"ì", "i"},
    {"í", "i"},  {"î", "i"},  {"ï", "i"},  {"ı", "i"},  {"Í", "i"},  {"İ", "i"},  {"ł", "l"},
    {"Ł", "l"},  {"ñ", "n"},  {"Ñ", "n"},  {"ń", "n"},  {"ò", "o"},  {"ó", "o"},  {"ô", "o"},
    {"õ", "o"},  {"Ó", "o"},  {"Ø", "o"},  {"ø", "o"},  {"ś", "s"},  {"Ś", "s"},  {"ş", "s"},
    {"Ş", "s"},  {"š", "s"},  {"ù", "u"},  {"ú", "u"},  {"û", "u"},  {"Ú", "u"},  {"ý", "y"},
    {"ÿ", "y"},  {"ź", "z"},  {"ż", "z"},  {"Ź", "z"},  {"Ż", "z"},  {"æ", "ae"}, {"œ", "oe"},
    {"Œ", "oe"}, {"Ć", "c"},  {"ž", "z"},  {"’", ""},
}};

std::string plain(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto* const found = std::ranges::find_if(plain_letters, [&](const auto& letter) {
      return text.substr(at).starts_with(letter.first);
    });
    if (found != plain_letters.end()) {
      out += found->second;
      at += found->first.size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

}  // namespace

std::string slug_of(std::string_view latin) {
  std::string slug;
  for (const char c : ascii_lower(plain(latin))) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      slug += c;
    } else if (c != '\'' && c != '.' && !slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  if (!slug.empty() && slug.back() == '-') {
    slug.pop_back();
  }
  return slug;
}

void populate(World& world, int count) {
  Population(world, count).make();
}

std::string Person::full_name() const {
  if (home().family_first) {
    return family + " " + given;
  }
  return given + " " + family;
}

Plan Account::plan_on(int day) const {
  Plan plan = Plan::none;
  for (const auto& [from, to] : plan_changes) {
    if (from <= day) {
      plan = to;
    }
  }
  return plan;
}

}  // namespace throughline::demo
