#include "event/event.h"

#include "base/name_table.h"

namespace throughline {
namespace {

constexpr std::array<std::string_view, 13> kind_names = {
    "track", "page",   "screen",  "identify", "group", "alias",  "merge",
    "split", "system", "unmerge", "freeze",   "erase", "consent"};
constexpr std::array<std::string_view, 9> channel_names = {
    "web", "mobile", "server", "email", "chat", "phone", "shop", "survey", "system"};
constexpr std::array<std::string_view, 2> source_kind_names = {"browser", "server"};
constexpr std::array<std::string_view, 5> clock_note_names = {"sent", "corrected", "absent",
                                                              "implausible", "unreadable"};

}  // namespace

std::string_view name_of(EventKind kind) {
  return name_in(kind_names, kind);
}
Result<EventKind> parse_event_kind(std::string_view name) {
  return parse_name<EventKind>(kind_names, name, "event kind");
}

std::string_view name_of(Channel channel) {
  return name_in(channel_names, channel);
}
Result<Channel> parse_channel(std::string_view name) {
  return parse_name<Channel>(channel_names, name, "channel");
}

std::string_view name_of(SourceKind kind) {
  return name_in(source_kind_names, kind);
}
Result<SourceKind> parse_source_kind(std::string_view name) {
  return parse_name<SourceKind>(source_kind_names, name, "source kind");
}

std::string_view name_of(ClockNote note) {
  return name_in(clock_note_names, note);
}
Result<ClockNote> parse_clock_note(std::string_view name) {
  return parse_name<ClockNote>(clock_note_names, name, "clock note");
}

}  // namespace throughline
