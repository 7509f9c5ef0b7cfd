#include "people/duplicate.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/name_table.h"
#include "base/text.h"
#include "codec/json_view.h"
#include "codec/json_writer.h"

namespace throughline::people {
namespace {

using codec::JsonDocument;
using codec::JsonView;

enum Field : std::size_t { given, family, born, mail, phone, street, number, town, code, region };
constexpr std::size_t field_count = 10;

constexpr std::array<std::string_view, 3> state_names = {"open", "accepted", "refused"};
constexpr std::array<std::string_view, 3> search_names = {"running", "done", "failed"};

// "First_Name" and "firstName" are one spelling.
std::string spelling(std::string_view key) {
  std::string folded = ascii_lower(key);
  std::erase_if(folded, [](char c) { return c == '_' || c == '-' || c == ' ' || c == '$'; });
  return folded;
}

std::optional<Field> field_of(std::string_view key) {
  static const std::map<std::string, Field, std::less<>> fields = {
      {"firstname", given},    {"givenname", given},     {"forename", given},
      {"fname", given},        {"lastname", family},     {"surname", family},
      {"familyname", family},  {"lname", family},        {"birthday", born},
      {"birthdate", born},     {"dateofbirth", born},    {"dob", born},
      {"email", mail},         {"emailaddress", mail},   {"phone", phone},
      {"phonenumber", phone},  {"mobile", phone},        {"mobilephone", phone},
      {"telephone", phone},    {"street", street},       {"streetaddress", street},
      {"address1", street},    {"addressline1", street}, {"line1", street},
      {"housenumber", number}, {"streetnumber", number}, {"city", town},
      {"town", town},          {"locality", town},       {"suburb", town},
      {"postalcode", code},    {"postcode", code},       {"zip", code},
      {"zipcode", code},       {"state", region},        {"region", region},
      {"province", region},    {"county", region}};
  const auto found = fields.find(spelling(key));
  return found == fields.end() ? std::nullopt : std::optional(found->second);
}

std::string text_of(JsonView value) {
  return std::string(value.is_number() ? value.number_text() : value.text());
}

// "Ann Lee", "Lee, Ann".
void add_whole_name(ComparedValues& values, const std::string& name) {
  const std::string_view text = trimmed(name);
  const std::size_t comma = text.find(',');
  const std::size_t space = text.rfind(' ');
  if (comma != std::string_view::npos) {
    values[family].emplace_back(trimmed(text.substr(0, comma)));
    values[given].emplace_back(trimmed(text.substr(comma + 1)));
  } else if (space != std::string_view::npos) {
    values[given].emplace_back(trimmed(text.substr(0, space)));
    values[family].emplace_back(text.substr(space + 1));
  } else if (!text.empty()) {
    values[given].emplace_back(text);
  }
}

// "12 Main Street" and "Hauptstrasse 12a" without their number.
void part_number_from_street(ComparedValues& values) {
  if (values[street].empty() || !values[number].empty()) {
    return;
  }
  const std::string text(trimmed(values[street].front()));
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::size_t first = text.find(' ');
  const std::size_t last = text.rfind(' ');
  if (first == std::string::npos) {
    return;
  }
  if (is_digit(text.front())) {
    values[number] = {text.substr(0, first)};
    values[street] = {text.substr(first + 1)};
  } else if (is_digit(text[last + 1])) {
    values[number] = {text.substr(last + 1)};
    values[street] = {text.substr(0, last)};
  }
}

void add_value(ComparedValues& values, std::string_view key, JsonView value) {
  if (const auto field = field_of(key)) {
    if (std::string text = text_of(value); !text.empty()) {
      values[*field].push_back(std::move(text));
    }
    return;
  }
  const std::string name = spelling(key);
  if (value.is_object() && (name == "address" || name.ends_with("address"))) {
    for (const codec::JsonMember member : value.members()) {
      if (const auto field = field_of(member.key); field && *field >= street) {
        add_value(values, member.key, member.value);
      }
    }
  } else if (value.is_string() && name == "address") {
    values[street].emplace_back(value.text());
  }
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) {
    text += text.empty() || part.empty() ? "" : between;
    text += part;
  }
  return text;
}

}  // namespace

const match::Schema& duplicate_schema() {
  using enum match::FieldRole;
  static const match::Schema schema{{{"first name", given_name},
                                     {"last name", family_name},
                                     {"date of birth", birth_date},
                                     {"email", match::FieldRole::email, 3},
                                     {"phone", match::FieldRole::phone, 3},
                                     {"street", match::FieldRole::street},
                                     {"house number", house_number},
                                     {"town", locality},
                                     {"postcode", postcode},
                                     {"region", match::FieldRole::region}}};
  return schema;
}

ComparedValues compared_values(const std::map<std::string, std::string>& traits,
                               const std::vector<Identifier>& identifiers) {
  ComparedValues values(field_count);
  for (const Identifier& identifier : identifiers) {
    if (identifier.type == "email") {
      values[mail].push_back(identifier.value);
    } else if (identifier.type == "phone") {
      values[phone].push_back(identifier.value);
    }
  }
  std::string whole_name;
  for (const auto& [key, json] : traits) {
    const auto document = JsonDocument::parse(json);
    if (!document.ok()) {
      continue;
    }
    add_value(values, key, document->root());
    const std::string name = spelling(key);
    if (name == "name" || (whole_name.empty() && (name == "fullname" || name == "displayname"))) {
      whole_name = std::string(document->root().text());
    }
  }
  if (values[given].empty() && values[family].empty()) {
    add_whole_name(values, whole_name);
  }
  part_number_from_street(values);
  return values;
}

bool says_who(const ComparedValues& values) {
  return !values[mail].empty() || !values[phone].empty() || !values[family].empty();
}

