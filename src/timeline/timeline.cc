#include "timeline/timeline.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "base/clock.h"
#include "jobs/cursors.h"
#include "timeline/dead_letter_store.h"
#include "timeline/draft_store.h"
#include "timeline/erase_store.h"
#include "timeline/event_store.h"
#include "timeline/line_store.h"
#include "timeline/recorder_store.h"
#include "timeline/tail_store.h"
#include "timeline/text_scan_store.h"
#include "timeline/timeline.gathering.h"
#include "timeline/workspace_line_store.h"

namespace throughline::timeline {
namespace {

using std::chrono::steady_clock;
using storage::Transaction;

constexpr std::chrono::seconds wait_max(2);
constexpr std::chrono::seconds settled_max(30);
// PostgreSQL: how soon to look again whether a commit of another process is visible.
constexpr std::chrono::milliseconds look_again(20);

WorkspaceLine& line_of(Transaction& tx) {
  return tx.database().attached<WorkspaceLine>();
}

std::string cursor_name(std::string_view follower) {
  return "follower/" + std::string(follower);
}

Error not_yet() {
  return Error::unavailable("what was asked for has not arrived here yet; please try again");
}

}  // namespace

class Timeline::Subscription {
 public:
  explicit Subscription(std::shared_ptr<LiveReader> reader) : reader_(std::move(reader)) {}
  ~Subscription() { reader_->stop(); }
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;

 private:
  std::shared_ptr<LiveReader> reader_;
};

class Timeline::Implementation {
 public:
  Implementation(storage::Workspaces& workspaces, Clock& clock, TimelineOptions options)
      : workspaces_(workspaces),
        clock_(clock),
        options_(std::move(options)),
        recorder_(clock, options_.dead_letters) {
    workspaces.on_open([this](WorkspaceId workspace, storage::Database& database) -> Result<void> {
      TL_TRY_ASSIGN(
          std::unique_ptr<WorkspaceLine> line,
          WorkspaceLine::open(workspace, database, workspaces_.directory_of(workspace), options_));
      database.attach(std::move(line));
      return {};
    });
  }

  Recorder& recorder() { return recorder_; }
  const Clock& clock() const { return clock_; }
  const TimelineOptions& options() const { return options_; }

  void add_follower(std::unique_ptr<Follower> follower) {
    Follower* const told = follower.get();
    tail_followers_.push_back(
        {.name = std::string(told->name()),
         .follow = [told](Transaction& tx,
                          std::span<const Event> events) { return told->follow(tx, events); },
         .parts = told->parts(),
         .gatherer = dynamic_cast<Gatherer*>(told)});
    followers_.push_back(std::move(follower));
  }

  Result<WorkspaceLine*> line(WorkspaceId workspace) {
    TL_TRY_ASSIGN(storage::Database* const database, workspaces_.find(workspace));
    return &database->attached<WorkspaceLine>();
  }

  // Followers need their thread; without them it is started by the first subscriber. The writer's
  // thread calls this, and keeps no share of the tail: whoever ends one waits for its last unit of
  // work, which waits for the writer.
  void start_following(WorkspaceLine& line) {
    if (line.followed()) {
      return;
    }
    if (tail_followers_.empty() ||
        tails_.with([&](Tails& tails) { return find_tail(tails, line) != nullptr; })) {
      line.set_followed();
    }
  }

  // Says whether there was one to use: not once this is being destroyed.
  template <class Use>
  bool with_tail(WorkspaceLine& line, const Use& use) {
    const std::shared_ptr<Tail> tail =
        tails_.with([&](Tails& tails) { return find_tail(tails, line); });
    if (tail != nullptr) {
      use(*tail);
    }
    return tail != nullptr;
  }

  void stop() {
    Tails stopping;
    tails_.with([&](Tails& tails) {
      stopped_ = true;
      stopping.swap(tails);
    });
  }

  Result<Position> position(WorkspaceLine& line) {
    if (line.database().dialect() == storage::Dialect::sqlite) {
      return line.newest_committed();
    }
    return line.database().read([](Transaction& tx) { return last_position(tx); });
  }

  Result<Position> written_position(WorkspaceLine& line) {
    if (line.database().dialect() == storage::Dialect::sqlite) {
      return line.newest_committed();
    }
    return line.database().read([](Transaction& tx) { return newest_position(tx); });
  }

