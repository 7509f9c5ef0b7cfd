// Replays: the record, page by page, into the outbox once more.
#include "channels/channels.h"

#include <algorithm>
#include <utility>

#include "access/access.h"
#include "base/clock.h"
#include "base/if_found.h"
#include "base/random.h"
#include "channels/channels.parts.h"
#include "channels/destination_store.h"
#include "codec/json_writer.h"
#include "storage/workspaces.h"

namespace throughline::channels {

using storage::Transaction;

namespace {

// So many may wait in the outbox before a replay looks for more.
constexpr std::int64_t ahead_max = 1'000;
constexpr std::size_t page_max = 500;
constexpr std::int64_t counted_exactly_max = 20'000;
constexpr std::int64_t sample = 4'000;

Event event_of(timeline::PositionedDraft&& read) {
  Draft& draft = read.draft;
  return {.seq = EventSeq{read.position.seq},
          .source = draft.source,
          .message_id = std::move(draft.message_id),
          .kind = draft.kind,
          .name = std::move(draft.name),
          .channel = draft.channel,
          .occurred_at = draft.occurred_at,
          .key_identifier = read.key_identifier,
          .identifiers = std::move(draft.identifiers),
          .account = std::move(draft.account),
          .properties = std::move(draft.properties),
          .integrations = std::move(draft.integrations)};
}

timeline::Position position_of(ReplayPlace place) {
  return {place.xid, place.seq};
}
ReplayPlace place_of(timeline::Position position) {
  return {position.xid, position.seq};
}

std::string target_of(ReplayId id) {
  return "replay:" + std::to_string(id.value);
}

Result<void> check_range(const ReplayRange& range) {
  return range.from && range.until && *range.from >= *range.until
             ? Error::invalid("`from` must be before `until`")
             : Result<void>();
}

}  // namespace

Result<Replay> Channels::replay(const Actor& actor, DestinationId id, const ReplayForm& form) {
  TL_TRY(check_range(form.range));
  if (form.events_per_second < 1 || form.events_per_second > replay_rate_max) {
    return Error::invalid("`events_per_second` must be 1 to 5000");
  }
  Replay replay = {.destination = id, .range = form.range};
  TL_TRY_ASSIGN(replay.range.filter, checked_filter(form.range.filter));
  replay.events_per_second = form.events_per_second;
  replay.created_at = clock_.now();
  TL_TRY_ASSIGN(const timeline::Position end, timeline_.settled_position(actor.workspace));
  replay.end = place_of(end);
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<Replay> {
    TL_TRY_ASSIGN(const Destination destination, find_destination(tx, id));
    if (!destination.enabled) {
      return Error::conflict("this destination is switched off");
    }
    TL_TRY_ASSIGN(const auto open, find_open_replay(tx, id));
    if (open) {
      return Error::conflict("a replay to this destination is under way; wait for it or cancel it");
    }
    TL_TRY_ASSIGN(const ReplayId made, add_replay(tx, replay));
    TL_TRY(access_.audit(
        tx, actor, "replay.start", target_of(made),
        codec::JsonWriter().begin_object().member("destination", id.value).end_object().take()));
    wake_after_commit(tx, {id});
    return channels::find_replay(tx, id, made);
  });
}

Result<std::vector<Replay>> Channels::replays(const Actor& actor, DestinationId id) {
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<std::vector<Replay>> {
    TL_TRY(find_destination(tx, id));
    return find_replays(tx, id);
  });
}

Result<Replay> Channels::find_replay(const Actor& actor, DestinationId id, ReplayId replay) {
  return workspaces_.read(actor,
                          [&](Transaction& tx) { return channels::find_replay(tx, id, replay); });
}

Result<Replay> Channels::set_replay_state(const Actor& actor, DestinationId id, ReplayId replay_id,
                                          ReplayState state) {
  if (state == ReplayState::done) {
    return Error::invalid("`state` must be running, paused or cancelled");
  }
  return workspaces_.write(actor, [&](Transaction& tx) -> Result<Replay> {
    TL_TRY_ASSIGN(Replay replay, channels::find_replay(tx, id, replay_id));
    if (is_over(replay.state)) {
      return Error::conflict("this replay is over");
    }
    replay.state = state;
    if (state == ReplayState::cancelled) {
      replay.finished_at = clock_.now();
    }
    TL_TRY(save_replay(tx, replay));
    const std::string_view action = state == ReplayState::running  ? "replay.resume"
                                    : state == ReplayState::paused ? "replay.pause"
                                                                   : "replay.cancel";
    TL_TRY(access_.audit(tx, actor, action, target_of(replay_id)));
    wake_after_commit(tx, {id});
    return replay;
  });
}