std::string to_json(const std::vector<DuplicateEvidence>& evidence) {
  codec::JsonWriter writer;
  writer.begin_array();
  for (const DuplicateEvidence& one : evidence) {
    writer.begin_object()
        .member("aspect", one.aspect)
        .member("level", static_cast<std::int64_t>(one.level))
        .member("weight", one.weight)
        .end_object();
  }
  return writer.end_array().take();
}

namespace {

constexpr std::array<match::Aspect, 6> aspects = {
    match::Aspect::given_name, match::Aspect::family_name, match::Aspect::birth_date,
    match::Aspect::email,      match::Aspect::phone,       match::Aspect::place};

std::optional<match::Aspect> aspect_named(std::string_view name) {
  const auto* const found = std::find_if(aspects.begin(), aspects.end(), [&](match::Aspect aspect) {
    return match::name_of(aspect) == name;
  });
  return found == aspects.end() ? std::nullopt : std::optional(*found);
}

}  // namespace

std::vector<DuplicateEvidence> parse_evidence(std::string_view json) {
  std::vector<DuplicateEvidence> evidence;
  const auto document = JsonDocument::parse(json);
  if (!document.ok()) {
    return evidence;
  }
  for (const JsonView item : document->root().items()) {
    DuplicateEvidence one{.aspect = std::string(item.find("aspect").text()),
                          .level = static_cast<match::Level>(
                              item.find("level").integer().value_or(match::levels_max)),
                          .weight = item.find("weight").number().value_or(0)};
    const auto aspect = aspect_named(one.aspect);
    if (aspect && one.level < match::level_count(*aspect)) {
      evidence.push_back(std::move(one));
    }
  }
  return evidence;
}

std::string_view words_of(const DuplicateEvidence& evidence) {
  const auto aspect = aspect_named(evidence.aspect);
  return aspect ? match::level_words(*aspect, evidence.level) : std::string_view();
}

std::string value_of(std::string_view aspect, const ComparedValues& values) {
  const auto known = aspect_named(aspect);
  if (!known) {
    return {};
  }
  const auto first = [&](Field field) {
    return values[field].empty() ? std::string() : values[field].front();
  };
  switch (*known) {
    case match::Aspect::given_name:
      return first(given);
    case match::Aspect::family_name:
      return first(family);
    case match::Aspect::birth_date:
      return first(born);
    case match::Aspect::email:
      return joined(values[mail], ", ");
    case match::Aspect::phone:
      return joined(values[phone], ", ");
    case match::Aspect::place:
      break;
    case match::Aspect::identifier:
    case match::Aspect::other:
      return {};
  }
  return joined({joined({first(street), first(number)}, " "),
                 joined({first(code), first(town)}, " "), first(region)},
                ", ");
}

namespace {

std::vector<DuplicateEvidence> evidence_of(const match::Records& records, const match::Model& model,
                                           const match::Comparer& comparer,
                                           const match::Link& link) {
  const match::Compared compared = comparer.compare(link.a, link.b);
  const match::Evidence weighed = match::weigh(model, records, compared);
  std::vector<DuplicateEvidence> evidence;
  for (std::size_t c = 0; c < model.comparisons.size(); ++c) {
    if (const auto level = match::level_in(compared.pattern, c)) {
      evidence.push_back({.aspect = std::string(match::name_of(model.comparisons[c].aspect)),
                          .level = *level,
                          .weight = std::round(weighed.weights.at(c) * 10) / 10});
    }
  }
  std::stable_sort(evidence.begin(), evidence.end(),
                   [](const auto& a, const auto& b) { return a.weight > b.weight; });
  return evidence;
}

// Which records are connected by now.
class Connected {
 public:
  explicit Connected(std::size_t size) : parents_(size) {
    std::iota(parents_.begin(), parents_.end(), match::RecordIndex{0});
  }
  // Whether they were apart.
  bool connect(match::RecordIndex a, match::RecordIndex b) {
    a = root(a);
    b = root(b);
    parents_[a] = b;
    return a != b;
  }

 private:
  match::RecordIndex root(match::RecordIndex record) {
    while (parents_[record] != record) {
      parents_[record] = parents_[parents_[record]];
      record = parents_[record];
    }
    return record;
  }
  std::vector<match::RecordIndex> parents_;
};

}  // namespace

std::vector<ProposedPair> propose(
    const match::Records& records, const match::Linkage& linkage,
    const std::function<bool(match::RecordIndex, match::RecordIndex)>& is_refused) {
  std::vector<std::size_t> group_of(records.size(), 0);
  std::size_t group = 0;
  for (const auto& members : match::groups(records, linkage, duplicate_probability_min)) {
    ++group;
    for (const match::RecordIndex member : members) {
      group_of[member] = group;
    }
  }
  const match::Comparer comparer(records);
  Connected connected(records.size());
  std::vector<ProposedPair> pairs;
  for (const match::Link& link : linkage.links) {
    const bool together = group_of[link.a] != 0 && group_of[link.a] == group_of[link.b];
    if (together && link.probability() >= duplicate_probability_min &&
        !is_refused(link.a, link.b) && connected.connect(link.a, link.b)) {
      pairs.push_back(
          {link.a, link.b, link.weight, evidence_of(records, linkage.model, comparer, link)});
    }
  }
  return pairs;
}

std::string_view name_of(DuplicateState state) {
  return name_in(state_names, state);
}
Result<DuplicateState> parse_duplicate_state(std::string_view name) {
  return parse_name<DuplicateState>(state_names, name, "state of a duplicate");
}
std::string_view name_of(SearchState state) {
  return name_in(search_names, state);
}
Result<SearchState> parse_search_state(std::string_view name) {
  return parse_name<SearchState>(search_names, name, "state of a search");
}

}  // namespace throughline::people
