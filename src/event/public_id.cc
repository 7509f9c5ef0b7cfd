#include "event/public_id.h"

#include <array>

namespace throughline {
namespace {

constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t suffix_length = 26;
constexpr std::uint64_t key_mask = (std::uint64_t{1} << 62U) - 1;
constexpr std::uint64_t version_bits = 0x7000U;
constexpr std::uint64_t variant_bit = std::uint64_t{1} << 63U;

// Two 64-bit halves of a UUID.
struct Uuid {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
};

unsigned take_five_bits(Uuid& uuid) {
  const auto bits = static_cast<unsigned>(uuid.low & 31U);
  uuid.low = uuid.low >> 5U | uuid.high << 59U;
  uuid.high >>= 5U;
  return bits;
}

}  // namespace

std::string to_public_id(std::string_view prefix, Time created, std::int64_t key) {
  const auto ms = static_cast<std::uint64_t>(created.us / us_per_ms);
  Uuid uuid = {ms << 16U | version_bits,
               variant_bit | (static_cast<std::uint64_t>(key) & key_mask)};
  std::string suffix(suffix_length, '0');
  for (std::size_t i = suffix_length; i-- > 0;) {
    suffix[i] = digits[take_five_bits(uuid)];
  }
  return std::string(prefix) + '_' + suffix;
}

std::optional<PublicId> parse_public_id(std::string_view prefix, std::string_view text) {
  if (text.size() != prefix.size() + 1 + suffix_length || !text.starts_with(prefix) ||
      text[prefix.size()] != '_' || text[prefix.size() + 1] > '7') {
    return std::nullopt;
  }
  Uuid uuid;
  for (const char c : text.substr(prefix.size() + 1)) {
    const std::size_t digit = digits.find(c);
    if (digit == std::string_view::npos) {
      return std::nullopt;
    }
    uuid.high = uuid.high << 5U | uuid.low >> 59U;
    uuid.low = uuid.low << 5U | digit;
  }
  if ((uuid.high & 0xffffU) != version_bits || (uuid.low >> 62U) != 2U) {
    return std::nullopt;
  }
  return PublicId{static_cast<std::int64_t>(uuid.low & key_mask),
                  static_cast<std::int64_t>(uuid.high >> 16U)};
}

}  // namespace throughline
