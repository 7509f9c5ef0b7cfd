#include "collect/source.h"

#include "base/name_table.h"
#include "base/text.h"
#include "event/public_id.h"

namespace throughline::collect {
namespace {

constexpr std::array<std::string_view, 2> properties_email_names = {"ignored", "is_identifier"};

}  // namespace

std::string_view name_of(PropertiesEmail choice) {
  return name_in(properties_email_names, choice);
}
Result<PropertiesEmail> parse_properties_email(std::string_view name) {
  return parse_name<PropertiesEmail>(properties_email_names, name, "choice");
}

std::string public_id_of(const Source& source) {
  return to_public_id("source", source.created_at, source.id.value);
}

Tally& Tally::operator+=(const Tally& other) {
  accepted += other.accepted;
  repeated += other.repeated;
  collided += other.collided;
  refused += other.refused;
  random_ids += other.random_ids;
  return *this;
}

Result<std::string> checked_source_name(std::string_view name) {
  std::string checked(trimmed(name));
  if (checked.empty() || is_longer(checked, source_name_characters_max)) {
    return Error::invalid("a source needs a name of at most 200 characters");
  }
  return checked;
}

Source changed(Source source, const SourceChange& change) {
  if (change.name) {
    source.name = *change.name;
  }
  if (change.enabled) {
    source.enabled = *change.enabled;
  }
  if (change.properties_email) {
    source.properties_email = *change.properties_email;
  }
  return source;
}

}  // namespace throughline::collect
