#include "segments/segments.h"

#include <fmt/format.h>

#include <algorithm>

#include "access/access.h"
#include "base/clock.h"
#include "base/if_found.h"
#include "base/text.h"
#include "codec/json_writer.h"
#include "event/public_id.h"
#include "journeys/journeys.scan.h"
#include "segments/rule_json.h"
#include "segments/segment_store.h"
#include "segments/segments.figure_keeper.h"
#include "segments/segments.parts.h"
#include "storage/database.h"

namespace throughline::segments {

using storage::Transaction;

namespace {

constexpr std::size_t days_shown = 400;
constexpr std::size_t stays_shown = 200;
constexpr std::size_t identifiers_at_once = 500;
constexpr std::size_t examples_max = 100;
constexpr std::size_t example_bytes_max = 200;

std::string target_of(SegmentId id) {
  return "segment:" + std::to_string(id.value);
}

std::string sentence_of(const Segment& segment, const std::vector<Segment>& all) {
  if (segment.kind == SegmentKind::list) {
    return "is on the list";
  }
  if (segment.kind == SegmentKind::figure) {
    const auto figure = parse_figure(segment.rule);
    return figure.ok() ? sentence(*figure) : figure.error().message;
  }
  const auto rule = parse_rule(segment.rule);
  const Naming naming = {.segment_name = [&](SegmentId id) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Segment& one) { return one.id == id; });
    return found == all.end() ? std::string() : found->name;
  }};
  return rule.ok() ? sentence(*rule, naming) : rule.error().message;
}

// What a change makes of a segment; `rule` is the change's as it is kept.
Result<Segment> changed(const Segment& before, const SegmentChange& change,
                        const std::optional<std::string>& rule, Time now) {
  if (change.version && *change.version != before.version) {
    return Error::conflict("somebody else has changed the segment meanwhile");
  }
  if (rule && before.kind == SegmentKind::list) {
    return Error::invalid("a list has no `condition`");
  }
  if (rule && before.kind == SegmentKind::figure) {
    return Error::invalid(
        "who is behind a figure is said by its question: a segment of it has no `condition`; save "
        "the figure that you want as another segment");
  }
  Segment after = before;
  TL_TRY_ASSIGN(after.name, checked_name(change.name.value_or(before.name)));
  TL_TRY_ASSIGN(after.description,
                checked_description(change.description.value_or(before.description)));
  after.rule = rule.value_or(before.rule);
  const bool archived = change.archived.value_or(before.archived_at.has_value());
  after.archived_at = archived ? before.archived_at.value_or(now) : std::optional<Time>();
  const bool comes_back = before.archived_at && !archived;
  after.built = before.built && after.rule == before.rule && !comes_back;
  after.version = before.version + 1;
  after.changed_at = now;
  return after;
}

// When and with what a figure's question was last asked.
void add_asking(const std::optional<FigureAsking>& asking, Reason& reason) {
  if (!asking || !asking->asked_at) {
    reason.because.push_back({.text = "it has not been asked for yet", .holds = false});
  } else {
    reason.because.push_back({.text = "it was last asked for at " + to_rfc3339(*asking->asked_at) +
                                      ", with everything up to position " + asking->position,
                              .holds = true});
  }
  if (asking && asking->failed_at) {
    reason.because.push_back({.text = "it could not be asked for since " +
                                      to_rfc3339(*asking->failed_at) + ", because " +
                                      asking->because,
                              .holds = false});
  }
}

// How many people have which bits; a bit per segment.
std::vector<OverlapRegion> regions_of(const std::vector<std::uint8_t>& in, std::size_t segments) {
  std::vector<std::int64_t> counts(std::size_t{1} << segments);
  for (const std::uint8_t bits : in) {
    ++counts[bits];
  }
  std::vector<OverlapRegion> regions;
  for (std::size_t bits = 1; bits < counts.size(); ++bits) {
    if (counts[bits] == 0) {
      continue;
    }
    OverlapRegion& region = regions.emplace_back();
    region.people = counts[bits];
    for (std::size_t place = 0; place < segments; ++place) {
      if (((bits >> place) & 1U) != 0) {
        region.in.push_back(place);
      }
    }
  }
  return regions;
}

