#include <phonenumbers/phonenumberutil.h>

#include <set>
#include <string>

#include "base/text.h"
#include "people/normalise.h"

namespace throughline::people {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

Result<std::string> normalise_phone(std::string_view text, std::string_view region) {
  const PhoneNumberUtil& util = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (util.Parse(std::string(trimmed(text)), region.empty() ? "ZZ" : std::string(region),
                 &number) != PhoneNumberUtil::NO_PARSING_ERROR ||
      !util.IsPossibleNumber(number)) {
    return Error::invalid("no phone number");
  }
  std::string e164;
  util.Format(number, PhoneNumberUtil::E164, &e164);
  return e164;
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