  Result<Position> settled_position(WorkspaceLine& line) {
    TL_TRY_ASSIGN(const Position newest, written_position(line));
    for (const auto deadline = steady_clock::now() + settled_max;;) {
      const std::uint64_t seen = line.changed().count();
      TL_TRY_ASSIGN(const Position now, position(line));
      if (now >= newest) {
        return newest;
      }
      if (steady_clock::now() >= deadline) {
        return not_yet();
      }
      line.changed().wait(seen, look_again);
    }
  }

  Result<void> wait_for(WorkspaceLine& line, Position position, Followers followers) {
    const auto deadline = steady_clock::now() + wait_max;
    TL_TRY(wait_for_record(line, position, deadline));
    bool there = followers == Followers::none || tail_followers_.empty();
    if (!there) {
      with_tail(line, [&](Tail& tail) { there = tail.wait_for(position, deadline); });
    }
    return there ? Result<void>() : not_yet();
  }

 private:
  using Tails = std::map<WorkspaceId, std::shared_ptr<Tail>>;

  // Makes it where there is none; null once this is being stopped.
  std::shared_ptr<Tail> find_tail(Tails& tails, WorkspaceLine& line) {
    if (stopped_) {
      return nullptr;
    }
    std::shared_ptr<Tail>& found = tails[line.workspace()];
    if (found == nullptr) {
      found =
          std::make_shared<Tail>(line, tail_followers_, tail_support(), options_.follower_batch);
    }
    return found;
  }

  TailSupport tail_support() {
    return {[](Transaction& tx, const std::string& follower) -> Result<Position> {
              TL_TRY_ASSIGN(const jobs::Cursor cursor,
                            jobs::find_cursor(tx, cursor_name(follower)));
              return Position{cursor.xid, cursor.seq};
            },
            [](Transaction& tx, const std::string& follower, Position position) {
              return jobs::save_cursor(tx, cursor_name(follower), {position.xid, position.seq});
            },
            [this](Transaction& tx, const std::string& follower, const Event& event,
                   const std::string& why) -> Result<void> {
              Refusal refusal;
              refusal.source = event.source;
              refusal.message_id = event.message_id;
              refusal.reason = "follower_failed";
              refusal.detail = follower + ": " + why;
              refusal.payload = to_payload(event);
              refusal.event = event.seq;
              return timeline::keep_dead_letter(tx, refusal, clock_.now(), options_.dead_letters);
            }};
  }

  static Result<void> wait_for_record(WorkspaceLine& line, Position position,
                                      steady_clock::time_point deadline) {
    const bool sqlite = line.database().dialect() == storage::Dialect::sqlite;
    for (;;) {
      const std::uint64_t seen = line.changed().count();
      bool there = position.seq == 0;
      if (sqlite) {
        there = line.newest_committed().seq >= position.seq;
      } else if (!there) {
        TL_TRY_ASSIGN(there,
                      line.database().read([&](Transaction& tx) { return sees(tx, position); }));
      }
      const auto left =
          std::chrono::duration_cast<std::chrono::microseconds>(deadline - steady_clock::now());
      if (there) {
        return {};
      }
      if (left <= std::chrono::microseconds(0)) {
        return not_yet();
      }
      line.changed().wait(seen,
                          sqlite ? left : std::min<std::chrono::microseconds>(left, look_again));
    }
  }