Result<void> check_overlap(const std::vector<SegmentId>& ids) {
  const std::set<SegmentId> distinct(ids.begin(), ids.end());
  if (ids.size() < 2 || ids.size() > overlap_max || distinct.size() != ids.size()) {
    return Error::invalid(fmt::format("an overlap is of 2 to {} different segments", overlap_max));
  }
  return {};
}

// By the profile's id, a bit per segment that the person is in.
Result<std::vector<std::uint8_t>> memberships_in(Transaction& tx,
                                                 const std::vector<SegmentId>& ids) {
  std::vector<std::uint8_t> in;
  for (std::size_t place = 0; place < ids.size(); ++place) {
    TL_TRY(each_member(tx, ids[place], [&](ProfileId profile) {
      const auto index = static_cast<std::size_t>(profile.value);
      if (in.size() <= index) {
        in.resize(std::max(index + 1, 2 * in.size()));
      }
      in[index] = static_cast<std::uint8_t>(in[index] | (1U << place));
    }));
  }
  return in;
}

SegmentVersion version_of(const Segment& segment, const Actor& actor) {
  return {.version = segment.version,
          .at = segment.changed_at,
          .actor = actor.name,
          .name = segment.name,
          .rule = segment.rule};
}

}  // namespace

Result<std::vector<ListedSegment>> Segments::list(const Actor& actor) {
  return workspaces_.read(actor, [](Transaction& tx) -> Result<std::vector<ListedSegment>> {
    TL_TRY_ASSIGN(const auto segments, find_segments(tx, Archived::left_out));
    TL_TRY_ASSIGN(const auto sizes, count_members(tx));
    TL_TRY_ASSIGN(const auto askings, find_askings(tx));
    std::vector<ListedSegment> listed;
    for (const Segment& segment : segments) {
      const auto size = sizes.find(segment.id);
      listed.push_back({.segment = segment,
                        .size = size == sizes.end() ? 0 : size->second,
                        .sentence = sentence_of(segment, segments)});
      if (const auto asking = askings.find(segment.id); asking != askings.end()) {
        listed.back().asking = asking->second;
      }
    }
    return listed;
  });
}

Result<FoundSegment> Segments::find(const Actor& actor, SegmentId id) {
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<FoundSegment> {
    FoundSegment found;
    TL_TRY_ASSIGN(found.listed.segment, find_segment(tx, id));
    TL_TRY_ASSIGN(const auto all, find_segments(tx, Archived::included));
    found.listed.sentence = sentence_of(found.listed.segment, all);
    TL_TRY_ASSIGN(found.listed.size, count_members(tx, id));
    TL_TRY_ASSIGN(found.listed.asking, find_asking(tx, id));
    TL_TRY_ASSIGN(found.versions, find_versions(tx, id));
    TL_TRY_ASSIGN(const Flow flow, flow_by_day(tx, id));
    found.sizes = sizes_by_day(flow.entered, flow.left, clock_.now().us / us_per_day, days_shown);
    return found;
  });
}

Result<Segment> Segments::create(const Actor& actor, const SegmentForm& form) {
  const Time now = clock_.now();
  Segment segment = {.kind = form.kind, .created_at = now, .changed_at = now};
  TL_TRY_ASSIGN(segment.name, checked_name(form.name));
  TL_TRY_ASSIGN(segment.description, checked_description(form.description));
  if (form.kind == SegmentKind::live) {
    TL_TRY_ASSIGN(segment.rule, checked_rule(form.rule));
  } else if (!form.rule.empty()) {
    return Error::invalid("a list and a figure have no `condition`");
  }
  if (form.figure.has_value() != (form.kind == SegmentKind::figure)) {
    return Error::invalid("`figure` must be given with the kind figure, and with it alone");
  }
  if (form.figure) {
    TL_TRY_ASSIGN(segment.rule, checked_figure(*form.figure));
  }
  // A list has nobody on it yet.
  segment.built = form.kind == SegmentKind::list;
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<Segment> {
    TL_TRY_ASSIGN(const auto all, find_segments(tx, Archived::left_out));
    if (all.size() >= segments_max) {
      return Error::conflict(fmt::format("there may be {} segments; archive one", segments_max));
    }
    Segment made = segment;
    TL_TRY_ASSIGN(made.id, add_segment(tx, made));
    TL_TRY(add_version(tx, made.id, version_of(made, actor)));
    TL_TRY(access::Access::audit_at(tx, now, actor, "segment.create", target_of(made.id)));
    if (form.figure) {
      TL_TRY(begin_asking(tx));
    }
    TL_TRY(made.built || form.figure ? count_revision(tx, now) : begin_walk(tx, now));
    TL_TRY(fresh_book(tx));  // Refuses what it could not work with.
    TL_TRY(arm(tx));
    return made;
  });
}

