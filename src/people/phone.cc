#include <phonenumbers/phonenumberutil.h>

#include <set>
#include <string>
#include <utility>

#include "base/text.h"
#include "people/normalise.h"

namespace throughline::people {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

Result<std::string> to_e164(const std::string& text, const std::string& region) {
  const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (util.Parse(text, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR ||
      !util.IsPossibleNumber(number)) {
    return Error::invalid("no phone number");
  }
  std::string e164;
  util.Format(number, PhoneNumberUtil::E164, &e164);
  return e164;
}

}  // namespace

// One leading zero is taken away by each reading: +49 00 30 would be another number once it was
// read again.
Result<std::string> normalise_phone(std::string_view text, std::string_view region) {
  TL_TRY_ASSIGN(std::string e164,
                to_e164(std::string(trimmed(text)), region.empty() ? "ZZ" : std::string(region)));
  for (;;) {
    TL_TRY_ASSIGN(std::string again, to_e164(e164, "ZZ"));
    if (again == e164) {
      return e164;
    }
    if (again.size() >= e164.size()) {
      return Error::invalid("no phone number");
    }
    e164 = std::move(again);
  }
}

bool is_phone_region(std::string_view region) {
  if (region.empty()) {
    return true;
  }
  std::set<std::string> regions;
  PhoneNumberUtil::GetInstance()->GetSupportedRegions(&regions);
  return regions.contains(std::string(region));
}

}  // namespace throughline::people