  storage::Workspaces& workspaces_;
  Clock& clock_;
  const TimelineOptions options_;
  Recorder recorder_;
  std::vector<std::unique_ptr<Follower>> followers_;
  std::vector<TailFollower> tail_followers_;  // All of them, as they were added.
  Guarded<Tails> tails_;
  bool stopped_ = false;  // Under the lock of tails_.
};

Timeline::Timeline(storage::Workspaces& workspaces, Clock& clock, const TimelineOptions& options)
    : implementation_(std::make_shared<Implementation>(workspaces, clock, options)) {}
Timeline::~Timeline() {
  implementation_->stop();
}

void Timeline::stop() {
  implementation_->stop();
}

void Timeline::set_identity_resolver(IdentityResolver& resolver) {
  implementation_->recorder().set_identity_resolver(resolver);
}

void Timeline::add_reactor(Reactor reactor) {
  implementation_->recorder().add_reactor(std::move(reactor));
}

void Timeline::add_follower(std::unique_ptr<Follower> follower) {
  implementation_->add_follower(std::move(follower));
}

Result<Recorded> Timeline::record(Transaction& tx, const Draft& draft) {
  WorkspaceLine& line = line_of(tx);
  if (!line.followed()) {
    // Not before the workspace is open: its followers may need what other rooms attach.
    // Units may still be committing while this is destroyed.
    tx.after_commit(storage::Stage::live, [self = std::weak_ptr(implementation_), &line] {
      if (const std::shared_ptr<Implementation> present = self.lock()) {
        present->start_following(line);
      }
    });
  }
  return implementation_->recorder().record(line, tx, draft);
}

Result<LinePage> Timeline::line(Transaction& tx, const std::vector<IdentifierId>& identifiers,
                                const LineQuery& query) {
  return read_line(tx, line_of(tx).index(), identifiers, query);
}

Result<void> Timeline::each_event(Transaction& tx, const std::vector<IdentifierId>& identifiers,
                                  const LineFilter& filter,
                                  const std::function<Result<void>(const Event&)>& sink) {
  return read_each_event(tx, line_of(tx).index(), identifiers, filter, sink);
}

Result<void> Timeline::each_recorded(Transaction& tx,
                                     const std::function<Result<void>(const Event&)>& sink) {
  return each_recorded_after(tx, {}, sink);
}

Result<void> Timeline::each_recorded_after(Transaction& tx, EventSeq after,
                                           const std::function<Result<void>(const Event&)>& sink) {
  constexpr std::size_t at_once = 1'000;
  TL_TRY_ASSIGN(const EventSeq last, newest_seq(tx));
  RecordedEvents page{.next = after, .more = true};
  while (page.more) {
    TL_TRY_ASSIGN(page, recorded_between(tx, page.next, last, at_once));
    for (const Event& event : page.events) {
      TL_TRY(sink(event));
    }
  }
  return {};
}

Result<std::vector<EventSeq>> Timeline::events_saying(
    WorkspaceId workspace, EventSeq last, const std::function<bool(std::string_view)>& says) {
  TL_TRY_ASSIGN(WorkspaceLine* const line, implementation_->line(workspace));
  return timeline::events_saying(line->database(), last, says);
}

Result<std::vector<DayCount>> Timeline::density(Transaction& tx,
                                                const std::vector<IdentifierId>& identifiers,
                                                const LineFilter& filter) {
  return read_density(tx, line_of(tx).index(), identifiers, filter);
}

Result<Extent> Timeline::extent(Transaction& tx, const std::vector<IdentifierId>& identifiers) {
  return read_extent(tx, line_of(tx).index(), identifiers);
}

Result<Event> Timeline::find_event(Transaction& tx, EventSeq seq) {
  return timeline::find_event(tx, seq);
}

Result<LatestPage> Timeline::latest(Transaction& tx, const std::optional<Position>& before,
                                    std::size_t limit) {
  constexpr std::size_t limit_max = 500;
  constexpr std::int64_t beyond_all = std::numeric_limits<std::int64_t>::max();
  limit = std::min(limit, limit_max);
  TL_TRY_ASSIGN(auto found,
                events_before(tx, before.value_or(Position{beyond_all, beyond_all}), limit + 1));
  LatestPage page;
  if (found.size() > limit) {
    found.pop_back();
    page.next = found.back().position;
  }
  for (PositionedEvent& event : found) {
    page.events.push_back(std::move(event.event));
  }
  return page;
}

Result<DraftPage> Timeline::drafts_after(Transaction& tx, Position after, std::size_t limit) {
  return timeline::drafts_after(tx, after, limit);
}

Result<void> Timeline::keep_dead_letter(Transaction& tx, const Refusal& refusal) {
  return timeline::keep_dead_letter(tx, refusal, implementation_->clock().now(),
                                    implementation_->options().dead_letters);
}

Result<std::vector<DeadLetter>> Timeline::dead_letters(Transaction& tx,
                                                       const DeadLetterQuery& query) {
  return timeline::dead_letters(tx, query);
}

Result<std::vector<DeadLetterCount>> Timeline::dead_letter_counts(Transaction& tx) {
  return timeline::dead_letter_counts(tx);
}

Result<std::int64_t> Timeline::dead_letters_kept(Transaction& tx, SourceId source) {
  return timeline::dead_letters_kept(tx, source);
}

Result<DeadLetter> Timeline::find_dead_letter(Transaction& tx, DeadLetterId id) {
  return timeline::find_dead_letter(tx, id);
}

Result<void> Timeline::remove_dead_letter(Transaction& tx, DeadLetterId id) {
  return timeline::remove_dead_letter(tx, id);
}

Result<void> Timeline::mark_dead_letter_replayed(Transaction& tx, DeadLetterId id) {
  return timeline::mark_dead_letter_replayed(tx, id, implementation_->clock().now());
}

Result<void> Timeline::start(WorkspaceId workspace) {
  TL_TRY_ASSIGN(WorkspaceLine* const line, implementation_->line(workspace));
  implementation_->start_following(*line);
  return {};
}

Result<Position> Timeline::position(WorkspaceId workspace) {
  TL_TRY_ASSIGN(WorkspaceLine* const line, implementation_->line(workspace));
  return implementation_->position(*line);
}

Result<Position> Timeline::written_position(WorkspaceId workspace) {
  TL_TRY_ASSIGN(WorkspaceLine* const line, implementation_->line(workspace));
  return implementation_->written_position(*line);
}

Result<Position> Timeline::settled_position(WorkspaceId workspace) {
  TL_TRY_ASSIGN(WorkspaceLine* const line, implementation_->line(workspace));
  return implementation_->settled_position(*line);
}

Result<void> Timeline::wait_for(WorkspaceId workspace, Position position, Followers followers) {
  TL_TRY_ASSIGN(WorkspaceLine* const line, implementation_->line(workspace));
  return implementation_->wait_for(*line, position, followers);
}

Result<std::shared_ptr<Timeline::Subscription>> Timeline::subscribe(WorkspaceId workspace,
                                                                    Subscriber subscriber) {
  TL_TRY_ASSIGN(WorkspaceLine* const line, implementation_->line(workspace));
  TL_TRY_ASSIGN(const Position now, implementation_->position(*line));
  auto reader = std::make_shared<LiveReader>(now, std::move(subscriber));
  implementation_->with_tail(*line, [&](Tail& tail) { tail.add_reader(reader); });
  return std::make_shared<Subscription>(std::move(reader));
}

Result<std::int64_t> Timeline::index_differences(Transaction& tx) {
  return line_of(tx).index().differences(tx);
}

Result<std::int64_t> Timeline::erase_events(Transaction& tx,
                                            const std::vector<IdentifierId>& identifiers) {
  std::vector<Event> events;
  TL_TRY(each_event(tx, identifiers, {}, [&](const Event& event) -> Result<void> {
    Event& kept = events.emplace_back();
    kept.seq = event.seq;
    kept.source = event.source;
    kept.message_id = event.message_id;
    return {};
  }));
  for (const Event& event : events) {
    TL_TRY(timeline::erase_event(tx, line_of(tx).index_key(), event));
  }
  return static_cast<std::int64_t>(events.size());
}

Result<void> Timeline::rewrite_event(Transaction& tx, const Event& event) {
  return timeline::rewrite_event(tx, event);
}

Result<std::int64_t> Timeline::rename_events(Transaction& tx, const Rename& rename) {
  std::int64_t renamed = 0;
  TL_TRY_ASSIGN(const auto names, all_names(tx));
  for (const EventName& name : names) {
    if (const auto next = rename(name.name)) {
      // Two names may become one text, which must stay two names.
      TL_TRY(timeline::rename_events(tx, name.id, *next + " " + std::to_string(name.id)));
      ++renamed;
    }
  }
  if (renamed > 0) {
    WorkspaceLine& line = line_of(tx);
    tx.after_commit(storage::Stage::cache, [&line] { line.names().forget(); });
  }
  return renamed;
}

Result<EventSeq> Timeline::newest_event(Transaction& tx) {
  return newest_seq(tx);
}

Result<void> Timeline::forget_erased(WorkspaceId workspace,
                                     const std::vector<IdentifierId>& identifiers) {
  TL_TRY_ASSIGN(WorkspaceLine* const line, implementation_->line(workspace));
  return line->index().forget(identifiers);
}

Result<void> follow_anew(Transaction& tx, std::string_view follower) {
  TL_TRY(tx.run("DELETE FROM follower_slices WHERE follower = ?", {follower}));
  return jobs::save_cursor(tx, cursor_name(follower), {});
}

Result<Position> followed_to(Transaction& tx, std::string_view follower) {
  TL_TRY_ASSIGN(const jobs::Cursor cursor, jobs::find_cursor(tx, cursor_name(follower)));
  return Position{cursor.xid, cursor.seq};
}

Result<void> Timeline::rebuild(WorkspaceId workspace) {
  TL_TRY_ASSIGN(WorkspaceLine* const line, implementation_->line(workspace));
  return line->index().rebuild();
}

}  // namespace throughline::timeline