Result<Segment> Segments::change(const Actor& actor, SegmentId id, const SegmentChange& change) {
  const Time now = clock_.now();
  std::optional<std::string> rule;
  if (change.rule) {
    TL_TRY_ASSIGN(rule, checked_rule(*change.rule));
  }
  auto made = workspaces_.write(actor, [&](Transaction& tx) -> Result<Segment> {
    TL_TRY_ASSIGN(const Segment before, find_segment(tx, id));
    TL_TRY_ASSIGN(const Segment after, changed(before, change, rule, now));
    const bool archived = after.archived_at.has_value();
    const bool asks_anew =
        after.rule != before.rule || (before.archived_at.has_value() && !archived);
    TL_TRY(save_segment(tx, after));
    TL_TRY(add_version(tx, id, version_of(after, actor)));
    if (archived && !before.archived_at) {
      TL_TRY(end_all_stays(tx, id, now, Cause::change));
    }
    TL_TRY(access::Access::audit_at(
        tx, now, actor,
        archived != before.archived_at.has_value()
            ? (archived ? "segment.archive" : "segment.restore")
            : "segment.change",
        target_of(id),
        codec::JsonWriter().begin_object().member("version", after.version).end_object().take()));
    TL_TRY(asks_anew ? begin_walk(tx, now) : count_revision(tx, now));
    TL_TRY(fresh_book(tx));
    TL_TRY(arm(tx));
    return Result<Segment>(after);
  });
  if (made.ok() && made->kind == SegmentKind::figure && keeper_ != nullptr) {
    keeper_->look_again();
  }
  return made;
}

Result<std::string> Segments::sentence_of_rule(Transaction& tx, const std::string& rule) {
  TL_TRY_ASSIGN(const auto all, find_segments(tx, Archived::left_out));
  return sentence_of({.rule = rule}, all);
}

Result<std::vector<Stay>> Segments::members(const Actor& actor, SegmentId id, ProfileId after,
                                            std::size_t limit) {
  return workspaces_.read(actor,
                          [&](Transaction& tx) { return members_after(tx, id, after, limit); });
}

Result<std::vector<OverlapRegion>> Segments::overlap(const Actor& actor,
                                                     const std::vector<SegmentId>& ids) {
  TL_TRY(check_overlap(ids));
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<std::vector<OverlapRegion>> {
    TL_TRY_ASSIGN(const auto in, memberships_in(tx, ids));
    return regions_of(in, ids.size());
  });
}

Result<OverlapPeople> Segments::overlap_people(const Actor& actor,
                                               const std::vector<SegmentId>& ids,
                                               const std::vector<std::size_t>& in, ProfileId after,
                                               std::size_t limit) {
  TL_TRY(check_overlap(ids));
  std::uint8_t wanted = 0;
  for (const std::size_t place : in) {
    wanted = static_cast<std::uint8_t>(wanted | (1U << place));
  }
  if (wanted == 0) {
    return Error::invalid("`in` must name one of the segments at least");
  }
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<OverlapPeople> {
    TL_TRY_ASSIGN(const auto memberships, memberships_in(tx, ids));
    OverlapPeople found;
    for (std::size_t index = 0; index < memberships.size(); ++index) {
      if (memberships[index] != wanted) {
        continue;
      }
      ++found.total;
      const ProfileId profile{static_cast<std::int64_t>(index)};
      if (profile > after && found.people.size() < limit) {
        found.people.push_back(profile);
      }
    }
    return found;
  });
}

Result<std::vector<Membership>> Segments::memberships(const Actor& actor, ProfileId profile) {
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<std::vector<Membership>> {
    TL_TRY_ASSIGN(const auto stays, stays_of(tx, profile, stays_shown));
    TL_TRY_ASSIGN(const auto all, find_segments(tx, Archived::left_out));
    std::vector<Membership> memberships;
    for (const Stay& stay : stays) {
      const auto found = std::find_if(all.begin(), all.end(),
                                      [&](const Segment& one) { return one.id == stay.segment; });
      if (found != all.end()) {
        memberships.push_back({*found, stay});
      }
    }
    return memberships;
  });
}

