// What goes out, piece by piece, so that no answer holds more than a few hundred kilobytes and no
// transaction lasts longer than its piece.
#include "transfer/transfer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "access/access.h"
#include "base/clock.h"
#include "base/name_table.h"
#include "base/number_in.h"
#include "base/text.h"
#include "codec/csv.h"
#include "codec/json_writer.h"
#include "collect/collect.h"
#include "event/public_id.h"
#include "storage/workspaces.h"
#include "timeline/timeline.h"
#include "transfer/export_line.h"

namespace throughline::transfer {
namespace {

using codec::JsonView;
using codec::JsonWriter;
using storage::Transaction;

constexpr std::array<std::string_view, 4> kind_names = {"everything", "people", "accounts",
                                                        "events"};
constexpr std::size_t events_at_once = 500;
constexpr std::size_t rows_at_once = 100;
constexpr std::size_t piece_bytes_max = 256 * 1024;
constexpr std::size_t trait_columns_max = 500;
constexpr std::size_t tombstones_per_line = 500;
constexpr int export_version = 1;

// Where an export of events stands.
struct EventCursor {
  timeline::Position after = {};
  timeline::Position until = {};
  std::int64_t events = 0;
};

std::string cursor_text(const EventCursor& cursor) {
  return timeline::to_text(cursor.after) + "|" + timeline::to_text(cursor.until) + "|" +
         std::to_string(cursor.events);
}

Result<EventCursor> parse_event_cursor(std::string_view text) {
  EventCursor cursor;
  const std::size_t first = text.find('|');
  const std::size_t second = text.rfind('|');
  if (first == std::string_view::npos || second == first) {
    return Error::invalid("this is no cursor of an export");
  }
  TL_TRY_ASSIGN(cursor.after, timeline::parse_position(text.substr(0, first)));
  TL_TRY_ASSIGN(cursor.until, timeline::parse_position(text.substr(first + 1, second - first - 1)));
  cursor.events = number_in(text.substr(second + 1)).value_or(0);
  return cursor;
}

void write_identifiers(JsonWriter& writer, std::string_view key,
                       const std::vector<Identifier>& identifiers) {
  writer.key(key).begin_array();
  for (const Identifier& identifier : identifiers) {
    writer.begin_object().member("type", identifier.type).member("id", identifier.value);
    writer.end_object();
  }
  writer.end_array();
}

std::string source_line(const collect::Source& source) {
  return JsonWriter()
             .begin_object()
             .key("source")
             .begin_object()
             .member("number", source.id.value)
             .member("name", source.name)
             .member("kind", name_of(source.kind))
             .member("enabled", source.enabled)
             .member("properties_email", collect::name_of(source.properties_email))
             .end_object()
             .end_object()
             .take() +
         "\n";
}

std::string decision_line(const people::RecordedDecision& decision) {
  JsonWriter writer;
  writer.begin_object().key("decision").begin_object().member("kind", decision.kind);
  writer.member("at_us", decision.decided_at.us).member("actor", decision.actor);
  writer.member("reason", decision.reason);
  write_identifiers(writer, "identifiers", decision.identifiers);
  if (!decision.others.empty()) {
    write_identifiers(writer, "others", decision.others);
  }
  if (!decision.evidence.empty()) {
    writer.member("weight", decision.weight).raw_member("evidence", decision.evidence);
  }
  return writer.end_object().end_object().take() + "\n";
}

// Who is refused here is refused there, too; their names are not in it.
std::string tombstone_lines(const people::TombstoneSet& set) {
  std::string text;
  for (std::size_t from = 0; from < set.stones.size(); from += tombstones_per_line) {
    JsonWriter writer;
    writer.begin_object().key("tombstones").begin_object().member("key", to_hex(set.key));
    writer.key("digests").begin_array();
    const std::size_t end = std::min(set.stones.size(), from + tombstones_per_line);
    for (std::size_t i = from; i < end; ++i) {
      const people::Tombstone& stone = set.stones[i];
      writer.begin_object().member("digest", to_hex(stone.mac));
      writer.member("mode", name_of(stone.mode)).member("since_us", stone.since.us).end_object();
    }
    text += writer.end_array().end_object().end_object().take() + "\n";
  }
  return text;
}

// A trait as a cell: texts as they are, the rest as JSON.
std::string cell_of(const std::string& json) {
  const auto document = codec::JsonDocument::parse(json);
  return document.ok() && document->root().is_string() ? std::string(document->root().text())
                                                       : json;
}

}  // namespace

std::string_view name_of(ExportKind kind) {
  return name_in(kind_names, kind);
}

Result<ExportKind> parse_export_kind(std::string_view name) {
  return parse_name<ExportKind>(kind_names, name, "export");
}

Result<void> Transfer::audit_export(const Actor& actor, const ExportRequest& request) {
  return workspaces_.write(actor, [&](Transaction& tx) {
    return access_.audit(tx, actor, "export." + std::string(name_of(request.kind)), "workspace");
  });
}

Result<ExportPiece> Transfer::export_piece(const Actor& actor, const ExportRequest& request,
                                           std::string_view cursor) {
  switch (request.kind) {
    case ExportKind::everything:
      return export_everything(actor, cursor);
    case ExportKind::people:
      return export_people(actor, request, cursor);
    case ExportKind::accounts:
      return export_accounts(actor, cursor);
    case ExportKind::events:
      return export_events(actor, cursor);
  }
  return Error::invalid("unknown export");
}

// Rules first, so that they hold when the events come in.
Result<std::string> Transfer::export_head(const Actor& actor) {
  TL_TRY_ASSIGN(const auto sources, collect_.sources(actor));
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<std::string> {
    TL_TRY_ASSIGN(const auto rules, people_.rules(tx));
    TL_TRY_ASSIGN(const auto survivorship, people_.survivorship(tx));
    std::string text = JsonWriter()
                           .begin_object()
                           .member("throughline_export", export_version)
                           .member("at", to_rfc3339(clock_.now()))
                           .end_object()
                           .take() +
                       "\n";
    text += R"({"rules":)" + people::to_json(rules) + "}\n";
    for (const collect::ListedSource& listed : sources) {
      text += source_line(listed.source);
    }
    return text + R"({"survivorship":)" + people::to_json(survivorship) + "}\n";
  });
}