Result<Channels::ReplayPage> Channels::look_for_replay(Transaction& tx, DestinationId id,
                                                       Time now) {
  ReplayPage page;
  TL_TRY_ASSIGN(const auto open, find_open_replay(tx, id));
  if (!open || open->state != ReplayState::running) {
    return page;
  }
  if (open->next_at > now) {
    page.next = open->next_at;
    return page;
  }
  TL_TRY_ASSIGN(const std::int64_t waiting,
                jobs::count_effects(tx, outbox_kind(id), jobs::OutboxState::waiting, ahead_max));
  if (waiting >= ahead_max) {
    return page;  // The outbox says when it goes on.
  }
  TL_TRY_ASSIGN(const Destination destination, find_destination(tx, id));
  TL_TRY_ASSIGN(const Wanted wanted, wanted_by(destination, open->range.filter));
  TL_TRY_ASSIGN(timeline::DraftPage drafts,
                timeline_.drafts_after(tx, position_of(open->cursor), page_max));
  const ReplayPlace reached = place_of(drafts.reached);
  page.replay = open;
  page.reached = std::min(reached, open->end);
  page.at_end = reached >= open->end || reached == open->cursor;
  // At most a second's worth at once; what was looked at in vain costs nothing.
  const auto most = static_cast<std::size_t>(open->events_per_second);
  ReplayPlace last = open->cursor;
  for (timeline::PositionedDraft& draft : drafts.drafts) {
    if (page.events.size() >= most) {
      page.at_end = false;
      page.reached = last;
      break;
    }
    const ReplayPlace place = place_of(draft.position);
    last = std::min(place, open->end);
    if (place > open->end || !open->range.holds(draft.draft.occurred_at)) {
      continue;
    }
    const Event event = event_of(std::move(draft));
    if (wanted.passes(event) && wanted.is_excluded(event)) {
      ++page.excluded;
    } else if (wanted.passes(event)) {
      page.events.push_back(event.seq);
    }
  }
  return page;
}

Result<std::optional<Time>> Channels::advance_replay(storage::Database& database,
                                                     DestinationId id) {
  const Time now = clock_.now();
  TL_TRY_ASSIGN(const ReplayPage page,
                database.read([&](Transaction& tx) { return look_for_replay(tx, id, now); }));
  if (!page.replay) {
    return page.next;
  }
  TL_TRY(database.write([&](Transaction& tx) -> Result<void> {
    TL_TRY_ASSIGN(Replay current, channels::find_replay(tx, id, page.replay->id));
    if (current.state != ReplayState::running || current.cursor != page.replay->cursor) {
      return {};  // Paused or cancelled meanwhile.
    }
    for (const EventSeq event : page.events) {
      TL_TRY(queue_event(tx, id, {event, current.id}, now));
    }
    const auto queued = static_cast<std::int64_t>(page.events.size());
    current.cursor = page.reached;
    current.queued += queued;
    current.excluded += page.excluded;
    current.next_at = {std::max(now.us, current.next_at.us) +
                       queued * us_per_second / current.events_per_second};
    if (page.at_end) {
      current.state = ReplayState::done;
      current.finished_at = now;
    }
    return save_replay(tx, current);
  }));
  return std::optional<Time>(now);
}

Result<ReplayEstimate> Channels::estimate(const Actor& actor, DestinationId id,
                                          const ReplayRange& range) {
  TL_TRY(check_range(range));
  TL_TRY_ASSIGN(const std::string filter, checked_filter(range.filter));
  return workspaces_.read(actor, [&](Transaction& tx) -> Result<ReplayEstimate> {
    TL_TRY_ASSIGN(const Destination destination, find_destination(tx, id));
    TL_TRY_ASSIGN(const Wanted wanted, wanted_by(destination, filter));
    TL_TRY_ASSIGN(const EventSeq newest, timeline_.newest_event(tx));
    if (newest.value <= counted_exactly_max) {
      TL_TRY_ASSIGN(const std::int64_t events, count_exactly(tx, wanted, range, newest));
      return ReplayEstimate{.events = events, .exact = true, .least = events, .most = events};
    }
    TL_TRY_ASSIGN(const std::int64_t matching, count_in_sample(tx, wanted, range, newest));
    return estimate_of(matching, sample, newest.value);
  });
}

Result<std::int64_t> Channels::count_exactly(Transaction& tx, const Wanted& wanted,
                                             const ReplayRange& range, EventSeq newest) {
  std::int64_t matching = 0;
  TL_TRY(timeline_.each_recorded(tx, [&](const Event& event) -> Result<void> {
    const bool sent = event.seq <= newest && range.holds(event.occurred_at) &&
                      wanted.passes(event) && !wanted.is_excluded(event);
    matching += sent ? 1 : 0;
    return {};
  }));
  return matching;
}

// Numbers drawn at random; one that no event has (any more) counts as one that does not match.
Result<std::int64_t> Channels::count_in_sample(Transaction& tx, const Wanted& wanted,
                                               const ReplayRange& range, EventSeq newest) {
  std::int64_t matching = 0;
  for (std::int64_t i = 0; i < sample; ++i) {
    const auto drawn = random_.below(static_cast<std::uint64_t>(newest.value));
    const EventSeq seq = {static_cast<std::int64_t>(drawn) + 1};
    TL_TRY_ASSIGN(const auto event, if_found(timeline_.find_event(tx, seq)));
    const bool sent = event && range.holds(event->occurred_at) && wanted.passes(*event) &&
                      !wanted.is_excluded(*event);
    matching += sent ? 1 : 0;
  }
  return matching;
}

}  // namespace throughline::channels