Result<WhyInSegment> Segments::why(const Actor& actor, SegmentId id, ProfileId profile) {
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<WhyInSegment> {
    TL_TRY_ASSIGN(const auto book, this->book(tx));
    const Definition* const definition = book->find(id);
    if (definition == nullptr) {
      return Error::not_found("there is no such segment");
    }
    Judging::Others others;
    TL_TRY_ASSIGN(const auto known, judging_.read(tx, profile, *book, others));
    if (!known) {
      return Error::not_found("no such profile");
    }
    WhyInSegment why = {.segment = definition->segment,
                        .reason = explain(*book, *definition, *known, clock_.now())};
    if (definition->figure) {
      TL_TRY_ASSIGN(const auto asking, find_asking(tx, id));
      add_asking(asking, why.reason);
    }
    TL_TRY(read_events(tx, why.reason, why.events));
    TL_TRY_ASSIGN(const auto stays, stays_now(tx, profile));
    for (const Stay& stay : stays) {
      if (stay.segment == id) {
        why.stay = stay;
      }
    }
    return why;
  });
}

Result<void> Segments::read_events(Transaction& tx, const Reason& reason,
                                   std::map<std::int64_t, Event>& events) {
  for (const std::int64_t seq : reason.events) {
    TL_TRY_ASSIGN(auto event, if_found(people_.find_event(tx, EventSeq{seq})));
    if (event) {
      events.emplace(seq, *std::move(event));
    }
  }
  for (const Reason& part : reason.because) {
    TL_TRY(read_events(tx, part, events));
  }
  return {};
}

namespace {

Result<Segment> segment_named(Transaction& tx, const std::string& name) {
  const auto id = parse_public_id(segment_prefix, name);
  const Error unknown = Error::not_found("there is no segment " + name);
  if (!id) {
    return unknown;
  }
  TL_TRY_ASSIGN(auto segment, if_found(find_segment(tx, SegmentId{id->key})));
  return segment && public_id_of(*segment) == name ? Result<Segment>(*std::move(segment)) : unknown;
}

}  // namespace

Result<Segment> Segments::find_named(Transaction& tx, const std::string& public_id) {
  TL_TRY_ASSIGN(auto found, if_found(segment_named(tx, public_id)));
  if (!found) {
    return Error::invalid("there is no segment " + public_id);
  }
  if (found->archived_at) {
    return Error::invalid("the segment " + found->name + " is archived: bring it back, or ask " +
                          "for another");
  }
  return *std::move(found);
}

Result<people::SqlCondition> Segments::members_sql(Transaction& tx,
                                                   const std::string& segment) const {
  TL_TRY_ASSIGN(const Segment found, find_named(tx, segment));
  return people::SqlCondition{
      .sql = "SELECT profile FROM segment_members WHERE segment = ? AND left_at IS NULL",
      .arguments = {found.id}};
}

Result<std::string> Segments::segment_name(Transaction& tx, const std::string& segment) const {
  TL_TRY_ASSIGN(const auto found, if_found(segment_named(tx, segment)));
  return found ? found->name : std::string();
}

Result<journeys::PeopleSet> Segments::people_in(Transaction& tx, SegmentId id) {
  journeys::PeopleSet people;
  TL_TRY(each_member(tx, id, [&](ProfileId person) { people.add(person); }));
  return people;
}

Result<ProfileId> Segments::person(const Actor& actor, std::string_view reference) {
  return workspaces_.read(actor,
                          [&](Transaction& tx) { return people_.find_profile(tx, reference); });
}

// Whoever the reference names, by the identifier that it names, or by their most telling one.
Result<IdentifierId> Segments::identifier_named(Transaction& tx, const std::string& reference) {
  TL_TRY_ASSIGN(const ProfileId profile, people_.find_profile(tx, reference));
  const std::size_t colon = reference.find(':');
  people::IdentifierPage page{.more = colon != std::string::npos};
  while (page.more) {
    const IdentifierId after =
        page.identifiers.empty() ? IdentifierId{} : page.identifiers.back().id;
    TL_TRY_ASSIGN(page, people_.identifiers(tx, profile, after, identifiers_at_once));
    for (const people::ProfileIdentifier& one : page.identifiers) {
      if (one.name.type == reference.substr(0, colon) &&
          one.name.value == reference.substr(colon + 1)) {
        return one.id;
      }
    }
  }
  TL_TRY_ASSIGN(const people::ProfileIdentifier key, people_.key_identifier(tx, profile));
  return key.id;
}