// Where an export of everything stands: among the events, or behind them among what other rooms
// keep.
struct Transfer::WholeCursor {
  EventCursor events = {};
  std::int64_t decisions = 0;
  std::int64_t kept = 0;                      // Lines of theirs so far.
  std::optional<std::string> next_kept = {};  // The events are over.

  [[nodiscard]] std::string text() const {
    return next_kept ? fmt::format("kept|{}|{}|{}|{}", events.events, decisions, kept, *next_kept)
                     : cursor_text(events);
  }
  static Result<WholeCursor> parse(std::string_view text) {
    WholeCursor cursor;
    const std::vector<std::string_view> parts = split(text, '|');
    if (parts.front() != "kept") {
      TL_TRY_ASSIGN(cursor.events, parse_event_cursor(text));
      return cursor;
    }
    if (parts.size() != 5) {
      return Error::invalid("this is no cursor of an export");
    }
    cursor.events.events = number_in(parts[1]).value_or(0);
    cursor.decisions = number_in(parts[2]).value_or(0);
    cursor.kept = number_in(parts[3]).value_or(0);
    cursor.next_kept = std::string(parts[4]);
    return cursor;
  }
};

Result<ExportPiece> Transfer::export_everything(const Actor& actor, std::string_view cursor) {
  if (cursor.empty()) {
    WholeCursor start;
    TL_TRY_ASSIGN(start.events.until, timeline_.settled_position(actor.workspace));
    TL_TRY_ASSIGN(std::string head, export_head(actor));
    return ExportPiece{std::move(head), start.text()};
  }
  TL_TRY_ASSIGN(WholeCursor at, WholeCursor::parse(cursor));
  return at.next_kept ? export_kept(actor, std::move(at)) : export_recorded(actor, std::move(at));
}

Result<ExportPiece> Transfer::export_recorded(const Actor& actor, WholeCursor at) {
  ExportPiece piece;
  TL_TRY(workspaces_.read(actor, [&](Transaction& tx) -> Result<void> {
    EventCursor& events = at.events;
    TL_TRY_ASSIGN(const auto page, timeline_.drafts_after(tx, events.after, events_at_once));
    bool ended = page.reached == events.after;
    timeline::Position reached = page.reached;
    for (const timeline::PositionedDraft& one : page.drafts) {
      if (one.position > events.until) {
        ended = true;
        break;
      }
      if (!is_derived(one.draft.kind)) {
        piece.text += event_line(one.draft) + "\n";
        ++events.events;
      }
      if (piece.text.size() > piece_bytes_max) {
        reached = one.position;
        break;
      }
    }
    events.after = reached;
    if (!ended) {
      return {};
    }
    TL_TRY_ASSIGN(const auto decisions, people_.recorded_decisions(tx));
    for (const people::RecordedDecision& decision : decisions) {
      piece.text += decision_line(decision);
    }
    at.decisions = static_cast<std::int64_t>(decisions.size());
    at.next_kept = "";
    return {};
  }));
  piece.next = at.text();
  return piece;
}

