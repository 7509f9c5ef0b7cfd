// Whatever a tracking request's body holds: each item becomes a draft that keeps every promise of
// event.h, or a refusal with a reason, and reading what was written down says the same again. The
// first byte chooses the source and the path.
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "base/assert.h"
#include "base/text.h"
#include "codec/json_view.h"
#include "collect/clock_skew.h"
#include "collect/message.h"
#include "people/blocked_values.h"
#include "people/normalise.h"
#include "people/rules.h"

namespace throughline::collect {
namespace {

constexpr Time received = {1'767'225'600'000'000};  // 2026-01-01.
constexpr std::string_view random_id = "random-0";
constexpr std::size_t items_max = 2'500;

// Empty, or an object as the normaliser writes it.
void check_object(const std::string& text) {
  if (text.empty()) {
    return;
  }
  const auto document = codec::JsonDocument::parse(text, codec::body_json_limits);
  TL_ASSERT(document.ok());
  TL_ASSERT(document->root().is_object());
  TL_ASSERT(document->root().to_text() == text);
}

void check_identifiers(const std::vector<Identifier>& sent) {
  static const people::Rules rules;
  static const auto blocked = people::BlockedValues::compile(rules);
  TL_ASSERT(sent.size() <= identifiers_max);
  const auto clean = people::clean(sent, rules, *blocked);
  TL_ASSERT(clean.identifiers.size() <= sent.size());
  for (const Identifier& identifier : clean.identifiers) {
    TL_ASSERT(!identifier.type.empty() &&
              identifier.type.size() <= people::identifier_type_bytes_max);
    TL_ASSERT(!identifier.value.empty() && !is_longer(identifier.value, identifier_characters_max));
    const auto again = people::normalise(identifier, rules.phone_region);
    TL_ASSERT(again.ok() && *again == identifier);
  }
}

void check_draft(const Draft& draft) {
  TL_ASSERT(!draft.message_id.empty());
  TL_ASSERT(!is_longer(draft.message_id, message_id_characters_max));
  TL_ASSERT(draft.message_id_is_random == (draft.message_id == random_id) ||
            draft.message_id == random_id);
  TL_ASSERT(draft.occurred_at.us <= received.us + ahead_us_max);
  TL_ASSERT(draft.occurred_at >= start_of({1900, 1, 1}));
  TL_ASSERT(draft.kind < EventKind::merge);
  TL_ASSERT(draft.kind != EventKind::track || !draft.name.empty());
  TL_ASSERT(draft.kind != EventKind::group || !draft.account.empty());
  TL_ASSERT(draft.kind != EventKind::alias || !draft.previous_id.empty());
  TL_ASSERT(!draft.identifiers.empty() || !draft.notes.empty());
  TL_ASSERT(draft.payload_hash.size() == 16);
  for (const std::string* json :
       {&draft.properties, &draft.context, &draft.integrations, &draft.extra}) {
    check_object(*json);
  }
  check_identifiers(draft.identifiers);
}

bool same(const Draft& one, const Draft& other) {
  return one.message_id == other.message_id && one.kind == other.kind && one.name == other.name &&
         one.occurred_at == other.occurred_at && one.clock == other.clock &&
         one.sequence == other.sequence && one.identifiers == other.identifiers &&
         one.account == other.account && one.previous_id == other.previous_id &&
         one.properties == other.properties && one.context == other.context &&
         one.integrations == other.integrations && one.extra == other.extra &&
         one.payload_hash == other.payload_hash;
}

void check_item(codec::JsonView item, const Envelope& envelope) {
  const auto read = read_message(item, envelope, random_id);
  const auto document = codec::JsonDocument::parse(item.to_text(), codec::body_json_limits);
  TL_ASSERT(document.ok());
  const auto again = read_message(document->root(), envelope, random_id);
  TL_ASSERT(read.index() == again.index());
  if (const auto* refusal = std::get_if<Refusal>(&read)) {
    TL_ASSERT(!refusal->reason.empty() && !refusal->detail.empty());
    TL_ASSERT(refusal->reason == std::get<Refusal>(again).reason);
    return;
  }
  check_draft(std::get<Draft>(read));
  TL_ASSERT(same(std::get<Draft>(read), std::get<Draft>(again)));
}

void check(std::uint8_t choice, std::string_view body) {
  const auto document = codec::JsonDocument::parse(body, codec::body_json_limits);
  if (!document.ok()) {
    return;
  }
  const codec::JsonView root = document->root();
  Envelope envelope = {.source = {7},
                       .source_kind = (choice & 8U) != 0 ? SourceKind::browser : SourceKind::server,
                       .properties_email = (choice & 16U) != 0 ? PropertiesEmail::is_identifier
                                                               : PropertiesEmail::ignored,
                       .received = received};
  const codec::JsonView batch = root.find("batch");
  if (!batch.is_array() || batch.size() > items_max) {
    envelope.kind = static_cast<EventKind>((choice & 7U) % 6U);
    check_item(root, envelope);
    return;
  }
  envelope.context = root.find("context");
  envelope.integrations = root.find("integrations");
  envelope.sent_at = root.find("sentAt");
  for (const codec::JsonView item : batch.items()) {
    check_item(item, envelope);
  }
}

}  // namespace
}  // namespace throughline::collect

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 0) {
    throughline::collect::check(data[0], {reinterpret_cast<const char*>(data) + 1, size - 1});
  }
  return 0;
}