Result<void> Segments::put_row(Transaction& tx, SegmentId id, const ListRow& row,
                               ListReport& report, std::set<ProfileId>& people) {
  ++report.rows;
  const Result<IdentifierId> found = row.reference.empty() ? Error::invalid("the row names nobody")
                                                           : identifier_named(tx, row.reference);
  if (found.ok()) {
    TL_TRY_ASSIGN(const bool added, add_to_list(tx, id, *found, clock_.now()));
    ++(added ? report.added : report.known);
    TL_TRY_ASSIGN(const ProfileId owner, people_.find_owner(tx, *found));
    people.insert(owner);
    return {};
  }
  if (found.error().code != ErrorCode::not_found && found.error().code != ErrorCode::invalid) {
    return found.error();
  }
  ++report.unknown;
  if (report.examples.size() < examples_max) {
    report.examples.push_back({.row = row.line,
                               .value = row.reference.substr(0, example_bytes_max),
                               .why = found.error().message});
  }
  return {};
}

Result<ListReport> Segments::put_on_list(const Actor& actor, SegmentId id,
                                         const std::vector<ListRow>& rows) {
  if (rows.size() > list_rows_max) {
    return Error::invalid(
        fmt::format("at most {} people are put on a list at a time", list_rows_max));
  }
  const Time now = clock_.now();
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<ListReport> {
    TL_TRY_ASSIGN(const Segment segment, find_segment(tx, id));
    if (segment.kind != SegmentKind::list || segment.archived_at) {
      return Error::conflict("people can only be put on a list that is not archived");
    }
    TL_TRY_ASSIGN(const auto book, this->book(tx));
    TL_TRY(take_turn(tx));
    ListReport report;
    std::set<ProfileId> people;
    for (const ListRow& row : rows) {
      TL_TRY(put_row(tx, id, row, report, people));
    }
    Judging::Others others;
    for (const ProfileId profile : people) {
      TL_TRY(update(tx, *book, profile, Cause::event, others));
    }
    TL_TRY(access::Access::audit_at(tx, now, actor, "segment.list_add", target_of(id),
                                    fmt::format(R"({{"added":{}}})", report.added)));
    TL_TRY(arm(tx));
    return report;
  });
}

Result<void> Segments::take_off_list(const Actor& actor, SegmentId id, ProfileId profile) {
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const Segment segment, find_segment(tx, id));
    if (segment.kind != SegmentKind::list) {
      return Error::conflict("people can only be taken off a list");
    }
    TL_TRY_ASSIGN(const auto book, this->book(tx));
    TL_TRY(take_turn(tx));
    TL_TRY_ASSIGN(const auto identifiers, people_.identifier_ids(tx, profile));
    for (const IdentifierId identifier : identifiers) {
      TL_TRY(remove_from_list(tx, id, identifier));
    }
    Judging::Others others;
    TL_TRY(update(tx, *book, profile, Cause::event, others));
    TL_TRY(access::Access::audit_at(tx, clock_.now(), actor, "segment.list_remove", target_of(id)));
    return arm(tx);
  });
}

Result<Segment> Segments::freeze(const Actor& actor, SegmentId id, const std::string& name) {
  TL_TRY_ASSIGN(const std::string checked, checked_name(name));
  TL_TRY_ASSIGN(const FoundSegment from, find(actor, id));
  TL_TRY_ASSIGN(Segment made,
                create(actor, {.kind = SegmentKind::list,
                               .name = checked,
                               .description = "Who was in " + from.listed.segment.name + "."}));
  TL_TRY(workspaces_.write(actor, [&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(const auto book, this->book(tx));
    TL_TRY(take_turn(tx));
    std::vector<ProfileId> members;
    TL_TRY(each_member(tx, id, [&](ProfileId profile) { members.push_back(profile); }));
    Judging::Others others;
    for (const ProfileId profile : members) {
      TL_TRY_ASSIGN(const auto key, people_.key_identifier(tx, profile));
      TL_TRY(add_to_list(tx, made.id, key.id, clock_.now()));
      TL_TRY(update(tx, *book, profile, Cause::change, others));
    }
    return arm(tx);
  }));
  return made;
}

}  // namespace throughline::segments