// After the decisions, which say whose an identifier is.
Result<ExportPiece> Transfer::export_kept(const Actor& actor, WholeCursor at) {
  ExportPiece piece;
  TL_TRY(workspaces_.read(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(KeptRows::Page page, kept_.page(tx, *at.next_kept));
    at.kept += std::count(page.lines.begin(), page.lines.end(), '\n');
    at.next_kept = std::move(page.next);
    piece.text = std::move(page.lines);
    return {};
  }));
  if (!at.next_kept->empty()) {
    piece.next = at.text();
    return piece;
  }
  TL_TRY_ASSIGN(const std::string end, export_end(actor, at));
  piece.text += end;
  return piece;
}

Result<std::string> Transfer::export_end(const Actor& actor, const WholeCursor& at) {
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<std::string> {
    std::string text;
    // Last: whoever is suppressed has events that come in before.
    TL_TRY_ASSIGN(const auto sets, people_.recorded_tombstones(tx));
    for (const people::TombstoneSet& set : sets) {
      text += tombstone_lines(set);
    }
    return text +
           JsonWriter()
               .begin_object()
               .key("end")
               .begin_object()
               .member("events", at.events.events)
               .member("decisions", at.decisions)
               .member("kept", at.kept)
               .end_object()
               .end_object()
               .take() +
           "\n";
  });
}

namespace {

// The columns are those of the first piece, whatever traits come while the rest is written.
struct PeopleCursor {
  std::vector<std::string> traits = {};
  std::optional<people::PeopleCursor> after = {};
};

std::string cursor_text(const PeopleCursor& cursor) {
  JsonWriter writer;
  writer.begin_object().key("traits").begin_array();
  for (const std::string& trait : cursor.traits) {
    writer.value(trait);
  }
  writer.end_array();
  if (cursor.after) {
    writer.member("value", cursor.after->value).member("profile", cursor.after->profile.value);
  }
  return writer.end_object().take();
}

Result<PeopleCursor> parse_people_cursor(std::string_view text) {
  TL_TRY_ASSIGN(const auto document, codec::JsonDocument::parse(text));
  PeopleCursor cursor;
  for (const JsonView trait : document.root().find("traits").items()) {
    cursor.traits.emplace_back(trait.text());
  }
  if (const auto profile = document.root().find("profile").integer()) {
    cursor.after = people::PeopleCursor{std::string(document.root().find("value").text()),
                                        ProfileId{*profile}};
  }
  return cursor;
}

std::string header_row(const std::vector<std::string>& traits) {
  std::vector<std::string> names = {"id",         "name",      "email",  "user_id", "phone",
                                    "first_seen", "last_seen", "events", "accounts"};
  names.insert(names.end(), traits.begin(), traits.end());
  std::string text;
  codec::append_csv_row_for_spreadsheets(text, names);
  return text;
}

// The first identifier of a type; a person has few.
std::string first_of(const people::IdentifierPage& page, std::string_view type) {
  for (const auto& identifier : page.identifiers) {
    if (identifier.name.type == type) {
      return identifier.name.value;
    }
  }
  return {};
}

}  // namespace

Result<ExportPiece> Transfer::export_people(const Actor& actor, const ExportRequest& request,
                                            std::string_view cursor) {
  TL_TRY_ASSIGN(people::PeopleQuery query, people::parse_people_query(request.people));
  query.limit = rows_at_once;
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<ExportPiece> {
    ExportPiece piece;
    PeopleCursor at;
    if (cursor.empty()) {
      TL_TRY_ASSIGN(const people::Fields fields, people_.fields(tx));
      for (const people::TraitField& field : fields.traits) {
        if (at.traits.size() < trait_columns_max) {
          at.traits.push_back(field.key);
        }
      }
      std::sort(at.traits.begin(), at.traits.end());
      piece.text = header_row(at.traits);
    } else {
      TL_TRY_ASSIGN(at, parse_people_cursor(cursor));
    }
    query.after = at.after;
    TL_TRY_ASSIGN(const people::PeoplePage page, people_.list(tx, query));
    for (const people::PersonSummary& person : page.people) {
      TL_TRY_ASSIGN(const std::string row, person_row(tx, person, at.traits));
      piece.text += row;
    }
    at.after = page.next;
    piece.next = page.next ? cursor_text(at) : "";
    return piece;
  });
}

