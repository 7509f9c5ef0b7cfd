#include "people/normalise.h"

#include <unicode/bytestream.h>
#include <unicode/idna.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/stringoptions.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

#include "base/text.h"

namespace throughline::people {
namespace {

constexpr std::size_t email_bytes_max = 254;
constexpr std::size_t email_local_bytes_max = 64;

bool is_ascii(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

icu::UnicodeString unicode(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

// Text that is no UTF-8 (lone surrogates) has no NFC and stays as it is.
std::string composed(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(status);
  const icu::UnicodeString from = unicode(text);
  if (is_ascii(text) || U_FAILURE(status) != 0 ||
      from.indexOf(static_cast<char16_t>(0xFFFD)) >= 0) {
    return std::string(text);
  }
  std::string out;
  nfc->normalize(from, status).toUTF8String(out);
  return U_SUCCESS(status) != 0 ? out : std::string(text);
}

std::string lower(std::string_view text) {
  if (is_ascii(text)) {
    return ascii_lower(text);
  }
  std::string out;
  unicode(text).toLower(icu::Locale::getRoot()).toUTF8String(out);
  return out;
}

std::optional<std::string> ascii_domain(std::string_view domain) {
  UErrorCode status = U_ZERO_ERROR;
  static const std::unique_ptr<icu::IDNA> idna(icu::IDNA::createUTS46Instance(
      UIDNA_USE_STD3_RULES | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI, status));
  if (idna == nullptr) {
    return std::nullopt;
  }
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  icu::IDNAInfo info;
  UErrorCode converted = U_ZERO_ERROR;
  idna->nameToASCII_UTF8(icu::StringPiece(domain.data(), static_cast<std::int32_t>(domain.size())),
                         sink, info, converted);
  if (U_FAILURE(converted) != 0 || info.hasErrors() != 0) {
    return std::nullopt;
  }
  return out;
}

bool is_plausible_local(std::string_view local) {
  return !local.empty() && local.size() <= email_local_bytes_max && local.front() != '.' &&
         local.back() != '.' && std::none_of(local.begin(), local.end(), [](char c) {
           const auto byte = static_cast<unsigned char>(c);
           return byte <= 0x20 || byte == 0x7F || c == '@' || c == ',' || c == ';' || c == '<' ||
                  c == '>' || c == '(' || c == ')' || c == '"' || c == ':';
         });
}

bool is_plausible_domain(std::string_view domain) {
  const auto labels = split(domain, '.');
  return labels.size() >= 2 &&
         std::none_of(labels.begin(), labels.end(), [](auto label) { return label.empty(); }) &&
         std::any_of(labels.back().begin(), labels.back().end(),
                     [](char c) { return c < '0' || c > '9'; });
}

// Stored states separate types by spaces (grouping.h).
std::string plain_type(std::string_view type) {
  std::string out(trimmed(type));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) <= ' '; }, '_');
  return out;
}

// A wa_id is E.164 without its plus sign.
std::string with_plus(std::string_view text) {
  const std::string_view digits = trimmed(text);
  const bool plain = digits.find_first_not_of("0123456789") == std::string_view::npos;
  return (plain ? "+" : "") + std::string(digits);
}

std::string shortened(const Identifier& identifier) {
  const std::string text = identifier.type + " " + identifier.value;
  return text.size() <= 100 || !is_ascii(text) ? text : text.substr(0, 100) + "...";
}

}  // namespace

Result<std::string> normalise_email(std::string_view text) {
  const std::string address = lower(composed(trimmed(text)));
  const std::size_t at = address.rfind('@');
  if (at == std::string::npos) {
    return Error::invalid("no email address");
  }
  const std::string local = address.substr(0, at);
  const auto domain = ascii_domain(std::string_view(address).substr(at + 1));
  if (!is_plausible_local(local) || !domain || !is_plausible_domain(*domain)) {
    return Error::invalid("no email address");
  }
  std::string normal = local + "@" + *domain;
  if (normal.size() > email_bytes_max) {
    return Error::invalid("no email address: longer than 254 bytes");
  }
  return normal;
}

Result<Identifier> normalise(const Identifier& sent, std::string_view phone_region) {
  Identifier normal{.type = plain_type(sent.type)};
  if (normal.type.empty() || normal.type.size() > identifier_type_bytes_max) {
    return Error::invalid("the identifier's type has 1 to 100 bytes");
  }
  if (normal.type == "email") {
    TL_TRY_ASSIGN(normal.value, normalise_email(sent.value));
  } else if (normal.type == "phone") {
    TL_TRY_ASSIGN(normal.value, normalise_phone(sent.value, phone_region));
  } else if (normal.type == "whatsapp") {
    TL_TRY_ASSIGN(normal.value, normalise_phone(with_plus(sent.value), phone_region));
  } else if (normal.type == "anonymous_id") {
    normal.value = sent.value;
  } else {
    normal.value = composed(trimmed(sent.value));
  }
  if (trimmed(normal.value).empty()) {
    return Error::invalid("the value is empty");
  }
  if (is_longer(normal.value, identifier_characters_max)) {
    return Error::invalid("longer than 500 characters");
  }
  return normal;
}

CleanIdentifiers clean(const std::vector<Identifier>& sent, const Rules& rules,
                       const BlockedValues& blocked) {
  CleanIdentifiers out;
  for (const Identifier& identifier : sent) {
    Result<Identifier> normal = normalise(identifier, rules.phone_region);
    if (!normal.ok()) {
      out.notes.push_back("identifier left out: " + shortened(identifier) + ": " +
                          normal.error().message);
      continue;
    }
    if (const auto why = blocked.reason(normal->value)) {
      out.notes.push_back("identifies nobody: " + shortened(identifier) + ": " + *why);
    }
    if (std::find(out.identifiers.begin(), out.identifiers.end(), *normal) ==
        out.identifiers.end()) {
      out.identifiers.push_back(*std::move(normal));
    }
  }
  return out;
}

}  // namespace throughline::people
