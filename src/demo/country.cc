#include "demo/country.h"

#include <fmt/format.h>

#include <array>

#include "base/assert.h"
#include "base/number_in.h"
#include "base/text.h"
#include "demo/places.h"

namespace throughline::demo {
namespace {

double figure_in(std::string_view text) {
  const auto value = number_in<double>(text);
  TL_ASSERT(value.has_value());
  return *value;
}

std::pair<std::string_view, std::string_view> halves(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash == std::string_view::npos ? std::pair(text, text)
                                         : std::pair(text.substr(0, slash), text.substr(slash + 1));
}

std::vector<Name> names_in(const Book& book, std::string_view key) {
  std::vector<Name> names;
  for (const std::string_view line : book.lines("names", key)) {
    for (const std::string_view word : split(line, ' ')) {
      const auto [native, latin] = halves(word);
      names.push_back({native, latin});
    }
  }
  TL_ASSERT(!names.empty());
  return names;
}

std::vector<City> cities_in(const Book& book) {
  std::vector<City> cities;
  for (const std::string_view line : book.lines("place", "city")) {
    const auto parts = split(line, '|');
    TL_ASSERT(parts.size() == 3);
    cities.push_back({parts[0], parts[1], static_cast<int>(figure_in(parts[2]))});
  }
  return cities;
}

std::vector<CompanyPattern> companies_in(const Book& book) {
  std::vector<CompanyPattern> companies;
  for (const std::string_view line : book.lines("names", "company")) {
    const auto parts = split(line, '|');
    TL_ASSERT(parts.size() == 2);
    const auto [native, latin] = halves(parts[0]);
    companies.push_back({native, latin, parts[1]});
  }
  return companies;
}

std::vector<std::string_view> words_in(const Book& book, std::string_view key) {
  std::vector<std::string_view> words;
  for (const std::string_view line : book.lines("place", key)) {
    for (const std::string_view word : split(line, ' ')) {
      words.push_back(word);
    }
  }
  return words;
}

Currency currency_in(const Book& book) {
  const auto parts = split(book.line("place", "currency"), ' ');
  TL_ASSERT(parts.size() == 3);
  const auto step = static_cast<std::int64_t>(figure_in(parts[2]));
  return {parts[0], figure_in(parts[1]), step, step % 100 == 0 && step > 100};
}

Country country_in(std::string_view text) {
  const Book book(text);
  Country country;
  country.code = book.line("place", "code");
  country.name = book.line("place", "name");
  country.language = book.line("place", "language");
  country.locale = book.line("place", "locale");
  country.currency = currency_in(book);
  country.weight = figure_in(book.line("place", "weight"));
  country.iphone_share = figure_in(book.line("place", "iphone"));
  country.family_first = book.line("place", "order") == "family-first";
  country.women = names_in(book, "women");
  country.men = names_in(book, "men");
  country.families = names_in(book, "families");
  country.cities = cities_in(book);
  country.companies = companies_in(book);
  country.household = book.line("names", "household");
  country.phones = words_in(book, "phones");
  country.mail_domains = words_in(book, "mail");
  return country;
}

std::string grouped(std::int64_t value, std::string_view separator) {
  std::string digits = std::to_string(value);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, separator);
  }
  return digits;
}

std::string_view symbol_of(std::string_view code) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 10> symbols = {{
      {"EUR", "€"},
      {"USD", "$"},
      {"GBP", "£"},
      {"SEK", "kr"},
      {"PLN", "zł"},
      {"JPY", "¥"},
      {"BRL", "R$"},
      {"INR", "₹"},
      {"EGP", "ج.م"},
      {"ILS", "₪"},
  }};
  for (const auto& [name, symbol] : symbols) {
    if (name == code) {
      return symbol;
    }
  }
  return code;
}

std::string_view points_or_space(bool points) {
  return points ? "." : "\u00a0";
}

}  // namespace

const std::vector<Country>& countries() {
  static const std::vector<Country> all = [] {
    std::vector<Country> list;
    for (const std::string_view text :
         {places::united_states, places::germany, places::united_kingdom, places::france,
          places::japan, places::brazil, places::spain, places::india, places::sweden,
          places::poland, places::egypt, places::israel}) {
      list.push_back(country_in(text));
    }
    return list;
  }();
  return all;
}

std::int64_t price_in(const Currency& currency, std::int64_t euro_cents) {
  const auto exact = static_cast<std::int64_t>(static_cast<double>(euro_cents) * currency.per_euro);
  const std::int64_t steps = (exact + currency.step / 2) / currency.step;
  return std::max<std::int64_t>(steps, 1) * currency.step;
}

std::string written_amount(const Currency& currency, std::string_view language,
                           std::int64_t hundredths) {
  const std::string_view symbol = symbol_of(currency.code);
  const bool english = language == "en" || language == "ja" || language == "he" || language == "ar";
  const std::string_view point = english ? "." : ",";
  const bool points = language == "de" || language == "es" || language == "pt";
  const std::string_view thousands = english ? "," : points_or_space(points);
  std::string amount = grouped(hundredths / 100, thousands);
  if (!currency.whole && hundredths % 100 != 0) {
    amount += fmt::format("{}{:02}", point, hundredths % 100);
  }
  const bool symbol_first = language == "en" || language == "ja" || language == "pt";
  return symbol_first ? fmt::format("{}{}{}", symbol, language == "pt" ? "\u00a0" : "", amount)
                      : fmt::format("{}\u00a0{}", amount, symbol);
}

}  // namespace throughline::demo