Result<std::string> Transfer::person_row(Transaction& tx, const people::PersonSummary& person,
                                         const std::vector<std::string>& columns) {
  TL_TRY_ASSIGN(const people::Profile profile, people_.profile(tx, person.profile));
  TL_TRY_ASSIGN(const auto identifiers, people_.identifiers(tx, person.profile, {}, rows_at_once));
  TL_TRY_ASSIGN(const auto memberships, people_.memberships(tx, person.profile));
  std::string accounts;
  for (const people::Membership& membership : memberships) {
    accounts += accounts.empty() ? "" : "; ";
    accounts += membership.key;
  }
  std::vector<std::string> cells = {profile.public_id,
                                    person.name,
                                    person.email,
                                    first_of(identifiers, "user_id"),
                                    first_of(identifiers, "phone"),
                                    to_rfc3339(person.first_seen),
                                    to_rfc3339(person.last_seen),
                                    std::to_string(person.events),
                                    std::move(accounts)};
  TL_TRY_ASSIGN(const auto traits, people_.traits(tx, person.profile));
  std::map<std::string_view, const std::string*> by_key;
  for (const people::Trait& trait : traits) {
    by_key[trait.key] = &trait.said.value;
  }
  for (const std::string& column : columns) {
    const auto found = by_key.find(column);
    cells.push_back(found == by_key.end() ? "" : cell_of(*found->second));
  }
  std::string text;
  codec::append_csv_row_for_spreadsheets(text, cells);
  return text;
}

Result<ExportPiece> Transfer::export_accounts(const Actor& actor, std::string_view cursor) {
  const AccountId after = {std::strtoll(std::string(cursor).c_str(), nullptr, 10)};
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<ExportPiece> {
    ExportPiece piece;
    if (cursor.empty()) {
      piece.text = "account,type,members,traits\r\n";
    }
    TL_TRY_ASSIGN(const auto page, people_.accounts(tx, {.after = after, .limit = rows_at_once}));
    for (const people::Account& account : page.accounts) {
      JsonWriter traits;
      traits.begin_object();
      for (const auto& [key, state] : account.traits) {
        if (const people::Assertion* const holds = people::winner(state)) {
          traits.raw_member(key, holds->value);
        }
      }
      codec::append_csv_row_for_spreadsheets(
          piece.text,
          std::vector<std::string>{account.key, account.type, std::to_string(account.members),
                                   traits.end_object().take()});
    }
    if (page.next) {
      piece.next = std::to_string(page.next->value);
    }
    return piece;
  });
}

Result<ExportPiece> Transfer::export_events(const Actor& actor, std::string_view cursor) {
  ExportPiece piece;
  EventCursor at;
  if (cursor.empty()) {
    TL_TRY_ASSIGN(at.until, timeline_.settled_position(actor.workspace));
    piece.text = "occurred_at,kind,name,person,channel,source,message_id,account,properties\r\n";
  } else {
    TL_TRY_ASSIGN(at, parse_event_cursor(cursor));
  }
  TL_TRY_ASSIGN(const auto all_sources, collect_.all_sources(actor));
  std::map<SourceId, std::string> sources;
  for (const collect::Source& source : all_sources) {
    sources.emplace(source.id, source.name);
  }
  bool ended = false;
  TL_TRY(workspaces_.read(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto page, timeline_.drafts_after(tx, at.after, events_at_once));
    ended = page.reached == at.after || page.reached >= at.until;
    timeline::Position reached = page.reached;
    bool cut = false;
    for (const timeline::PositionedDraft& one : page.drafts) {
      if (one.position > at.until) {
        break;
      }
      if (piece.text.size() > piece_bytes_max) {
        ended = false;
        cut = true;
        break;
      }
      reached = one.position;
      const Draft& event = one.draft;
      std::string person;
      if (one.key_identifier) {
        TL_TRY_ASSIGN(const auto name, people_.find_identifier_name(tx, one.key_identifier));
        person = name ? name->type + ":" + name->value : "";
      }
      const auto source = sources.find(event.source);
      codec::append_csv_row_for_spreadsheets(
          piece.text,
          std::vector<std::string>{to_rfc3339(event.occurred_at),
                                   std::string(throughline::name_of(event.kind)), event.name,
                                   person, std::string(throughline::name_of(event.channel)),
                                   source == sources.end() ? "" : source->second, event.message_id,
                                   event.account, event.properties});
    }
    at.after = cut ? reached : page.reached;
    return {};
  }));
  piece.next = ended ? "" : cursor_text(at);
  return piece;
}

}  // namespace throughline::transfer
