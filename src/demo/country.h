// Country: what people, companies, money and telephones look like in one place.
//
// The tables are books in places/, one file per country. Values live for the whole program.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "demo/book.h"

namespace throughline::demo {

// A name in its own script, and in Latin letters where that is another.
struct Name {
  std::string_view native;
  std::string_view latin;
};

struct City {
  std::string_view name;
  std::string_view zone;
  int utc_minutes = 0;  // Standard time; the rhythm of a day needs no more.
};

struct CompanyPattern {
  std::string_view native;
  std::string_view latin;
  std::string_view industry;
};

struct Currency {
  std::string_view code;
  double per_euro = 1;
  std::int64_t step = 100;  // Prices are multiples of it, in hundredths.
  bool whole = false;       // No decimals are written.
};

struct Country {
  std::string_view code;
  std::string_view name;
  std::string_view language;
  std::string_view locale;
  Currency currency;
  double weight = 1;
  double iphone_share = 0.5;
  bool family_first = false;
  std::vector<Name> women;
  std::vector<Name> men;
  std::vector<Name> families;
  std::vector<City> cities;
  std::vector<CompanyPattern> companies;
  std::string_view household;            // "Familie {family}"
  std::vector<std::string_view> phones;  // '#' stands for a digit.
  std::vector<std::string_view> mail_domains;
};

const std::vector<Country>& countries();

// Hundredths of the country's currency for hundredths of a euro, as a shop would price it.
std::int64_t price_in(const Currency& currency, std::int64_t euro_cents);
// "39,00 €" as people write it in that language.
std::string written_amount(const Currency& currency, std::string_view language,
                           std::int64_t hundredths);

}  // namespace throughline::demo
